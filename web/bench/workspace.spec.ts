/**
 * Measures a workspace of 2,000 pages that is kept whole on a device: its download with what is done
 * beside it, opening and searching from the device alone, and a return after others changed 40 pages.
 * Prints one table. Nothing here asserts a time.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { Line, OffingServer, Person } from "../test/browser/support/offing";
import { gatherDocumentation } from "./support/documentation";
import { opening, type Opener } from "./support/opening";
import { askForWords } from "./support/questions";
import { head, row } from "./support/table";
import { keystrokes } from "./support/typing";

const BLOCKS = 1000;
const OPENS = 40;
/** Of openings that each follow a rest, as many as fit into a download. */
const RESTED = 26;
const QUESTIONS = 100;
const CHANGED = 40;
const LONG = { timeout: 900_000 };

const rows: string[] = [];
const facts: string[] = [];

/** Said when it is known, as all that follows: the whole takes minutes. */
function measured(what: string, millis: readonly number[]): void {
  rows.push(row(what, millis, "ms"));
  process.stdout.write(`  ${rows.at(-1) ?? ""}\n`);
}

function note(fact: string): void {
  facts.push(fact);
  process.stdout.write(`  ${fact}\n`);
}

test("measure a workspace of 2,000 pages", async () => {
  test.setTimeout(3_600_000);
  const server = await OffingServer.start();
  const line = await Line.to(server);
  const folder = await mkdtemp(join(tmpdir(), "offing-bench-"));
  const near = await Line.to(server);
  const ada = await Person.arrive(server, near);
  let laptop: Person | null = null;
  try {
    await ada.setUp();
    // What is measured is what was asked for.
    await ada.choosePlan("Manual only");
    await gatherDocumentation(folder);
    await logbooks(folder);
    await server.kill();
    await server.import(folder);
    await server.up();
    const known = await pagesKnown(ada, near);
    note(`${known} pages`);
    await keepAllWithAPauseAndAKill(ada, near, known);
    laptop = await Person.arrive(server, line);
    await download(laptop, line, known);
    await server.kill();
    await laptop.status(/Cannot reach the server/);
    await openings(laptop.page, "opening a page of 1,000 blocks with the mouse, server stopped", "mouse");
    await openings(laptop.page, "the same with the keyboard", "keyboard");
    await openings(laptop.page, "the same without a press before: from within the page", "script");
    await questions(laptop.page);
    await server.up();
    await laptop.status("Synced");
    await comeBack(laptop, line, ada);
    expect([...ada.failures, ...laptop.failures]).toEqual([]);
  } finally {
    await ada.remove();
    await laptop?.remove();
    await line.cut();
    await near.cut();
    await server.remove();
    await rm(folder, { recursive: true, force: true });
  }
  const text = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}\n\n${facts.map((fact) => `- ${fact}\n`).join("")}\n${head}${rows.join("\n")}\n`;
  await mkdir("bench/results", { recursive: true });
  await writeFile("bench/results/workspace.md", text);
  process.stdout.write(text);
});

/** Long pages, to open again and again, and short ones to leave them for. */
async function logbooks(folder: string): Promise<void> {
  await mkdir(join(folder, "Logbooks"));
  for (const name of ["north", "south"]) {
    const lines = Array.from({ length: BLOCKS }, (_, n) => `Entry ${n} of ${name}: wind, sea, and who had the watch.`);
    await writeFile(join(folder, "Logbooks", `Log ${name}.md`), lines.join("\n\n"));
    await writeFile(join(folder, "Logbooks", `Note ${name}.md`), `A short note of ${name}.`);
  }
}

async function pagesKnown(person: Person, line: Line): Promise<number> {
  await person.page.goto(`http://localhost:${line.port}/offline`);
  await person.status("Synced");
  let before = -1;
  await expect(async () => {
    const [, now] = await counts(person.page);
    const steady = now === before && now > 2000;
    before = now;
    expect(steady).toBe(true);
  }).toPass({ timeout: 300_000, intervals: [2_000] });
  return before;
}

