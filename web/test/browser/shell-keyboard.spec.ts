/** Every control of the screens about being offline is reached without a mouse. */
import type { Page } from "@playwright/test";
import { threeDays } from "../fake/sample-away";
import { samplePages } from "../fake/sample-pages";
import type { FakeOptions } from "../fake/fake-workspace";
import { clock, expect, test } from "./shell-fixture";

const TABS_MAX = 200;
const away = { kind: "unreachable", toSend: 5, retryAt: clock + 24_000 } as const;
/** Its rows are gone through by arrows, see shell-tree.spec.ts. */
const tree = '[role="tree"]';

const screens: readonly { name: string; path: string; options: FakeOptions; ready: string | RegExp }[] = [
  { name: "offline centre", path: "/offline", options: { status: away }, ready: /pages are ready/ },
  { name: "flight check", path: "/offline/check", options: { status: away }, ready: "Not ready yet" },
  { name: "this device", path: "/offline/device", options: { status: away }, ready: "Kept by the browser" },
  { name: "summary", path: "/p/spring", options: { away: threeDays }, ready: /While you were away/ },
  { name: "history", path: "/p/spring/history", options: {}, ready: "This is the whole history" },
  { name: "not here yet", path: "/p/crew-lists", options: { status: away }, ready: /comes as soon as the server/ },
];

for (const { name, path, options, ready } of screens) {
  test(`Tab reaches every control: ${name}`, async ({ shell }) => {
    await shell.open(path, { pages: samplePages, ...options });
    const { page } = shell;
    await expect(page.getByText(ready).first()).toBeVisible();
    const reached = await tabThrough(page);
    const controls = await page.evaluate((treeOfPages) => {
      const all = document.querySelectorAll<HTMLElement>(
        'button, a[href], input, select, textarea, summary, [role="button"], [role="switch"]',
      );
      return [...all]
        .filter(
          (control) => control.checkVisibility({ visibilityProperty: true }) && control.closest(treeOfPages) === null,
        )
        .map((control) => [
          control.dataset["reached"] === "yes",
          control.getAttribute("aria-label") ?? control.textContent,
        ]);
    }, tree);
    // Enough of them that it is the screen that was looked at.
    expect(controls.length).toBeGreaterThan(8);
    expect(controls.filter(([was]) => was !== true).map(([, label]) => label)).toEqual([]);
    // Nothing holds the focus: it came round.
    expect(reached).toBeLessThan(TABS_MAX);
  });
}

test("the menu of a page is opened, gone through and left by keys", async ({ shell }) => {
  await shell.open("/p/spring", { pages: samplePages });
  const { page } = shell;
  const trigger = page.getByRole("button", { name: "Actions for Spring refit" }).last();
  await trigger.focus();
  await page.keyboard.press("Enter");
  const items = page.getByRole("menuitem");
  await expect(items.first()).toBeFocused();
  const count = await items.count();
  expect(count).toBeGreaterThan(5);
  for (let n = 1; n < count; n++) {
    await page.keyboard.press("ArrowDown");
    await expect(items.nth(n)).toBeFocused();
  }
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(trigger).toBeFocused();
});

/** Presses Tab until the focus has gone round; marks what had it. @returns how often it was pressed */
async function tabThrough(page: Page): Promise<number> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let n = 1; n < TABS_MAX; n++) {
    await page.keyboard.press("Tab");
    const round = await page.evaluate(() => {
      const focused = document.activeElement as HTMLElement | null;
      if (focused === null || focused === document.body) return false;
      const before = focused.dataset["reached"] === "yes";
      focused.dataset["reached"] = "yes";
      return before;
    });
    if (round) return n;
  }
  return TABS_MAX;
}
