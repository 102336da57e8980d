import { describe, expect, test } from "vitest";
import { findPages } from "../../../src/app/tree/search";
import { noTypeahead, typeahead } from "../../../src/app/tree/typeahead";
import { directoryOf } from "./directory-of";

describe("typeahead", () => {
  const titles = ["Alpha", "Beta", "Álbum", "Berlin"];

  test("goes to the next title that begins so, round the end", () => {
    const first = typeahead(noTypeahead, "b", 5000, titles, 0);
    expect(first.row).toBe(1);
    expect(typeahead(noTypeahead, "a", 5000, titles, 3).row).toBe(0);
  });

  test("the same letter again steps on", () => {
    const first = typeahead(noTypeahead, "b", 5000, titles, 0);
    expect(typeahead(first.state, "b", 5200, titles, first.row).row).toBe(3);
  });

  test("letters in a row make a word, and may still mean the present row", () => {
    const first = typeahead(noTypeahead, "b", 5000, titles, 0);
    const second = typeahead(first.state, "e", 5200, titles, first.row);
    expect(second.row).toBe(1);
    expect(typeahead(second.state, "r", 5400, titles, second.row).row).toBe(3);
  });

  test("after a pause a new word begins", () => {
    const first = typeahead(noTypeahead, "b", 5000, titles, 0);
    expect(typeahead(first.state, "a", 6500, titles, first.row).row).toBe(2);
  });

  test("finds nothing, says so, and remembers what was typed", () => {
    expect(typeahead(noTypeahead, "z", 5000, titles, 0)).toEqual({ row: -1, state: { typed: "z", at: 5000 } });
    expect(typeahead(noTypeahead, "z", 5000, [], 0).row).toBe(-1);
  });
});

describe("findPages", () => {
  const directory = directoryOf("projects\n  roof\nproof\nnew roof\nbin", {
    projects: { title: "Projects", changedAt: 5 },
    roof: { title: "Roof", changedAt: 1 },
    proof: { title: "Proof of work", changedAt: 9 },
    "new roof": { title: "New roof", changedAt: 2 },
    bin: { title: "Roof, old", trashed: true },
  });
  const titles = (query: string) => findPages(directory, query, 10).map((found) => found.entry.title);

  test("beginnings first, then beginnings of words, then the rest; never the trash", () => {
    expect(titles("roof")).toEqual(["Roof", "New roof", "Proof of work"]);
  });

  test("all words must be there, in the title or in the path", () => {
    expect(titles("roof new")).toEqual(["New roof"]);
    expect(titles("projects roof")).toEqual(["Roof"]);
    expect(titles("roof zebra")).toEqual([]);
  });

  test("nothing typed: changed last first", () => {
    expect(titles("")).toEqual(["Proof of work", "Projects", "New roof", "Roof"]);
  });

  test("the path goes with it, and the limit holds", () => {
    expect(findPages(directory, "roof", 1)).toMatchObject([{ entry: { id: "roof" }, path: ["Projects"] }]);
  });
});