/** Pages that are ready, of those that are known. */
async function counts(page: Page): Promise<[number, number]> {
  const text = (await page.getByText(/^(All )?[\d,]+ (of [\d,]+ )?pages (are|is) ready/).textContent()) ?? "";
  const [ready = 0, all = ready] = (/^[^.]*/.exec(text)?.[0].match(/[\d,]+/g) ?? []).map((each) =>
    Number(each.replaceAll(",", "")),
  );
  return [ready, all];
}

async function keepAll(page: Page): Promise<void> {
  await page.getByRole("link", { name: "This device" }).click();
  await page.getByRole("switch", { name: /^Keep the whole workspace/ }).click();
  const dialog = page.getByRole("dialog", { name: /^Keep the whole workspace/ });
  await expect(dialog).toContainText(/still to be fetched/, LONG);
  note(`the dialog says before: ${(await dialog.getByText(/still to be fetched/).textContent()) ?? ""}`);
  await dialog.getByRole("button", { name: "Keep offline" }).click();
  await expect(dialog).toHaveCount(0);
}

/** What happens to a download that is paused, whose browser is killed, and that goes on: it starts from where it was. */
async function keepAllWithAPauseAndAKill(person: Person, line: Line, known: number): Promise<void> {
  // So slow that there is something to pause, and that the browser has written its cookies before it is killed:
  // it does so every 30 s.
  line.bytesPerSecond = 50_000;
  await keepAll(person.page);
  await person.page.goto(`http://localhost:${line.port}/offline`);
  const ready = async () => (await counts(person.page))[0];
  await expect.poll(ready, LONG).toBeGreaterThan(known / 10);
  await person.page.getByRole("button", { name: "Pause" }).click();
  await expect(person.page.getByText(/^Paused with/)).toBeVisible();
  const paused = await ready();
  await person.kill();
  await person.open("/offline");
  await expect(person.page.getByText(/^Paused with/)).toBeVisible();
  const after = await ready();
  line.bytesPerSecond = 0;
  await person.page.getByRole("button", { name: "Go on" }).click();
  await expect.poll(ready, LONG).toBe(known);
  note(`paused at ${paused} pages, the browser killed: ${after} ready after the start, then all`);
  await readyForFlight(person, line);
}

async function readyForFlight(person: Person, line: Line): Promise<void> {
  await person.page.goto(`http://localhost:${line.port}/offline/check`);
  await expect(person.page.getByRole("heading", { name: "Ready for a flight", exact: true })).toBeVisible(LONG);
}

/** A second device: the pin comes with the account. */
async function download(laptop: Person, line: Line, known: number): Promise<void> {
  const began = Date.now();
  const bytes = line.bytesDown;
  await laptop.signIn(null);
  const centre = await laptop.newTab("/offline");
  const done = expect
    .poll(async () => (await counts(centre.page))[0], { ...LONG, intervals: [500] })
    .toBe(known)
    .then(() => {
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      const megabytes = ((line.bytesDown - bytes) / 1e6).toFixed(2);
      note(`another device, from signing in until all pages are ready: ${seconds} s, ${megabytes} MB received`);
    });
  done.catch(() => undefined); // Told where it is awaited; what goes wrong before is the error.
  // Chromium gives a tab behind another one less of the machine.
  await laptop.page.bringToFront();
  await open(laptop.page, "north");
  const first = await keystrokes(laptop.page, "Entry 500 ");
  measured("keystroke to paint, 1,000 blocks, the first on a new device, while pages come in", first);
  const later = [...(await keystrokes(laptop.page, "Entry 500 ")), ...(await keystrokes(laptop.page, "Entry 500 "))];
  measured("keystroke to paint, 1,000 blocks, after those, while pages come in", later);
  measured("keystroke to paint, 1,000 blocks, all of these", [...first, ...later]);
  const told = async (what: string) => note(`${(await counts(centre.page))[0]} of ${known} pages were there ${what}`);
  await told("when the typing beside the download ended");
  await openings(
    laptop.page,
    "opening with the mouse, from the device, one after the other, while pages come in",
    "mouse",
  );
  await told("when the pages had been opened one after the other");
  await openings(laptop.page, "the same, each after a rest of 1.2 s at full speed", "mouse", RESTED, 1_200);
  await told("when the pages had been opened after rests");
  await done;
  await laptop.status("Synced");
  await centre.page.close();
  const start = Date.now();
  await laptop.page.goto(`http://localhost:${line.port}/offline/check`);
  await expect(laptop.page.getByRole("heading", { name: "Ready for a flight", exact: true })).toBeVisible(LONG);
  note(`the flight check reads every page in ${((Date.now() - start) / 1000).toFixed(1)} s: ready`);
  await open(laptop.page, "north");
  measured("keystroke to paint, 1,000 blocks, nothing else going on", await keystrokes(laptop.page, "Entry 500 "));
}

