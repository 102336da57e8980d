/** A page that three people wrote, for the screens of its history. */
import type { Author, PageHistory, VersionComparison } from "../../src/data/api";
import type { BlockId, BlockView, ReplicaId, TextTarget } from "../../src/engine/types";

const may = (day: number, hour: number, minute: number) => new Date(2026, 4, day, hour, minute).getTime();

const ada: Author = { account: "a1", name: "Ada Rask", you: true };
const ben: Author = { account: "b2", name: "Ben Holm", you: false };
const unknown: Author = { account: null, name: null, you: false };
const server: Author = { account: "server", name: null, you: false };

export const refitHistory: PageHistory = {
  whole: true,
  versions: [
    { version: "now", from: may(10, 8, 58), to: may(10, 9, 12), authors: [ada], changes: 12 },
    { version: "third", from: may(9, 16, 5), to: may(9, 16, 31), authors: [ben, ada], changes: 48 },
    { version: "second", from: may(8, 11, 2), to: may(8, 11, 2), authors: [unknown], changes: 1 },
    { version: "first", from: may(2, 19, 20), to: may(2, 19, 44), authors: [server], changes: 3 },
  ],
};

export const cutHistory: PageHistory = { whole: false, versions: refitHistory.versions.slice(0, 2) };

function block(id: string, type: string, text: string, more: Partial<BlockView> = {}): BlockView {
  return {
    id: id as BlockId,
    parent: null,
    type,
    text,
    marks: [],
    properties: {},
    survivor: null,
    table: null,
    ...more,
  };
}

const cell = (text: string) => ({ text, marks: [] });
const crane = block("crane", "table", "", {
  table: {
    columns: ["boat" as BlockId, "lift" as BlockId],
    rows: [
      { id: "row1" as BlockId, cells: [cell("Kittiwake"), cell("9:30")] },
      { id: "row2" as BlockId, cells: [cell("Guillemot"), cell("10:15")] },
    ],
  },
});

const by = { replica: "000000000000000b" as ReplicaId, wallMillis: may(9, 16, 20) };

export const refitComparison: VersionComparison = {
  before: {
    title: { text: "Spring refit", marks: [] },
    properties: {},
    blocks: [
      block("why", "paragraph", "What has to be done before the boats go in, and who does it."),
      block("head", "heading1", "Before Easter"),
      block("tin", "todo", "Order antifouling for one hull"),
      block("ask", "bulleted", "Ask the yard about the crane"),
      block("old", "paragraph", "The slipway is free all week."),
      crane,
    ],
  },
  after: {
    title: { text: "Spring refit", marks: [] },
    properties: {},
    blocks: [
      block("why", "paragraph", "What has to be done before the boats go in, who does it, and what we learned."),
      block("head", "heading1", "Before Easter"),
      block("tin", "todo", "Order antifouling for both hulls", {
        properties: { checked: true },
        marks: [["bold", 6, 17, true]],
      }),
      block("ask", "bulleted", "Ask the yard about the crane"),
      block("two", "bulleted", "two lifts on one morning", { parent: "ask" as BlockId }),
      crane,
    ],
  },
  differences: [
    { kind: "vanished", block: "old" as BlockId, by, author: ben },
    { kind: "appeared", block: "two" as BlockId, by, author: ben },
    { kind: "changed", block: "tin" as BlockId, key: "checked", before: null, after: true, by, author: ada },
    { kind: "deleted", target: "why" as TextTarget, offset: 43, text: " and", by, author: ben },
    { kind: "inserted", target: "why" as TextTarget, offset: 55, text: ", and what we learned", by, author: ben },
    { kind: "deleted", target: "tin" as TextTarget, offset: 22, text: "one hull", by, author: ada },
    { kind: "inserted", target: "tin" as TextTarget, offset: 22, text: "both hulls", by, author: ada },
    { kind: "inserted", target: "two" as TextTarget, offset: 0, text: "two lifts on one morning", by, author: ben },
  ],
};
