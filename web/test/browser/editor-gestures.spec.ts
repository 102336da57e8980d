/** What hands do in one editor; the other follows. After each gesture editors and engines are compared. */
import type { Page } from "@playwright/test";
import { expect, test } from "./harness/two-editors";

/** Leaves the page little time between keys while the gesture is made. */
async function whileBusy(page: Page, gesture: () => Promise<void>): Promise<void> {
  const load = await page.evaluateHandle(() => {
    const load = { over: false };
    let turn = 0;
    const burn = () => {
      const end = performance.now() + (++turn % 5) * 10;
      while (performance.now() < end);
      if (!load.over) setTimeout(burn, (turn % 3) * 7);
    };
    burn();
    return load;
  });
  await gesture();
  await load.evaluate((load) => {
    load.over = true;
  });
}

test("typing creates the first block and both carets stay", async ({ editors }) => {
  await editors.a.caret(0, 0);
  await editors.a.type("Hello");
  expect(await editors.converged()).toEqual(["paragraph: Hello"]);
  expect(await editors.a.caretAt()).toBe("0:5");
});

test("Enter, then typing at once", async ({ editors }) => {
  await editors.seed(["paragraph", "one two"]);
  await editors.a.caret(0, 3);
  await editors.a.press("Enter");
  await editors.a.type("x");
  await editors.a.press("Enter");
  await editors.a.type("y");
  expect(await editors.converged()).toEqual(["paragraph: one", "paragraph: x", "paragraph: y two"]);
});

test("each letter typed right after Enter is there, in a page that is busy", async ({ editors }) => {
  // Blocks whose content the browser skips until they are painted (content-visibility) lose such a letter.
  await editors.seed(["paragraph", "start"]);
  await editors.a.caret(0, 5);
  const lines = Array.from({ length: 25 }, (_, line) => `w${String(line)}`);
  await whileBusy(editors.page, async () => {
    for (const line of lines) {
      await editors.a.press("Enter");
      await editors.a.type(line);
    }
  });
  expect(await editors.converged()).toEqual(["start", ...lines].map((line) => `paragraph: ${line}`));
});

test("Enter at the start keeps the text below", async ({ editors }) => {
  await editors.seed(["heading2", "Title"]);
  await editors.a.caret(0, 0);
  await editors.a.press("Enter");
  expect(await editors.converged()).toEqual(["heading: ", "heading: Title"]);
});

test("Backspace at the start joins, undo parts, redo joins", async ({ editors }) => {
  await editors.seed(["paragraph", "one"], ["paragraph", "two"]);
  await editors.a.caret(1, 0);
  await editors.a.press("Backspace");
  expect(await editors.converged()).toEqual(["paragraph: onetwo"]);
  expect(await editors.a.caretAt()).toBe("0:3");
  await editors.a.press("Control+z");
  expect(await editors.converged()).toEqual(["paragraph: one", "paragraph: two"]);
  expect(await editors.a.caretAt()).toBe("1:0");
  await editors.a.press("Control+y");
  expect(await editors.converged()).toEqual(["paragraph: onetwo"]);
});

test("Delete at the end joins the next block", async ({ editors }) => {
  await editors.seed(["paragraph", "one"], ["paragraph", "two", ["paragraph", "child"]]);
  await editors.a.caret(0, 3);
  await editors.a.press("Delete");
  expect(await editors.converged()).toEqual(["paragraph: onetwo", "paragraph: child"]);
});

test("Tab and Shift+Tab nest and lift, the caret stays", async ({ editors }) => {
  await editors.seed(["bulleted", "a"], ["bulleted", "b"], ["bulleted", "c"]);
  await editors.a.caret(1, 1);
  await editors.a.press("Tab");
  expect(await editors.converged()).toEqual(["bulletListItem: a", "  bulletListItem: b", "bulletListItem: c"]);
  expect(await editors.a.caretAt()).toBe("1:1");
  await editors.a.press("Shift+Tab");
  expect(await editors.converged()).toEqual(["bulletListItem: a", "bulletListItem: b", "bulletListItem: c"]);
});

