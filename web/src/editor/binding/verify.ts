/**
 * Does the editor show what the engine says? Asked of every block a transaction touched, on either side;
 * where the answer is no, `repair.ts` makes the editor follow the engine.
 */
import type { Node } from "prosemirror-model";
import type { BlockId } from "../../engine/types";
import { buildContent } from "./build";
import { isStandIn, type SentChange } from "./diff";
import type { EngineLink } from "./link";
import { BLOCK, blockId, contentOf, groupOf, rootGroup } from "./read";
import type { ShadowBlock } from "./shadow";

/** Where the container of a block stands, found along its ancestors. Cost: the siblings on that path. */
export interface Located {
  readonly node: Node;
  /** Position before the container. */
  readonly pos: number;
}

/** @returns null if the document does not hold the block where the shadow has it */
export function locate(link: EngineLink, doc: Node, id: BlockId): Located | null {
  const block = link.shadow.block(id);
  if (!block) return null;
  let group: Node | null = rootGroup(doc);
  let pos = 1;
  if (block.parent !== null) {
    const parent = locate(link, doc, block.parent);
    if (!parent) return null;
    group = groupOf(parent.node);
    pos = parent.pos + 1 + contentOf(parent.node).nodeSize + 1;
  }
  const index = link.shadow.children(block.parent).indexOf(id);
  if (!group || index < 0 || index >= group.childCount) return null;
  for (let before = 0; before < index; before++) pos += group.child(before).nodeSize;
  const node = group.child(index);
  return node.type.name === BLOCK && blockId(node) === link.editorId(id) ? { node, pos } : null;
}

export function showsContent(container: Node, block: ShadowBlock): boolean {
  return sameContent(contentOf(container), buildContent(container.type.schema, block));
}

/** Whether everything a local change touched is now shown as the engine has it. */
export function showsChange(link: EngineLink, doc: Node, { collected, patched }: SentChange): boolean {
  if (link.shadow.isEmpty()) return isStandIn(link, doc);
  for (const { parent, children, from, to } of collected.groups) {
    const id = parent === null ? null : link.engineId(parent);
    if (id === undefined) return false;
    const ids = link.shadow.children(id);
    if (ids.length !== children.length) return false;
    for (let index = from; index < to; index++) {
      if (blockId(children[index] as Node) !== link.editorId(ids[index] as BlockId)) return false;
    }
  }
  for (const { after } of collected.blocks.values()) {
    const block = link.shadow.block(link.engineId(after.id));
    if (!block || !showsContent(after.node, block)) return false;
  }
  for (const id of patched) {
    const block = link.shadow.block(id);
    if (!block || collected.blocks.has(link.editorId(id))) continue;
    const located = locate(link, doc, id);
    if (!located || !showsContent(located.node, block)) return false;
  }
  return true;
}

/** Equal for a reader: a newline inside a text node and a hard break are the same. */
function sameContent(shown: Node, wanted: Node): boolean {
  if (shown.eq(wanted)) return true;
  return shown.type === wanted.type && JSON.stringify(flat(shown)) === JSON.stringify(flat(wanted));
}

function flat(node: Node): unknown {
  if (!node.inlineContent) return [node.type.name, node.attrs, node.children.map(flat)];
  const units: unknown[] = [];
  node.forEach((child) => {
    const marks = child.marks.map((mark) => [mark.type.name, mark.attrs]);
    for (const unit of child.isText ? (child.text ?? "") : "\n") units.push([unit, marks]);
  });
  return [node.type.name, node.attrs, units];
}
