import { describe, expect, test } from "vitest";
import type { PageId } from "../../../src/data/api";
import { dropTarget, type DropTarget } from "../../../src/app/tree/drop";
import { flattenTree } from "../../../src/app/tree/flatten";
import { directoryOf, id, ids } from "./directory-of";

// Rows:      0 a
//            1   a1
//            2     a1x
//            3   a2
//            4 b
//            5 c
const directory = directoryOf("a\n  a1\n    a1x\n  a2\nb\nc");
const rows = flattenTree(directory, new Set(ids("a", "a1")));

const drop = (dragged: string, y: number, x: number) => dropTarget(rows, id(dragged), y, x);
const into = (row: number, parent: string): DropTarget => ({ kind: "inside", row, parent: id(parent) });
const between = (row: number, depth: number, parent: string | null, after: string | null): DropTarget => ({
  kind: "between",
  row,
  depth,
  parent: parent as PageId | null,
  after: after as PageId | null,
});

describe("dropTarget", () => {
  test.each([
    ["the middle of a row is inside it", "c", 4.5, 0, into(4, "b")],
    ["the upper edge of the first row is before everything", "c", 0.1, 0, between(0, 0, null, null)],
    ["far above the list too", "c", -3, 0, between(0, 0, null, null)],
    ["the lower edge of an open page is before its first child", "c", 0.9, 0, between(1, 1, "a", null)],
    ["below a last child, to the right: one more child", "c", 3.9, 1, between(4, 1, "a", "a2")],
    ["below a last child, to the left: after the parent", "c", 3.9, 0, between(4, 0, null, "a")],
    ["below a deeper child, the depth follows the pointer", "c", 3.1, 2, between(3, 2, "a1", "a1x")],
    ["and never goes shallower than the row that follows", "c", 3.1, 0, between(3, 1, "a", "a1")],
    ["nor deeper than one below the row above", "a2", 5.9, 9, between(6, 0, null, "c")],
    ["the end of the list, to the left", "a1", 5.9, 0, between(6, 0, null, "c")],
  ] as const)("%s", (_, dragged, y, x, expected) => {
    expect(drop(dragged, y, x)).toEqual(expected);
  });

  test.each([
    ["on itself", "a", 0.5, 0],
    ["into its own child", "a", 1.5, 0],
    ["between its own children", "a", 2.9, 1],
    ["just above itself", "b", 4.1, 0],
    ["just below itself", "b", 4.9, 0],
    ["into the parent whose last child it is", "a2", 0.5, 0],
  ] as const)("nothing happens %s", (_, dragged, y, x) => {
    expect(drop(dragged, y, x)).toBeNull();
  });

  test("above its own rows a page can still leave its parent", () => {
    // a2 is the last of a: at the gap below it, to the left, it comes out after a.
    expect(drop("a2", 3.9, 0)).toEqual(between(4, 0, null, "a"));
  });

  test("a page can leave upwards into the sibling above it, from its own gap", () => {
    expect(drop("a2", 3.1, 2)).toEqual(between(3, 2, "a1", "a1x"));
  });

  test("an unknown page lands nowhere", () => {
    expect(drop("zz", 1.5, 0)).toBeNull();
  });

  test("no target ever puts a page below itself or leaves things as they are", () => {
    for (const row of rows) {
      for (let y = -1; y <= rows.length + 1; y += 0.25) {
        for (let x = -1; x <= 4; x++) {
          const target = dropTarget(rows, row.id, y, x);
          if (target === null) continue;
          for (let at: PageId | null = target.parent; at !== null; at = directory.pages.get(at)?.parent ?? null) {
            expect(at).not.toBe(row.id);
          }
          if (target.kind === "between" && target.after !== null) {
            expect(directory.pages.get(target.after)?.parent ?? null).toBe(target.parent);
            expect(target.after).not.toBe(row.id);
          }
        }
      }
    }
  });
});
