/** Sentences of the page history: when, who, and what became of a block. */
import type { Value } from "../../engine/types";

const DAY_MILLIS = 86_400_000;

/** "Today", "Yesterday", "12 May", "12 May 2024". */
export function dayWords(time: number, now: number): string {
  const day = new Date(time).toDateString();
  if (day === new Date(now).toDateString()) return "Today";
  if (day === new Date(now - DAY_MILLIS).toDateString()) return "Yesterday";
  const year = new Date(time).getFullYear() === new Date(now).getFullYear() ? {} : { year: "numeric" as const };
  return new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "long", ...year });
}

const clock = (time: number): string =>
  new Date(time).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/** "14:05", "14:05–14:32". */
export function sittingWords(from: number, to: number): string {
  const start = clock(from);
  const end = clock(to);
  const sameDay = new Date(from).toDateString() === new Date(to).toDateString();
  return start === end || !sameDay ? end : `${start}–${end}`;
}

/** Names a version in a sentence: "today, 14:32". */
export function versionWords(time: number, now: number): string {
  const day = dayWords(time, now);
  return `${day === "Today" || day === "Yesterday" ? day.toLowerCase() : day}, ${clock(time)}`;
}

const KINDS: Readonly<Record<string, string>> = {
  paragraph: "plain text",
  bulleted: "a list item",
  numbered: "a numbered item",
  todo: "a to-do",
  toggle: "a toggle",
  quote: "a quote",
  code: "code",
  divider: "a divider",
};

/** What kind of block it is: "a heading 2". */
export const kindWords = (kind: string): string =>
  KINDS[kind] ?? (kind.startsWith("heading") ? `a heading ${kind.slice(7)}` : `a ${kind}`);

/** What was done to a block beside its text; null where it would say nothing to a reader. */
export function changeWords(key: string, after: Value | null): string | null {
  if (key === "type") return `made ${kindWords(String(after))}`;
  if (key === "checked") return after === true ? "ticked" : "unticked";
  if (key === "language") return `language ${String(after ?? "text")}`;
  return "format changed";
}

const MARKS: Readonly<Record<string, string>> = {
  bold: "bold",
  italic: "italic",
  underline: "underlined",
  strike: "struck through",
  code: "code",
};

/** What became of a mark on a text: "Made bold", "No longer bold". */
export function formatWords(type: string, after: Value | null): string {
  const plain = MARKS[type];
  if (plain !== undefined) return after === null ? `No longer ${plain}` : `Made ${plain}`;
  if (type === "link") return after === null ? "Link removed" : "Link set";
  if (type === "comment") return after === null ? "Comment removed" : "Commented on";
  if (type === "color") return after === null ? "Colour removed" : "Coloured";
  if (type === "highlight") return after === null ? "Highlight removed" : "Highlighted";
  return "Format changed";
}

interface Amount {
  readonly added: number;
  readonly removed: number;
  readonly formatted: number;
  readonly blocks: number;
}

/** What somebody did, in numbers of characters and blocks. */
export function amountWords({ added, removed, formatted, blocks }: Amount): string {
  const count = (value: number, one: string): string => `${value.toLocaleString("en")} ${one}${value === 1 ? "" : "s"}`;
  const parts = [
    ...(added > 0 ? [`added ${count(added, "character")}`] : []),
    ...(removed > 0 ? [`removed ${count(removed, "character")}`] : []),
    ...(formatted > 0 ? [`formatted ${count(formatted, "character")}`] : []),
    ...(blocks > 0 ? [`changed ${count(blocks, "block")}`] : []),
  ];
  return parts.length === 0 ? "changed nothing that is seen" : parts.join(", ");
}
