/** Random edits of both sides of the binding: transactions as a view could make them, commands as a peer could. */
import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { contentOf, groupOf, type EditorBlock } from "../../../src/editor/binding/read";
import type { BlockView, DocumentView, EngineDocument } from "../../../src/engine/types";
import { readTable } from "../../../src/editor/binding/tables";
import { Page, container, freshId, node, paragraph, schema } from "./page";

/** Mulberry32: small, seeded, good enough to walk a state space. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new Error("nothing to pick from");
    return picked;
  }
}

/** Repeated letters, pairs with a common half, a combining mark, a newline. */
const TEXTS = ["a", "a", "aa", "b", " ", "word", "😀", "😁", "é", "long text with words"];
const TYPES: readonly (readonly [string, Record<string, unknown>])[] = [
  ["paragraph", {}],
  ["heading", { level: 2 }],
  ["heading", { level: 1, isToggleable: true }],
  ["bulletListItem", {}],
  ["numberedListItem", { start: 4 }],
  ["checkListItem", { checked: true }],
  ["toggleListItem", { textAlignment: "center" }],
  ["quote", { backgroundColor: "red" }],
  ["codeBlock", { language: "java" }],
];
const MARKS = [
  ["bold", null],
  ["italic", null],
  ["code", null],
  ["link", { href: "https://example.org" }],
  ["link", { href: "/p/1" }],
  ["textColor", { stringValue: "red" }],
  ["backgroundColor", { stringValue: "blue" }],
] as const;

type Edit = (tr: Transaction, page: Page, random: Random) => boolean;

interface Spot {
  readonly block: EditorBlock;
  readonly start: number;
  readonly size: number;
}

function spots(page: Page): Spot[] {
  return page.blocks
    .filter((block) => contentOf(block.node).inlineContent)
    .map((block) => ({ block, start: block.pos + 2, size: contentOf(block.node).content.size }));
}

/** An offset that does not stand inside a surrogate pair. */
function offset(page: Page, spot: Spot, random: Random): number {
  const at = random.below(spot.size + 1);
  const text = page.state.doc.textBetween(spot.start, spot.start + spot.size, "", "\n");
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit < 0xe000 ? at - 1 : at;
}

function someSpot(page: Page, random: Random): Spot | null {
  const all = spots(page);
  return all.length === 0 ? null : random.pick(all);
}

function range(page: Page, spot: Spot, random: Random): [number, number] {
  const [a, b] = [offset(page, spot, random), offset(page, spot, random)];
  return [spot.start + Math.min(a, b), spot.start + Math.max(a, b)];
}

function isNested(outer: EditorBlock, inner: EditorBlock): boolean {
  return inner.pos >= outer.pos && inner.pos < outer.pos + outer.node.nodeSize;
}

function cutBlock(tr: Transaction, block: EditorBlock): boolean {
  const $pos = tr.doc.resolve(block.pos);
  const alone = $pos.parent.childCount === 1;
  if (alone && $pos.depth === 1) return false;
  if (alone) tr.delete(block.pos - 1, block.pos + block.node.nodeSize + 1);
  else tr.delete(block.pos, block.pos + block.node.nodeSize);
  return true;
}

/** Puts containers beside or under a block that is at `pos` in the transaction's document. */
function putBlocks(tr: Transaction, pos: number, under: boolean, blocks: readonly Node[]): void {
  const target = tr.doc.nodeAt(pos);
  if (!target) throw new Error("no block there");
  const end = pos + target.nodeSize;
  if (!under) tr.insert(end, blocks);
  else if (groupOf(target)) tr.insert(pos + 1 + contentOf(target).nodeSize + 1, blocks);
  else tr.insert(end - 1, node("blockGroup").create(null, blocks));
}

function randomTree(random: Random, depth = 0): Node {
  const [type, attributes] = random.pick(TYPES);
  const children = depth < 2 && random.below(3) === 0 ? [randomTree(random, depth + 1)] : [];
  return container(null, type, attributes, random.below(3) === 0 ? "" : random.pick(TEXTS), ...children);
}

