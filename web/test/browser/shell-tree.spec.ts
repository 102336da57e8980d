/** The tree of pages under keyboard, mouse and filter, on the fake workspace. */
import type { Page } from "@playwright/test";
import { manyPages, samplePages } from "../fake/sample-pages";
import { expect, test } from "./shell-fixture";

const row = (page: Page, name: string | RegExp) => page.getByRole("treeitem", { name });

/** The visible rows as an outline, two spaces a level. */
async function outline(page: Page): Promise<string[]> {
  return page.getByRole("treeitem").evaluateAll((rows) =>
    rows
      .map((each) => ({
        top: each.getBoundingClientRect().top,
        line: "  ".repeat(Number(each.getAttribute("aria-level")) - 1) + (each.getAttribute("aria-label") ?? ""),
      }))
      .sort((a, b) => a.top - b.top)
      .map((each) => each.line.replace(/,.*/, "")),
  );
}

const small = [
  { id: "a", title: "Alpha" },
  { id: "a1", parent: "a", title: "Anchor" },
  { id: "a2", parent: "a", title: "Aft" },
  { id: "b", title: "Bow" },
  { id: "c", title: "Cabin" },
];

test("arrows, Home, End and letters move; Enter opens", async ({ shell }) => {
  await shell.open("/p/a", { pages: small });
  const { page } = shell;
  await row(page, "Alpha").focus();
  await page.keyboard.press("ArrowRight");
  await expect(row(page, "Anchor")).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(row(page, "Anchor")).toBeFocused();
  await page.keyboard.press("End");
  await expect(row(page, "Cabin")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(row(page, "Alpha")).toBeFocused();
  await page.keyboard.press("b");
  await expect(row(page, "Bow")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/p\/b$/);
  await expect(row(page, "Bow")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowLeft");
  await expect(row(page, "Alpha")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(row(page, "Anchor")).toHaveCount(0);
});

test("what is open is remembered by the device", async ({ shell }) => {
  await shell.open("/p/b", { pages: small });
  const { page } = shell;
  await row(page, "Alpha").focus();
  await page.keyboard.press("ArrowRight");
  await expect(row(page, "Anchor")).toBeVisible();
  await page.reload();
  await expect(row(page, "Anchor")).toBeVisible();
});

test("F2 renames in place, Escape gives up, the focus stays on the row", async ({ shell }) => {
  await shell.open("/p/b", { pages: small });
  const { page } = shell;
  await row(page, "Bow").focus();
  await page.keyboard.press("F2");
  await page.getByLabel("New title").fill("Bowsprit");
  await page.keyboard.press("Enter");
  await expect(row(page, "Bowsprit")).toBeFocused();
  await page.keyboard.press("F2");
  await page.getByLabel("New title").fill("Something else");
  await page.keyboard.press("Escape");
  await expect(row(page, "Bowsprit")).toBeFocused();
});

test("Delete moves to the trash, says so, and can be taken back", async ({ shell }) => {
  await shell.open("/p/c", { pages: small });
  const { page } = shell;
  await row(page, "Bow").focus();
  await page.keyboard.press("Delete");
  await expect(row(page, "Bow")).toHaveCount(0);
  await expect(row(page, "Cabin")).toBeFocused();
  await expect(page.getByText("“Bow” is in the trash")).toBeVisible();
  await page.getByRole("button", { name: "Put it back" }).click();
  await expect(row(page, "Bow")).toBeVisible();
});

test("the menu opens by Shift F10, by the right button and by the row's own button", async ({ shell }) => {
  await shell.open("/p/c", { pages: small });
  const { page } = shell;
  const rename = page.getByRole("menuitem", { name: "Rename" });
  await row(page, "Bow").focus();
  await page.keyboard.press("Shift+F10");
  await expect(rename).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(rename).toHaveCount(0);
  await expect(row(page, "Bow")).toBeFocused();
  await row(page, "Bow").click({ button: "right" });
  await expect(rename).toBeVisible();
  await page.keyboard.press("Escape");
  await row(page, "Bow").hover();
  await page.getByRole("button", { name: "Actions for Bow" }).click();
  await expect(rename).toBeVisible();
  await rename.click();
  await expect(page.getByLabel("New title")).toBeFocused();
});

test("Alt with the arrows moves a page among its siblings", async ({ shell }) => {
  await shell.open("/p/c", { pages: small });
  const { page } = shell;
  await row(page, "Bow").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(() => outline(page)).toEqual(["Bow", "Alpha", "Cabin"]);
  await expect(row(page, "Bow")).toBeFocused();
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(() => outline(page)).toEqual(["Alpha", "Cabin", "Bow"]);
});

async function drag(page: Page, from: string, to: string, part: number, shift = 0): Promise<void> {
  const start = await row(page, from).boundingBox();
  const end = await row(page, to).boundingBox();
  if (start === null || end === null) throw new Error("no such row");
  await page.mouse.move(start.x + 70, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 76, start.y + start.height / 2 + 8);
  await page.mouse.move(end.x + 70 + shift, end.y + end.height * part, { steps: 4 });
}

test("dragging into a page nests it there, and shows where beforehand", async ({ shell }) => {
  await shell.open("/p/c", { pages: small });
  const { page } = shell;
  await drag(page, "Bow", "Cabin", 0.5);
  await expect(row(page, "Cabin")).toHaveClass(/dropInside/);
  await page.mouse.up();
  await expect.poll(() => outline(page)).toEqual(["Alpha", "Cabin", "  Bow"]);
  await expect(page).toHaveURL(/\/p\/c$/);
});

test("dragging between rows reorders; how far right decides how deep", async ({ shell }) => {
  await shell.open("/p/a1", { pages: small });
  const { page } = shell;
  await drag(page, "Cabin", "Aft", 0.95, 0);
  await page.mouse.up();
  await expect.poll(() => outline(page)).toEqual(["Alpha", "  Anchor", "  Aft", "Cabin", "Bow"]);
  await drag(page, "Bow", "Aft", 0.95, 20);
  await page.mouse.up();
  await expect.poll(() => outline(page)).toEqual(["Alpha", "  Anchor", "  Aft", "  Bow", "Cabin"]);
});

test("Escape gives a drag up", async ({ shell }) => {
  await shell.open("/p/c", { pages: small });
  const { page } = shell;
  await drag(page, "Bow", "Cabin", 0.5);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect(row(page, "Cabin")).not.toHaveClass(/dropInside/);
  expect(await outline(page)).toEqual(["Alpha", "Bow", "Cabin"]);
});

test("“Move to…” does by name what dragging does", async ({ shell }) => {
  await shell.open("/p/b", { pages: small });
  const { page } = shell;
  await row(page, "Bow").focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Move to…" }).click();
  await page.keyboard.type("aft");
  await expect(page.getByRole("option", { name: /Aft/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect.poll(() => outline(page)).toEqual(["Alpha", "  Anchor", "  Aft", "    Bow", "Cabin"]);
});

test("a page is never offered itself or what is below it as a place", async ({ shell }) => {
  await shell.open("/p/a", { pages: small });
  const { page } = shell;
  await row(page, "Alpha").focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Move to…" }).click();
  await expect(page.getByRole("option")).toHaveText([/Top level.*already/, /Bow/, /Cabin/]);
});

test("the filter narrows the tree and leads into it", async ({ shell }) => {
  await shell.open("/p/b", { pages: small });
  const { page } = shell;
  const filter = page.getByLabel("Show pages with this in the title");
  await filter.fill("anc");
  await expect.poll(() => outline(page)).toEqual(["Alpha", "  Anchor"]);
  await filter.press("ArrowDown");
  await expect(row(page, "Alpha")).toBeFocused();
  await filter.fill("zz");
  await expect(page.getByText("No page has “zz” in its title.")).toBeVisible();
  await filter.press("Escape");
  await expect.poll(() => outline(page)).toEqual(["Alpha", "Bow", "Cabin"]);
});

test("three thousand pages: few rows in the document, the open one in view, the keyboard reaches the end", async ({
  shell,
}) => {
  await shell.open("/p/page-2555", { pages: manyPages(3000) });
  const { page } = shell;
  await expect(row(page, "Page 2555")).toBeInViewport();
  expect(await page.getByRole("treeitem").count()).toBeLessThan(80);
  await row(page, "Page 2555").focus();
  await page.keyboard.press("End");
  await expect(row(page, "Page 2990")).toBeFocused();
  await expect(row(page, "Page 2990")).toBeInViewport();
  await page.keyboard.press("Home");
  await expect(row(page, /^Page 0$/)).toBeFocused();
});

test("marks say what is unsent and what is not here, to everyone", async ({ shell }) => {
  await shell.open("/p/welcome", { pages: samplePages });
  const { page } = shell;
  await expect(row(page, "Season plan 2026, 3 changes not sent yet")).toBeVisible();
  await expect(row(page, "Members and fees, not on this device")).toBeVisible();
});
