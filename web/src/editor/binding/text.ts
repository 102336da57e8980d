/**
 * Where a text changed: old and new text to the replaced ranges, as exact as the transaction tells.
 *
 * The two texts alone do not say where in "aaaa" an "a" was typed. The transaction's step maps do:
 * they are composed to disjoint changed ranges, and each range is narrowed by its own common prefix
 * and suffix, never across a code point. If the texts between the ranges are not equal (a step map
 * that replaced more than it shows), the whole text is one range.
 *
 * Cost: O(steps²) for the ranges, then the length of the changed text.
 */
import type { StepMap } from "prosemirror-transform";

/** `oldFrom..oldTo` of the old document gave way to `newFrom..newTo` of the new one. */
export interface ChangedRange {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** A part of one text that was replaced; offsets into that text. */
export interface Piece {
  readonly start: number;
  /** End in the old text. */
  readonly end: number;
  readonly insertedFrom: number;
  readonly insertedTo: number;
}

/** @param maps the step maps from the old to the new document, in order */
export function changedRanges(maps: readonly StepMap[]): ChangedRange[] {
  const ranges: ChangedRange[] = [];
  maps.forEach((map, index) => {
    map.forEach((stepOldFrom, stepOldTo, stepNewFrom, stepNewTo) => {
      const later = maps.slice(index + 1);
      const earlier = maps.slice(0, index).reverse();
      const inverted = earlier.map((each) => each.invert());
      ranges.push({
        oldFrom: inverted.reduce((pos, each) => each.map(pos, -1), stepOldFrom),
        oldTo: inverted.reduce((pos, each) => each.map(pos, 1), stepOldTo),
        newFrom: later.reduce((pos, each) => each.map(pos, -1), stepNewFrom),
        newTo: later.reduce((pos, each) => each.map(pos, 1), stepNewTo),
      });
    });
  });
  ranges.sort((a, b) => a.newFrom - b.newFrom || a.oldFrom - b.oldFrom);
  const merged: ChangedRange[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last && (range.newFrom <= last.newTo || range.oldFrom <= last.oldTo)) {
      merged[merged.length - 1] = {
        oldFrom: Math.min(last.oldFrom, range.oldFrom),
        oldTo: Math.max(last.oldTo, range.oldTo),
        newFrom: Math.min(last.newFrom, range.newFrom),
        newTo: Math.max(last.newTo, range.newTo),
      };
    } else {
      merged.push(range);
    }
  }
  return merged;
}

/**
 * The replaced parts of a text, in order, none touching another.
 *
 * @param oldStart position of the text's start in the old document, null if it was elsewhere
 * @param newStart the same in the new document
 */
export function changedPieces(
  oldText: string,
  newText: string,
  ranges: readonly ChangedRange[],
  oldStart: number | null,
  newStart: number,
): Piece[] {
  if (oldText === newText) return [];
  const exact = oldStart === null ? null : piecesByRange(oldText, newText, ranges, oldStart, newStart);
  const pieces = exact ?? [{ start: 0, end: oldText.length, insertedFrom: 0, insertedTo: newText.length }];
  return pieces
    .map((piece) => narrow(oldText, newText, piece))
    .filter((piece) => piece.end > piece.start || piece.insertedTo > piece.insertedFrom);
}

function piecesByRange(
  oldText: string,
  newText: string,
  ranges: readonly ChangedRange[],
  oldStart: number,
  newStart: number,
): Piece[] | null {
  const pieces: Piece[] = [];
  let oldAt = 0;
  let newAt = 0;
  for (const range of ranges) {
    if (range.newTo < newStart || range.newFrom > newStart + newText.length) continue;
    if (range.oldTo < oldStart || range.oldFrom > oldStart + oldText.length) continue;
    const piece = {
      start: clamp(range.oldFrom - oldStart, oldText.length),
      end: clamp(range.oldTo - oldStart, oldText.length),
      insertedFrom: clamp(range.newFrom - newStart, newText.length),
      insertedTo: clamp(range.newTo - newStart, newText.length),
    };
    if (oldText.slice(oldAt, piece.start) !== newText.slice(newAt, piece.insertedFrom)) return null;
    pieces.push(piece);
    oldAt = piece.end;
    newAt = piece.insertedTo;
  }
  return oldText.slice(oldAt) === newText.slice(newAt) ? pieces : null;
}

/** Takes the equal beginning and end off a piece. */
function narrow(oldText: string, newText: string, piece: Piece): Piece {
  const before = oldText.slice(piece.start, piece.end);
  const after = newText.slice(piece.insertedFrom, piece.insertedTo);
  const prefix = commonPrefix(before, after);
  const suffix = commonSuffix(before.slice(prefix), after.slice(prefix));
  const start = piece.start + prefix;
  const end = piece.end - suffix;
  const insertedFrom = piece.insertedFrom + prefix;
  const insertedTo = piece.insertedTo - suffix;
  // A step may replace one half of a pair; the texts around a piece are equal, so both sides move alike.
  const back = cutsPair(oldText, start) || cutsPair(newText, insertedFrom) ? 1 : 0;
  const forth = cutsPair(oldText, end) || cutsPair(newText, insertedTo) ? 1 : 0;
  return {
    start: start - back,
    end: end + forth,
    insertedFrom: insertedFrom - back,
    insertedTo: insertedTo + forth,
  };
}

/** Whether an offset stands inside a surrogate pair. */
export function cutsPair(text: string, offset: number): boolean {
  return isHigh(text.charCodeAt(offset - 1)) && isLow(text.charCodeAt(offset));
}

/** Length of the common beginning, whole code points. */
export function commonPrefix(a: string, b: string): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return cutsPair(a, length) || cutsPair(b, length) ? length - 1 : length;
}

/** Length of the common end, whole code points. */
export function commonSuffix(a: string, b: string): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++;
  return cutsPair(a, a.length - length) || cutsPair(b, b.length - length) ? length - 1 : length;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

function clamp(offset: number, length: number): number {
  return Math.max(0, Math.min(length, offset));
}