async function unfold(page: Page): Promise<void> {
  const field = page.getByLabel("Show pages with this in the title").first();
  if ((await field.inputValue()) === "") await field.fill("north");
  await expect(page.getByRole("treeitem", { name: /^Log north/ })).toBeVisible();
}

async function open(page: Page, name: string): Promise<void> {
  await unfold(page);
  await page.getByRole("treeitem", { name: new RegExp(`^Log ${name}`) }).click();
  await expect(page.getByRole("textbox", { name: "Page text" })).toContainText(`Entry ${BLOCKS - 1} of ${name}`, LONG);
}

/** @param restMillis before each, in which nobody touches the device */
async function openings(page: Page, what: string, by: Opener, opens = OPENS, restMillis = 0): Promise<void> {
  await unfold(page);
  const times: number[] = [];
  for (let n = 0; n < opens; n++) {
    await page.getByRole("treeitem", { name: /^Note north/ }).click();
    await expect(page.getByRole("textbox", { name: "Page text" })).toContainText("A short note of north.", LONG);
    const item = page.getByRole("treeitem", { name: /^Log north/ });
    await page.waitForTimeout(restMillis);
    times.push(await opening(item, by, ["Entry 0 of north", `Entry ${BLOCKS - 1} of north`]));
  }
  measured(what, times);
}

/** Words of the documentation, whole and in part, to the frame after the list was drawn. */
async function questions(page: Page): Promise<void> {
  const words =
    "component server agent error router cache schema workflow import rule promise image test module stream";
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Search titles and texts" });
  const first = Date.now();
  await field.fill("component");
  await expect(page.getByText(/pages are on this device/)).toBeVisible(LONG);
  note(`first search after a start, until all texts are read: ${((Date.now() - first) / 1000).toFixed(1)} s`);
  const list = words.split(" ");
  const queries = Array.from({ length: QUESTIONS }, (_, n) => (list[n % list.length] ?? "").slice(0, 4 + (n % 5)));
  const times = await askForWords(field, queries);
  await page.keyboard.press("Escape");
  measured("search, to the painted list", times);
}

/** Others change pages while the laptop is away. */
async function comeBack(laptop: Person, line: Line, ada: Person): Promise<void> {
  await line.cut();
  await laptop.status(/Cannot reach the server/);
  let changed = 0;
  for (const part of ["no-", "prefer-", "selector", "agent", "use"]) {
    await ada.page.getByLabel("Show pages with this in the title").first().fill(part);
    // Beside those that are found stand the pages above them.
    const items = ada.page.getByRole("treeitem", { name: new RegExp(part, "i") });
    await expect(items.first()).toBeVisible();
    for (let n = 0; n < 10 && changed < CHANGED; n++, changed++) {
      await items.nth(n).click();
      const block = ada.body().locator(".bn-inline-content").first();
      await expect(block).toBeVisible();
      await block.click();
      await ada.page.keyboard.press("Home");
      await ada.type("changed meanwhile ");
      await ada.status("Synced");
    }
  }
  const bytes = line.bytesDown;
  const requests = line.requests;
  const began = Date.now();
  await line.mend();
  await laptop.status("Synced");
  note(
    `back after ${changed} pages were changed: synced ${((Date.now() - began) / 1000).toFixed(1)} s after the line was there, ${line.requests - requests} pieces sent, ${((line.bytesDown - bytes) / 1000).toFixed(1)} kB received`,
  );
}
