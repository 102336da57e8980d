/**
 * Which blocks a transaction touched. ProseMirror's nodes are persistent: what did not change is the
 * same object, so `===` skips it. Sibling lists are compared from both ends; only the middle is read.
 *
 * Cost: one comparison a sibling on the path to the change, then the size of what changed.
 */
import type { Node } from "prosemirror-model";
import { ROOT_START, blockId, blocksIn, contentOf, groupOf, groupStart, rootGroup, type EditorBlock } from "./read";

/** A sibling list that is not what it was. */
export interface ChangedGroup {
  /** Editor id of the parent, null at the top. */
  readonly parent: string | null;
  /** All children as they are now. */
  readonly children: readonly Node[];
  /** The part that may differ, end exclusive. */
  readonly from: number;
  readonly to: number;
}

/** A block that is in both documents with another content node, or anew in this one. */
export interface ChangedBlock {
  readonly before: EditorBlock | null;
  readonly after: EditorBlock;
}

export interface Collected {
  /** Parents before their children. */
  readonly groups: readonly ChangedGroup[];
  /** Blocks whose own content may differ, and blocks new to the document, in document order. */
  readonly blocks: ReadonlyMap<string, ChangedBlock>;
  /** Where the blocks of changed groups stood in the old document. */
  readonly positions: ReadonlyMap<string, number>;
  /** Blocks that are no longer there, in the old document's order. */
  readonly removed: readonly EditorBlock[];
}

/** @param before null if nothing of the earlier document counts */
export function collect(before: Node | null, after: Node): Collected {
  const collector = new Collector();
  collector.compare(null, before && rootGroup(before), ROOT_START, rootGroup(after), ROOT_START);
  return collector.finish();
}

class Collector {
  readonly #groups: ChangedGroup[] = [];
  readonly #blocks = new Map<string, ChangedBlock>();
  readonly #positions = new Map<string, number>();
  readonly #departed = new Map<string, EditorBlock>();
  readonly #arrived = new Map<string, EditorBlock>();

  compare(parent: string | null, before: Node | null, beforeStart: number, after: Node | null, afterStart: number) {
    if (before === after) return;
    const olds = before?.children ?? [];
    const news = after?.children ?? [];
    let head = 0;
    let oldPos = beforeStart;
    let newPos = afterStart;
    for (let old = olds[head]; old !== undefined && old === news[head]; old = olds[++head]) {
      oldPos += old.nodeSize;
      newPos += old.nodeSize;
    }
    let oldEnd = olds.length;
    let newEnd = news.length;
    while (oldEnd > head && newEnd > head && olds[oldEnd - 1] === news[newEnd - 1]) {
      oldEnd--;
      newEnd--;
    }
    this.#groups.push({ parent, children: news, from: head, to: newEnd });
    const middle = new Map<string, EditorBlock>();
    for (let index = head; index < oldEnd; index++) {
      const node = olds[index] as Node;
      middle.set(blockId(node), { id: blockId(node), parent, node, pos: oldPos });
      this.#positions.set(blockId(node), oldPos);
      oldPos += node.nodeSize;
    }
    for (let index = head; index < newEnd; index++) {
      const node = news[index] as Node;
      const block = { id: blockId(node), parent, node, pos: newPos };
      const old = middle.get(block.id);
      if (old) {
        middle.delete(block.id);
        this.#pair(old, block);
      } else {
        for (const each of [block, ...blocksIn(groupOf(node), groupStart(block), block.id)]) this.#arrive(each);
      }
      newPos += node.nodeSize;
    }
    for (const old of middle.values()) {
      for (const each of [old, ...blocksIn(groupOf(old.node), groupStart(old), old.id)])
        this.#departed.set(each.id, each);
    }
  }

  #arrive(block: EditorBlock): void {
    this.#arrived.set(block.id, block);
    const group = groupOf(block.node);
    if (group) this.#groups.push({ parent: block.id, children: group.children, from: 0, to: group.childCount });
  }

  #pair(before: EditorBlock, after: EditorBlock): void {
    if (before.node === after.node) return;
    if (contentOf(before.node) !== contentOf(after.node)) this.#blocks.set(after.id, { before, after });
    this.compare(after.id, groupOf(before.node), groupStart(before), groupOf(after.node), groupStart(after));
  }

  finish(): Collected {
    for (const [id, after] of this.#arrived) {
      const before = this.#departed.get(id) ?? null;
      this.#departed.delete(id);
      if (before === null || contentOf(before.node) !== contentOf(after.node)) this.#blocks.set(id, { before, after });
    }
    const blocks = [...this.#blocks].sort((a, b) => a[1].after.pos - b[1].after.pos);
    const removed = [...this.#departed.values()].sort((a, b) => a.pos - b.pos);
    return { groups: this.#groups, blocks: new Map(blocks), positions: this.#positions, removed };
  }
}
