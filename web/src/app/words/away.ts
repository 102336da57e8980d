/** Sentences of the summary after a time without the server. */
import type { AwayItem, AwaySummary, LostValue, PageId } from "../../data/api";
import type { Value } from "../../engine/types";
import { kindWords, versionWords } from "./history";
import { authorName, authorNames } from "./people";
import { refusalWords } from "./refused";

type Summary = AwaySummary<PageId>;

const count = (value: number, one: string, many = `${one}s`): string =>
  `${value.toLocaleString("en")} ${value === 1 ? one : many}`;

const edits = (pages: Summary["sent"]): number => pages.reduce((sum, page) => sum + page.edits, 0);

/** What the summary is about: a time away, or what happened while everybody was there. */
export function titleWords({ from, to }: Summary): string {
  return from === to ? "Written by two at once" : `While you were away ${awayWords(from, to)}`;
}

/** How long it was: "for 3 days". */
export function awayWords(from: number, to: number): string {
  const minutes = Math.max(1, Math.round((to - from) / 60_000));
  if (minutes < 90) return `for ${count(minutes, "minute")}`;
  const hours = Math.round(minutes / 60);
  return hours < 36 ? `for ${count(hours, "hour")}` : `for ${count(Math.round(hours / 24), "day")}`;
}

/** One line each; what there is none of is left out. */
export function summaryWords({ sent, received, look }: Summary): string[] {
  const lines: string[] = [];
  if (sent.length > 0) lines.push(`Went out: ${count(edits(sent), "edit")} in ${count(sent.length, "page")}.`);
  if (received.length > 0) {
    const authors = [...new Map(received.flatMap((page) => page.authors).map((each) => [each.account, each])).values()];
    lines.push(
      `Came in: ${count(edits(received), "edit")} in ${count(received.length, "page")}, by ${inside(authorNames(authors))}.`,
    );
  }
  if (look.length > 0) lines.push(`Needs a look: ${count(look.length, "thing")}.`);
  return lines;
}

/** The same in a few words, for the status panel. */
export function summaryShort({ sent, received, look }: Summary): string {
  return [
    ...(look.length > 0 ? [`${look.length} to look at`] : []),
    ...(received.length > 0 ? [`${received.length} in`] : []),
    ...(sent.length > 0 ? [`${sent.length} out`] : []),
  ].join(", ");
}

/** What a value is to a reader. @param titleOf of a page */
export function valueWords(key: string, value: Value | null, titleOf: (page: PageId) => string): string {
  if (key === "parent") return value === null ? "the top level" : `in “${titleOf(value as PageId)}”`;
  if (key === "icon") return value === null ? "no icon" : String(value);
  if (key === "type") return kindWords(String(value));
  if (key === "checked") return value === true ? "ticked" : "unticked";
  return value === null ? "nothing" : `“${String(value)}”`;
}

const PROPERTIES: Readonly<Record<string, string>> = { icon: "Icon", parent: "Place", type: "Kind", checked: "Tick" };

/** "Icon: 🌊 is shown. Ben had set ⛵, today, 14:05." */
export function lostWords(item: LostValue<PageId>, titleOf: (page: PageId) => string, now: number): string {
  const text = item.text.trim();
  const what = `${PROPERTIES[item.key] ?? item.key}${text === "" ? "" : ` of “${text}”`}`;
  const shown = valueWords(item.key, item.shown, titleOf);
  const lost = valueWords(item.key, item.lost, titleOf);
  return `${what}: ${shown} is shown. ${authorName(item.by)} had set ${lost}, ${versionWords(item.at, now)}.`;
}

/** @param place title of the page it is in now; null = the top level */
export function itemWords(item: Exclude<AwayItem<PageId>, LostValue<PageId>>, place: string | null): string {
  switch (item.kind) {
    case "survivor": {
      const text = item.text.trim();
      const what = text === "" ? "A block was" : `“${text}” was`;
      return `${what} kept: edited while ${inside(authorName(item.deletedBy))} deleted it.`;
    }
    case "refused":
      return `The server did not take ${count(item.changes, "edit")}: ${refusalWords(item.why)}. ${
        item.changes === 1 ? "It is" : "They are"
      } kept on this device.`;
    case "moved":
      return `Moved ${place === null ? "to the top level" : `into “${place}”`} by ${inside(authorNames(item.by))}.`;
    case "trashed":
      return `Moved to the trash by ${inside(authorNames(item.by))}.`;
  }
}

const inside = (names: string): string => names.replace(/^(You|An|Somebody|Nobody)\b/u, (word) => word.toLowerCase());
