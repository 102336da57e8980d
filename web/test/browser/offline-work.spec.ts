/** What a person does with no server process: it works on what is here, at once, and says how far it reaches. */
import { readFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { Line, OffingServer, Person } from "./support/offing";

let server: OffingServer;
let ada: Person;

test.beforeEach(async () => {
  test.setTimeout(300_000);
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

test("statement 10: making, moving, renaming, deleting, undoing and ticking work offline, with no spinner", async () => {
  const { page } = ada;
  await ada.newPage("Harbour", ["quay"]);
  await ada.newPage("Boats", ["hull"]);
  await away();
  await watchSpinners(page);
  await ada.newPage("Made away", ["first line"]);
  await ada.saved();

  // Renamed from the tree, moved by keys, into the trash and back.
  await ada.entry(/Made away/).focus();
  await page.keyboard.press("F2");
  await page.keyboard.press("ControlOrMeta+a");
  await ada.type("Renamed away");
  await page.keyboard.press("Enter");
  await expect(ada.entry(/Renamed away/)).toBeVisible();
  await page.getByRole("button", { name: "Actions for Renamed away" }).last().click();
  await page.getByRole("menuitem", { name: "Move to…" }).click();
  await ada.type("Harbour");
  await page.keyboard.press("Enter");
  await expect(ada.entry(/Renamed away/)).toHaveAttribute("aria-level", "2");
  await page.getByRole("button", { name: "Actions for Renamed away" }).last().click();
  await page.getByRole("menuitem", { name: "Move to trash" }).click();
  await expect(ada.entry(/Renamed away/)).toHaveCount(0);
  await page.getByRole("button", { name: "Put it back" }).first().click();
  await expect(ada.entry(/Renamed away/)).toBeVisible();

  // A to-do is made and ticked; what is typed is taken back.
  await ada.openEntry(/Boats/, "hull");
  await ada.caret("hull", -1);
  await page.keyboard.press("Enter");
  await ada.type("[] paint");
  const box = ada.body().getByRole("checkbox");
  await box.click();
  await expect(box).toBeChecked();
  await ada.saved();
  await ada.caret("hull", -1);
  await ada.type(" white");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(ada.body()).not.toContainText("white");
  await ada.saved();
  expect(await page.evaluate(() => window.spinnersSeen)).toEqual([]);
  await server.up();
  await ada.status("Synced");
});

declare global {
  interface Window {
    spinnersSeen: string[];
  }
}

/** Notes whatever says that it is busy, at every frame from now on. */
async function watchSpinners(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.spinnersSeen = [];
    const look = (): void => {
      for (const busy of document.querySelectorAll('[aria-busy="true"], progress, [role="progressbar"]')) {
        window.spinnersSeen.push(busy.outerHTML);
      }
      requestAnimationFrame(look);
    };
    look();
  });
}

test("statement 21: one plain summary after a time away; nothing to tell, no summary", async () => {
  await ada.newPage("Log", ["sails", "ropes"]);
  await ada.status("Synced");
  await ada.remove();
  const line = await Line.to(server);
  ada = await Person.arrive(server, line);
  await ada.signIn();
  const ben = await Person.arrive(server);
  try {
    await ben.join(await ada.invite(), "Ben");
    await ben.openEntry(/Log/, "ropes");
    await ada.openEntry(/Log/, "ropes");
    const shown = () => ada.page.getByRole("complementary", { name: /While you were away/ });

    await line.cut();
    await ada.status(/Cannot reach the server/);
    await line.mend();
    await ada.status("Synced");
    await ben.caret("ropes", -1);
    await ben.type(" and chains");
    await expect(ada.body()).toContainText("ropes and chains");
    await expect(shown()).toHaveCount(0);

    await line.cut();
    await ada.status(/Cannot reach the server/);
    await ada.caret("sails", -1);
    await ada.type(" mended");
    await ada.saved();
    await ben.body().locator(".bn-inline-content").filter({ hasText: "sails" }).hover();
    await ben.page.getByRole("button", { name: /drag|open block menu/i }).click();
    await ben.page.getByRole("menuitem", { name: "Delete" }).click();
    await ben.status("Synced");
    await line.mend();
    await ada.status("Synced");
    await expect(shown()).toBeVisible();
    await expect(shown()).toContainText(/Went out: \d+ edits? in 1 page\./);
    await expect(shown()).toContainText(/Came in: \d+ edits? in 1 page, by Ben\./);
    await expect(shown()).toContainText("“sails mended” was kept: edited while Ben deleted it.");

    // Put aside, found again, over a restart too, until it is dismissed.
    await shown().getByRole("button", { name: /Hide/ }).click();
    await expect(shown()).toHaveCount(0);
    await ada.close();
    await ada.open();
    await expect(shown()).toBeVisible();
    await shown().getByRole("link", { name: "Log" }).first().click();
    await expect(ada.body().locator(".offing-found")).toContainText("sails mended");
    await shown().getByRole("button", { name: "Done" }).click();
    await expect(shown()).toHaveCount(0);
    expect(ben.failures).toEqual([]);
  } finally {
    await ben.remove();
    await line.cut();
  }
});

/** Everything Markdown has a form for, as it is written. */
const HANDBOOK = `# Handbook

Meet **at the pier**, *not* on [the beach](<https://example.org/beach_(old)>).\\
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