export const LOCAL: Readonly<Record<string, Edit>> = {
  type: (tr, page, random) => {
    const spot = someSpot(page, random);
    if (!spot) return false;
    tr.insertText(random.pick(TEXTS), spot.start + offset(page, spot, random));
    return true;
  },
  replace: (tr, page, random) => {
    const spot = someSpot(page, random);
    if (!spot) return false;
    tr.insertText(random.pick(TEXTS), ...range(page, spot, random));
    return true;
  },
  erase: (tr, page, random) => {
    const spot = someSpot(page, random);
    if (!spot) return false;
    tr.delete(...range(page, spot, random));
    return tr.docChanged;
  },
  twoPlaces: (tr, page, random) => {
    const spot = someSpot(page, random);
    if (!spot) return false;
    const [from, to] = range(page, spot, random);
    tr.insertText(random.pick(TEXTS), to).insertText(random.pick(TEXTS), from);
    return true;
  },
  hardBreak: (tr, page, random) => {
    const spot = someSpot(page, random);
    if (!spot || contentOf(spot.block.node).type.spec.code) return false;
    tr.insert(spot.start + offset(page, spot, random), node("hardBreak").create());
    return true;
  },
  mark: (tr, page, random) => {
    const spot = someSpot(page, random);
    if (!spot) return false;
    const [name, attributes] = random.pick(MARKS);
    const [from, to] = range(page, spot, random);
    if (random.below(3) > 0) tr.addMark(from, to, schema.mark(name, attributes));
    else tr.removeMark(from, to);
    return tr.docChanged;
  },
  markedText: (tr, page, random) => {
    const spot = someSpot(page, random);
    if (!spot || contentOf(spot.block.node).type.spec.code) return false;
    const [name, attributes] = random.pick(MARKS);
    tr.insert(
      spot.start + offset(page, spot, random),
      schema.text(random.pick(TEXTS), [schema.mark(name, attributes)]),
    );
    return true;
  },
  split: (tr, page, random) => {
    const spot = someSpot(page, random);
    if (!spot) return false;
    const [type, attrs] = random.pick(TYPES);
    if (type === "codeBlock" || contentOf(spot.block.node).type.spec.code) return false;
    tr.split(spot.start + offset(page, spot, random), 2, [
      { type: node("blockContainer"), attrs: { id: freshId() } },
      { type: node(type), attrs },
    ]);
    return true;
  },
  eraseOverBlocks: (tr, page, random) => {
    const all = spots(page);
    if (all.length < 2) return false;
    const first = random.below(all.length - 1);
    const [a, b] = [all[first] as Spot, all[Math.min(all.length - 1, first + 1 + random.below(3))] as Spot];
    const inCode = [a, b].some((spot) => contentOf(spot.block.node).type.spec.code);
    if (inCode || a.block.parent !== b.block.parent) return false;
    tr.delete(a.start + offset(page, a, random), b.start + offset(page, b, random));
    return true;
  },
  remove: (tr, page, random) => cutBlock(tr, random.pick(page.blocks)),
  removeAll: (tr, _page, random) => {
    if (random.below(4) > 0) return false;
    tr.replaceWith(1, 1 + tr.doc.child(0).content.size, paragraph(null, ""));
    return true;
  },
  move: (tr, page, random) => {
    const block = random.pick(page.blocks);
    const others = page.blocks.filter((other) => !isNested(block, other));
    if (others.length === 0) return false;
    const to = random.pick(others);
    if (!cutBlock(tr, block)) return false;
    const pos = tr.mapping.map(to.pos);
    if (tr.doc.nodeAt(pos)?.attrs["id"] !== to.id) return false;
    putBlocks(tr, pos, random.below(2) === 0, [block.node]);
    return true;
  },
  lift: (tr, page, random) => {
    const nested = page.blocks.filter((block) => block.parent !== null);
    if (nested.length === 0) return false;
    const block = random.pick(nested);
    const parent = page.blocks.find((other) => other.id === block.parent) as EditorBlock;
    cutBlock(tr, block);
    putBlocks(tr, parent.pos, false, [block.node]);
    return true;
  },
  insert: (tr, page, random) => {
    const trees = Array.from({ length: 1 + random.below(3) }, () => randomTree(random));
    putBlocks(tr, random.pick(page.blocks).pos, random.below(3) === 0, trees);
    return true;
  },
  retype: (tr, page, random) => {
    const spot = someSpot(page, random);
    if (!spot) return false;
    const [type, attributes] = random.pick(TYPES);
    const content = contentOf(spot.block.node);
    const plain = type === "codeBlock" || content.type.spec.code === true;
    const text = content.textBetween(0, content.content.size, "", "\n");
    if (!plain) tr.setNodeMarkup(spot.block.pos + 1, node(type), attributes);
    else {
      const made = node(type).create(attributes, text === "" ? [] : schema.text(text));
      tr.replaceWith(spot.block.pos + 1, spot.block.pos + 1 + content.nodeSize, made);
    }
    return true;
  },
  atom: (tr, page, random) => {
    const block = random.pick(page.blocks);
    const name = random.pick(["divider", "image"]);
    const attributes = name === "image" ? { url: "/files/1", caption: "x", previewWidth: 320 } : {};
    putBlocks(tr, block.pos, false, [container(null, name, attributes, "")]);
    return true;
  },
};

