/**
 * The engine's view as the editor last heard of it: the view the document was opened with, plus every
 * patch taken since. It gives the binding the blocks by id, the sibling order and the ids of table
 * rows and columns, none of which the editor's own document holds.
 *
 * Invariant: after each transaction the binding has handled, `shadow = engine view`, and the editor
 * shows exactly that (an empty document: one empty paragraph of its own).
 *
 * Cost: an edit costs the length of the touched text or sibling list.
 */
import type {
  BlockId,
  BlockView,
  DocumentView,
  MarkRun,
  PatchEdit,
  RichText,
  Survivor,
  TableView,
  TextTarget,
  Value,
} from "../../engine/types";

export interface ShadowBlock {
  readonly id: BlockId;
  readonly parent: BlockId | null;
  readonly type: string;
  readonly text: string;
  readonly marks: readonly MarkRun[];
  readonly properties: Readonly<Record<string, Value>>;
  readonly survivor: Survivor | null;
  readonly table: TableView | null;
  readonly children: readonly BlockId[];
}

interface MutableBlock extends Omit<
  ShadowBlock,
  "parent" | "type" | "text" | "marks" | "properties" | "survivor" | "table"
> {
  parent: BlockId | null;
  type: string;
  text: string;
  marks: readonly MarkRun[];
  properties: Record<string, Value>;
  survivor: Survivor | null;
  table: TableView | null;
  readonly children: BlockId[];
}

export interface CellPlace {
  readonly table: BlockId;
  readonly row: number;
  readonly column: number;
}

export class Shadow {
  readonly #blocks = new Map<BlockId, MutableBlock>();
  readonly #roots: BlockId[] = [];
  /** Row id → the table it belongs to. */
  readonly #tableOfRow = new Map<string, BlockId>();
  readonly #survivors = new Set<BlockId>();
  readonly #properties = new Map<string, Value>();
  #title: RichText;

  constructor(view: DocumentView) {
    this.#title = view.title;
    for (const [key, value] of Object.entries(view.properties)) this.#properties.set(key, value);
    for (const block of view.blocks) this.#insert(block, this.#siblings(block.parent).length);
  }

  get title(): RichText {
    return this.#title;
  }

  /** The page's own properties. */
  get properties(): ReadonlyMap<string, Value> {
    return this.#properties;
  }

  get roots(): readonly BlockId[] {
    return this.#roots;
  }

  get survivors(): ReadonlySet<BlockId> {
    return this.#survivors;
  }

  block(id: string | undefined): ShadowBlock | undefined {
    return this.#blocks.get(id as BlockId);
  }

  children(parent: BlockId | null): readonly BlockId[] {
    return this.#siblings(parent);
  }

  isEmpty(): boolean {
    return this.#roots.length === 0;
  }

  /** Where a target of the form `rowId/columnId` is shown, undefined if it is not. */
  cell(target: TextTarget): CellPlace | undefined {
    const slash = target.indexOf("/");
    if (slash < 0) return undefined;
    const table = this.#tableOfRow.get(target.slice(0, slash));
    const view = this.block(table)?.table;
    if (table === undefined || !view) return undefined;
    const row = view.rows.findIndex((each) => each.id === target.slice(0, slash));
    const column = view.columns.findIndex((each) => each === target.slice(slash + 1));
    return row < 0 || column < 0 ? undefined : { table, row, column };
  }

  /** The text of a target, undefined if it is not shown. */
  text(target: TextTarget): RichText | undefined {
    if (target === "title") return this.#title;
    const place = this.cell(target);
    if (place) return this.block(place.table)?.table?.rows[place.row]?.cells[place.column];
    return this.#blocks.get(target as string as BlockId);
  }

  /** The block whose node in the editor holds this target, null for the title. */
  holder(target: TextTarget): BlockId | null {
    if (target === "title") return null;
    return this.cell(target)?.table ?? (target as string as BlockId);
  }

