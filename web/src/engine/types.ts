/**
 * The compiled engine as TypeScript sees it: what `browser` exports, and the JSON it speaks.
 * Offsets are UTF-16 units of the shown text.
 */

export type BlockId = string & { readonly __brand: "BlockId" };
export type ReplicaId = string & { readonly __brand: "ReplicaId" };

/** `title`, a block id, or `rowId/columnId` for a table cell. */
export type TextTarget = string & { readonly __brand: "TextTarget" };

export type Value = boolean | number | string;

/** type, start (inclusive), end (exclusive), value */
export type MarkRun = readonly [type: string, start: number, end: number, value: Value];

export interface RichText {
  readonly text: string;
  readonly marks: readonly MarkRun[];
}

/** Why a block is shown although deleted. */
export interface Survivor {
  readonly deletions: readonly string[];
  readonly keepers: readonly ReplicaId[];
}

export interface TableView {
  readonly columns: readonly BlockId[];
  readonly rows: readonly { readonly id: BlockId; readonly cells: readonly RichText[] }[];
}

/** What a cell of a database shows; `unconverted` is what the type of its property cannot show. */
export type CellView = Value | readonly Value[] | { readonly unconverted: Value | readonly Value[] };

/** A property of a database, its options in order. */
export interface PropertyView {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly options: readonly { readonly id: string; readonly name: string; readonly color: string }[];
}

export interface BlockView extends RichText {
  readonly id: BlockId;
  readonly parent: BlockId | null;
  readonly type: string;
  readonly properties: Readonly<Record<string, Value>>;
  /** What a row of a database shows, by property; left out if it shows nothing. */
  readonly cells?: Readonly<Record<string, CellView>>;
  readonly survivor: Survivor | null;
  readonly table: TableView | null;
}

export interface DocumentView {
  readonly title: RichText;
  readonly properties: Readonly<Record<string, Value>>;
  /** Properties of the database it is, in order; left out of pages. */
  readonly schema?: readonly PropertyView[];
  /** Visible blocks in document order, parents before children. */
  readonly blocks: readonly BlockView[];
}

/** A value of a cell that lost to a concurrent one, and whose clock read what then. */
export interface LosingValue {
  readonly value: Value | null;
  readonly author: ReplicaId;
  readonly wallMillis: number;
}

/** One write of a property; `operation` is `replica.counter`. */
export interface Written {
  readonly value: Value | null;
  readonly operation: string;
  /** The author's clock, epoch ms. */
  readonly wallMillis: number;
}

/** A property into which several wrote at once, and not the same. */
export interface Disagreement {
  /** Null: a property of the document. */
  readonly block: BlockId | null;
  /** `type` for the type of the block. */
  readonly key: string;
  readonly shown: Written;
  readonly losers: readonly Written[];
}

export interface PropertyWriter {
  readonly author: ReplicaId;
  /** The author's clock, epoch ms. */
  readonly wallMillis: number;
}

/** See Patch.java: applied in order to the earlier view, the edits give the later one. */
export type PatchEdit =
  | { readonly kind: "insert"; readonly block: BlockView; readonly index: number }
  | { readonly kind: "remove"; readonly block: BlockId }
  | { readonly kind: "move"; readonly block: BlockId; readonly parent: BlockId | null; readonly index: number }
  | {
      readonly kind: "splice";
      readonly target: TextTarget;
      readonly offset: number;
      readonly removed: number;
      readonly inserted: string;
    }
  | { readonly kind: "marks"; readonly target: TextTarget; readonly marks: readonly MarkRun[] }
  | { readonly kind: "type"; readonly block: BlockId; readonly type: string }
  | { readonly kind: "property"; readonly block: BlockId | null; readonly key: string; readonly value: Value | null }
  | {
      readonly kind: "cell";
      readonly block: BlockId;
      readonly property: string;
      /** Null = nothing any more. */
      readonly cell: CellView | null;
    }
  | { readonly kind: "schema"; readonly block: null; readonly properties: readonly PropertyView[] }
  | { readonly kind: "badge"; readonly block: BlockId; readonly survivor: Survivor | null }
  | { readonly kind: "table"; readonly block: BlockId; readonly table: TableView | null };

/** A change without what it says; `heads` are the newest changes of others that its author had seen. */
export type ChangeFacts = readonly [
  replica: ReplicaId,
  first: number,
  end: number,
  stamp: number,
  wallMillis: number,
  heads: readonly (readonly [replica: ReplicaId, counter: number])[],
];

interface Attributed {
  /** Null where no single operation did it. */
  readonly by: { readonly replica: ReplicaId; readonly wallMillis: number } | null;
}

/** A stretch of text: where the later version has it, or, if it was deleted, the earlier one. */
interface Stretch extends Attributed {
  readonly target: TextTarget;
  readonly offset: number;
  readonly text: string;
}

interface OfBlock extends Attributed {
  readonly block: BlockId;
}

/** See Difference.java. */
export type Difference =
  | (Stretch & { readonly kind: "inserted" })
  | (Stretch & { readonly kind: "deleted" })
  | (Attributed & {
      readonly kind: "formatted";
      readonly target: string;
      /** In the later version. */
      readonly offset: number;
      readonly length: number;
      /** Of the mark. */
      readonly type: string;
      readonly before: Value | null;
      readonly after: Value | null;
    })
  | (OfBlock & { readonly kind: "appeared" })
  | (OfBlock & { readonly kind: "vanished" })
  | (OfBlock & { readonly kind: "moved" })
  | (Attributed & {
      readonly kind: "changed";
      /** Null: a property of the document. */
      readonly block: BlockId | null;
      readonly key: string;
      readonly before: Value | null;
      readonly after: Value | null;
    });

