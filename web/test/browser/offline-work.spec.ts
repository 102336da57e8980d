/** What a person does with no server process: it works on what is here, at once, and says how far it reaches. */
import { readFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { OffingServer, Person } from "./support/offing";

let server: OffingServer;
let ada: Person;

test.beforeEach(async () => {
  test.setTimeout(120_000);
  server = await OffingServer.start();
  ada = await Person.arrive(server);
  await ada.setUp();
});

test.afterEach(async () => {
  expect(ada.failures).toEqual([]);
  await ada.remove();
  await server.remove();
});

/** The process is gone, and the browser has noticed. */
async function away(): Promise<void> {
  await ada.status("Synced");
  await ada.readyForOffline();
  await server.kill();
  await ada.status(/Cannot reach the server/);
}

test("statement 9: search offline finds a word typed one second ago, and one in a subpage", async () => {
  const { page } = ada;
  await ada.newPage("Handbook", ["nothing to see here"]);
  await page.getByRole("button", { name: "Actions for Handbook" }).last().click();
  await page.getByRole("menuitem", { name: "New page inside" }).click();
  await expect(ada.title()).toHaveText("");
  await ada.type("Safety");
  await page.keyboard.press("Enter");
  for (let line = 0; line < 24; line++) {
    await page.keyboard.insertText(line === 20 ? "the life raft is serviced by Søren" : `line ${line}`);
    await page.keyboard.press("Enter");
  }
  await away();
  await ada.openEntry(/Handbook/, "nothing to see here");
  await ada.caret("nothing to see", -1);
  await ada.type(" but a kittiwake");

  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Search titles and texts" });
  await field.fill("kittiwak");
  await expect(page.getByRole("option", { name: /Handbook.*but a kittiwake/ })).toBeVisible({ timeout: 1000 });
  await expect(page.getByText("All 2 pages are on this device and looked through")).toBeVisible();

  // Without the accent, with a typo; Enter leads to the block, which is marked and has the caret.
  await field.fill("sorem raft");
  await expect(page.getByRole("option", { name: /Safety.*life raft/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  const found = ada.body().locator(".offing-found");
  await expect(found).toHaveText("the life raft is serviced by Søren");
  await expect(found).toBeInViewport();
  await expect(found.locator(".offing-found-word")).toHaveText(["raft", "Søren"]);
  await ada.type("Note: ");
  await expect(ada.body()).toContainText("Note: the life raft");
  await expect(found).toHaveCount(0);
});

test("complaint 31: the history of a page is read, compared and brought back offline", async () => {
  const { page } = ada;
  // Later than the page itself, which is made by the clock of the worker.
  const morning = Date.now() + 3_600_000;
  await page.clock.setFixedTime(morning);
  await ada.newPage("Log", ["wind north", "sea calm"]);
  await ada.saved();
  await away();
  await page.clock.setFixedTime(morning + 3_600_000);
  await ada.caret("wind north", -1);
  for (let letter = 0; letter < 5; letter++) await page.keyboard.press("Backspace");
  await ada.type("south");
  await ada.caret("sea calm", -1);
  await page.keyboard.press("Enter");
  await ada.type("anchor up");
  await ada.saved();

  await page.getByRole("button", { name: "Actions for Log" }).last().click();
  await page.getByRole("menuitem", { name: "History" }).click();
  const versions = page.getByRole("navigation", { name: "Versions" }).getByRole("button");
  // The page itself, the morning, and an hour later.
  await expect(versions).toHaveCount(3);
  await expect(versions.first()).toContainText("You");
  await versions.nth(1).click();
  const shown = page.getByRole("article");
  await expect(shown).toContainText("wind north");
  await expect(shown).not.toContainText("anchor up");
  await page.getByRole("button", { name: "What changed since" }).click();
  await expect(shown.locator("del")).toHaveText("north");
  await expect(shown.locator("ins")).toHaveText(["south", "anchor up"]);

  await page.getByRole("button", { name: "Restore this version" }).click();
  await expect(ada.body()).toContainText("wind north");
  expect(await ada.text()).toBe("wind north\nsea calm");
  await ada.saved();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(ada.body()).toContainText("anchor up");
  expect(await ada.text()).toBe("wind south\nsea calm\nanchor up");
  await server.up();
  await ada.status("Synced");
});

test("complaint 31: a page is exported offline as the Markdown it was imported from", async () => {
  const { page } = ada;
  const folder = await mkdtemp(join(tmpdir(), "offing-export-"));
  await writeFile(join(folder, "Handbook.md"), HANDBOOK);
  await server.import(folder);
  await rm(folder, { recursive: true });
  await ada.openEntry(/Handbook/, "at the pier");
  await away();
  await page.getByRole("button", { name: "Actions for Handbook" }).last().click();
  const arriving = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Export as Markdown" }).click();
  const download = await arriving;
  expect(download.suggestedFilename()).toBe("Handbook.md");
  expect(await readFile(await download.path(), "utf8")).toBe(HANDBOOK);
  await expect(page.getByText("“Handbook” is saved as Markdown.")).toBeVisible();
});

/** Everything Markdown has a form for, as it is written. */
const HANDBOOK = `# Handbook

Meet **at the pier**, *not* on [the beach](https://example.org/beach_(old)).\\
Wear \`boots\`, ~~sandals~~ and ***warm* clothes**; 2 \\* 3 is six.

## Before leaving

- Fuel
  - Diesel

    The red pump.
- Water

1. Count heads
2. Cast off
   - [ ] bow
   - [x] stern

> Red sky at night
>
> - sailor's delight

\`\`\`java
int knots = 5; // <fast>

\`\`\`

---

| boat | berth |
| --- | --- |
| *Kittiwake* | 14\\|15 |
| Guillemot |  |
`;
