/** A long page is painted before all of it is laid out; nothing that is done in it must notice. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { OffingServer, Person } from "./support/offing";

const BLOCKS = 500;
const LAST = `Entry ${String(BLOCKS - 1)}.`;

/** Whether the browser lays the last block out, wherever it is; one it skips takes no caret. */
function lastIsLaidOut(page: Page): Promise<boolean> {
  return page
    .locator(".bn-block-outer")
    .last()
    .locator(".bn-inline-content")
    .evaluate((block) => block.checkVisibility({ contentVisibilityAuto: true }));
}

/** From now on nothing comes of the frames, so that a page stays as it was when it was painted first. */
async function holdFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.requestAnimationFrame = () => 0;
  });
}

test("a long page that was just painted takes whatever is done in it", async () => {
  const server = await OffingServer.start();
  const folder = await mkdtemp(join(tmpdir(), "offing-long-"));
  let ada: Person | null = null;
  try {
    const lines = Array.from({ length: BLOCKS }, (_, n) => `Entry ${String(n)}.`);
    await writeFile(join(folder, "Log.md"), lines.join("\n\n"));
    await writeFile(join(folder, "Note.md"), "A short note.");
    await server.import(folder);
    const person = (ada = await Person.arrive(server));
    await person.setUp();
    // The list of an import arrives a piece at a time: until the folder is there, its pages stand at the top.
    await person.page.getByRole("treeitem", { expanded: false }).click();
    await person.page.keyboard.press("ArrowRight");
    const log = person.page.getByRole("treeitem", { name: "Log", exact: true });
    const note = person.page.getByRole("treeitem", { name: "Note", exact: true });
    const leave = async () => {
      await note.click();
      await expect(person.title()).toHaveValue("Note");
    };
    const reopen = async () => {
      await leave();
      await log.click();
      await expect(person.body()).toContainText(LAST);
    };

    // By itself, frame by frame.
    await log.click();
    await expect(person.body()).toContainText(LAST);
    await expect.poll(() => lastIsLaidOut(person.page)).toBe(true);
    await expect.poll(() => person.page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);

    await holdFrames(person.page);
    await reopen();
    expect(await lastIsLaidOut(person.page)).toBe(false);
    await person.page.keyboard.press("Shift");
    expect(await lastIsLaidOut(person.page)).toBe(true);

    await reopen();
    expect(await lastIsLaidOut(person.page)).toBe(false);
    await person.page.mouse.move(640, 450);
    await person.page.mouse.down();
    expect(await lastIsLaidOut(person.page)).toBe(true);
    await person.page.mouse.up();
    await person.page.keyboard.press("Control+End");
    await person.type(" Written at the end");
    await expect(person.body()).toContainText(`${LAST} Written at the end`);

    // What a page left behind with its frames unfinished is gone with it.
    await reopen();
    await person.page.goBack();
    await expect(person.title()).toHaveValue("Note");
    expect(await person.page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
    expect(person.failures).toEqual([]);
  } finally {
    await ada?.remove();
    await server.remove();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Snapshots in the store of the workspace. */
function snapshots(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const name = (await indexedDB.databases()).map((one) => one.name ?? "").find((one) => one !== "offing") ?? "";
    const opening = indexedDB.open(name);
    const database = await new Promise<IDBDatabase>((resolve) => {
      opening.onsuccess = () => resolve(opening.result);
    });
    const counting = database.transaction("snapshots").objectStore("snapshots").count();
    await new Promise((resolve) => (counting.onsuccess = resolve));
    database.close();
    return counting.result;
  });
}

test("a long log becomes a snapshot when nobody works, and the page is read from it", async () => {
  const server = await OffingServer.start();
  const folder = await mkdtemp(join(tmpdir(), "offing-long-"));
  let ada: Person | null = null;
  try {
    const words = "wind from the south, two reefs, a heavy sea on the quarter, all hands had the watch";
    // Few blocks and long ones: the log counts bytes, and the editor has little to draw.
    const lines = Array.from({ length: 200 }, (_, n) => `Entry ${String(n)}: ${`${words}; `.repeat(25)}`);
    await writeFile(join(folder, "Log.md"), lines.join("\n\n"));
    await server.import(folder);
    const person = (ada = await Person.arrive(server));
    await person.setUp();
    await person.status("Synced");
    // While a tab shows the page, its log stays; it may still be on its way when it is left.
    await person.page.getByRole("link", { name: /^Offline/ }).click();
    await expect.poll(() => snapshots(person.page), { timeout: 60_000 }).toBe(1);
    await server.kill();
    await person.page.reload();
    await person.openEntry(/^Log$/, "Entry 199: wind");
    expect(person.failures).toEqual([]);
  } finally {
    await ada?.remove();
    await server.remove();
    await rm(folder, { recursive: true, force: true });
  }
});