// ---- tables ----

interface TableSpot {
  readonly block: EditorBlock;
  readonly table: Node;
  /** Position before the table node. */
  readonly pos: number;
}

function someTable(page: Page, random: Random): TableSpot | null {
  const tables = page.blocks.filter((block) => contentOf(block.node).type.name === "table");
  if (tables.length === 0) return null;
  const block = random.pick(tables);
  return { block, table: contentOf(block.node), pos: block.pos + 1 };
}

function cell(text: string): Node {
  return node("tableCell").create(null, node("tableParagraph").create(null, text === "" ? [] : schema.text(text)));
}

function tableOf(rows: readonly (readonly Node[])[]): Node {
  return node("table").create(
    null,
    rows.map((row) => node("tableRow").create(null, row)),
  );
}

function cells(table: Node): Node[][] {
  return table.children.map((row) => [...row.children]);
}

/** Replaces the table as BlockNote's commands do, by one built anew; headings stay in the first row and column. */
function rebuild(
  tr: Transaction,
  { table, pos }: TableSpot,
  rows: readonly (readonly Node[])[],
  headings?: boolean,
): void {
  const { headerRow, headerColumn } = readTable(table);
  const top = headings ?? headerRow;
  const typed = rows.map((row, rowIndex) =>
    row.map((each, column) =>
      node((top && rowIndex === 0) || (headerColumn && column === 0) ? "tableHeader" : "tableCell").create(
        null,
        each.content,
      ),
    ),
  );
  tr.replaceWith(pos, pos + table.nodeSize, tableOf(typed));
}