test("a list goes on by Enter and ends by Enter in an empty item", async ({ editors }) => {
  await editors.a.caret(0, 0);
  await editors.a.type("- one");
  await editors.a.press("Enter");
  await editors.a.type("two");
  await editors.a.press("Enter", "Enter");
  await editors.a.type("text");
  expect(await editors.converged()).toEqual(["bulletListItem: one", "bulletListItem: two", "paragraph: text"]);
});

test("markdown shortcuts change the type", async ({ editors }) => {
  await editors.seed(["paragraph", "Title"], ["paragraph", "task"]);
  await editors.a.caret(0, 0);
  await editors.a.type("## ");
  await editors.a.caret(1, 0);
  await editors.a.type("[] ");
  expect(await editors.converged()).toEqual(["heading: Title", "checkListItem: task"]);
  await editors.a.section.locator("input[type=checkbox]").click();
  await expect(editors.b.section.locator("input[type=checkbox]")).toBeChecked();
  await editors.converged();
});

test("bold by key, typed on", async ({ editors }) => {
  await editors.seed(["paragraph", "one two three"]);
  await editors.a.caret(0, 4);
  await editors.a.press("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight");
  await expect.poll(() => editors.a.caretAt()).toBe("0:7");
  await editors.a.press("Control+b", "ArrowRight");
  await editors.a.type("!");
  await editors.converged();
  await expect(editors.b.text.locator("strong")).toHaveText("two!");
});

test("the slash menu makes a heading", async ({ editors }) => {
  await editors.seed(["paragraph", "x"]);
  await editors.a.caret(0, 1);
  await editors.a.press("Enter");
  await editors.a.type("/heading 2");
  await expect(editors.page.getByRole("option", { name: /Heading 2/ }).first()).toBeVisible();
  await editors.a.press("Enter");
  await editors.a.type("Part");
  expect(await editors.converged()).toEqual(["paragraph: x", "heading: Part"]);
});

test("a hard break is part of the text", async ({ editors }) => {
  await editors.seed(["paragraph", "ab"]);
  await editors.a.caret(0, 1);
  await editors.a.press("Shift+Enter");
  expect(await editors.converged()).toEqual(["paragraph: a\nb"]);
});

test("code keeps its lines", async ({ editors }) => {
  await editors.seed(["code", "a"]);
  await editors.a.caret(0, 1);
  await editors.a.press("Enter");
  await editors.a.type("b");
  expect(await editors.converged()).toEqual(["codeBlock: a\nb"]);
});

test("blocks move by key", async ({ editors }) => {
  await editors.seed(["paragraph", "a"], ["paragraph", "b"], ["paragraph", "c"]);
  await editors.a.caret(2, 1);
  await editors.a.press("Control+Shift+ArrowUp");
  expect(await editors.converged()).toEqual(["paragraph: a", "paragraph: c", "paragraph: b"]);
  await editors.a.press("Control+Shift+ArrowDown");
  expect(await editors.converged()).toEqual(["paragraph: a", "paragraph: b", "paragraph: c"]);
});

test("a block dragged by its handle moves", async ({ editors, page }) => {
  await editors.seed(["paragraph", "first"], ["paragraph", "second"], ["paragraph", "third"]);
  await editors.a.text.getByText("first").hover();
  const handle = editors.a.section.getByRole("button", { name: /drag|open block menu/i });
  await expect(handle).toBeVisible();
  const target = await editors.a.text.getByText("third").boundingBox();
  const from = await handle.boundingBox();
  if (!target || !from) throw new Error("not drawn");
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(target.x + 20, target.y + target.height / 2, { steps: 8 });
  await page.mouse.move(target.x + 20, target.y + target.height - 1, { steps: 4 });
  await page.mouse.up();
  await expect
    .poll(async () => (await editors.converged()).join())
    .toBe("paragraph: second,paragraph: third,paragraph: first");
});

