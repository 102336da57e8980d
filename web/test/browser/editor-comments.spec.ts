/** Comments of two people on one page; the link between them is cut where the test says so. */
import { expect, test } from "./harness/two-editors";
import type { EditorDriver } from "./harness/two-editors";
import { axeFindings } from "./support/axe";

const panel = (editor: EditorDriver) => editor.section.getByRole("complementary", { name: "Comments" });
const thread = (editor: EditorDriver, quote: string) =>
  panel(editor).getByRole("region", { name: `Comment on “${quote}”` });

/** Selects from the caret to the right and comments on it by keyboard alone. */
async function comment(editor: EditorDriver, block: number, from: number, length: number, text: string) {
  await editor.caret(block, from);
  for (let step = 0; step < length; step++) await editor.press("Shift+ArrowRight");
  await expect.poll(() => editor.page.evaluate(() => getSelection()?.toString().length)).toBe(length);
  await editor.press("Control+Alt+m");
  await expect(panel(editor).getByLabel("Your comment")).toBeFocused();
  await editor.type(text);
  await editor.press("Control+Enter");
  await expect(panel(editor).getByText(text)).toBeVisible();
}

test("a comment made offline is answered, resolved, and outlives its text", async ({ editors }) => {
  const { a, b } = editors;
  await editors.seed(["paragraph", "The quick brown fox"], ["paragraph", "stays"]);
  await editors.online(false);
  await comment(a, 0, 4, 5, "Is it quick?");
  await expect(a.text.locator(".offing-commented")).toHaveText("quick");
  await expect(b.text.locator(".offing-commented")).toHaveCount(0);

  await editors.online(true);
  await editors.converged();
  await expect(b.text.locator(".offing-commented")).toHaveText("quick");
  await b.section.getByRole("button", { name: "Comments, 1 open" }).click();
  await thread(b, "quick").getByLabel("Reply").fill("Very.");
  await thread(b, "quick").getByRole("button", { name: "Reply" }).click();
  await editors.converged();
  await expect(thread(a, "quick").getByText("Very.")).toBeVisible();

  // Typing inside and around it leaves it where it is; a copy of its text is gone with the text.
  await a.caret(0, 7);
  await a.type("-quick-");
  await editors.converged();
  await expect(b.text.locator(".offing-commented")).toHaveText("qui-quick-ck");
  await b.caret(0, 0);
  await b.press("Shift+End", "Delete");
  await editors.converged();
  await expect(thread(a, "quick").getByText("no longer in the page")).toBeVisible();
  await expect(a.text.locator(".offing-commented")).toHaveCount(0);

  await thread(a, "quick").getByRole("button", { name: "Resolve" }).click();
  await editors.converged();
  await expect(b.section.getByRole("button", { name: "Comments, none open" })).toBeVisible();
  await panel(b).getByRole("button", { name: "Show 1 resolved" }).click();
  await expect(thread(b, "quick").getByText("Is it quick?")).toBeVisible();
});

test("a comment on the page, and one on several blocks that undo takes back", async ({ editors, page }) => {
  const { a, b } = editors;
  await editors.seed(["paragraph", "one"], ["todo", "two"]);
  await a.section.getByRole("button", { name: "Comments, none open" }).click();
  await a.caret(0, 0);
  await panel(a)
    .getByRole("button", { name: /Comment on the selection/ })
    .click();
  await expect(panel(a).getByText("About the page")).toBeVisible();
  await panel(a).getByLabel("Your comment").fill("Who owns this?");
  await panel(a).getByRole("button", { name: "Comment", exact: true }).click();
  await editors.converged();
  await b.section.getByRole("button", { name: "Comments, 1 open" }).click();
  await expect(panel(b).getByText("Who owns this?")).toBeVisible();

  await a.caret(0, 1);
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+End");
  await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toMatch(/ne\s+two/);
  await a.press("Control+Alt+m");
  await a.type("Both of them");
  await a.press("Control+Enter");
  await editors.converged();
  await expect(b.text.locator(".offing-commented")).toHaveCount(2);
  await a.focus();
  await a.press("Control+z");
  await editors.converged();
  await expect(b.text.locator(".offing-commented")).toHaveCount(0);
  await expect(panel(b).getByText("Both of them")).toHaveCount(0);
  await expect(panel(b).getByText("Who owns this?")).toBeVisible();
});