export const LOCAL_TABLES: Readonly<Record<string, Edit>> = {
  table: (tr, page, random) => {
    const rows = Array.from({ length: 1 + random.below(3) }, () =>
      Array.from({ length: 2 }, () => cell(random.below(2) === 0 ? "" : random.pick(TEXTS))),
    );
    const made = node("blockContainer").create({ id: freshId() }, tableOf(rows));
    putBlocks(tr, random.pick(page.blocks).pos, false, [made]);
    return true;
  },
  cellText: (tr, page, random) => {
    const spot = someTable(page, random);
    if (!spot) return false;
    const paragraphs: number[] = [];
    spot.table.descendants((each, pos) => {
      if (each.type.name === "tableParagraph") paragraphs.push(spot.pos + 1 + pos + 1);
    });
    tr.insertText(random.pick(TEXTS), random.pick(paragraphs));
    return true;
  },
  insertRow: (tr, page, random) => {
    const spot = someTable(page, random);
    if (!spot) return false;
    const columns = spot.table.child(0).childCount;
    const row = Array.from({ length: columns }, () => cell(""));
    const rows = cells(spot.table);
    rebuild(tr, spot, rows.toSpliced(random.below(rows.length + 1), 0, row));
    return true;
  },
  removeRow: (tr, page, random) => {
    const spot = someTable(page, random);
    if (!spot || spot.table.childCount < 2) return false;
    const gone = random.below(spot.table.childCount);
    rebuild(
      tr,
      spot,
      cells(spot.table).filter((_, row) => row !== gone),
    );
    return true;
  },
  insertColumn: (tr, page, random) => {
    const spot = someTable(page, random);
    if (!spot) return false;
    const at = random.below(spot.table.child(0).childCount + 1);
    rebuild(
      tr,
      spot,
      cells(spot.table).map((row) => row.toSpliced(at, 0, cell(random.below(3) === 0 ? "new" : ""))),
    );
    return true;
  },
  removeColumn: (tr, page, random) => {
    const spot = someTable(page, random);
    if (!spot || spot.table.child(0).childCount < 2) return false;
    const gone = random.below(spot.table.child(0).childCount);
    rebuild(
      tr,
      spot,
      cells(spot.table).map((row) => row.filter((_, column) => column !== gone)),
    );
    return true;
  },
  moveRow: (tr, page, random) => {
    const spot = someTable(page, random);
    if (!spot || spot.table.childCount < 2) return false;
    const rows = cells(spot.table);
    const [moved] = rows.splice(random.below(rows.length), 1);
    rows.splice(random.below(rows.length + 1), 0, moved as Node[]);
    rebuild(tr, spot, rows);
    return true;
  },
  moveColumn: (tr, page, random) => {
    const spot = someTable(page, random);
    if (!spot || spot.table.child(0).childCount < 2) return false;
    const width = spot.table.child(0).childCount;
    const [from, to] = [random.below(width), random.below(width)];
    rebuild(
      tr,
      spot,
      cells(spot.table).map((row) => row.toSpliced(from, 1).toSpliced(to, 0, row[from] as Node)),
    );
    return true;
  },
  headings: (tr, page, random) => {
    const spot = someTable(page, random);
    if (!spot) return false;
    rebuild(tr, spot, cells(spot.table), random.below(2) === 0);
    return true;
  },
};

type Command = (engine: EngineDocument, view: DocumentView, random: Random) => boolean;

function someBlock(view: DocumentView, random: Random): BlockView | null {
  const blocks = view.blocks.filter((block) => block.table === null);
  return blocks.length === 0 ? null : random.pick(blocks);
}

function isUnder(view: DocumentView, inner: string, outer: string): boolean {
  for (let at: string | null = inner; at !== null; at = view.blocks.find((block) => block.id === at)?.parent ?? null) {
    if (at === outer) return true;
  }
  return false;
}

function textOffset(text: string, random: Random): number {
  const at = random.below(text.length + 1);
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit < 0xe000 ? at - 1 : at;
}

const ENGINE_TYPES = ["paragraph", "heading1", "heading5", "todo", "code", "divider", "callout", "image"];

