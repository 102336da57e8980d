/**
 * Comments as the page's document holds them. A thread is a property of the page, `thread/<id>`, whose
 * value is the text it is about (empty: the page as a whole); its comments are properties
 * `comment/<thread>/<id>`, each a register of its own, so that answers given at the same time all stay.
 * Who is mentioned in a comment stands beside it (mentions.ts). A mark of type `comment` with the thread's
 * id is the thread's anchor and nothing more: a thread whose text is gone is listed all the same. Pure.
 */
import type { BlockId, MarkRun, TextTarget, Value } from "../../engine/types";
import type { Shadow, ShadowBlock } from "../binding/shadow";
import { decodeMentions, type CommentText } from "./mentions";

export const COMMENT_MARK = "comment";

const THREAD = /^thread\/([0-9a-z]{1,40})$/;
const COMMENT = /^comment\/([0-9a-z]{1,40})\/([0-9a-z]{1,40})$/;

export const threadKey = (thread: string): string => `thread/${thread}`;
export const resolvedKey = (thread: string): string => `resolved/${thread}`;
export const commentKey = (thread: string, comment: string): string => `comment/${thread}/${comment}`;
export const mentionsKey = (thread: string, comment: string): string => `mentions/${thread}/${comment}`;

const TIME_DIGITS = 9;

/** Ids sort by the clock of the device that made them. @param random 0 … 1 */
export function newId(now: number, random: () => number = Math.random): string {
  const time = Math.max(0, Math.floor(now)).toString(36).padStart(TIME_DIGITS, "0");
  const tail = Array.from({ length: 9 }, () => Math.floor(random() * 36).toString(36)).join("");
  return time + tail;
}

/** When an id was made, epoch ms. */
export const madeAt = (id: string): number => Number.parseInt(id.slice(0, TIME_DIGITS), 36);

/** A piece of text that a thread is about. */
export interface AnchorRange {
  readonly target: TextTarget;
  readonly start: number;
  readonly end: number;
}

export interface ThreadComment extends CommentText {
  readonly id: string;
  readonly at: number;
}

export interface Thread {
  readonly id: string;
  /** What it was about when it began; empty for the page as a whole. */
  readonly quote: string;
  readonly resolved: boolean;
  /** In the order of their ids; never empty. */
  readonly comments: readonly ThreadComment[];
  /** In document order; empty if it is about the page, or about text that is gone. */
  readonly ranges: readonly AnchorRange[];
  readonly place: "text" | "page" | "gone";
}

/**
 * Open threads first: those of a text in document order, then those of the page, then those whose text
 * is gone; then the resolved ones, newest first. Cost: the properties, and the marks if there is a thread.
 */
export function readThreads(shadow: Shadow): Thread[] {
  const comments = new Map<string, ThreadComment[]>();
  const quotes = new Map<string, string>();
  for (const [key, value] of shadow.properties) {
    if (typeof value !== "string") continue;
    const thread = THREAD.exec(key)?.[1];
    if (thread !== undefined) quotes.set(thread, value);
    const [, of, id] = COMMENT.exec(key) ?? [];
    if (of === undefined || id === undefined) continue;
    const mentions = decodeMentions(shadow.properties.get(mentionsKey(of, id)), value);
    comments.set(of, [...(comments.get(of) ?? []), { id, text: value, mentions, at: madeAt(id) }]);
  }
  if (comments.size === 0) return [];
  const ranges = anchorsOf(shadow);
  const threads: Thread[] = [];
  for (const [id, list] of comments) {
    const quote = quotes.get(id) ?? "";
    const anchors = ranges.get(id) ?? [];
    threads.push({
      id,
      quote,
      resolved: shadow.properties.get(resolvedKey(id)) === true,
      comments: list.sort((a, b) => (a.id < b.id ? -1 : 1)),
      ranges: anchors,
      place: anchors.length > 0 ? "text" : quote === "" ? "page" : "gone",
    });
  }
  return order(threads, [...ranges.keys()]);
}

function order(threads: readonly Thread[], anchored: readonly string[]): Thread[] {
  const places = ["text", "page", "gone"];
  const at = new Map(anchored.map((id, index) => [id, index]));
  const rank = (thread: Thread): number => places.indexOf(thread.place);
  return [...threads].sort((a, b) => {
    if (a.resolved !== b.resolved) return a.resolved ? 1 : -1;
    if (a.resolved) return a.id < b.id ? 1 : -1;
    return rank(a) - rank(b) || (at.get(a.id) ?? 0) - (at.get(b.id) ?? 0) || (a.id < b.id ? -1 : 1);
  });
}

/** The ranges of each thread, threads in the order of their first range. */
export function anchorsOf(shadow: Shadow): Map<string, AnchorRange[]> {
  const ranges = new Map<string, AnchorRange[]>();
  const add = (target: TextTarget, marks: readonly MarkRun[]) => {
    for (const [type, start, end, value] of marks) {
      if (type !== COMMENT_MARK || typeof value !== "string") continue;
      ranges.set(value, [...(ranges.get(value) ?? []), { target, start, end }]);
    }
  };
  const visit = (parent: BlockId | null) => {
    for (const id of shadow.children(parent)) {
      const block = shadow.block(id) as ShadowBlock;
      add(id as string as TextTarget, block.marks);
      for (const row of block.table?.rows ?? []) {
        row.cells.forEach((cell, index) => {
          add(`${row.id}/${block.table?.columns[index] ?? ""}` as TextTarget, cell.marks);
        });
      }
      visit(id);
    }
  };
  visit(null);
  return ranges;
}

/** All comments of a page, for search, in the order of their threads' and their own ids. */
export function commentTexts(properties: Readonly<Record<string, Value>>): (readonly [thread: string, text: string])[] {
  return Object.keys(properties)
    .sort()
    .flatMap((key) => {
      const thread = COMMENT.exec(key)?.[1];
      const text = properties[key];
      return thread !== undefined && typeof text === "string" ? [[thread, text] as const] : [];
    });
}
