import { describe, expect, test } from "vitest";
import { engine } from "../../../src/engine/engine";
import { FakeDocument } from "./fake-document";
import { Page, container, freshId, node, paragraph, schema } from "./page";

/** A page of paragraphs made by the engine; a leading tab nests. */
function pageOf(...lines: string[]): { page: Page; fake: FakeDocument } {
  const fake = new FakeDocument();
  const path: string[] = [];
  const last: (string | null)[] = [];
  for (const line of lines) {
    const depth = line.length - line.trimStart().length;
    const id = fake.newBlock(path[depth - 1] ?? null, last[depth] ?? null, "paragraph");
    path.splice(depth, path.length, id);
    last.splice(depth, last.length, id);
    const text = line.trimStart();
    if (text !== "") fake.insert(id, 0, text, null);
  }
  const page = new Page(fake.engine);
  fake.log.length = 0;
  return { page, fake };
}

const commands = (fake: FakeDocument) => fake.log.filter((line) => line !== "endUndoGroup");

describe("text", () => {
  test("a letter typed among equal letters is sent where it was typed", () => {
    const { page, fake } = pageOf("aaaa");
    page.type(0, 2, "a");
    expect(commands(fake)).toEqual(["insert b1 2 a null"]);
  });

  test("an emoji replaced by one with the same first half is replaced whole", () => {
    const { page, fake } = pageOf("x😀y");
    page.edit((tr) => tr.insertText("😁", page.pos(0, 1), page.pos(0, 3)));
    expect(commands(fake)).toEqual(["deleteText b1 1 3", "insert b1 1 😁 null"]);
  });

  test("two places changed in one transaction are two edits", () => {
    const { page, fake } = pageOf("one two one");
    page.edit((tr) =>
      tr.insertText("1", page.pos(0, 8), page.pos(0, 11)).insertText("1", page.pos(0, 0), page.pos(0, 3)),
    );
    expect(commands(fake)).toEqual([
      "deleteText b1 8 11",
      "insert b1 8 1 null",
      "deleteText b1 0 3",
      "insert b1 0 1 null",
    ]);
  });

  test("a hard break is a newline", () => {
    const { page, fake } = pageOf("ab");
    page.edit((tr) => tr.insert(page.pos(0, 1), node("hardBreak").create()));
    expect(commands(fake)).toEqual(["insert b1 1 \n null"]);
    page.type(0, 2, "c");
    expect(page.outline).toEqual(["a\ncb"]);
  });

  test("typing at the end of bold text names no marks, bold text in plain text names them", () => {
    const { page, fake } = pageOf("ab");
    page.edit((tr) => tr.addMark(page.pos(0, 0), page.pos(0, 2), schema.mark("bold")));
    expect(commands(fake)).toEqual(["mark b1 0 2 bold true"]);
    fake.log.length = 0;
    page.edit((tr) => tr.insert(page.pos(0, 2), schema.text("c", [schema.mark("bold")])));
    page.edit((tr) => tr.insert(page.pos(0, 3), schema.text("d")));
    expect(commands(fake)).toEqual(["insert b1 2 c null", "insert b1 3 d {}"]);
  });

  test("marks the editor does not know stay with the text around them", () => {
    const { page, fake } = pageOf("abcd");
    fake.mark("b1", 0, 4, "comment", '"c1"');
    page.remote(() => undefined);
    fake.log.length = 0;
    page.edit((tr) => tr.insert(page.pos(0, 2), schema.text("x", [schema.mark("italic")])));
    expect(commands(fake)).toEqual(['insert b1 2 x {"comment":"c1","italic":true}']);
  });

  test("a link is a mark with its address", () => {
    const { page, fake } = pageOf("see here");
    page.edit((tr) => tr.addMark(page.pos(0, 4), page.pos(0, 8), schema.mark("link", { href: "/p/1" })));
    expect(commands(fake)).toEqual(['mark b1 4 8 link "/p/1"']);
  });
});