export const REMOTE: Readonly<Record<string, Command>> = {
  insert: (engine, view, random) => {
    const block = someBlock(view, random);
    if (!block) return false;
    const marks = random.below(3) === 0 ? JSON.stringify({ bold: true, color: "red", comment: "c1" }) : null;
    engine.insert(block.id, textOffset(block.text, random), random.pick(TEXTS), marks);
    return true;
  },
  newline: (engine, view, random) => {
    const block = someBlock(view, random);
    if (!block) return false;
    engine.insert(block.id, textOffset(block.text, random), "\n", null);
    return true;
  },
  deleteText: (engine, view, random) => {
    const block = someBlock(view, random);
    if (!block || block.text === "") return false;
    const [a, b] = [textOffset(block.text, random), textOffset(block.text, random)];
    engine.deleteText(block.id, Math.min(a, b), Math.max(a, b));
    return true;
  },
  mark: (engine, view, random) => {
    const block = someBlock(view, random);
    if (!block || block.text === "") return false;
    const [a, b] = [textOffset(block.text, random), textOffset(block.text, random)];
    if (a === b) return false;
    const [type, value] = random.pick([
      ["bold", "true"],
      ["link", '"https://example.org"'],
      ["highlight", '"yellow"'],
      ["glow", "3"],
    ] as const);
    if (random.below(3) > 0) engine.mark(block.id, Math.min(a, b), Math.max(a, b), type, value);
    else engine.unmark(block.id, Math.min(a, b), Math.max(a, b), type, null);
    return true;
  },
  newBlock: (engine, view, random) => {
    const sibling = someBlock(view, random);
    const id =
      sibling && random.below(2) === 0
        ? engine.newBlock(sibling.id, null, random.pick(ENGINE_TYPES))
        : engine.newBlock(sibling?.parent ?? null, sibling?.id ?? null, random.pick(ENGINE_TYPES));
    if (random.below(2) === 0) engine.insert(id, 0, random.pick(TEXTS), null);
    return true;
  },
  split: (engine, view, random) => {
    const block = someBlock(view, random);
    if (!block) return false;
    engine.split(block.id, textOffset(block.text, random), random.pick(ENGINE_TYPES));
    return true;
  },
  join: (engine, view, random) => {
    const block = someBlock(view, random);
    const host = someBlock(view, random);
    if (!block || !host || isUnder(view, host.id, block.id)) return false;
    engine.join(block.id, host.id);
    return true;
  },
  move: (engine, view, random) => {
    const block = someBlock(view, random);
    const to = someBlock(view, random);
    if (!block || !to || isUnder(view, to.id, block.id)) return false;
    if (random.below(2) === 0) engine.move(block.id, to.id, null);
    else engine.move(block.id, to.parent, to.id);
    return true;
  },
  deleteBlock: (engine, view, random) => {
    const block = someBlock(view, random);
    if (!block) return false;
    engine.deleteBlock(block.id);
    return true;
  },
  setType: (engine, view, random) => {
    const block = someBlock(view, random);
    if (!block) return false;
    engine.setType(block.id, random.pick(ENGINE_TYPES));
    return true;
  },
  setProperty: (engine, view, random) => {
    const block = someBlock(view, random);
    if (!block) return false;
    const [key, value] = random.pick([
      ["checked", "true"],
      ["checked", '"yes"'],
      ["textAlignment", '"right"'],
      ["textAlignment", '"askew"'],
      ["url", '"/files/2"'],
      ["language", null],
      ["emoji", '"☂"'],
    ] as const);
    engine.setProperty(block.id, key, value);
    return true;
  },
};

function someTableView(view: DocumentView, random: Random): BlockView | null {
  const tables = view.blocks.filter((block) => block.table !== null && block.table.columns.length > 0);
  return tables.length === 0 ? null : random.pick(tables);
}

export const REMOTE_TABLES: Readonly<Record<string, Command>> = {
  cellText: (engine, view, random) => {
    const table = someTableView(view, random)?.table;
    if (!table || table.rows.length === 0) return false;
    const row = random.pick(table.rows);
    const column = random.below(table.columns.length);
    const text = row.cells[column]?.text ?? "";
    engine.insert(`${row.id}/${String(table.columns[column])}`, textOffset(text, random), random.pick(TEXTS), null);
    return true;
  },
  newRow: (engine, view, random) => {
    const block = someTableView(view, random);
    if (!block?.table) return false;
    const after = random.below(2) === 0 ? block.table.columns.at(-1) : block.table.rows.at(-1)?.id;
    engine.newBlock(block.id, after ?? null, "tableRow");
    return true;
  },
  newColumn: (engine, view, random) => {
    const block = someTableView(view, random);
    if (!block?.table) return false;
    engine.newBlock(block.id, random.below(2) === 0 ? null : random.pick(block.table.columns), "tableColumn");
    return true;
  },
  deleteLine: (engine, view, random) => {
    const table = someTableView(view, random)?.table;
    if (!table) return false;
    engine.deleteBlock(random.pick([...table.columns, ...table.rows.map((row) => row.id)]));
    return true;
  },
  moveRow: (engine, view, random) => {
    const block = someTableView(view, random);
    if (!block?.table || block.table.rows.length < 2) return false;
    engine.move(random.pick(block.table.rows.slice(1)).id, block.id, block.table.columns.at(-1) ?? null);
    return true;
  },
  header: (engine, view, random) => {
    const block = someTableView(view, random);
    if (!block) return false;
    engine.setProperty(block.id, random.pick(["headerRow", "headerColumn"]), random.pick(["true", null]));
    return true;
  },
  deleteTable: (engine, view, random) => {
    const block = someTableView(view, random);
    if (!block || random.below(2) > 0) return false;
    engine.deleteBlock(block.id);
    return true;
  },
};
