/** Sentences about work that the server did not take. */
import type { RefusalWhy } from "../../data/api";

const REASONS: Readonly<Record<RefusalWhy, string>> = {
  NO_RIGHT: "this account may not write there",
  FOREIGN_REPLICA: "the server does not know this device as the writer",
  MISSING_CAUSES: "the server lacks what it builds on",
  EQUIVOCATION: "a copy of this device wrote something else under its name",
  LIMIT_EXCEEDED: "the page would become larger than the server takes",
  QUOTA: "the room for this account on the server is used up",
  UNREADABLE: "a part of it is damaged",
  INVALID_CHANGE: "it does not fit the page as the server has it",
  STAMP_NOT_EXACT: "it does not fit the page as the server has it",
  WRONG_KIND: "it does not belong there",
};

/** Why, as the end of a sentence. */
export const refusalWords = (why: RefusalWhy): string => REASONS[why] ?? "it gave a reason this version does not know";

export const refusedIntro =
  "It is kept on this device and listed here until the server takes it. All other work is sent as ever.";