test("the block menu moves and deletes", async ({ editors, page }) => {
  await editors.seed(["paragraph", "first"], ["paragraph", "second"]);
  await editors.a.text.getByText("second").hover();
  await editors.a.section.getByRole("button", { name: /drag|open block menu/i }).click();
  await page.getByRole("menuitem", { name: /Move up/ }).click();
  await expect.poll(async () => (await editors.converged()).join()).toBe("paragraph: second,paragraph: first");
  await editors.a.text.getByText("second").hover();
  await editors.a.section.getByRole("button", { name: /drag|open block menu/i }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect.poll(async () => (await editors.converged()).join()).toBe("paragraph: first");
});

test("rich text pasted from elsewhere", async ({ editors, page }) => {
  await editors.seed(["paragraph", "start"], ["paragraph", ""], ["paragraph", "end"]);
  await editors.a.caret(1, 0);
  await editors.a.text.evaluate((dom) => {
    const data = new DataTransfer();
    data.setData(
      "text/html",
      `<h2>Title</h2><p>Some <b>bold</b> and <a href="https://example.org">a link</a></p>
       <ul><li>one<ul><li>nested</li></ul></li><li>two</li></ul>
       <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table><pre><code>x = 1</code></pre>`,
    );
    dom.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  const outline = await editors.converged();
  expect(outline.join("\n")).toContain("heading: Title");
  expect(outline.join("\n")).toContain("  bulletListItem: nested");
  expect(outline.join("\n")).toContain("A | B || 1 | 2");
  await expect(editors.b.text.locator("strong")).toHaveText("bold");
  await expect(editors.b.text.locator("a")).toHaveText("a link");
  await page.keyboard.press("Control+z");
  expect(await editors.converged()).toEqual(["paragraph: start", "paragraph: ", "paragraph: end"]);
});

test("several lines pasted into the middle of a text", async ({ editors }) => {
  await editors.seed(["paragraph", "ab"]);
  await editors.a.caret(0, 1);
  await editors.a.text.evaluate((dom) => {
    const data = new DataTransfer();
    data.setData("text/html", "<p>1</p><p>2</p><p>3</p>");
    dom.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  const outline = await editors.converged();
  expect(outline.join("")).toMatch(/1.*2.*3/);
});

test("select all, delete, type", async ({ editors }) => {
  await editors.seed(["heading1", "a"], ["bulleted", "b", ["bulleted", "c"]], ["paragraph", "d"]);
  await editors.a.caret(0, 0);
  await editors.a.selectAll();
  await editors.a.press("Delete");
  await editors.converged();
  await editors.a.type("new");
  expect((await editors.converged()).map((line) => line.split(": ")[1])).toEqual(["new"]);
});

test("typing over a selection of several blocks", async ({ editors, page }) => {
  await editors.seed(["paragraph", "one"], ["paragraph", "two"], ["paragraph", "three"]);
  await editors.a.caret(0, 2);
  await page.keyboard.down("Shift");
  await editors.a.press("ArrowDown", "ArrowDown");
  await page.keyboard.up("Shift");
  await editors.a.type("X");
  expect(await editors.converged()).toEqual(["paragraph: onXree"]);
});

test("typing replaces all that is selected by then, in a page that is busy", async ({ editors, page }) => {
  await editors.seed(["paragraph", "one"], ["paragraph", "two"], ["paragraph", "three"]);
  for (let round = 0; round < 6; round++) {
    await editors.a.caret(0, 2);
    await whileBusy(page, async () => {
      for (let step = 0; step < 8; step++) await page.keyboard.press("Shift+ArrowRight");
      await editors.a.type("X");
    });
    expect(await editors.converged()).toEqual(["paragraph: onXree"]);
    await editors.a.press("Control+z");
    expect(await editors.converged()).toEqual(["paragraph: one", "paragraph: two", "paragraph: three"]);
  }
});

test("copy and paste of blocks inside the page makes new ones", async ({ editors, page }) => {
  await editors.seed(["paragraph", "one"], ["todo", "two"]);
  await editors.a.caret(0, 0);
  await editors.a.selectAll();
  await editors.a.press("Control+c");
  await editors.a.caret(1, 3);
  await editors.a.press("Enter");
  await expect.poll(() => editors.a.caretAt()).toBe("2:0");
  await editors.a.press("Control+v");
  await expect.poll(async () => (await editors.converged()).filter((line) => line.includes("two")).length).toBe(2);
  await page.keyboard.press("Control+z");
  await editors.converged();
});

test("letters typed without a pause are undone together, and a pause parts them", async ({ editors, page }) => {
  await editors.seed(["paragraph", "base"]);
  await editors.a.caret(0, 4);
  // The page's timers stand still, however slowly the keys come.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await editors.a.type(" mine");
  await page.clock.runFor(501);
  await editors.a.type(" too");
  await page.clock.resume();
  await editors.a.press("Control+z");
  expect(await editors.converged()).toEqual(["paragraph: base mine"]);
  await editors.a.press("Control+z");
  expect(await editors.converged()).toEqual(["paragraph: base"]);
});

test("own words are undone, foreign words stay", async ({ editors }) => {
  await editors.seed(["paragraph", "base"]);
  await editors.a.caret(0, 4);
  // At once: on a busy machine typed letters may come so far apart that each is undone by itself.
  await editors.page.keyboard.insertText(" mine");
  await editors.b.caret(0, 0);
  await editors.b.type("theirs ");
  await editors.converged();
  await editors.a.focus();
  await editors.a.press("Control+z");
  expect(await editors.converged()).toEqual(["paragraph: theirs base"]);
  await editors.a.press("Control+Shift+z");
  expect(await editors.converged()).toEqual(["paragraph: theirs base mine"]);
});

test("Enter and arrows lead from the title into the text and back", async ({ editors }) => {
  await editors.seed(["paragraph", "body"]);
  await editors.a.title.click();
  await editors.a.type("My page");
  await expect(editors.b.title).toHaveValue("My page");
  await editors.a.press("Enter");
  await editors.a.type("> ");
  await editors.converged();
  await editors.a.caret(0, 0);
  await editors.a.press("ArrowUp");
  await expect(editors.a.title).toBeFocused();
  await editors.a.press("ArrowDown");
  await expect(editors.a.text).toBeFocused();
});

test("the title is undone like text", async ({ editors }) => {
  await editors.a.title.click();
  // At once: on a busy machine typed letters may come so far apart that each is undone by itself.
  await editors.page.keyboard.insertText("One");
  await editors.a.press("Control+z");
  await expect(editors.a.title).toHaveValue("");
  await editors.a.press("Control+Shift+z");
  await expect(editors.b.title).toHaveValue("One");
});

test("a page link opens the page, a script address is text", async ({ editors, page }) => {
  await editors.seed(["paragraph", "page evil"]);
  await page.evaluate(() => {
    const { link } = window.harness;
    link.seed((document) => {
      const view = JSON.parse(document.view()) as { blocks: { id: string }[] };
      const id = view.blocks[0]?.id ?? "";
      document.mark(id, 0, 4, "link", '"/p/0123456789abcdef0123456789abcdef"');
      document.mark(id, 5, 9, "link", '"javascript:document.title=1"');
    });
  });
  await editors.a.text.getByText("page").click();
  await expect.poll(() => page.evaluate(() => window.harness.opened)).toEqual(["0123456789abcdef0123456789abcdef"]);
  expect(await editors.a.text.getByText("evil").getAttribute("href")).toBe("");
});

test("a language that is not offered is shown and kept", async ({ editors, page }) => {
  await page.evaluate(() =>
    window.harness.link.seed((document) => {
      const block = document.newBlock(null, null, "code");
      document.setProperty(block, "language", '"tsx"');
      document.insert(block, 0, "<b/>", null);
    }),
  );
  for (const peer of [editors.a, editors.b]) await expect(peer.text.getByRole("combobox")).toHaveValue("tsx");
  await editors.a.caret(0, 4);
  await editors.a.type(";");
  expect(await editors.converged()).toEqual(["codeBlock: <b/>;"]);
  await expect(editors.a.text.getByRole("combobox")).toHaveValue("tsx");
});
