/**
 * Local changes: old and new document of the editor → commands of the engine.
 *
 * The outcome is compared, not the steps: one path for typing, paste, Tab, drag and what plugins append.
 * Order of the commands, each phase against the shadow as the previous one left it:
 *
 * 1. splits and joins, recognised by text that went from one block to the other (gestures.ts), so that
 *    characters keep their identity and words typed there at the same time follow;
 * 2. new blocks and moves, parents before children; what was cut out moves, or else the fewest;
 * 3. deletions, only the topmost of a subtree;
 * 4. types, properties, texts and table cells; 5. marks, against what the engine made of the texts.
 *
 * Law: afterwards the shadow equals the new document (`verify.ts` checks it after every transaction).
 * Cost: one comparison a sibling, then the size of the change.
 */
import type { Node, Schema } from "prosemirror-model";
import { Mapping, type StepMap } from "prosemirror-transform";
import type { BlockId, TextTarget } from "../../engine/types";
import { Commands } from "./commands";
import { collect, type ChangedBlock, type ChangedGroup, type Collected } from "./collect";
import { findJoins, findSplits } from "./gestures";
import type { EngineLink } from "./link";
import { blockType, changedProperties, nodeAttributes, nodeKind } from "./mapping";
import { longestIncreasing } from "./order";
import { blockId, contentOf, contentStart, groupOf, rootGroup } from "./read";
import { sendTable } from "./tableDiff";
import { changedRanges } from "./text";

export interface LocalChange {
  readonly before: Node;
  readonly after: Node;
  /** Step maps from `before` to `after`; where they are wrong the result is only less exact. */
  readonly maps: readonly StepMap[];
  /** Whether the selection was a caret before: tells Backspace in an empty block from its deletion. */
  readonly caret: boolean;
  /** Called once before the first command that makes, moves, splits or removes a block. */
  readonly beforeStructure: () => void;
  /** Commits what was sent so far, as a change has limits. */
  readonly checkpoint: () => void;
}

export interface SentChange {
  /** Whether the engine was told anything. */
  readonly sent: boolean;
  /** Whether blocks came, went or moved. */
  readonly structural: boolean;
  /** Whether a badge came or went, which no node shows. */
  readonly badges: boolean;
  readonly collected: Collected;
  /** Blocks the engine's patches touched. */
  readonly patched: ReadonlySet<BlockId>;
}

export function sendChange(link: EngineLink, change: LocalChange): SentChange {
  return new Sender(link, change).send();
}

/** Whether the document is the lone empty paragraph the editor shows while the engine has no blocks. */
export function isStandIn(link: EngineLink, doc: Node): boolean {
  const group = rootGroup(doc);
  if (group.childCount !== 1) return false;
  const block = group.child(0);
  const content = contentOf(block);
  if (link.engineId(blockId(block)) !== undefined || groupOf(block) !== null) return false;
  return content.type.name === "paragraph" && content.childCount === 0 && content.hasMarkup(content.type);
}

class Sender {
  readonly #schema: Schema;
  readonly #collected: Collected;
  readonly #commands: Commands;
  readonly #mapping: Mapping;
  readonly #standIn: string | null;
  #structural = false;

  constructor(
    readonly link: EngineLink,
    readonly change: LocalChange,
  ) {
    this.#schema = change.after.type.schema;
    const standIn = isStandIn(link, change.after);
    this.#standIn = standIn ? blockId(rootGroup(change.after).child(0)) : null;
    // While the engine has no blocks, nothing of the editor's document is known to it.
    this.#collected = collect(link.shadow.isEmpty() ? null : change.before, change.after);
    this.#mapping = new Mapping(change.maps);
    this.#commands = new Commands(link, changedRanges(change.maps), change.checkpoint);
  }

