/** Who may read only, and who uses no mouse or no eyes. */
import { expect, test } from "./harness/two-editors";
import { axeFindings } from "./support/axe";

test("a page that may not be edited shows everything and offers nothing", async ({ page, address }) => {
  await page.goto(`${address}/?engine=compiled&readonly`);
  await expect(page.locator(".bn-editor")).toHaveCount(2);
  await page.evaluate(() =>
    window.harness.link.seed((document) => {
      const block = document.newBlock(null, null, "paragraph");
      document.insert(block, 0, "read this page", null);
      document.mark(block, 10, 14, "link", '"/p/0123456789abcdef0123456789abcdef"');
    }),
  );
  const text = page.locator('[data-peer="a"] .bn-editor');
  await expect(text).toHaveAttribute("contenteditable", "false");
  await text.getByText("read this").click();
  await page.keyboard.type("x");
  await expect(text).toHaveText("read this page");
  await expect(page.locator('[data-peer="a"] textarea')).toHaveAttribute("readonly", "");
  await text.getByRole("link").click();
  await expect.poll(() => page.evaluate(() => window.harness.opened)).toEqual(["0123456789abcdef0123456789abcdef"]);
  expect(new URL(page.url()).pathname).toBe("/");
});

test("nothing for axe to find in a page of every kind of block", async ({ editors, page }) => {
  await editors.seed(
    ["heading1", "One"],
    ["paragraph", "text"],
    ["bulleted", "a", ["bulleted", "b"]],
    ["numbered", "c"],
    ["todo", "d"],
    ["toggle", "e"],
    ["quote", "f"],
    ["code", "g"],
    ["divider", ""],
    ["callout", "h"],
  );
  expect(await axeFindings(page, '[data-peer="a"]')).toEqual([]);
});
