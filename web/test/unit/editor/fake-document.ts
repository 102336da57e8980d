/**
 * A document of one replica with the engine's commands and patches, small enough to be checked by eye:
 * arrays of blocks, patches by comparison of two views. It merges nothing; foreign edits are commands
 * somebody else calls on it.
 */
import type {
  BlockId,
  BlockView,
  DocumentView,
  EngineDocument,
  MarkRun,
  PatchEdit,
  RichText,
  TableView,
  TextTarget,
  Value,
} from "../../../src/engine/types";

interface Char {
  readonly text: string;
  marks: Record<string, Value>;
}

interface Block {
  readonly id: string;
  type: string;
  chars: Char[];
  properties: Record<string, Value>;
  children: Block[];
  readonly cells: Map<string, Char[]>;
}

const GROWING = new Set(["bold", "italic", "underline", "strike", "color", "highlight"]);

interface State {
  roots: Block[];
  title: Char[];
  issued: number;
}

export class FakeDocument {
  readonly log: string[] = [];
  readonly #state: State;
  #taken: DocumentView = { title: { text: "", marks: [] }, properties: {}, blocks: [] };
  #undo: string[] = [];
  #redo: string[] = [];

  constructor(state: State = { roots: [], title: [], issued: 0 }) {
    this.#state = state;
  }