/**
 * One document, one replica (Document.java). Commands collect in an open change until `commit`;
 * `apply` is refused while one is open. JSON parameters are strings: one call, one parse.
 */
export interface EngineDocument {
  replica(): string;
  adoptReplica(replica: string): void;
  /** Whether the open change takes one more command, which brings a text so long; if not, commit first. */
  hasRoom(utf16Length: number): boolean;
  /** The encoded change, null if no command had an effect. */
  commit(wallMillis: number): Uint8Array | null;
  /** Merges an encoded change; throws an Error whose message starts with the reason. */
  apply(change: Uint8Array): "done" | "duplicate" | "pending";
  /** Snapshot of everything applied. */
  save(): Uint8Array;
  /** JSON of {@link PatchEdit}[]: what the view gained since the last call. */
  takePatch(): string;
  /** JSON of {@link DocumentView}, and the base of the next patch. */
  startView(): string;
  /** JSON of {@link DocumentView}. */
  view(): string;
  /** The shown title, without its marks. */
  title(): string;
  /** Every encoded change the document holds, causes first, pending ones last. */
  changes(): Uint8Array[];
  /** JSON of {@link ChangeFacts}[], causes first; null if the text of deleted characters is not here. */
  history(): string | null;
  /** JSON of {@link DocumentView}: what the document showed at a version. Throws if it is no version of it. */
  viewAt(version: string): string;
  /** JSON of {@link Difference}[]; `to` has seen all of `from`. Throws as viewAt does. */
  differences(from: string, to: string): string;
  /** Shows in the open change what was shown then. False: commit, and call it again. */
  restoreVersion(version: string): boolean;
  /** JSON of {@link BlockView}[]: deleted blocks that still hold something, newest deletion first. */
  trash(): string;
  /** @param marks JSON object type → value for exactly these marks, null for those a caret shows there */
  insert(target: string, offset: number, text: string, marks: string | null): void;
  deleteText(target: string, start: number, end: number): void;
  /** @param value JSON value */
  mark(target: string, start: number, end: number, type: string, value: string): void;
  unmark(target: string, start: number, end: number, type: string, value: string | null): void;
  split(block: string, offset: number, type: string): string;
  join(block: string, into: string): void;
  newBlock(parent: string | null, after: string | null, type: string): string;
  move(block: string, parent: string | null, after: string | null): void;
  deleteBlock(block: string): void;
  restoreBlock(block: string): void;
  setType(block: string, type: string): void;
  /** @param block null for the document's own property @param value JSON value, null to unset */
  setProperty(block: string | null, key: string, value: string | null): void;
  /** Commands on schema and cells (Database.java). */
  addProperty(property: string, type: string, name: string): void;
  renameProperty(property: string, name: string): void;
  setPropertyType(property: string, type: string): void;
  /** @param after null = first */
  moveProperty(property: string, after: string | null): void;
  deleteProperty(property: string): void;
  restoreProperty(property: string): void;
  addOption(property: string, option: string, name: string): void;
  renameOption(property: string, option: string, name: string): void;
  setOptionColor(property: string, option: string, color: string): void;
  /** @param after null = first */
  moveOption(property: string, option: string, after: string | null): void;
  deleteOption(property: string, option: string): void;
  restoreOption(property: string, option: string): void;
  /** @param value JSON value, null to clear */
  setCell(row: string, property: string, value: string | null): void;
  addToCell(row: string, property: string, member: string): void;
  removeFromCell(row: string, property: string, member: string): void;
  /** JSON of {@link LosingValue}[], in time order. */
  cellLosers(row: string, property: string): string;
  /** JSON of {@link Disagreement}[]: of the document, then of its blocks; no change may be open. */
  disagreements(): string;
  /** JSON of {@link PropertyWriter}: whose value is shown; null if never written or not committed yet. */
  propertyWriter(block: string | null, key: string): string;
  endUndoGroup(): void;
  undo(): boolean;
  redo(): boolean;
  canUndo(): boolean;
  canRedo(): boolean;
  /** Both stacks, to be kept with this replica's own changes; no change may be open. */
  saveUndo(): Uint8Array;
  /**
   * Takes the stacks up again once all own changes of before are applied. Anything but "done": they do
   * not fit and are dropped. Throws an Error whose message starts with CORRUPT, TOO_OLD or TOO_NEW.
   */
  loadUndo(stacks: Uint8Array): "done" | "other-replica" | "unknown-operation";
  /** A caret that follows the text, as an opaque string. */
  caret(target: string, offset: number, afterLeft: boolean): string;
  /** JSON `{"target":…,"offset":…}` or null. */
  resolveCaret(caret: string): string | null;
}

export interface EngineModule {
  createDocument(replica: string): EngineDocument;
  /** Throws an Error whose message starts with CORRUPT, TOO_OLD or TOO_NEW. */
  openDocument(snapshot: Uint8Array, replica: string): EngineDocument;
  /** JSON of DocumentView: what a snapshot shows, without opening it. Throws as openDocument does; TOO_OLD: open it. */
  readPage(snapshot: Uint8Array): string;
}
