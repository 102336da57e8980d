/**
 * The selection across a patch. A text caret is kept as the engine's caret, which follows its character
 * through splits, joins and moves; a selected block (an image) by its id. Every other selection (table
 * cells) is left to ProseMirror's own mapping.
 */
import type { Node } from "prosemirror-model";
import { NodeSelection, TextSelection, type EditorState, type Selection, type Transaction } from "prosemirror-state";
import type { BlockId, TextTarget } from "../../engine/types";
import type { EngineLink } from "./link";
import { BLOCK, blockId, contentOf } from "./read";
import { cellTarget } from "./tableDiff";
import { readTable } from "./tables";
import { locate } from "./verify";

export interface TextPoint {
  readonly target: TextTarget;
  readonly offset: number;
}

/** A selection in the engine's terms. */
export type KeptSelection =
  | { readonly kind: "text"; readonly anchor: string; readonly head: string }
  | { readonly kind: "block"; readonly block: BlockId };

/** Call before foreign changes are applied, while editor and engine agree. */
export function keepSelection(link: EngineLink, state: EditorState): KeptSelection | null {
  const { selection, doc } = state;
  if (selection instanceof NodeSelection) {
    const id = link.engineId(blockId(selection.$from.parent));
    return id === undefined ? null : { kind: "block", block: id };
  }
  if (!(selection instanceof TextSelection)) return null;
  const anchor = pointAt(link, doc, selection.anchor);
  const head = selection.empty ? anchor : pointAt(link, doc, selection.head);
  if (!anchor || !head) return null;
  // Foreign text at the caret goes behind it; a range does not grow by what arrives at its ends.
  const forward = selection.anchor <= selection.head;
  const caret = (point: TextPoint, left: boolean) => link.engine.caret(point.target, point.offset, left);
  return {
    kind: "text",
    anchor: caret(anchor, selection.empty || !forward),
    head: caret(head, selection.empty || forward),
  };
}

/** Puts the selection back where its text is now, if ProseMirror's mapping left it elsewhere. */
export function restoreSelection(link: EngineLink, tr: Transaction, kept: KeptSelection): void {
  const selection = resolve(link, tr.doc, kept);
  if (selection && !selection.eq(tr.selection)) tr.setSelection(selection);
}

function resolve(link: EngineLink, doc: Node, kept: KeptSelection): Selection | null {
  if (kept.kind === "block") {
    const located = locate(link, doc, kept.block);
    if (!located || contentOf(located.node).inlineContent) return null;
    return NodeSelection.create(doc, located.pos + 1);
  }
  const at = (caret: string) => {
    const resolved = link.engine.resolveCaret(caret);
    return resolved === null ? null : positionOf(link, doc, JSON.parse(resolved) as TextPoint);
  };
  const anchor = at(kept.anchor);
  const head = at(kept.head);
  return anchor === null || head === null ? null : TextSelection.create(doc, anchor, head);
}

/** The text and offset a position is in, null between texts. */
export function pointAt(link: EngineLink, doc: Node, pos: number): TextPoint | null {
  const $pos = doc.resolve(pos);
  if (!$pos.parent.inlineContent) return null;
  for (let depth = $pos.depth; depth > 0; depth--) {
    if ($pos.node(depth).type.name !== BLOCK) continue;
    const id = link.engineId(blockId($pos.node(depth)));
    if (id === undefined) return null;
    if ($pos.parent.type.name !== "tableParagraph") {
      return { target: id as string as TextTarget, offset: $pos.parentOffset };
    }
    const table = link.shadow.block(id)?.table;
    const row = table?.rows[$pos.index(depth + 1)];
    const column = table?.columns[$pos.index(depth + 2)];
    return row && column ? { target: cellTarget(row.id, column), offset: $pos.parentOffset } : null;
  }
  return null;
}

/** The position of a point, clamped to the text; null if the text is not shown or shows none. */
export function positionOf(link: EngineLink, doc: Node, { target, offset }: TextPoint): number | null {
  const holder = link.shadow.holder(target);
  const located = holder === null ? null : locate(link, doc, holder);
  if (!located) return null;
  const content = contentOf(located.node);
  const place = link.shadow.cell(target);
  if (place) {
    const cell = content.type.name === "table" ? readTable(content).rows[place.row]?.[place.column] : undefined;
    return cell ? located.pos + 1 + cell.start + Math.min(offset, cell.text.text.length) : null;
  }
  return content.inlineContent ? located.pos + 2 + Math.min(offset, content.content.size) : null;
}
