import { describe, expect, it } from "vitest";
import type { PageId } from "../../../src/data/api";
import type { PageText } from "../../../src/data/search/page-text";
import { marksOf, SearchIndex } from "../../../src/data/search/search-index";
import { fold, wordsOf } from "../../../src/text/words";
import type { BlockId } from "../../../src/engine/types";

const all = () => true;

function indexOf(pages: Readonly<Record<string, { title?: string; text?: readonly string[] }>>): SearchIndex {
  const index = new SearchIndex();
  for (const [id, { title = "", text = [] }] of Object.entries(pages)) {
    index.put(id as PageId, title, textBlocks(id, text));
  }
  return index;
}

const textBlocks = (page: string, text: readonly string[]): PageText =>
  text.map((words, at) => [`${page}-${at}` as BlockId, words]);

const pagesOf = (index: SearchIndex, query: string) => [
  ...new Set(index.find(query, 10, all).map((hit) => hit.page as string)),
];

/** The words a hit marks, as they stand in its snippet. */
const marked = (hit: { snippet: string; marks: readonly (readonly [number, number])[] } | undefined) =>
  hit?.marks.map(([start, end]) => hit.snippet.slice(start, end));

describe("words", () => {
  it("are small, without accents, and know their place", () => {
    expect([...wordsOf("Ein Smørrebrød, bitte: Straße 12")].map((word) => word.term)).toEqual([
      "ein",
      "smorrebrod",
      "bitte",
      "strasse",
      "12",
    ]);
    const text = "zum CAFÉ\u0301 hin";
    for (const { start, end, term } of wordsOf(text)) expect(fold(text.slice(start, end))).toBe(term);
  });

  it("of scripts without spaces are pairs of neighbours", () => {
    expect([...wordsOf("港の灯台 light")].map((word) => word.term)).toEqual(["港の", "の灯", "灯台", "light"]);
    expect([...wordsOf("船")].map((word) => word.term)).toEqual(["船"]);
  });
});

describe("search", () => {
  it("finds by the beginning of a word, with typos, and without accents", () => {
    const index = indexOf({
      a: { title: "Log", text: ["The lighthouse keeper"] },
      b: { title: "Besøg på Skagen", text: ["Crème brûlée"] },
    });
    expect(pagesOf(index, "lightho")).toEqual(["a"]);
    expect(pagesOf(index, "keper")).toEqual(["a"]);
    expect(pagesOf(index, "lighhtouse")).toEqual(["a"]);
    expect(pagesOf(index, "besog")).toEqual(["b"]);
    expect(pagesOf(index, "creme brulee")).toEqual(["b"]);
    expect(pagesOf(index, "Brûlée")).toEqual(["b"]);
    expect(pagesOf(index, "lamp")).toEqual([]);
    const codes = indexOf({ a: { text: ["order 2026 of berth14"] }, b: { text: ["order 2025 of berth15"] } });
    expect(pagesOf(codes, "2026")).toEqual(["a"]);
    expect(pagesOf(codes, "berth15")).toEqual(["b"]);
  });

  it("finds parts of Chinese and Japanese text, and single characters", () => {
    const index = indexOf({ a: { text: ["港の灯台は明るい"] }, b: { text: ["山小屋"] } });
    expect(pagesOf(index, "灯台")).toEqual(["a"]);
    expect(marked(index.find("灯台は", 5, all)[0])).toEqual(["灯台は"]);
    expect(pagesOf(index, "山")).toEqual(["b"]);
    expect(pagesOf(index, "台灯")).toEqual([]);
  });

  it("wants all words, and leads to the block that has most of them", () => {
    const index = indexOf({
      a: { text: ["red sails", "a red boat with white sails"] },
      b: { text: ["a red boat"] },
    });
    const hits = index.find("boat sails", 10, all);
    expect(hits.map((hit) => [hit.page, hit.block])).toEqual([["a", "a-1"]]);
    expect(marked(hits[0])).toEqual(["boat", "sails"]);
  });

  it("puts titles first and tells title from text", () => {
    const index = indexOf({
      a: { title: "Minutes", text: ["anchor anchor anchor anchor"] },
      b: { title: "Anchor", text: ["nothing of it"] },
    });
    expect(index.find("anchor", 10, all).map((hit) => [hit.page, hit.place])).toEqual([
      ["b", "title"],
      ["a", "text"],
    ]);
  });

  it("shows a piece around the first word, cut between words", () => {
    const long = `${"before ".repeat(60)}needle ${"after ".repeat(60)}`;
    const [hit] = indexOf({ a: { text: [long] } }).find("needle", 5, all);
    expect(hit?.snippet.length).toBeLessThan(200);
    expect(hit?.snippet).toMatch(/^… before/);
    expect(hit?.snippet).toMatch(/after …$/);
    expect(marked(hit)).toEqual(["needle"]);
  });

  it("follows pages that change, go and come back, and leaves out what is not shown", () => {
    const index = indexOf({ a: { title: "One", text: ["first words"] }, b: { title: "Two", text: ["second words"] } });
    index.put("a" as PageId, "One", textBlocks("a", ["other text"]));
    expect(pagesOf(index, "first")).toEqual([]);
    expect(pagesOf(index, "other")).toEqual(["a"]);
    index.put("a" as PageId, "Renamed", null);
    expect(pagesOf(index, "renamed")).toEqual(["a"]);
    expect(pagesOf(index, "other")).toEqual(["a"]);
    index.remove("b" as PageId);
    expect(pagesOf(index, "words")).toEqual([]);
    index.put("b" as PageId, "Two", textBlocks("b", ["second words"]));
    expect(pagesOf(index, "words")).toEqual(["b"]);
    expect(index.find("words", 5, (page) => page !== "b")).toEqual([]);
  });
});

it("marks in a piece from elsewhere the words that begin as those asked for", () => {
  expect(marksOf("a Smørrebrød bar, 潮汐表", "smorre 汐表")).toEqual([
    [2, 12],
    [19, 21],
  ]);
  expect(marksOf("nothing", "tide")).toEqual([]);
});
