/** ProseMirror nodes for what the shadow holds: the inverse of `read.ts`. */
import { Fragment, type Node, type Schema } from "prosemirror-model";
import type { BlockId } from "../../engine/types";
import { nodeAttributes, nodeKind, nodeType, shownMarks } from "./mapping";
import { buildInline } from "./inline";
import { BLOCK, GROUP, takesMarks } from "./read";
import type { Shadow, ShadowBlock } from "./shadow";
import { buildTable } from "./tables";

/** Turns the engine's ids into those the editor uses for the same blocks. */
export type EditorIds = (block: BlockId) => string;

/** The content node of a block: its type, properties and text. */
export function buildContent(schema: Schema, block: ShadowBlock): Node {
  const kind = nodeKind(schema, block.type);
  const attributes = nodeAttributes(kind, block.properties);
  if (kind.node.name === "table") return buildTable(schema, block, attributes);
  const empty = kind.node.create(attributes);
  if (!empty.inlineContent) return empty;
  const marked = takesMarks(empty);
  const shown = { text: block.text, marks: shownMarks(block.marks, marked) };
  return kind.node.create(attributes, buildInline(schema, shown, !marked));
}

/** The container of a block with all its children. */
export function buildTree(schema: Schema, shadow: Shadow, id: BlockId, ids: EditorIds): Node {
  const block = shadow.block(id);
  if (!block) throw new Error("the block is not shown");
  const group = buildGroup(schema, shadow, block.children, ids);
  const content = buildContent(schema, block);
  return nodeType(schema, BLOCK).create({ id: ids(id) }, group ? [content, group] : [content]);
}

export function buildGroup(schema: Schema, shadow: Shadow, children: readonly BlockId[], ids: EditorIds): Node | null {
  if (children.length === 0) return null;
  return nodeType(schema, GROUP).create(null, Fragment.from(children.map((id) => buildTree(schema, shadow, id, ids))));
}

/** The block the editor shows on its own account while the engine's document has none. */
export function standIn(schema: Schema): Node {
  return nodeType(schema, BLOCK).create({ id: STAND_IN_ID }, nodeType(schema, "paragraph").create());
}
export const STAND_IN_ID = "stand-in";

export function buildDocument(schema: Schema, shadow: Shadow, ids: EditorIds): Node {
  const group = buildGroup(schema, shadow, shadow.roots, ids);
  return nodeType(schema, "doc").create(null, group ?? nodeType(schema, GROUP).create(null, standIn(schema)));
}
