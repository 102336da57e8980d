import { expect, it } from "vitest";
import { awayWords, itemWords, lostWords, summaryShort, summaryWords } from "../../../src/app/words/away";
import { authorNames } from "../../../src/app/words/people";
import type { Author, AwaySummary, PageId } from "../../../src/data/api";
import { joined } from "../../../src/data/worker/away-watch";
import type { BlockId } from "../../../src/engine/types";

const ben: Author = { account: "b", name: "Ben", you: false };
const you: Author = { account: "a", name: "Ada", you: true };
const page = (n: number) => `page-${n}` as PageId;
const nothing: AwaySummary<PageId> = { from: 0, to: 3_600_000, sent: [], received: [], look: [] };

it("tells in a line each what went out, what came in and what needs a look", () => {
  const summary: AwaySummary<PageId> = {
    ...nothing,
    sent: [{ page: page(1), edits: 1, authors: [] }],
    received: [
      { page: page(1), edits: 1200, authors: [ben] },
      { page: page(2), edits: 1, authors: [you] },
    ],
    look: [{ kind: "trashed", page: page(2), by: [ben] }],
  };
  expect(summaryWords(summary)).toEqual([
    "Went out: 1 edit in 1 page.",
    "Came in: 1,201 edits in 2 pages, by you and Ben.",
    "Needs a look: 1 thing.",
  ]);
  expect(summaryShort(summary)).toBe("1 to look at, 2 in, 1 out");
  expect(summaryWords(nothing)).toEqual([]);
});

it("says of each thing what happened and what was kept", () => {
  const text = "sails mended";
  const survivor = { kind: "survivor", page: page(1), block: "x" as BlockId, text, deletedBy: ben } as const;
  expect(itemWords(survivor, null)).toBe("“sails mended” was kept: edited while Ben deleted it.");
  expect(itemWords({ kind: "refused", page: page(1), why: "NO_RIGHT", changes: 2 }, null)).toBe(
    "The server did not take 2 edits: this account may not write there. They are kept on this device.",
  );
  expect(itemWords({ kind: "moved", page: page(1), by: [ben] }, "Archive")).toBe("Moved into “Archive” by Ben.");
});

it("says of a value that lost what is shown, and whose it was", () => {
  const titleOf = () => "Archive";
  const now = Date.UTC(2026, 4, 10, 12);
  const at = now - 60_000;
  const lost = { kind: "value", page: page(1), text: "", by: ben, at } as const;
  const icon = lostWords({ ...lost, block: null, key: "icon", shown: "🌊", lost: null }, titleOf, now);
  expect(icon).toMatch(/^Icon: 🌊 is shown\. Ben had set no icon, today, \d\d:\d\d\.$/);
  const block = { ...lost, block: "x" as BlockId, text: "paint", key: "type", shown: "heading2", lost: "todo" };
  expect(lostWords(block, titleOf, now)).toContain("Kind of “paint”: a heading 2 is shown. Ben had set a to-do,");
  const place = { ...lost, block: null, key: "parent", shown: null, lost: "p" };
  expect(lostWords(place, titleOf, now)).toContain("Place: the top level is shown. Ben had set in “Archive”");
});

it("names times and people as one would", () => {
  expect(awayWords(0, 20_000)).toBe("for 1 minute");
  expect(awayWords(0, 5 * 3_600_000)).toBe("for 5 hours");
  expect(awayWords(0, 7 * 86_400_000)).toBe("for 7 days");
  const unknown: Author = { account: null, name: null, you: false };
  expect(authorNames([ben, you, unknown])).toBe("You, Ben and somebody not known here");
  expect(authorNames([ben, { account: "server", name: null, you: false }])).toBe("Ben and an import");
  expect(authorNames([ben, you, unknown, { ...ben, name: "Cleo" }])).toBe("You, Ben and 2 others");
});

it("goes on with a summary that was not dismissed", () => {
  const first: AwaySummary<PageId> = { ...nothing, received: [{ page: page(1), edits: 2, authors: [ben] }] };
  const second: AwaySummary<PageId> = {
    ...nothing,
    from: 5,
    to: 9_000_000,
    received: [{ page: page(1), edits: 3, authors: [you, ben] }],
    sent: [{ page: page(2), edits: 1, authors: [] }],
  };
  expect(joined(first, second)).toEqual({
    from: 0,
    to: 9_000_000,
    sent: [{ page: page(2), edits: 1, authors: [] }],
    received: [{ page: page(1), edits: 5, authors: [ben, you] }],
    look: [],
  });
});