  /** Another reader and writer of the same state: a peer without a network between. */
  peer(): FakeDocument {
    return new FakeDocument(this.#state);
  }

  /** The interface the binding sees. */
  get engine(): EngineDocument {
    return this as unknown as EngineDocument;
  }

  view(): string {
    return JSON.stringify(this.#view());
  }

  startView(): string {
    this.#taken = this.#view();
    return JSON.stringify(this.#taken);
  }

  takePatch(): string {
    const now = this.#view();
    const edits = comparePatch(this.#taken, now);
    this.#taken = now;
    return JSON.stringify(edits);
  }

  /** Nothing to send: there is one replica. */
  commit(): null {
    return null;
  }

  insert(target: string, offset: number, text: string, marks: string | null): void {
    this.#note("insert", target, offset, text, marks);
    const chars = this.#chars(target);
    const exactly = marks === null ? this.#caretMarks(chars, offset) : (JSON.parse(marks) as Record<string, Value>);
    check(offset >= 0 && offset <= units(chars), "offset outside the text");
    chars.splice(
      index(chars, offset),
      0,
      ...Array.from(text.replace(/[\ud800-\udfff]/gu, "\ufffd"), (each) => ({ text: each, marks: { ...exactly } })),
    );
  }

  deleteText(target: string, start: number, end: number): void {
    this.#note("deleteText", target, start, end);
    const chars = this.#chars(target);
    check(start <= end && end <= units(chars), "range outside the text");
    chars.splice(index(chars, start), index(chars, end) - index(chars, start));
  }

  mark(target: string, start: number, end: number, type: string, value: string): void {
    this.#note("mark", target, start, end, type, value);
    for (const char of this.#range(target, start, end))
      char.marks = { ...char.marks, [type]: JSON.parse(value) as Value };
  }

  unmark(target: string, start: number, end: number, type: string, _value: string | null): void {
    this.#note("unmark", target, start, end, type);
    for (const char of this.#range(target, start, end)) {
      char.marks = Object.fromEntries(Object.entries(char.marks).filter(([each]) => each !== type));
    }
  }

  split(id: string, offset: number, type: string): string {
    this.#note("split", id, offset, type);
    const block = this.#block(id);
    const made = this.#make(type);
    made.chars = block.chars.splice(index(block.chars, offset));
    const siblings = this.#siblings(id);
    siblings.splice(siblings.indexOf(block) + 1, 0, made);
    return made.id;
  }

  join(id: string, into: string): void {
    this.#note("join", id, into);
    const block = this.#block(id);
    const host = this.#block(into);
    check(!within(block, into), "a join into itself");
    remove(this.#siblings(id), block);
    host.chars.push(...block.chars);
    host.children.push(...block.children);
  }

  newBlock(parent: string | null, after: string | null, type: string): string {
    this.#note("newBlock", parent, after, type);
    const made = this.#make(type);
    this.#put(made, parent, after);
    return made.id;
  }

  move(id: string, parent: string | null, after: string | null): void {
    this.#note("move", id, parent, after);
    const block = this.#block(id);
    check(parent === null || !within(block, parent), "a move under itself");
    check(after !== id, "a move after itself");
    remove(this.#siblings(id), block);
    this.#put(block, parent, after);
  }

  deleteBlock(id: string): void {
    this.#note("deleteBlock", id);
    remove(this.#siblings(id), this.#block(id));
  }

  setType(id: string, type: string): void {
    this.#note("setType", id, type);
    this.#block(id).type = type;
  }

  setProperty(id: string | null, key: string, value: string | null): void {
    this.#note("setProperty", id, key, value);
    if (id === null) return;
    const properties = this.#block(id).properties;
    if (value === null) Reflect.deleteProperty(properties, key);
    else properties[key] = JSON.parse(value) as Value;
  }

  /** Undo groups of the fake are set by hand: everything since the last call. */
  checkpoint(): void {
    this.#undo.push(this.#save());
    this.#redo = [];
  }

  hasRoom(): boolean {
    return true;
  }

  endUndoGroup(): void {
    this.log.push("endUndoGroup");
  }

  undo(): boolean {
    return this.#travel(this.#undo, this.#redo);
  }

  redo(): boolean {
    return this.#travel(this.#redo, this.#undo);
  }

  caret(target: string, offset: number, afterLeft: boolean): string {
    // With a shared state the block may be gone already.
    const chars = this.#texts().find(([each]) => each === target)?.[1] ?? [];
    const at = index(chars, offset);
    const char = afterLeft ? chars[at - 1] : chars[at];
    carets.set(String(++caretCount), { char, afterLeft, target });
    return String(caretCount);
  }

  resolveCaret(caret: string): string | null {
    const kept = carets.get(caret);
    if (!kept) return null;
    for (const [target, chars] of this.#texts()) {
      const at = kept.char === undefined ? -1 : chars.indexOf(kept.char);
      if (at >= 0) return JSON.stringify({ target, offset: units(chars.slice(0, kept.afterLeft ? at + 1 : at)) });
    }
    const chars = this.#texts().find(([target]) => target === kept.target)?.[1];
    return chars ? JSON.stringify({ target: kept.target, offset: kept.afterLeft ? 0 : units(chars) }) : null;
  }

  // ---- internals ----

  #note(...parts: unknown[]): void {
    this.log.push(parts.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join(" "));
  }

  #make(type: string): Block {
    return { id: `b${String(++this.#state.issued)}`, type, chars: [], properties: {}, children: [], cells: new Map() };
  }

  #put(block: Block, parent: string | null, after: string | null): void {
    const siblings = parent === null ? this.#state.roots : this.#block(parent).children;
    const at = after === null ? -1 : siblings.findIndex((each) => each.id === after);
    check(after === null || at >= 0, "the neighbour is not a sibling");
    siblings.splice(at + 1, 0, block);
  }

  #all(): { block: Block; siblings: Block[] }[] {
    const walk = (siblings: Block[]): { block: Block; siblings: Block[] }[] =>
      siblings.flatMap((block) => [{ block, siblings }, ...walk(block.children)]);
    return walk(this.#state.roots);
  }

  #block(id: string): Block {
    const found = this.#all().find(({ block }) => block.id === id);
    check(found !== undefined, `no block ${id}`);
    return found.block;
  }

  #siblings(id: string): Block[] {
    const found = this.#all().find(({ block }) => block.id === id);
    check(found !== undefined, `no block ${id}`);
    return found.siblings;
  }

  #chars(target: string): Char[] {
    if (target === "title") return this.#state.title;
    const [row, column] = target.split("/");
    if (column === undefined || row === undefined) return this.#block(target).chars;
    const cells = this.#block(row).cells;
    const chars = cells.get(column) ?? [];
    cells.set(column, chars);
    return chars;
  }

  #texts(): [target: string, chars: Char[]][] {
    return this.#all().flatMap(({ block }) => [
      [block.id, block.chars] as [string, Char[]],
      ...[...block.cells].map(([column, chars]) => [`${block.id}/${column}`, chars] as [string, Char[]]),
    ]);
  }

  #range(target: string, start: number, end: number): Char[] {
    const chars = this.#chars(target);
    return chars.slice(index(chars, start), index(chars, end));
  }

  #caretMarks(chars: readonly Char[], offset: number): Record<string, Value> {
    const at = index(chars, offset);
    const left = chars[at - 1];
    const right = chars[at];
    if (!left) return {};
    return Object.fromEntries(
      Object.entries(left.marks).filter(([type, value]) => GROWING.has(type) || right?.marks[type] === value),
    );
  }

  #view(): DocumentView {
    const blocks: BlockView[] = [];
    const walk = (siblings: readonly Block[], parent: string | null) => {
      for (const block of siblings) {
        const columns = block.children.filter((child) => child.type === "tableColumn");
        const rows = block.children.filter((child) => child.type === "tableRow");
        const table: TableView | null =
          columns.length + rows.length === 0
            ? null
            : {
                columns: columns.map((column) => column.id as BlockId),
                rows: rows.map((row) => ({
                  id: row.id as BlockId,
                  cells: columns.map((column) => rich(row.cells.get(column.id) ?? [])),
                })),
              };
        blocks.push({
          id: block.id as BlockId,
          parent: parent as BlockId | null,
          type: block.type,
          ...rich(block.chars),
          properties: { ...block.properties },
          survivor: null,
          table,
        });
        walk(
          block.children.filter((child) => child.type !== "tableColumn" && child.type !== "tableRow"),
          block.id,
        );
      }
    };
    walk(this.#state.roots, null);
    return { title: rich(this.#state.title), properties: {}, blocks };
  }

  #save(): string {
    return JSON.stringify([this.#state.roots, this.#state.title], (_, value: unknown) =>
      value instanceof Map ? { cells: [...(value as Map<string, unknown>)] } : value,
    );
  }

  #travel(from: string[], to: string[]): boolean {
    const saved = from.pop();
    if (saved === undefined) return false;
    to.push(this.#save());
    const [roots, title] = JSON.parse(saved, (_, value: unknown) =>
      typeof value === "object" && value !== null && "cells" in value && Array.isArray(value.cells) && !("id" in value)
        ? new Map(value.cells as [string, Char[]][])
        : value,
    ) as [Block[], Char[]];
    this.#state.roots = roots;
    this.#state.title = title;
    return true;
  }
}

let caretCount = 0;
const carets = new Map<string, { char: Char | undefined; afterLeft: boolean; target: string }>();

function check(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message);
}

