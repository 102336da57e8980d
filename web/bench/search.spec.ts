/**
 * Measures the search over many pages, in Chromium against the built app and a real server, and prints
 * one table. Nothing here asserts a time.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { OffingServer, Person } from "../test/browser/support/offing";
import { askForWords } from "./support/questions";

const PAGES = 2000;
const PARAGRAPHS = 25;
const WORDS = 20;
const VOCABULARY = 20_000;

test("measure search", async () => {
  test.setTimeout(900_000);
  const server = await OffingServer.start();
  const folder = await mkdtemp(join(tmpdir(), "offing-bench-"));
  let person: Person | null = null;
  try {
    const random = seeded(7);
    for (let n = 0; n < PAGES; n++) await writeFile(join(folder, `Page ${n}.md`), text(random));
    person = await Person.arrive(server);
    await person.setUp();
    const { page } = person;
    await server.kill();
    await server.import(folder);
    await server.up();
    await page.getByRole("treeitem").first().click();
    await expect(page.getByTestId("status")).toHaveText(/Synced/, { timeout: 600_000 });
    const rows = [`| ${PAGES} pages of ${PARAGRAPHS * WORDS} words | ms |`, "|---|---|"];
    rows.push(`| first question until all is read, texts from the log | ${await untilRead(page)} |`);
    await person.close();
    await person.open();
    await person.status("Synced");
    rows.push(`| first question after a start, texts from the shelf | ${await untilRead(person.page)} |`);
    const times = await questions(person.page, random);
    rows.push(`| question, prefix and typos, to the painted list: p50 | ${times[Math.floor(times.length / 2)]} |`);
    rows.push(`| p95 | ${times[Math.floor(times.length * 0.95)]} |`);
    process.stdout.write(`${rows.join("\n")}\n`);
  } finally {
    await person?.remove();
    await server.remove();
    await rm(folder, { recursive: true, force: true });
  }
});

async function untilRead(page: Page): Promise<number> {
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Search titles and texts" });
  const start = Date.now();
  await field.fill(word(3));
  await expect(page.getByText(/pages are on this device/)).toBeVisible({ timeout: 300_000 });
  const took = Date.now() - start;
  await page.keyboard.press("Escape");
  return took;
}

/** Milliseconds from the change of the field to the frame after the list was drawn for it. */
async function questions(page: Page, random: () => number): Promise<number[]> {
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Search titles and texts" });
  await expect(field).toBeFocused();
  const queries = Array.from({ length: 100 }, () => word(Math.floor(random() * VOCABULARY)).slice(0, 6));
  const times = (await askForWords(field, queries)).map(Math.round);
  return times.sort((a, b) => a - b);
}

function text(random: () => number): string {
  return Array.from({ length: PARAGRAPHS }, () =>
    Array.from({ length: WORDS }, () => word(Math.floor(VOCABULARY * random() ** 2))).join(" "),
  ).join("\n\n");
}

/** A word of the vocabulary: syllables by its number. */
function word(n: number): string {
  const syllables = ["ka", "ro", "mi", "tel", "su", "ban", "dor", "li", "pex", "vu"];
  return String(n + 1000)
    .split("")
    .map((digit) => syllables[Number(digit)])
    .join("");
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}
