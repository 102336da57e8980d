import { describe, expect, test } from "vitest";
import type { Directory, PageId } from "../../../src/data/api";
import { filterTree, flattenTree, foldTitle, pathTo, subtree, type TreeRow } from "../../../src/app/tree/flatten";
import { directoryOf, id, ids } from "./directory-of";

const outline = `
a
  a1
    a1x
  a2
b
c
  c1`;

const drawn = (rows: readonly TreeRow[]) =>
  rows.map((row) => "  ".repeat(row.depth) + row.id + (row.hasChildren ? (row.expanded ? " -" : " +") : ""));

describe("flattenTree", () => {
  test("shows what is open, in order, with depth", () => {
    expect(drawn(flattenTree(directoryOf(outline), new Set(ids("a"))))).toEqual(["a -", "  a1 +", "  a2", "b", "c +"]);
  });

  test("an open page without children is no open page", () => {
    expect(flattenTree(directoryOf("a"), new Set(ids("a")))[0]).toMatchObject({ hasChildren: false, expanded: false });
  });

  test("tells each row its place among its siblings", () => {
    const rows = flattenTree(directoryOf(outline), new Set(ids("a")));
    expect(rows.map((row) => [row.id, row.place, row.siblings])).toEqual([
      ["a", 1, 3],
      ["a1", 1, 2],
      ["a2", 2, 2],
      ["b", 2, 3],
      ["c", 3, 3],
    ]);
  });

  test("a cycle in the directory is drawn once, not for ever", () => {
    const loop = directoryOf("a\n  b");
    const children = new Map<PageId | null, readonly PageId[]>([...loop.children, [id("b"), ids("a")]]);
    expect(drawn(flattenTree({ ...loop, children }, new Set(ids("a", "b"))))).toEqual(["a -", "  b -"]);
  });

  test("a chain of fifty thousand levels is drawn", () => {
    const pages = new Map();
    const children = new Map<PageId | null, readonly PageId[]>();
    const all: PageId[] = [];
    for (let level = 0; level < 50_000; level++) {
      all.push(id(`p${level}`));
      children.set(level === 0 ? null : id(`p${level - 1}`), [id(`p${level}`)]);
    }
    const deep: Directory = { pages, children, trash: [], complete: true };
    expect(flattenTree(deep, new Set(all)).at(-1)?.depth).toBe(49_999);
  });
});

describe("filterTree", () => {
  test("keeps matches and what is above them, and says which is which", () => {
    const rows = filterTree(directoryOf(outline), "A1X");
    expect(rows.map((row) => [row.id, row.match])).toEqual([
      ["a", false],
      ["a1", false],
      ["a1x", true],
    ]);
  });

  test("finds without accents", () => {
    const directory = directoryOf("a\nb", { a: { title: "Résumé" } });
    expect(filterTree(directory, "resume").map((row) => row.id)).toEqual(["a"]);
  });

  test("leaves out the trash", () => {
    const directory = directoryOf("a\nab", { ab: { trashed: true } });
    expect(filterTree(directory, "a").map((row) => row.id)).toEqual(["a"]);
  });
});

test("pathTo gives the pages above, outermost first, and survives a cycle", () => {
  const directory = directoryOf(outline);
  expect(pathTo(directory, id("a1x")).map((page) => page.id)).toEqual(["a", "a1"]);
  const loop = directoryOf("a\n  b", { a: { parent: id("b") } });
  expect(pathTo(loop, id("b")).map((page) => page.id)).toEqual(["a"]);
});

test("subtree is the page and all below it", () => {
  expect([...subtree(directoryOf(outline), id("a"))].sort()).toEqual(["a", "a1", "a1x", "a2"]);
});

test("foldTitle drops case and accents", () => {
  expect(foldTitle("Ångström É")).toBe("angstrom e");
});