describe("blocks", () => {
  test("Enter inside a text is a split", () => {
    const { page, fake } = pageOf("hello world");
    page.edit((tr) =>
      tr.split(page.pos(0, 5), 2, [
        { type: node("blockContainer"), attrs: { id: "new" } },
        { type: node("paragraph") },
      ]),
    );
    expect(commands(fake)).toEqual(["split b1 5 paragraph"]);
    expect(page.outline).toEqual(["hello", " world"]);
    page.type(1, 0, "!");
    expect(commands(fake).at(-1)).toBe("insert b2 0 ! null");
  });

  test("Enter over a selection deletes it and splits", () => {
    const { page, fake } = pageOf("abcdef");
    page.edit((tr) =>
      tr
        .delete(page.pos(0, 2), page.pos(0, 4))
        .split(page.pos(0, 2), 2, [
          { type: node("blockContainer"), attrs: { id: freshId() } },
          { type: node("paragraph") },
        ]),
    );
    expect(commands(fake)).toEqual(["deleteText b1 2 4", "split b1 2 paragraph"]);
  });

  test("Enter at the end is a new block", () => {
    const { page, fake } = pageOf("hello", "below");
    page.edit((tr) => tr.insert(page.at(1).pos, paragraph(null, "")));
    expect(commands(fake)).toEqual(["newBlock null b1 paragraph"]);
  });

  test("Enter in a block with children takes them along", () => {
    const { page, fake } = pageOf("parent", "\tchild", "\tother");
    page.edit((tr) =>
      tr.split(page.pos(0, 3), 2, [
        { type: node("blockContainer"), attrs: { id: freshId() } },
        { type: node("paragraph") },
      ]),
    );
    expect(page.outline).toEqual(["par", "ent", "\tchild", "\tother"]);
    expect(commands(fake)).toEqual(["split b1 3 paragraph", "move b2 b4 null", "move b3 b4 b2"]);
  });

  test("Backspace at the start is a join", () => {
    const { page, fake } = pageOf("ab", "cd");
    page.edit((tr) => tr.delete(page.pos(0, 2), page.pos(1, 0)));
    expect(commands(fake)).toEqual(["join b2 b1"]);
    expect(page.outline).toEqual(["abcd"]);
  });

  test("Backspace in an empty block is a join, too", () => {
    const { page, fake } = pageOf("ab", "");
    page.select(1, 0);
    page.edit((tr) => tr.delete(page.at(1).pos, page.at(1).pos + page.at(1).node.nodeSize));
    expect(commands(fake)).toEqual(["join b2 b1"]);
  });

  test("a selection over blocks cuts both ends, deletes the middle, joins", () => {
    const { page, fake } = pageOf("abXX", "middle", "YYcd");
    page.edit((tr) => tr.delete(page.pos(0, 2), page.pos(2, 2)));
    expect(commands(fake)).toEqual(["deleteText b1 2 4", "deleteText b3 0 2", "join b3 b1", "deleteBlock b2"]);
    expect(page.outline).toEqual(["abcd"]);
  });

  test("typing over a selection of blocks joins and inserts", () => {
    const { page } = pageOf("ab1", "2cd");
    page.edit((tr) => tr.insertText("-", page.pos(0, 2), page.pos(1, 1)));
    expect(page.outline).toEqual(["ab-cd"]);
  });

  test("a removed block is deleted, its children with it", () => {
    const { page, fake } = pageOf("a", "b", "\tc", "d");
    const block = page.at(1);
    page.edit((tr) => tr.delete(block.pos, block.pos + block.node.nodeSize));
    expect(commands(fake)).toEqual(["deleteBlock b2"]);
  });

  test("a dragged block is one move", () => {
    const { page, fake } = pageOf("a", "b", "c", "d");
    const block = page.at(0);
    page.edit((tr) => {
      tr.delete(block.pos, block.pos + block.node.nodeSize);
      tr.insert(tr.mapping.map(page.at(3).pos), block.node);
    });
    expect(commands(fake)).toEqual(["move b1 null b3"]);
    expect(page.outline).toEqual(["b", "c", "a", "d"]);
  });

  test("Tab is one move", () => {
    const { page, fake } = pageOf("a", "b", "c");
    const block = page.at(1);
    page.edit((tr) => {
      tr.delete(block.pos, block.pos + block.node.nodeSize);
      tr.insert(page.at(0).pos + page.at(0).node.nodeSize - 1, node("blockGroup").create(null, block.node));
    });
    expect(commands(fake)).toEqual(["move b2 b1 null"]);
    expect(page.outline).toEqual(["a", "\tb", "c"]);
  });

  test("parent and child change places", () => {
    const { page } = pageOf("a", "\tb");
    const [a, b] = [page.at(0), page.at(1)];
    page.edit((tr) => tr.replaceWith(1, 1 + tr.doc.child(0).content.size, paragraph(b.id, "b", paragraph(a.id, "a"))));
    expect(page.outline).toEqual(["b", "\ta"]);
  });

  test("a pasted tree becomes new blocks in order, the tail of the split text follows", () => {
    const { page, fake } = pageOf("ab");
    page.edit((tr) => {
      tr.replaceWith(1, 1 + tr.doc.child(0).content.size, [
        paragraph(page.at(0).id, "a1"),
        container(null, "bulletListItem", {}, "2", container(null, "heading", { level: 2 }, "deep")),
        paragraph(null, "3b"),
      ]);
    });
    expect(page.outline).toEqual(["a1", "2", "\tdeep", "3b"]);
    expect(commands(fake)).toEqual([
      "split b1 1 paragraph",
      "newBlock null b1 bulleted",
      "newBlock b3 null heading2",
      "insert b1 1 1 null",
      "insert b3 0 2 null",
      "insert b4 0 deep null",
      "insert b2 0 3 null",
    ]);
  });

  test("a paste of many blocks is committed in parts", () => {
    const document = engine.createDocument("0000000000000001");
    const page = new Page(document);
    page.type(0, 0, "a");
    const lines = Array.from({ length: 3_000 }, (_, index) => paragraph(null, `line ${String(index)}`));
    page.edit((tr) => tr.insert(page.at(0).pos + page.at(0).node.nodeSize, lines));
    expect(page.checkpoints).toBe(2);
    expect(page.blocks.length).toBe(3_001);
  });

  test("a very long text is sent in parts that cut no character", () => {
    const { page, fake } = pageOf("");
    const long = "x" + "😀".repeat(60_000);
    page.type(0, 0, long);
    expect(commands(fake).map((line) => line.split(" ")[2])).toEqual(["0", "65537"]);
  });

  test("texts pasted again and again before anything is committed are all taken", () => {
    const document = engine.createDocument("0000000000000001");
    const page = new Page(document);
    const text = "0123456789".repeat(6_000);
    for (let n = 0; n < 6; n++) page.type(0, 0, text);
    expect(page.checkpoints).toBe(2);
    expect(page.outline).toEqual([text.repeat(6)]);
  });

  test("type and properties", () => {
    const { page, fake } = pageOf("do it");
    page.edit((tr) =>
      tr.setNodeMarkup(page.at(0).pos + 1, node("checkListItem"), { checked: true, textAlignment: "center" }),
    );
    expect(commands(fake)).toEqual([
      "setType b1 todo",
      'setProperty b1 textAlignment "center"',
      "setProperty b1 checked true",
    ]);
    page.edit((tr) => tr.setNodeAttribute(page.at(0).pos + 1, "checked", false));
    expect(commands(fake).at(-1)).toBe("setProperty b1 checked null");
  });

  test("an unknown type, its properties and an unexpected value stay as they are", () => {
    const { page, fake } = pageOf("formula");
    page.remote(() => {
      fake.setType("b1", "equation");
      fake.setProperty("b1", "textColor", "7");
      fake.setProperty("b1", "tex", '"x^2"');
    });
    expect(page.at(0).node.child(0).type.name).toBe("unsupported");
    fake.log.length = 0;
    page.type(0, 7, "!");
    expect(commands(fake)).toEqual(["insert b1 7 ! null"]);
  });
});