test("somebody is mentioned by keyboard, and the other editor shows who", async ({ editors, page }) => {
  const { a, b } = editors;
  await editors.seed(["paragraph", "The quick brown fox"]);
  await a.caret(0, 4);
  await a.press("Shift+ArrowRight", "Shift+ArrowRight");
  await a.press("Control+Alt+m");
  const field = panel(a).getByRole("textbox", { name: "Your comment" });
  await expect(field).toBeFocused();

  // Escape closes the list and nothing else; what is typed on opens none for the same word.
  const people = panel(a).getByRole("listbox", { name: "People" });
  await a.type("Is it (@");
  await expect(people.getByRole("option")).toHaveText(["Ada Rask you", "Gréta Holm", "Greta Lund"]);
  await a.press("Escape");
  await expect(people).toHaveCount(0);
  await a.type("x");
  await expect(field).toHaveValue("Is it (@x");
  await expect(people).toHaveCount(0);
  await a.press("Backspace", "Backspace");

  await a.type("@GR");
  await expect(people.getByRole("option")).toHaveText(["Gréta Holm", "Greta Lund"]);
  await expect(panel(a).getByRole("status")).toHaveText("2 names. Arrows choose, Enter takes one.");
  await expect(field).toHaveAttribute("aria-controls", (await people.getAttribute("id")) ?? "none");
  expect(await axeFindings(page, '[data-peer="a"]')).toEqual([]);
  await a.press("ArrowDown", "ArrowUp");
  const marked = people.getByRole("option", { selected: true });
  await expect(marked).toHaveText("Gréta Holm");
  await expect(field).toHaveAttribute("aria-activedescendant", (await marked.getAttribute("id")) ?? "none");
  await a.press("Enter");
  await expect(field).toHaveValue("Is it (@Gréta Holm ");
  await a.type("and @l");
  await expect(people.getByRole("option")).toHaveText(["Greta Lund"]);
  await people.getByRole("option", { name: "Greta Lund" }).click();
  await expect(field).toBeFocused();
  await a.type(")?");
  // In front of all of it: the caret stays behind the name.
  await a.press("Control+Home");
  await a.type(" ");
  await a.press("ArrowLeft");
  await a.type("@rask");
  await expect(people.getByRole("option")).toHaveText(["Ada Rask you"]);
  await a.press("Tab");
  await a.type("asks: ");
  await a.press("Control+Enter");
  await editors.converged();

  await b.section.getByRole("button", { name: "Comments, 1 open" }).click();
  const said = panel(b).getByText("@Ada Rask asks: Is it (@Gréta Holm and @Greta Lund )?");
  await expect(said.locator(".offing-mention")).toHaveText(["@Ada Rask", "@Gréta Holm", "@Greta Lund"]);
  await expect(said.locator(".offing-mention-you")).toHaveText("@Gréta Holm");
  await expect(panel(a).locator(".offing-mention-you")).toHaveText("@Ada Rask");
  expect(await axeFindings(page, '[data-peer="b"]')).toEqual([]);
});

test("a device that was told of no members says so", async ({ editors, page }) => {
  const { a } = editors;
  await page.goto(`${page.url()}&members=unknown`);
  await a.section.getByRole("button", { name: "Comments, none open" }).click();
  await panel(a)
    .getByRole("button", { name: /Comment on the selection/ })
    .click();
  await a.type("@gr");
  const said = panel(a).getByRole("status");
  await expect(said).toHaveText("Names come when the server has been reached once.");
  await a.press("Escape");
  await expect(said).toBeEmpty();
  await expect(panel(a).getByLabel("Your comment")).toBeFocused();
  await a.press("Escape");
  await expect(panel(a).getByLabel("Your comment")).toHaveCount(0);
});
