/**
 * Splits and joins, recognised by their outcome: text that vanished at the end of one block and stands
 * at the end of a new one below was split off; text of a vanished block that stands at the end of the
 * block above was joined. What was typed or deleted around it in the same transaction is left to the
 * comparison of the texts.
 *
 * A wrong guess costs nothing but identity: the result is the same text either way.
 */
import type { Node } from "prosemirror-model";
import type { BlockId, TextTarget } from "../../engine/types";
import type { ChangedGroup, Collected } from "./collect";
import type { EngineLink } from "./link";
import { blockId, contentOf, groupOf, readText, type EditorBlock } from "./read";
import { commonPrefix, commonSuffix } from "./text";

export interface Split {
  readonly host: BlockId;
  /** Where the host's text ends afterwards. */
  readonly cut: number;
  /** Where the part that moves begins; what lies between was deleted. */
  readonly end: number;
  readonly block: EditorBlock;
}

export interface Join {
  readonly host: BlockId;
  /** What stays of the host's text; the rest, up to `length`, was deleted. */
  readonly cut: number;
  readonly length: number;
  readonly block: BlockId;
  /** What was deleted at the start of the joined block. */
  readonly skip: number;
}

export function findSplits(link: EngineLink, collected: Collected): Split[] {
  const splits: Split[] = [];
  const used = new Set<BlockId>();
  for (const group of collected.groups) {
    for (const { block, hosts } of lastOfNew(link, collected, group)) {
      const text = readText(contentOf(block.node)).text;
      for (const host of text === "" ? [] : hosts) {
        const id = link.engineId(host);
        const now = id === undefined || used.has(id) ? undefined : link.shadow.text(target(id));
        const changed = collected.blocks.get(host);
        if (id === undefined || !now || !changed || !contentOf(changed.after.node).inlineContent) continue;
        const kept = readText(contentOf(changed.after.node)).text;
        const cut = commonPrefix(now.text, kept);
        const lost = now.text.slice(cut);
        const moved = commonSuffix(text, lost);
        if (moved === 0 || commonSuffix(kept.slice(cut), lost) > 0) continue;
        splits.push({ host: id, cut, end: now.text.length - moved, block });
        used.add(id);
        break;
      }
    }
  }
  return splits;
}

/**
 * The last block of every run of new siblings, as a tail ends up there, with the blocks that could have
 * been split to make it: those that stand right before the run.
 */
function* lastOfNew(
  link: EngineLink,
  collected: Collected,
  { parent, children, from, to }: ChangedGroup,
): Generator<{ block: EditorBlock; hosts: readonly string[] }> {
  let before = from - 1;
  for (let index = from; index < to; index++) {
    const isNew = (at: number) => at < to && link.engineId(blockId(children[at] as Node)) === undefined;
    if (!isNew(index)) {
      before = index;
      continue;
    }
    const block = isNew(index + 1) ? undefined : collected.blocks.get(blockId(children[index] as Node))?.after;
    if (!block) continue;
    const hosts: string[] = [];
    for (let node = children[before] ?? null; node; node = groupOf(node)?.lastChild ?? null) hosts.push(blockId(node));
    yield { block, hosts: hosts.length > 0 || parent === null ? hosts : [parent] };
  }
}

export function findJoins(link: EngineLink, collected: Collected, caret: boolean): Join[] {
  const removed = new Set<BlockId>();
  for (const block of collected.removed) {
    const id = link.engineId(block.id);
    if (id !== undefined) removed.add(id);
  }
  const hosts = survivorsBefore(link, removed);
  const joins: Join[] = [];
  const used = new Set<BlockId>();
  for (const id of [...removed].reverse()) {
    const host = hosts.get(id) ?? null;
    if (host === null || used.has(host)) continue;
    const join = joinOf(link, collected, id, host, caret && removed.size === 1);
    if (!join) continue;
    joins.push(join);
    used.add(host);
  }
  return joins;
}

function joinOf(link: EngineLink, collected: Collected, id: BlockId, host: BlockId, caret: boolean): Join | null {
  const block = link.shadow.block(id);
  const before = link.shadow.block(host);
  if (!block || !before || block.table !== null) return null;
  const changed = collected.blocks.get(link.editorId(host));
  if (block.text === "") {
    // Backspace in an empty block: what somebody types there meanwhile belongs to the block above.
    const unchanged = !changed && before.table === null && block.type !== "divider" && before.text !== "";
    return caret && unchanged && block.properties["url"] === undefined
      ? { host, cut: before.text.length, length: before.text.length, block: id, skip: 0 }
      : null;
  }
  if (!changed || !contentOf(changed.after.node).inlineContent) return null;
  const text = readText(contentOf(changed.after.node)).text;
  const cut = commonPrefix(before.text, text);
  const moved = commonSuffix(text.slice(cut), block.text);
  if (moved === 0) return null;
  return { host, cut, length: before.text.length, block: id, skip: block.text.length - moved };
}

/**
 * For each removed block the nearest one before it, in document order, that is still there.
 *
 * @param removed in document order
 */
function survivorsBefore(link: EngineLink, removed: ReadonlySet<BlockId>): ReadonlyMap<BlockId, BlockId | null> {
  const survivors = new Map<BlockId, BlockId | null>();
  for (const id of removed) {
    const before = previous(link, id);
    survivors.set(id, before !== null && removed.has(before) ? (survivors.get(before) ?? null) : before);
  }
  return survivors;
}

function previous(link: EngineLink, id: BlockId): BlockId | null {
  const parent = link.shadow.block(id)?.parent ?? null;
  const siblings = link.shadow.children(parent);
  const index = siblings.indexOf(id);
  if (index <= 0) return parent;
  let last = siblings[index - 1] as BlockId;
  for (let children = link.shadow.children(last); children.length > 0; children = link.shadow.children(last)) {
    last = children[children.length - 1] as BlockId;
  }
  return last;
}

function target(block: BlockId): TextTarget {
  return block as string as TextTarget;
}