describe("the empty document", () => {
  test("shows a paragraph of its own and sends it only when something is typed", () => {
    const { page, fake } = pageOf();
    expect(page.outline).toEqual([""]);
    page.edit((tr) => tr.setMeta("nothing", true));
    expect(commands(fake)).toEqual([]);
    page.type(0, 0, "a");
    expect(commands(fake)).toEqual(["newBlock null null paragraph", "insert b1 0 a null"]);
  });

  test("a remote block takes the place of the stand-in, a remote removal brings it back", () => {
    const { page, fake } = pageOf();
    page.remote(() => fake.insert(fake.newBlock(null, null, "heading1"), 0, "Hi", null));
    expect(page.outline).toEqual(["Hi"]);
    page.remote(() => fake.deleteBlock("b1"));
    expect(page.outline).toEqual([""]);
    page.type(0, 0, "x");
    expect(page.outline).toEqual(["x"]);
  });

  test("a document emptied here is not refilled with the editor's own paragraph", () => {
    const { page, fake } = pageOf("a", "b");
    page.edit((tr) => tr.replaceWith(1, 1 + tr.doc.child(0).content.size, paragraph(null, "")));
    expect(commands(fake)).toEqual(["deleteBlock b1", "deleteBlock b2"]);
    expect(fake.view()).toContain('"blocks":[]');
  });
});

