/**
 * People mentioned in a comment. Its text is plain and says `@Grace Hopper` to every reader; whose accounts are meant
 * stands beside it, in the property `mentions/<thread>/<comment>`. The comment's own value has no room for it: readers
 * show it as it is, and only if it is a text. So text and mentions are two registers, and a reader that knows of no
 * mentions writes the text alone: each mention says what it covers, and one that the text does not fit is none. Pure.
 */
import type { Member } from "../../data/api";
import type { Value } from "../../engine/types";
import { fold, wordsOf } from "../../text/words";

/** Someone meant by a part of a text; the account stays when the name changes. */
export interface Mention {
  readonly account: string;
  /** UTF-16 units. */
  readonly start: number;
  /** What stands there: the name as it was, behind an `@`. */
  readonly text: string;
}

export interface CommentText {
  readonly text: string;
  /** In the order of the text, none over another. */
  readonly mentions: readonly Mention[];
}

export const NO_TEXT: CommentText = { text: "", mentions: [] };

/** @returns the value of the property, as JSON; null if nobody is mentioned */
export const encodeMentions = (mentions: readonly Mention[]): string | null =>
  mentions.length === 0 ? null : JSON.stringify(JSON.stringify(mentions));

/** @returns those that fit the text; what is of another form is left out */
export function decodeMentions(value: Value | undefined, text: string): Mention[] {
  const found: Mention[] = [];
  let end = 0;
  for (const entry of listOf(value)) {
    const { account, start, text: covered } = (entry ?? {}) as Partial<Record<keyof Mention, unknown>>;
    if (typeof account !== "string" || typeof start !== "number" || typeof covered !== "string") continue;
    if (!Number.isInteger(start) || start < end || !/^@./su.test(covered) || !text.startsWith(covered, start)) continue;
    found.push({ account, start, text: covered });
    end = start + covered.length;
  }
  return found;
}

function listOf(value: Value | undefined): readonly unknown[] {
  try {
    const list: unknown = typeof value === "string" ? JSON.parse(value) : null;
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/** A text in pieces, as it is drawn. */
export function piecesOf({ text, mentions }: CommentText): { text: string; account: string | null }[] {
  let end = 0;
  const pieces = mentions.flatMap(({ account, start, text: covered }) => {
    const before = { text: text.slice(end, start), account: null };
    end = start + covered.length;
    return [before, { text: covered, account }];
  });
  return [...pieces, { text: text.slice(end), account: null }].filter((piece) => piece.text !== "");
}

/** Without the white space around it. */
export function trimmed({ text, mentions }: CommentText): CommentText {
  const cut = text.length - text.trimStart().length;
  return { text: text.trim(), mentions: mentions.map((each) => ({ ...each, start: each.start - cut })) };
}

/** @param caret where it stands after somebody has made the text another one */
export function edited({ text: before, mentions }: CommentText, text: string, caret: number): CommentText {
  // What follows the caret is as it was, and what came before the change too.
  const most = Math.min(before.length, text.length - caret);
  let tail = 0;
  while (tail < most && before.at(-1 - tail) === text.at(-1 - tail)) tail++;
  const left = Math.min(before.length, text.length) - tail;
  let head = 0;
  while (head < left && before[head] === text[head]) head++;
  const shift = text.length - before.length;
  return {
    text,
    mentions: mentions.flatMap((each) => {
      if (each.start + each.text.length <= head) return [each];
      return each.start >= before.length - tail ? [{ ...each, start: each.start + shift }] : [];
    }),
  };
}

/** What is typed after an `@`, up to the caret. */
export interface MentionWord {
  /** Of the `@`. */
  readonly start: number;
  readonly end: number;
  readonly query: string;
}

const WORD = /(?:^|[\s\p{Ps}])@([^\s@]*)$/u;
const INSIDE_A_WORD = /^[\p{L}\p{N}\p{M}]/u;

/** @returns null where nobody is being mentioned, and where somebody already is */
export function wordAt({ text, mentions }: CommentText, caret: number): MentionWord | null {
  const query = WORD.exec(text.slice(0, caret))?.[1];
  if (query === undefined || INSIDE_A_WORD.test(text.slice(caret))) return null;
  const start = caret - query.length - 1;
  return mentions.some((each) => each.start === start) ? null : { start, end: caret, query };
}

/** Those with a word in their name that begins so, whatever the case and the accents. */
export function matching(members: readonly Member[], query: string): readonly Member[] {
  const sought = fold(query);
  if (sought === "") return members;
  return members.filter(({ name }) =>
    [...wordsOf(name)].some(({ start }) => fold(name.slice(start)).startsWith(sought)),
  );
}

/** The name in place of the word. @returns where the caret goes, too */
export function mentioned(comment: CommentText, word: MentionWord, member: Member): CommentText & { caret: number } {
  const covered = `@${member.name}`;
  const rest = comment.text.slice(word.end);
  const text = `${comment.text.slice(0, word.start)}${covered}${/^\s/u.test(rest) ? "" : " "}${rest}`;
  const caret = word.start + covered.length + 1;
  const mention = { account: member.account, start: word.start, text: covered };
  const { mentions } = edited(comment, text, text.length - rest.length);
  return { text, mentions: [...mentions, mention].sort((a, b) => a.start - b.start), caret };
}
