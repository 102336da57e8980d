/** A large workspace on one device: work goes on beside its download, and coming back costs what changed. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { Line, OffingServer, Person } from "./support/offing";

let server: OffingServer;
let line: Line;
let ada: Person;
let laptop: Person;

test.describe.configure({ timeout: 300_000 });

/** Ada at her desk, and her laptop on a line of its own; nothing comes to a device unless it is asked for. */
test.beforeEach(async () => {
  server = await OffingServer.start();
  line = await Line.to(server);
  ada = await Person.arrive(server);
  await ada.setUp();
  await ada.choosePlan("Manual only");
  laptop = await Person.arrive(server, line);
  await laptop.signIn();
});

test.afterEach(async () => {
  expect([...ada.failures, ...laptop.failures]).toEqual([]);
  await ada.remove();
  await laptop.remove();
  await line.cut();
  await server.remove();
});

test("statement 30: with 200 pages on the way, pages open, and what is typed is shown, kept and sent", async () => {
  await laptop.newPage("Desk", ["ink;"]);
  await laptop.newPage("Shelf", ["books;"]);
  await laptop.status("Synced");
  const centre = await laptop.newTab("/offline");
  await importPages(200);
  await known(centre.page, 203);
  // So slow that the download outlasts what is done beside it.
  line.bytesPerSecond = 1_500;
  await keep(laptop, /^Handbook/);
  const ready = () => pagesReady(centre.page);
  await expect.poll(ready, { timeout: 120_000 }).toBeGreaterThan(3);
  const before = await ready();

  for (const [title, text] of [
    ["Desk", "ink;"],
    ["Shelf", "books;"],
    ["Desk", "ink;"],
  ] as const) {
    await laptop.openEntry(new RegExp(`^${title}`), text);
    await laptop.caret(text, -1);
    for (const word of [" pens;", " paper;"]) {
      await laptop.type(word);
      await expect(laptop.body()).toContainText(word.trim());
      await laptop.saved();
    }
  }
  const after = await ready();
  expect(after).toBeGreaterThanOrEqual(before);
  expect(after).toBeLessThan(200);

  // It went out while the pages still came in.
  await ada.openEntry(/^Desk/, "ink; pens; paper; pens; paper;");
  expect(await ready()).toBeLessThan(200);
  line.bytesPerSecond = 0;
  // All but the shelf, which nothing keeps.
  await expect.poll(ready, { timeout: 120_000 }).toBe(202);
});

test("statement 31: coming back costs what changed meanwhile, not what is kept", async () => {
  const PAGES = 100;
  const centre = await laptop.newTab("/offline");
  await importPages(PAGES);
  await known(centre.page, PAGES + 1);
  const began = line.bytesDown;
  await keep(laptop, /^Handbook/);
  await expect.poll(() => pagesReady(centre.page), { timeout: 120_000 }).toBe(PAGES + 1);
  await laptop.status("Synced");
  const whole = line.bytesDown - began;
  await centre.page.close();
  await ada.entry(/^Handbook/).focus();
  await ada.page.keyboard.press("ArrowRight");

  const costs: number[] = [];
  for (const changed of [0, 1, 3]) {
    await line.cut();
    await laptop.status(/Cannot reach the server/);
    for (let page = 1; page <= changed; page++) {
      await ada.openEntry(new RegExp(`^Page ${page}$`), `Text of ${page}.`);
      await ada.caret(`Text of ${page}.`, -1);
      await ada.type(` round ${changed};`);
    }
    await ada.status("Synced");
    const before = line.bytesDown;
    const asked = line.requests;
    await line.mend();
    await laptop.status("Synced");
    for (let page = 1; page <= changed; page++) {
      if (page === 1 && changed === 1) {
        await laptop.entry(/^Handbook/).focus();
        await laptop.page.keyboard.press("ArrowRight");
      }
      await laptop.openEntry(new RegExp(`^Page ${page}$`), `round ${changed};`);
    }
    costs.push(line.bytesDown - before);
    // A question a page would be one for each of those that are kept.
    expect(line.requests - asked).toBeLessThan(PAGES / 2);
  }
  const [nothing = 0, few = 0, more = 0] = costs;
  test.info().annotations.push({
    type: "bytes",
    description: `all ${whole}, returning with 0, 1, 3 changed pages ${costs.join(", ")}`,
  });
  for (const cost of [nothing, few]) expect(cost).toBeLessThan(whole / 5);
  expect(more).toBeLessThan(whole / 4);
});

async function importPages(count: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "offing-return-"));
  await mkdir(join(folder, "Handbook"));
  await writeFile(join(folder, "Handbook.md"), "# Handbook\n\nAll of it\n");
  for (let page = 1; page <= count; page++) {
    const lines = Array.from(
      { length: 10 },
      (_, n) => `Line ${n} of ${page}, on tides, winds and what is kept aboard.`,
    );
    await writeFile(
      join(folder, "Handbook", `Page ${page}.md`),
      `# Page ${page}\n\nText of ${page}.\n\n${lines.join("\n\n")}\n`,
    );
  }
  await server.import(folder);
  await rm(folder, { recursive: true });
}

async function keep(person: Person, title: RegExp): Promise<void> {
  await person.entry(title).click({ button: "right" });
  await person.page.getByRole("menuitem", { name: "Available offline…" }).click();
  const dialog = person.page.getByRole("dialog", { name: /^Keep “/ });
  await dialog.getByRole("button", { name: "Keep offline" }).click();
  await expect(dialog).toHaveCount(0);
}

/** Waits until the device knows of this many pages. */
async function known(page: Page, pages: number): Promise<void> {
  await expect(page.getByText(new RegExp(`^[\\d,]+ of ${pages} pages (are|is) ready`))).toBeVisible({
    timeout: 120_000,
  });
}

/** As the offline centre counts them. */
async function pagesReady(page: Page): Promise<number> {
  const text = (await page.getByText(/^(All )?[\d,]+ (of [\d,]+ )?pages (are|is) ready/).textContent()) ?? "";
  return Number(/[\d,]+/.exec(text)?.[0].replaceAll(",", ""));
}
