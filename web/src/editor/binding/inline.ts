/** Inline nodes for texts with marks: the inverse of `readText`. */
import { Mark, type Node, type Schema } from "prosemirror-model";
import type { MarkRun, RichText } from "../../engine/types";
import { nodeType, proseMark } from "./mapping";

/** Inline nodes for a text; a newline is a hard break unless the node keeps text only. */
export function buildInline(schema: Schema, { text, marks }: RichText, plain: boolean): Node[] {
  if (text === "") return [];
  if (plain) return [schema.text(text)];
  const nodes: Node[] = [];
  const cuts = cutPoints(text, marks);
  for (let index = 0; index + 1 < cuts.length; index++) {
    const start = cuts[index] as number;
    const end = cuts[index + 1] as number;
    const covering = marks
      .filter((run) => run[1] <= start && run[2] >= end)
      .map(([type, , , value]) => proseMark(schema, type, value));
    const piece = text.slice(start, end);
    nodes.push(
      piece === "\n"
        ? nodeType(schema, "hardBreak").create(null, null, sortMarks(covering))
        : schema.text(piece, sortMarks(covering)),
    );
  }
  return nodes;
}

function cutPoints(text: string, marks: readonly MarkRun[]): number[] {
  const cuts = new Set([0, text.length]);
  for (const [, start, end] of marks) cuts.add(start).add(end);
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) cuts.add(at).add(at + 1);
  return [...cuts].sort((a, b) => a - b);
}

/** ProseMirror compares mark lists by order, so they have to stand in the schema's. */
function sortMarks(marks: readonly Mark[]): readonly Mark[] {
  return marks.reduce((set, mark) => mark.addToSet(set), Mark.none);
}
