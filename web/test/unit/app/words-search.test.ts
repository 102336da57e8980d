import { expect, it } from "vitest";
import { coverWords, foundWords, nothingWords } from "../../../src/app/words/search";

it("says how far the search reaches, and no more", () => {
  expect(coverWords(null, 1960, true, false)).toBe("Titles of all 1,960 pages");
  expect(coverWords({ pages: 1960, here: 412, searched: 412 }, 1960, true, false)).toBe(
    "412 of 1,960 pages are on this device; titles of all",
  );
  expect(coverWords({ pages: 1960, here: 412, searched: 40 }, 1960, true, false)).toBe(
    "Read 40 of 412 pages so far; titles of all",
  );
  expect(coverWords({ pages: 2, here: 2, searched: 2 }, 2, false, false)).toBe(
    "All 2 pages are on this device and looked through; the list of pages is still arriving",
  );
});

it("claims that nothing is there only where everything was read", () => {
  const whole = { pages: 7, here: 7, searched: 7 };
  expect(nothingWords("eel", whole, true, false)).toBe("None of the 7 pages has “eel” in its title or text.");
  for (const reach of [null, { ...whole, searched: 6 }, { ...whole, here: 6, searched: 6 }]) {
    expect(nothingWords("eel", reach, true, false)).not.toMatch(/^None/);
  }
  expect(nothingWords("eel", { pages: 7, here: 6, searched: 6 }, true, false)).toMatch(
    /the one page not on this device/,
  );
});

it("tells a screen reader what was found", () => {
  expect(foundWords(0, 0)).toBe("");
  expect(foundWords(1, 12)).toBe("Found: 1 title, 12 pages with it in the text.");
});

it("says so where the server looked through the rest", () => {
  const part = { pages: 7, here: 5, searched: 5 };
  expect(coverWords(part, 7, true, true)).toBe("5 of 7 pages are on this device; the server looked through the rest");
  expect(nothingWords("eel", part, true, true)).toMatch(/^No page has “eel”.*the server looked through/);
  expect(coverWords({ ...part, searched: 4 }, 7, true, true)).toBe("Read 4 of 5 pages so far; titles of all");
});
