/**
 * The editor's document as flat blocks: what stands in a node, in the engine's terms.
 *
 * A BlockNote document is `doc > blockGroup > blockContainer+`, a container holds one content node and
 * perhaps a blockGroup of nested containers. Offsets in a text count UTF-16 units; a hard break is one
 * unit, "\n". So `position = start of the content + offset`, both ways, without a table.
 */
import type { Node } from "prosemirror-model";
import type { MarkRun, RichText, Value } from "../../engine/types";
import { MARK_TYPES, engineMarks } from "./mapping";

export const BLOCK = "blockContainer";
export const GROUP = "blockGroup";

/** One block of the editor, where it stands in the document it was read from. */
export interface EditorBlock {
  /** The editor's id, not always the engine's. */
  readonly id: string;
  readonly parent: string | null;
  readonly node: Node;
  /** Position before the container. */
  readonly pos: number;
}

export function blockId(container: Node): string {
  return String(container.attrs["id"]);
}

export function contentOf(container: Node): Node {
  return container.child(0);
}

export function groupOf(container: Node): Node | null {
  return container.childCount > 1 ? container.child(1) : null;
}

/** Position of the first character of a block's content. */
export function contentStart(block: EditorBlock): number {
  return block.pos + 2;
}

/** Position before the first child of a block. */
export function groupStart(block: EditorBlock): number {
  return block.pos + 1 + contentOf(block.node).nodeSize + 1;
}

/** Position before the first top-level block. */
export const ROOT_START = 1;

export function rootGroup(doc: Node): Node {
  return doc.child(0);
}

/** Every block of a group, parents before children. */
export function* blocksIn(group: Node | null, start: number, parent: string | null): Generator<EditorBlock> {
  if (!group) return;
  let pos = start;
  for (const node of group.children) {
    const block: EditorBlock = { id: blockId(node), parent, node, pos };
    yield block;
    yield* blocksIn(groupOf(node), groupStart(block), block.id);
    pos += node.nodeSize;
  }
}

export function allBlocks(doc: Node): EditorBlock[] {
  return [...blocksIn(rootGroup(doc), ROOT_START, null)];
}

/** Text and marks of a node with inline content; empty for every other node. */
export function readText(content: Node): RichText {
  return content.inlineContent ? readInline(content.children) : { text: "", marks: [] };
}

export function readInline(nodes: readonly Node[]): RichText {
  let text = "";
  const open = new Map<string, { start: number; value: Value }>();
  const marks: MarkRun[] = [];
  const close = (type: string, end: number) => {
    const run = open.get(type);
    if (run) marks.push([type, run.start, end, run.value]);
    open.delete(type);
  };
  for (const node of nodes) {
    const values = engineMarks(node);
    for (const type of MARK_TYPES) {
      const value = values[type];
      if (open.get(type)?.value === value) continue;
      close(type, text.length);
      if (value !== undefined) open.set(type, { start: text.length, value });
    }
    text += inlineText(node);
  }
  for (const type of MARK_TYPES) close(type, text.length);
  return { text, marks: marks.sort(compareRuns) };
}

/** The text of one inline node; everything but text is a hard break. */
export function inlineText(node: Node): string {
  return node.isText ? (node.text ?? "") : "\n";
}

export function takesText(content: Node): boolean {
  return content.inlineContent;
}

export function takesMarks(content: Node): boolean {
  const bold = content.type.schema.marks["bold"];
  return bold !== undefined && content.inlineContent && content.type.allowsMarkType(bold);
}

/** The order the engine states for runs: start, end, type, value. */
export function compareRuns(a: MarkRun, b: MarkRun): number {
  return a[1] - b[1] || a[2] - b[2] || order(a[0], b[0]) || order(String(a[3]), String(b[3]));
}

export function sameRuns(a: readonly MarkRun[], b: readonly MarkRun[]): boolean {
  return (
    a.length === b.length &&
    a.every((run, index) => {
      const other = b[index];
      return other !== undefined && run.every((part, field) => part === other[field]);
    })
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
