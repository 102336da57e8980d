/** What both the page and the worker ask of a document. Types of the engine only: the shell must not load it. */
import type { EngineDocument } from "../engine/types";

/** Reading needs no identity; this one is never issued, so a change made under it would be refused. */
export const READER = "0000000000000000";

/**
 * Applies a change of the log. One that breaks a rule of the document can only come from a damaged
 * device or a newer program; it must not keep a person from the rest of the page, and it stays in the
 * log.
 */
export function applyQuietly(document: EngineDocument, change: Uint8Array): void {
  try {
    document.apply(change);
  } catch {
    // The document is untouched, the entry is kept.
  }
}

/** Goes on with earlier undo stacks. Damaged ones, and those that do not fit, are nothing to trouble a person with. */
export function takeUndoUp(document: EngineDocument, stacks: Uint8Array): void {
  try {
    document.loadUndo(stacks);
  } catch {
    // There is nothing to undo then.
  }
}

/** Replaces what differs, so that a concurrent change of the rest of the title is kept. */
export function replaceTitle(document: EngineDocument, title: string): void {
  const before = document.title();
  let start = 0;
  while (start < before.length && start < title.length && before[start] === title[start]) {
    start++;
  }
  let end = 0;
  while (
    end < before.length - start &&
    end < title.length - start &&
    before[before.length - 1 - end] === title[title.length - 1 - end]
  ) {
    end++;
  }
  start -= start > 0 && isHighSurrogate(before, start - 1) ? 1 : 0;
  end -= end > 0 && isLowSurrogate(before, before.length - end) ? 1 : 0;
  if (before.length - end > start) {
    document.deleteText("title", start, before.length - end);
  }
  if (title.length - end > start) {
    document.insert("title", start, title.slice(start, title.length - end), null);
  }
}

function isHighSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800;
}

function isLowSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