  send(): SentChange {
    this.#splitAndJoin();
    for (const group of this.#collected.groups) this.#place(group);
    this.#remove();
    const blocks = [...this.#collected.blocks.values()].filter((block) => block.after.id !== this.#standIn);
    for (const block of blocks) this.#content(block);
    this.#commands.finish();
    return {
      sent: this.#commands.sent,
      structural: this.#structural,
      badges: this.#commands.badges,
      collected: this.#collected,
      patched: this.#commands.patched,
    };
  }

  get #engine() {
    return this.#commands.engine;
  }

  /** The engine, for a command that changes which blocks there are or where. */
  get #structure() {
    if (!this.#structural) this.change.beforeStructure();
    this.#structural = true;
    return this.#commands.engine;
  }

  #splitAndJoin(): void {
    const splits = findSplits(this.link, this.#collected);
    const hosts = new Set(splits.map((split) => split.host));
    const joins = findJoins(this.link, this.#collected, this.change.caret).filter((join) => !hosts.has(join.host));
    if (splits.length + joins.length === 0) return;
    const engine = this.#structure;
    for (const { host, cut, end, block } of splits) {
      if (end > cut) engine.deleteText(target(host), cut, end);
      const id = engine.split(host, cut, blockType(contentOf(block.node))) as BlockId;
      this.link.name(block.id, id);
    }
    for (const { host, cut, length, block, skip } of joins) {
      if (length > cut) engine.deleteText(target(host), cut, length);
      if (skip > 0) engine.deleteText(target(block), 0, skip);
      engine.join(block, host);
    }
    this.#commands.take();
  }

  #place({ parent, children, from, to }: ChangedGroup): void {
    const host = parent === null ? null : this.link.engineId(parent);
    if (host === undefined) return;
    const current = this.link.shadow.block(host ?? undefined)?.children ?? this.link.shadow.roots;
    const wanted = children.slice(from, to);
    const ids = wanted.map((node) => this.link.engineId(blockId(node)));
    if (current.length === children.length && ids.every((id, index) => current[from + index] === id)) return;

    const stable = this.#stable(current, wanted);
    const anchor = from > 0 ? this.link.engineId(blockId(children[from - 1] as Node)) : undefined;
    let previous: BlockId | null = anchor ?? null;
    let changed = false;
    for (const [index, node] of wanted.entries()) {
      let id = ids[index];
      if (blockId(node) === this.#standIn) continue;
      if (id === undefined) {
        id = this.#structure.newBlock(host, previous, blockType(contentOf(node))) as BlockId;
        this.link.name(blockId(node), id);
        changed = true;
      } else if (!stable.has(id)) {
        this.#structure.move(id, host, previous);
        changed = true;
      }
      previous = id;
    }
    if (!changed) return;
    // The groups of the children need their parents in the shadow.
    this.#commands.take();
  }

  /**
   * The siblings that stay while the others move: those the transaction did not cut out, if they are in
   * order, since the person moved the others; else the longest run in order.
   */
  #stable(current: readonly BlockId[], wanted: readonly Node[]): ReadonlySet<BlockId> {
    const indexOf = new Map(current.map((id, index) => [id, index]));
    const there: { readonly id: BlockId; readonly index: number; readonly cut: boolean | null }[] = [];
    for (const node of wanted) {
      const id = this.link.engineId(blockId(node));
      const index = id === undefined ? undefined : indexOf.get(id);
      if (id !== undefined && index !== undefined) there.push({ id, index, cut: this.#wasCut(blockId(node)) });
    }
    const kept = there.filter((block) => block.cut !== true);
    const known = kept.some((block) => block.cut === false);
    const candidates = known && isIncreasing(kept.map((block) => block.index)) ? kept : there;
    const run = longestIncreasing(candidates.map((block) => block.index));
    return new Set(run.map((at) => (candidates[at] as (typeof candidates)[number]).id));
  }

  /** @returns null for a block that was not there before */
  #wasCut(editorId: string): boolean | null {
    const pos = this.#collected.positions.get(editorId);
    return pos === undefined ? null : this.#mapping.mapResult(pos, 1).deleted;
  }

  #remove(): void {
    const removed = new Set<BlockId>();
    for (const block of this.#collected.removed) {
      const id = this.link.engineId(block.id);
      if (id !== undefined) removed.add(id);
    }
    for (const id of removed) {
      const parent = this.link.shadow.block(id)?.parent ?? null;
      if (parent !== null && removed.has(parent)) continue;
      this.#structure.deleteBlock(id);
    }
    if (removed.size > 0) this.#commands.take();
  }

  #content({ before, after }: ChangedBlock): void {
    const id = this.link.engineId(after.id);
    const block = this.link.shadow.block(id);
    if (id === undefined || !block) return;
    const content = contentOf(after.node);
    const type = blockType(content);
    if (type !== block.type) this.#engine.setType(id, type);
    const shown = nodeAttributes(nodeKind(this.#schema, type), block.properties);
    for (const [key, value] of changedProperties(content, shown)) {
      const json = value === null ? null : JSON.stringify(value);
      this.#commands.engineFor(json?.length ?? 0).setProperty(id, key, json);
    }
    if (content.type.name === "table") {
      const old = before && contentOf(before.node).type === content.type ? before : null;
      sendTable(this.#commands, id, {
        before: old && contentOf(old.node),
        beforePos: old && contentStart(old) - 1,
        after: content,
        afterPos: contentStart(after) - 1,
      });
    } else if (content.inlineContent) {
      const start = before && contentOf(before.node).inlineContent ? contentStart(before) : null;
      this.#commands.text(target(id), content, start, contentStart(after));
    }
  }
}

function isIncreasing(values: readonly number[]): boolean {
  return values.every((value, at) => at === 0 || (values[at - 1] as number) < value);
}

function target(block: BlockId): TextTarget {
  return block as string as TextTarget;
}
