import type { Author, AwaySummary, PageId } from "../../src/data/api";
import type { BlockId } from "../../src/engine/types";

const ben: Author = { account: "b2", name: "Ben Holm", you: false };
const cleo: Author = { account: "c3", name: "Cleo Brandt", you: false };
const id = (page: string) => page as PageId;

/** Three days at sea, for the screens of sample-pages. */
export const threeDays: AwaySummary<PageId> = {
  from: Date.UTC(2026, 4, 7, 9),
  to: Date.UTC(2026, 4, 10, 9),
  sent: [
    { page: id("log-may"), edits: 41, authors: [] },
    { page: id("rigging"), edits: 2, authors: [] },
  ],
  received: [
    { page: id("spring"), edits: 18, authors: [ben, cleo] },
    { page: id("minutes-may"), edits: 230, authors: [cleo] },
    { page: id("suppliers"), edits: 1, authors: [ben] },
  ],
  look: [
    {
      kind: "survivor",
      page: id("rigging"),
      block: "rigging-1" as BlockId,
      text: "Split pins taped, spreaders level.",
      deletedBy: ben,
    },
    { kind: "moved", page: id("skagen"), by: [cleo] },
  ],
};
