/**
 * Makes the editor show the shadow, whatever it shows now: the last resort after a transaction or a patch
 * whose outcome differs from the engine's view. Only what differs is replaced.
 *
 * Cost: the size of the document.
 */
import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import type { BlockId } from "../../engine/types";
import { buildTree, standIn } from "./build";
import { isStandIn } from "./diff";
import type { EngineLink } from "./link";
import { ROOT_START, blockId, groupOf, rootGroup } from "./read";
import { showsContent } from "./verify";

/** Adds the replacement to the transaction. @returns whether anything differed */
export function repair(link: EngineLink, tr: Transaction): boolean {
  const group = rootGroup(tr.doc);
  const ids = link.shadow.roots;
  if (ids.length === 0) {
    if (isStandIn(link, tr.doc)) return false;
    tr.replaceWith(ROOT_START, ROOT_START + group.content.size, standIn(tr.doc.type.schema));
    return true;
  }
  let head = 0;
  let start = ROOT_START;
  while (head < ids.length && head < group.childCount && shows(link, group.child(head), ids[head] as BlockId)) {
    start += group.child(head++).nodeSize;
  }
  let tail = 0;
  let end = ROOT_START + group.content.size;
  while (
    tail < Math.min(ids.length, group.childCount) - head &&
    shows(link, group.child(group.childCount - 1 - tail), ids[ids.length - 1 - tail] as BlockId)
  ) {
    end -= group.child(group.childCount - 1 - tail++).nodeSize;
  }
  if (start === end && head + tail === ids.length) return false;
  const wanted = ids
    .slice(head, ids.length - tail)
    .map((id) => buildTree(tr.doc.type.schema, link.shadow, id, link.editorId));
  tr.replaceWith(start, end, wanted);
  return true;
}

/** Whether a container shows this block and everything below it. */
export function shows(link: EngineLink, container: Node, id: BlockId): boolean {
  const block = link.shadow.block(id);
  if (!block || blockId(container) !== link.editorId(id) || !showsContent(container, block)) return false;
  const group = groupOf(container);
  const children = block.children;
  if ((group?.childCount ?? 0) !== children.length) return false;
  return children.every((child, index) => group !== null && shows(link, group.child(index), child));
}

/** Whether the whole document shows the shadow. Cost: its size. */
export function showsAll(link: EngineLink, doc: Node): boolean {
  const group = rootGroup(doc);
  const ids = link.shadow.roots;
  if (ids.length === 0) return isStandIn(link, doc);
  return group.childCount === ids.length && ids.every((id, index) => shows(link, group.child(index), id));
}