describe("remote changes", () => {
  test("text before the caret moves it, text at the caret does not", () => {
    const { page, fake } = pageOf("hello");
    page.select(0, 3);
    page.remote(() => fake.insert("b1", 0, "> ", null));
    expect(page.state.selection.head).toBe(page.pos(0, 5));
    page.remote(() => fake.insert("b1", 5, "XX", null));
    expect(page.state.selection.head).toBe(page.pos(0, 5));
  });

  test("the caret follows its text through a move", () => {
    const { page, fake } = pageOf("a", "bcd", "e");
    page.select(1, 2);
    page.remote(() => fake.move("b2", "b3", null));
    expect(page.outline).toEqual(["a", "e", "\tbcd"]);
    expect(page.state.selection.head).toBe(page.pos(2, 2));
  });

  test("the caret follows its text through a join", () => {
    const { page, fake } = pageOf("ab", "cd");
    page.select(1, 1);
    page.remote(() => fake.join("b2", "b1"));
    expect(page.state.selection.head).toBe(page.pos(0, 3));
  });
});

describe("undo", () => {
  test("puts the caret behind what came back, and at the seam of a join", () => {
    const { page, fake } = pageOf("ab", "cd");
    page.binding.link.engine.endUndoGroup();
    fake.checkpoint();
    page.edit((tr) => tr.delete(page.pos(0, 2), page.pos(1, 0)));
    page.undo();
    expect(page.outline).toEqual(["ab", "cd"]);
    expect(page.state.selection.head).toBe(page.pos(1, 0));
    page.redo();
    expect(page.outline).toEqual(["abcd"]);
    expect(page.state.selection.head).toBe(page.pos(0, 2));
  });
});

describe("title", () => {
  test("a letter typed among equal letters is sent where it was typed", () => {
    const { page, fake } = pageOf();
    page.binding.editTitle("aaa", 3);
    page.binding.editTitle("aaaa", 2);
    expect(commands(fake)).toEqual(["insert title 0 aaa null", "insert title 1 a null"]);
  });
});
