import { expect, it } from "vitest";
import { comparedPage, deedsOf, plainPage, type Piece } from "../../../src/app/history/comparison";
import type { Author, VersionComparison } from "../../../src/data/api";
import { engine } from "../../../src/engine/engine";
import type { Difference, DocumentView, EngineDocument } from "../../../src/engine/types";

const ben: Author = { account: "ben", name: "Ben", you: false };

/** Words with + and − around what was added and removed. */
const told = (pieces: readonly Piece[]): string =>
  pieces.map(({ kind, text }) => (kind === "same" ? text : kind === "inserted" ? `{+${text}}` : `{-${text}}`)).join("");

const versionOf = (document: EngineDocument): string => {
  const ends = new Map<string, number>();
  for (const [replica, , end] of JSON.parse(document.history() ?? "[]") as [string, number, number][]) {
    ends.set(replica, end);
  }
  return [...ends].map(([replica, end]) => `${replica}:${end}`).join(",");
};

function compare(make: (document: EngineDocument) => void, change: (document: EngineDocument) => void) {
  const document = engine.createDocument("0000000000000001");
  make(document);
  document.commit(1);
  const from = versionOf(document);
  change(document);
  document.commit(2);
  const to = versionOf(document);
  const comparison: VersionComparison = {
    before: JSON.parse(document.viewAt(from)) as DocumentView,
    after: JSON.parse(document.viewAt(to)) as DocumentView,
    differences: (JSON.parse(document.differences(from, to)) as Difference[]).map((each) => ({ ...each, author: ben })),
  };
  return { page: comparedPage(comparison), comparison, document, from };
}

it("weaves what was added and removed into the text, in its place and with its marks", () => {
  let block = "";
  const { page, comparison } = compare(
    (document) => {
      block = document.newBlock(null, null, "paragraph");
      document.insert(block, 0, "one two three", null);
      document.mark(block, 4, 7, "bold", "true");
    },
    (document) => {
      document.deleteText(block, 0, 4);
      document.insert(block, 3, " and a half", null);
      document.deleteText(block, 15, 20);
      document.insert(block, 15, "four", null);
      document.insert("title", 0, "Log", null);
    },
  );
  expect(told(page.title)).toBe("{+Log}");
  expect(page.blocks.map((each) => told(each.pieces))).toEqual(["{-one }two{+ and a half} {-three}{+four}"]);
  expect(page.blocks[0]?.pieces[1]?.marks).toEqual([["bold", 0, 3, true]]);
  expect(deedsOf(comparison.differences)).toEqual([{ author: ben, added: 18, removed: 9, formatted: 0, blocks: 0 }]);
});

it("shows blocks that went where they were, and those that came", () => {
  const blocks: string[] = [];
  const { page } = compare(
    (document) => {
      for (const words of ["a", "b", "c"]) {
        blocks.push(document.newBlock(null, blocks.at(-1) ?? null, "paragraph"));
        document.insert(blocks.at(-1) ?? "", 0, words, null);
      }
    },
    (document) => {
      document.deleteBlock(blocks[1] ?? "");
      const todo = document.newBlock(blocks[0] ?? "", null, "todo");
      document.insert(todo, 0, "d", null);
      document.setType(blocks[2] ?? "", "heading1");
    },
  );
  expect(page.blocks.map(({ kind, depth, pieces }) => [kind, depth, told(pieces)])).toEqual([
    ["same", 0, "a"],
    ["appeared", 1, "{+d}"],
    ["vanished", 0, "b"],
    ["same", 0, "c"],
  ]);
  expect(page.blocks[2]?.author).toBe(ben);
  expect(page.blocks[3]?.changes).toMatchObject([{ key: "type", after: "heading1" }]);
});

it("keeps every word where text went to another block", () => {
  let block = "";
  const { page } = compare(
    (document) => {
      block = document.newBlock(null, null, "paragraph");
      document.insert(block, 0, "left right", null);
    },
    (document) => {
      document.split(block, 5, "paragraph");
      document.deleteText(block, 0, 2);
    },
  );
  const all = page.blocks.map((each) => told(each.pieces)).join("|");
  for (const word of ["{-le}", "ft ", "right"]) expect(all).toContain(word);
});

it("shows a version as it was, and a restore brings it back", () => {
  let block = "";
  const { document, from } = compare(
    (made) => {
      block = made.newBlock(null, null, "paragraph");
      made.insert(block, 0, "as it was", null);
    },
    (made) => {
      made.deleteText(block, 0, 9);
      made.insert(block, 0, "as it is", null);
    },
  );
  const page = plainPage(JSON.parse(document.viewAt(from)) as DocumentView);
  expect(page.blocks.map((each) => told(each.pieces))).toEqual(["as it was"]);
  document.endUndoGroup();
  expect(document.restoreVersion(from)).toBe(true);
  document.commit(3);
  expect((JSON.parse(document.view()) as DocumentView).blocks[0]?.text).toBe("as it was");
  document.undo();
  document.commit(4);
  expect((JSON.parse(document.view()) as DocumentView).blocks[0]?.text).toBe("as it is");
});

it("says of a text that both show which marks became others, in its place", () => {
  const { page, comparison } = compare(
    (document) => {
      const block = document.newBlock(null, null, "paragraph");
      document.insert(block, 0, "one two three", null);
      document.mark(block, 0, 3, "italic", "true");
    },
    (document) => {
      const block = (JSON.parse(document.view()) as DocumentView).blocks[0]?.id ?? "";
      document.unmark(block, 0, 3, "italic", null);
      document.mark(block, 4, 13, "bold", "true");
      document.insert(block, 0, "new ", null);
    },
  );
  const pieces = page.blocks[0]?.pieces ?? [];
  expect(
    pieces.map(({ text, kind, formats }) => [text, kind, formats.map(({ type, after }) => [type, after])]),
  ).toEqual([
    ["new ", "inserted", []],
    ["one", "same", [["italic", null]]],
    [" ", "same", []],
    ["two three", "same", [["bold", true]]],
  ]);
  expect(deedsOf(comparison.differences)).toEqual([{ author: ben, added: 4, removed: 0, formatted: 12, blocks: 0 }]);
});