  apply(edit: PatchEdit): void {
    switch (edit.kind) {
      case "insert":
        this.#insert(edit.block, edit.index);
        return;
      case "remove":
        this.#remove(edit.block);
        return;
      case "move":
        this.detach(edit.block);
        this.attach(edit.block, edit.parent, edit.index);
        return;
      case "splice":
        this.#setText(edit.target, splice(this.#requireText(edit.target), edit.offset, edit.removed, edit.inserted));
        return;
      case "marks":
        this.#setText(edit.target, { text: this.#requireText(edit.target).text, marks: edit.marks });
        return;
      case "type":
        this.#require(edit.block).type = edit.type;
        return;
      case "property": {
        if (edit.block === null) {
          if (edit.value === null) this.#properties.delete(edit.key);
          else this.#properties.set(edit.key, edit.value);
          return;
        }
        const properties = this.#require(edit.block).properties;
        if (edit.value === null) Reflect.deleteProperty(properties, edit.key);
        else properties[edit.key] = edit.value;
        return;
      }
      case "badge":
        this.#require(edit.block).survivor = edit.survivor;
        if (edit.survivor) this.#survivors.add(edit.block);
        else this.#survivors.delete(edit.block);
        return;
      case "table":
        this.#setTable(this.#require(edit.block), edit.table);
        return;
      case "cell":
      case "schema":
        // The editor shows pages; of a database it shows the rows' texts.
        return;
    }
  }

  /** The first half of a move: the block is known but has no place until `attach`. */
  detach(id: BlockId): void {
    const siblings = this.#siblings(this.#require(id).parent);
    siblings.splice(siblings.indexOf(id), 1);
  }

  attach(id: BlockId, parent: BlockId | null, index: number): void {
    this.#require(id).parent = parent;
    this.#siblings(parent).splice(index, 0, id);
  }

  #insert(view: BlockView, index: number): void {
    const block: MutableBlock = {
      id: view.id,
      parent: view.parent,
      type: view.type,
      text: view.text,
      marks: view.marks,
      properties: { ...view.properties },
      survivor: view.survivor,
      table: null,
      children: [],
    };
    this.#blocks.set(view.id, block);
    this.#siblings(view.parent).splice(index, 0, view.id);
    if (view.survivor) this.#survivors.add(view.id);
    this.#setTable(block, view.table);
  }

  #remove(id: BlockId): void {
    const block = this.#require(id);
    this.detach(id);
    this.#setTable(block, null);
    this.#survivors.delete(id);
    this.#blocks.delete(id);
  }

  #setTable(block: MutableBlock, table: TableView | null): void {
    for (const row of block.table?.rows ?? []) this.#tableOfRow.delete(row.id);
    block.table = table;
    for (const row of table?.rows ?? []) this.#tableOfRow.set(row.id, block.id);
  }

  #setText(target: TextTarget, text: RichText): void {
    if (target === "title") {
      this.#title = text;
      return;
    }
    const place = this.cell(target);
    if (!place) {
      Object.assign(this.#require(target as string as BlockId), text);
      return;
    }
    const block = this.#require(place.table);
    const table = block.table as TableView;
    block.table = {
      columns: table.columns,
      rows: table.rows.map((row, index) =>
        index === place.row ? { id: row.id, cells: row.cells.with(place.column, text) } : row,
      ),
    };
  }

  #siblings(parent: BlockId | null): BlockId[] {
    return parent === null ? this.#roots : this.#require(parent).children;
  }

  #require(id: BlockId): MutableBlock {
    const block = this.#blocks.get(id);
    if (!block) throw new PatchMismatch("the patch names a block that is not shown");
    return block;
  }

  #requireText(target: TextTarget): RichText {
    const text = this.text(target);
    if (!text) throw new PatchMismatch("the patch names a text that is not shown");
    return text;
  }
}

/** A patch does not fit the shadow: the two have parted, and the editor has to be shown anew from the view. */
export class PatchMismatch extends Error {}

/** Text after a splice. Marks grow around what was put inside them; a `marks` edit that follows says the rest. */
function splice(before: RichText, offset: number, removed: number, inserted: string): RichText {
  const end = offset + removed;
  if (end > before.text.length) throw new PatchMismatch("the patch names an offset beyond the text");
  const delta = inserted.length - removed;
  const marks: MarkRun[] = [];
  for (const [type, from, to, value] of before.marks) {
    const start = from < offset ? from : from >= end ? from + delta : offset + inserted.length;
    const stop = to <= offset ? to : to >= end ? to + delta : offset;
    if (stop > start) marks.push([type, start, stop, value]);
  }
  return { text: before.text.slice(0, offset) + inserted + before.text.slice(end), marks };
}
