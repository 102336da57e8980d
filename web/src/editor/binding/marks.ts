/** Marks of a text: what a caret would type, and what differs between two states of one text. */
import type { MarkRun, RichText, Value } from "../../engine/types";
import { MARK_TYPES, markGrows } from "./mapping";

export type MarkSet = Readonly<Record<string, Value>>;

/**
 * What the engine gives to text that replaces `start..end` if no marks are named (MERGE-13): the growing
 * marks of the character on the left, others only if both sides are covered. Exactness is not needed: a
 * wrong guess names marks that were given anyway, or is found by the comparison afterwards.
 */
export function expectedMarks({ marks, text }: RichText, start: number, end: number): MarkSet {
  const expected: Record<string, Value> = {};
  if (start === 0) return expected;
  for (const [type, from, to, value] of marks) {
    const left = from < start && to >= start;
    const right = from <= end && to > end && end < text.length;
    if (left && (markGrows(type) || right)) expected[type] = value;
  }
  return expected;
}

export function sameMarks(shown: MarkSet, expected: MarkSet): boolean {
  return MARK_TYPES.every((type) => shown[type] === expected[type]);
}

/** The marks of `expected` that the editor cannot show. */
export function unshownMarks(expected: MarkSet): MarkSet {
  return Object.fromEntries(Object.entries(expected).filter(([type]) => !MARK_TYPES.includes(type)));
}

/** A range whose mark of one type differs; `value` is what it should be, null for none. */
export interface MarkDifference {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly value: Value | null;
}

/** What to mark and unmark so that `before` becomes `after`; both hold shown marks of one text. */
export function markDifferences(before: readonly MarkRun[], after: readonly MarkRun[]): MarkDifference[] {
  const differences: MarkDifference[] = [];
  for (const type of MARK_TYPES) {
    const old = before.filter((run) => run[0] === type);
    const wanted = after.filter((run) => run[0] === type);
    if (old.length === 0 && wanted.length === 0) continue;
    const cuts = [...new Set([...old, ...wanted].flatMap((run) => [run[1], run[2]]))].sort((a, b) => a - b);
    for (let index = 0; index + 1 < cuts.length; index++) {
      const start = cuts[index] as number;
      const end = cuts[index + 1] as number;
      const value = valueAt(wanted, start) ?? null;
      if ((valueAt(old, start) ?? null) === value) continue;
      const last = differences.at(-1);
      if (last && last.type === type && last.end === start && last.value === value) {
        differences[differences.length - 1] = { ...last, end };
      } else {
        differences.push({ type, start, end, value });
      }
    }
  }
  return differences;
}

function valueAt(runs: readonly MarkRun[], offset: number): Value | undefined {
  return runs.find((run) => run[1] <= offset && run[2] > offset)?.[3];
}