function units(chars: readonly Char[]): number {
  return chars.reduce((sum, char) => sum + char.text.length, 0);
}

function index(chars: readonly Char[], offset: number): number {
  let at = 0;
  for (let unit = 0; unit < offset && at < chars.length; at++) unit += (chars[at] as Char).text.length;
  return at;
}

function remove(siblings: Block[], block: Block): void {
  siblings.splice(siblings.indexOf(block), 1);
}

function within(block: Block, id: string): boolean {
  return block.id === id || block.children.some((child) => within(child, id));
}

function rich(chars: readonly Char[]): RichText {
  const runs: MarkRun[] = [];
  const types = new Set(chars.flatMap((char) => Object.keys(char.marks)));
  for (const type of types) {
    let start = 0;
    let value: Value | undefined;
    let at = 0;
    for (const char of [...chars, { text: "", marks: {} as Record<string, Value> }]) {
      if (char.marks[type] !== value || char.text === "") {
        if (value !== undefined) runs.push([type, start, at, value]);
        start = at;
        value = char.marks[type];
      }
      at += char.text.length;
    }
  }
  runs.sort((a, b) => a[1] - b[1] || a[2] - b[2] || (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  return { text: chars.map((char) => char.text).join(""), marks: runs };
}

/** Edits that turn one view into the other. Moves and insertions come in document order of the later view. */
export function comparePatch(before: DocumentView, after: DocumentView): PatchEdit[] {
  const edits: PatchEdit[] = [];
  const text = (target: string, old: RichText, now: RichText) => {
    if (old.text !== now.text) {
      let start = 0;
      while (start < Math.min(old.text.length, now.text.length) && old.text[start] === now.text[start]) start++;
      let end = 0;
      while (
        end < Math.min(old.text.length, now.text.length) - start &&
        old.text.at(-1 - end) === now.text.at(-1 - end)
      )
        end++;
      const removed = old.text.length - end - start;
      const inserted = now.text.slice(start, now.text.length - end);
      edits.push({ kind: "splice", target: target as TextTarget, offset: start, removed, inserted });
      edits.push({ kind: "marks", target: target as TextTarget, marks: now.marks });
    } else if (JSON.stringify(old.marks) !== JSON.stringify(now.marks)) {
      edits.push({ kind: "marks", target: target as TextTarget, marks: now.marks });
    }
  };
  text("title", before.title, after.title);
  const old = new Map(before.blocks.map((block) => [block.id, block]));
  const now = new Map(after.blocks.map((block) => [block.id, block]));
  // Sibling lists as they are while the edits are taken.
  const lists = new Map<BlockId | null, BlockId[]>([[null, []]]);
  const parents = new Map<BlockId, BlockId | null>();
  for (const block of before.blocks) {
    lists.set(block.id, []);
    lists.get(block.parent)?.push(block.id);
    parents.set(block.id, block.parent);
  }
  const counts = new Map<BlockId | null, number>();
  for (const block of after.blocks) {
    const index = counts.get(block.parent) ?? 0;
    counts.set(block.parent, index + 1);
    const list = lists.get(block.parent) as BlockId[];
    const was = old.get(block.id);
    if (!was) {
      edits.push({ kind: "insert", block, index });
      list.splice(index, 0, block.id);
      lists.set(block.id, []);
      parents.set(block.id, block.parent);
      continue;
    }
    if (list[index] !== block.id || parents.get(block.id) !== block.parent) {
      const from = lists.get(parents.get(block.id) ?? null) as BlockId[];
      from.splice(from.indexOf(block.id), 1);
      edits.push({ kind: "move", block: block.id, parent: block.parent, index });
      list.splice(index, 0, block.id);
      parents.set(block.id, block.parent);
    }
  }
  for (const block of [...before.blocks].reverse())
    if (!now.has(block.id)) edits.push({ kind: "remove", block: block.id });
  for (const block of after.blocks) {
    const was = old.get(block.id);
    if (!was) continue;
    if (was.type !== block.type) edits.push({ kind: "type", block: block.id, type: block.type });
    for (const key of new Set([...Object.keys(was.properties), ...Object.keys(block.properties)])) {
      const value = block.properties[key] ?? null;
      if ((was.properties[key] ?? null) !== value) edits.push({ kind: "property", block: block.id, key, value });
    }
    text(block.id, was, block);
    const shape = (table: TableView | null) =>
      JSON.stringify(table && [table.columns, table.rows.map((row) => row.id)]);
    if (shape(was.table) !== shape(block.table)) {
      edits.push({ kind: "table", block: block.id, table: block.table });
    } else {
      block.table?.rows.forEach((row, rowIndex) => {
        row.cells.forEach((cell, columnIndex) => {
          const column = block.table?.columns[columnIndex] ?? "";
          text(`${row.id}/${column}`, was.table?.rows[rowIndex]?.cells[columnIndex] as RichText, cell);
        });
      });
    }
  }
  return edits;
}
