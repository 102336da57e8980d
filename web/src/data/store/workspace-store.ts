/**
 * The log, outbox and directory rows of one account on this device.
 *
 * Every method is one transaction (sealing happens before it, opening after it: a transaction ends by
 * itself when it waits for anything else). Writes ask for durability "strict" (derived rows aside): when a promise
 * resolves, the data is on the disk, not on its way there. Several tabs use one store at the same
 * time; what a transaction decides, it reads itself.
 *
 * Invariants: a change is in the log of its document at most once; each outbox entry names an entry
 * of the log; a change leaves the outbox only when the server has it; an entry leaves the log only
 * when a snapshot written in the same transaction stands for it.
 *
 * One class, longer than others here, as all of it writes the same five stores and keeps these invariants
 * together; what stands beside the log (files, settings, writers, texts, facts) has a class of its own.
 */
import { changeKey } from "../../engine/engine";
import type { ChangeKey, DocumentId, StoreWrite } from "../../engine/sync";
import { isPage, isRecord } from "../../engine/sync";
import { DataError } from "../api";
import { Facts } from "./facts";
import { FileStore } from "./file-store";
import type { DocumentRecord, LogRecord, MetaRecord, RowRecord, Sealed, UndoRecord, WorkspaceDatabase } from "./schema";
import { plainLength, UnsealError, type Sealer } from "./sealing";
import { ShownStore } from "./shown-store";
import { TextShelf } from "./text-shelf";
import { derivedWrite, strictWrite, type Names, type Transaction } from "./writes";
import { WriterStore, type UndoStacks } from "./writer-store";

const CONTENT = ["documents", "log", "outbox", "rows", "undo"] satisfies Names[];
type ContentTransaction = Transaction<(typeof CONTENT)[number][], "readwrite">;
const SYNC = ["documents", "log", "outbox", "rows", "meta", "replicas"] satisfies Names[];
const LEAVING = [
  "documents",
  "log",
  "snapshots",
  "outbox",
  "rows",
  "undo",
  "contents",
  "texts",
  "files",
  "fileFacts",
  "uploads",
] satisfies Names[];
type LeavingTransaction = Transaction<(typeof LEAVING)[number][], "readwrite">;
type SyncTransaction = Transaction<(typeof SYNC)[number][], "readwrite">;

/** A share of a write that concerns one document. */
interface Step {
  readonly document: DocumentId;
  apply(tx: SyncTransaction): Promise<void>;
}

type Head = Extract<StoreWrite, { kind: "setHeads" }>["heads"][number];

/** A change made in this tab. */
export interface LocalChange {
  readonly document: DocumentId;
  readonly bytes: Uint8Array;
  /** Log order up to which the writing instance has applied everything. */
  readonly basis: number;
  /** What the directory shows of the document after this change; undefined = as before. */
  readonly row?: unknown;
  /** The writer's undo stacks after this change; undefined = as before. */
  readonly undo?: UndoStacks;
}

export interface StoredDocument {
  readonly snapshot: Uint8Array<ArrayBuffer> | null;
  /** Log entries in order of arrival; some may be contained in the snapshot. */
  readonly changes: readonly Uint8Array<ArrayBuffer>[];
  readonly lastOrder: number;
  readonly record: DocumentRecord | null;
  /** How many of the changes the server has not acknowledged. */
  readonly unsent: number;
}

export interface Row {
  readonly document: DocumentId;
  readonly value: unknown;
}

export interface SummaryDocument {
  readonly record: DocumentRecord;
  readonly outbox: readonly Uint8Array[];
}

export interface Summary {
  readonly epoch: string;
  readonly workspaceSequence: number;
  readonly complete: boolean;
  readonly freeReplicaIds: number;
  readonly documents: readonly SummaryDocument[];
}

export function keyText(key: ChangeKey): string {
  return `${key.replica}.${key.firstCounter}`;
}

function keyOf(bytes: Uint8Array): string {
  return keyText(JSON.parse(changeKey(bytes)) as ChangeKey);
}

function freshDocument(id: DocumentId): DocumentRecord {
  return {
    id,
    known: 0,
    head: 0,
    changedAt: 0,
    present: false,
    wanted: false,
    reoffer: false,
    lastOrder: 0,
    tail: 0,
    generation: 0,
  };
}

/** Every entry of one document, or those after an order. */
function ordersOf(document: DocumentId, after = 0): IDBKeyRange {
  return IDBKeyRange.bound([document, after], [document, Infinity], true);
}

function placesOf(document: DocumentId): IDBKeyRange {
  return IDBKeyRange.bound([document, -Infinity], [document, Infinity]);
}

interface SealedChange {
  readonly change: string;
  readonly sealed: Sealed;
}

interface PreparedChange extends LocalChange, SealedChange {
  readonly sealedRow: Sealed | null;
  readonly sealedUndo: UndoRecord | null;
}

/** What the server sent: entries of a document, or how far documents are. */
export type Arrival = Extract<StoreWrite, { kind: "appendEntries" | "setHeads" }>;

class IdentityTaken extends DataError {
  constructor(
    readonly change: PreparedChange,
    readonly stored: Sealed,
  ) {
    super(
      "identity-taken",
      "A copy of this device wrote here under its name. What you typed last is not saved: copy it, then reload.",
    );
  }
}

/** What the directory shows of a document of which these are all changes; undefined if that is derived later. */
export type RowOfLog = (document: DocumentId, changes: readonly Uint8Array[]) => unknown;

/** Whether a document's row is up to date, and how long its log is. */
export interface DerivedState {
  readonly exact: boolean;
  /** Acknowledged entries of the log, and their bytes. */
  readonly tail: number;
  readonly tailBytes: number;
}

export class WorkspaceStore {
  readonly texts: TextShelf;
  readonly facts: Facts;
  readonly files: FileStore;
  readonly shown: ShownStore;
  readonly writers: WriterStore;

  constructor(
    private readonly db: WorkspaceDatabase,
    private readonly sealer: Sealer,
    private readonly now: () => number,
    private readonly rowOfLog: RowOfLog = () => undefined,
  ) {
    this.texts = new TextShelf(db, sealer);
    this.facts = new Facts(db, sealer);
    this.files = new FileStore(db, sealer);
    this.shown = new ShownStore(db);
    this.writers = new WriterStore(db, sealer);
  }

  close(): void {
    this.db.close();
  }

  // ---- this tab's own changes ----

  /**
   * Log, outbox and rows gain the changes, all of them or none.
   *
   * @returns the order each change got in its document's log
   * @throws DataError storage-full, storage-failed; identity-taken if the log has another change under the identity of
   *     one of these (a copied profile); nothing was written then
   */
  async appendLocal(changes: readonly LocalChange[]): Promise<number[]> {
    const prepared = await Promise.all(
      changes.map(async (change) => ({
        ...change,
        ...(await this.sealChange(change.document, change.bytes)),
        sealedRow: change.row === undefined ? null : await this.sealer.sealJson("rows", change.document, change.row),
        sealedUndo: change.undo === undefined ? null : await this.writers.sealUndo(change.document, change.undo),
      })),
    );
    const written = new Set<PreparedChange>();
    for (;;) {
      try {
        return await this.writeLocal(prepared, written);
      } catch (error) {
        if (!(error instanceof IdentityTaken) || !(await this.isWritten(error))) {
          throw error;
        }
        // Said before and heard no answer: once is enough.
        written.add(error.change);
      }
    }
  }

  private async isWritten({ change, stored }: IdentityTaken): Promise<boolean> {
    const bytes = await this.sealer.open("log", `${change.document} ${change.change}`, stored).catch(() => null);
    return bytes !== null && sameBytes(bytes, change.bytes);
  }

  /** @throws IdentityTaken if the log has a change of one's identity that is not among those known to be written */
  private writeLocal(prepared: readonly PreparedChange[], written: ReadonlySet<PreparedChange>): Promise<number[]> {
    return this.write(CONTENT, async (tx) => {
      const orders: number[] = [];
      for (const change of prepared) {
        const stored = await tx.objectStore("log").get([change.document, change.change]);
        if (stored !== undefined && !written.has(change)) {
          throw new IdentityTaken(change, stored.sealed);
        }
        const record = (await tx.objectStore("documents").get(change.document)) ?? freshDocument(change.document);
        const order = await this.appendEntry(tx, record, change, false);
        await tx.objectStore("outbox").put({ document: record.id, change: change.change, place: order });
        record.changedAt = this.now();
        // A document that nobody has told us of was made here.
        record.present ||= record.head === 0;
        await tx.objectStore("documents").put(record);
        await this.carryRow(tx, record, order, change.basis, change.sealedRow);
        if (change.sealedUndo !== null) {
          await tx.objectStore("undo").put(change.sealedUndo);
        }
        orders.push(order);
      }
      return orders;
    });
  }

  /** The row follows a local change: written anew, or, where the change did not touch it, declared exact. */
  private async carryRow(
    tx: ContentTransaction,
    record: DocumentRecord,
    order: number,
    basis: number,
    sealed: Sealed | null,
  ): Promise<void> {
    const rows = tx.objectStore("rows");
    const stored = await rows.get(record.id);
    const sawAll = basis >= order - 1;
    if (sealed !== null) {
      // A row derived without the entries in between is shown, but not taken for exact.
      await rows.put({ document: record.id, order: sawAll ? order : basis, headSequence: 0, sealed });
    } else if (stored !== undefined && sawAll && stored.order === order - 1) {
      await rows.put({ ...stored, order });
    }
  }

  private async appendEntry(
    tx: ContentTransaction | SyncTransaction,
    record: DocumentRecord,
    entry: SealedChange,
    acknowledged: boolean,
  ): Promise<number> {
    const log = (tx as ContentTransaction).objectStore("log");
    const stored = await log.get([record.id, entry.change]);
    if (stored !== undefined) {
      if (acknowledged && !stored.acknowledged) {
        await log.put({ ...stored, acknowledged: true });
        growTail(record, stored.sealed, 1);
      }
      return stored.order;
    }
    record.lastOrder++;
    // Named one by one: what is handed in may carry the plain bytes beside the sealed ones.
    const { change, sealed } = entry;
    await log.put({ document: record.id, change, order: record.lastOrder, acknowledged, sealed });
    record.storedBytes = (record.storedBytes ?? 0) + sealed.length;
    record.fetchedAt = this.now();
    growTail(record, sealed, acknowledged ? 1 : 0);
    return record.lastOrder;
  }

  /** Writes a derived row unless one derived from more is there. */
  async putRow(document: DocumentId, value: unknown, basis: number): Promise<void> {
    const sealed = await this.sealer.sealJson("rows", document, value);
    await derivedWrite(this.db, ["rows"], async (tx) => {
      const stored = await tx.objectStore("rows").get(document);
      if (stored === undefined || stored.order <= basis) {
        await tx.objectStore("rows").put({ document, order: basis, headSequence: 0, sealed });
      }
    });
  }

  // ---- what the machine writes ----

  /**
   * Executes one write of the client machine; {@link leave} is the one that has an answer.
   *
   * @param bytes the byte arrays its indexes refer to
   * @throws DataError storage-full, storage-failed; nothing was written then
   */
  async execute(write: Exclude<StoreWrite, { kind: "leave" }>, bytes: readonly Uint8Array[]): Promise<void> {
    switch (write.kind) {
      case "appendEntries":
      case "setHeads":
        return this.executeAll([{ write, bytes }]);
      case "acknowledge":
        return this.write(SYNC, async (tx) => {
          const record = await this.documentIn(tx, write.document);
          let acknowledged = 0;
          for (const key of write.changes) {
            acknowledged += await this.acknowledge(tx, record, keyText(key));
          }
          // Acknowledged once more after the content has left: what is not in the log is not known here.
          if (acknowledged > 0) {
            record.logBytes = (record.logBytes ?? 0) + acknowledged;
            record.known = write.known;
          }
          record.head = Math.max(record.head, write.head);
          await tx.objectStore("documents").put(record);
        });
      case "firstEpoch":
        return this.write(SYNC, async (tx) => {
          const meta = await this.metaIn(tx);
          await tx.objectStore("meta").put({ ...meta, epoch: write.epoch });
        });
      case "newEpoch":
        return this.newEpoch(write.epoch);
      case "forget":
        return this.write(SYNC, async (tx) => {
          const record = await this.documentIn(tx, write.document);
          await tx.objectStore("documents").put({ ...record, known: 0, reoffer: true, dropped: false });
        });
      case "reoffer":
        return this.reoffer(write, bytes);
      case "addReplicaIds":
        return this.write(["replicas"], async (tx) => {
          for (const id of write.replicaIds) {
            if ((await tx.objectStore("replicas").get(id)) === undefined) {
              await tx.objectStore("replicas").put({ id, used: false });
            }
          }
        });
      case "setWanted":
        return this.write(SYNC, async (tx) => {
          const record = await this.documentIn(tx, write.document);
          await tx.objectStore("documents").put({ ...record, wanted: write.wanted });
        });
    }
  }

  /**
   * Executes writes of what arrived in one transaction: a list of a thousand pages comes as thousands of writes,
   * and a transaction costs more than what is written in it. Those of one document in their order; documents
   * beside each other, as a page that is opened waits for the transaction, and most of it would be waiting for
   * the answer to one request before the next is made.
   *
   * @throws DataError as {@link execute} does; nothing of any of them was written then
   */
  async executeAll(
    writes: readonly { readonly write: Arrival; readonly bytes: readonly Uint8Array[] }[],
  ): Promise<void> {
    const prepared = await Promise.all(
      writes.map(({ write, bytes }) =>
        write.kind === "setHeads" ? this.prepareHeads(write) : this.prepareEntries(write, bytes),
      ),
    );
    await this.write(SYNC, async (tx) => {
      await Promise.all([...byDocument(prepared.flat()).values()].map((steps) => applyInOrder(tx, steps)));
      const sequence = Math.max(...writes.map(({ write }) => write.workspaceSequence));
      const complete = writes.some(({ write }) => write.kind === "setHeads" && write.complete);
      await this.advanceWorkspace(tx, sequence, complete);
    });
  }

  private async prepareEntries(
    write: Extract<StoreWrite, { kind: "appendEntries" }>,
    bytes: readonly Uint8Array[],
  ): Promise<Step[]> {
    const fresh = await Promise.all(
      write.fresh.map((entry) => this.sealChange(write.document, at(bytes, entry.change))),
    );
    const row = await this.sealWholeRow(write, bytes);
    return [{ document: write.document, apply: (tx) => this.append(tx, write, fresh, row) }];
  }

  private async append(
    tx: SyncTransaction,
    write: Extract<StoreWrite, { kind: "appendEntries" }>,
    fresh: readonly SealedChange[],
    row: Sealed | null,
  ): Promise<void> {
    const record = await this.documentIn(tx, write.document);
    const isNew = record.lastOrder === 0;
    for (const entry of fresh) {
      await this.appendEntry(tx, record, entry, true);
    }
    if (row !== null && isNew) {
      await tx.objectStore("rows").put({ document: record.id, order: record.lastOrder, headSequence: 0, sealed: row });
    }
    for (const key of write.acknowledged) {
      await this.acknowledge(tx, record, keyText(key));
    }
    record.known = write.known;
    record.head = Math.max(record.head, write.head);
    record.logBytes = (record.logBytes ?? 0) + write.growth;
    record.present ||= record.known >= record.head;
    await tx.objectStore("documents").put(record);
    await this.confirmHeadTitle(tx, record);
  }

  /** The row of a document that arrives whole comes with it: a long list of pages is not read once more to be shown. */
  private async sealWholeRow(
    write: Extract<StoreWrite, { kind: "appendEntries" }>,
    bytes: readonly Uint8Array[],
  ): Promise<Sealed | null> {
    if (write.fresh.length === 0 || write.fresh.length !== write.known) {
      return null;
    }
    const value = this.rowOfLog(
      write.document,
      write.fresh.map((entry) => at(bytes, entry.change)),
    );
    return value === undefined ? null : this.sealer.sealJson("rows", write.document, value);
  }

  /** The server's title is exact once everything up to its head is here and nothing of our own is under way. */
  private async confirmHeadTitle(tx: SyncTransaction, record: DocumentRecord): Promise<void> {
    const row = await tx.objectStore("rows").get(record.id);
    if (row === undefined || row.headSequence === 0 || row.headSequence !== record.known) {
      return;
    }
    if ((await tx.objectStore("outbox").index("byPlace").count(placesOf(record.id))) === 0) {
      await tx.objectStore("rows").put({ ...row, order: record.lastOrder });
    }
  }

  /** @returns the bytes of the change; 0 if the log has not got it */
  private async acknowledge(tx: SyncTransaction, record: DocumentRecord, change: string): Promise<number> {
    await tx.objectStore("outbox").delete([record.id, change]);
    const entry = await tx.objectStore("log").get([record.id, change]);
    if (entry !== undefined && !entry.acknowledged) {
      await tx.objectStore("log").put({ ...entry, acknowledged: true });
      growTail(record, entry.sealed, 1);
    }
    return entry === undefined ? 0 : plainLength(entry.sealed);
  }

  private async prepareHeads(write: Extract<StoreWrite, { kind: "setHeads" }>): Promise<Step[]> {
    const titles = new Map<DocumentId, Sealed>();
    for (const head of write.heads) {
      if (isPage(head.document)) {
        titles.set(head.document, await this.sealer.sealJson("rows", head.document, { title: head.title }));
      }
    }
    return write.heads.map((head) => ({
      document: head.document,
      apply: (tx) => this.setHead(tx, head, titles.get(head.document)),
    }));
  }

  private async setHead(tx: SyncTransaction, head: Head, title: Sealed | undefined): Promise<void> {
    const record = await this.documentIn(tx, head.document);
    if (head.sequence > record.known && title !== undefined) {
      await this.putHeadTitle(tx, record, head.sequence, title);
    }
    if (head.logBytes > 0 && head.sequence >= record.head) {
      record.logBytes = head.logBytes;
    }
    record.head = Math.max(record.head, head.sequence);
    record.changedAt = Math.max(record.changedAt, head.changedAtMillis);
    await tx.objectStore("documents").put(record);
  }

  /** Our own unsent title is what a person expects to see; then the server's waits for the merge. */
  private async putHeadTitle(
    tx: SyncTransaction,
    record: DocumentRecord,
    sequence: number,
    sealed: Sealed,
  ): Promise<void> {
    if ((await tx.objectStore("outbox").index("byPlace").count(placesOf(record.id))) > 0) {
      return;
    }
    const stored = await tx.objectStore("rows").get(record.id);
    const row: RowRecord = { document: record.id, order: stored?.order ?? 0, headSequence: sequence, sealed };
    await tx.objectStore("rows").put(row);
  }

  private async advanceWorkspace(tx: SyncTransaction, sequence: number, complete: boolean): Promise<void> {
    const meta = await this.metaIn(tx);
    await tx.objectStore("meta").put({
      ...meta,
      workspaceSequence: Math.max(meta.workspaceSequence, sequence),
      complete: meta.complete || complete,
    });
  }

  private async newEpoch(epoch: string): Promise<void> {
    await this.write(SYNC, async (tx) => {
      await tx.objectStore("meta").put({ key: "sync", epoch, workspaceSequence: 0, complete: false });
      for (const record of await tx.objectStore("documents").getAll()) {
        await tx
          .objectStore("documents")
          .put({ ...record, known: 0, head: 0, reoffer: record.reoffer || record.lastOrder > 0, dropped: false });
      }
    });
  }

  /**
   * The document's content leaves the device, unless something of it is unsent or it is to be compared;
   * its known sequence becomes 0 in any case.
   *
   * @param mayLeave false: it is open, only the sequence goes
   * @returns whether it has left
   */
  async leave(document: DocumentId, mayLeave: boolean): Promise<boolean> {
    return this.write(LEAVING, async (tx) => {
      const record = await tx.objectStore("documents").get(document);
      if (record === undefined) {
        return true;
      }
      const unsent = await tx.objectStore("outbox").index("byPlace").count(placesOf(document));
      if (!mayLeave || unsent > 0 || record.reoffer) {
        await tx.objectStore("documents").put({ ...record, known: 0 });
        return false;
      }
      await tx.objectStore("log").delete(IDBKeyRange.bound([document, ""], [document, "\uffff"]));
      await tx.objectStore("snapshots").delete(document);
      await tx.objectStore("undo").delete(IDBKeyRange.bound([document, ""], [document, "\uffff"]));
      await tx.objectStore("texts").delete(document);
      await this.leaveFiles(tx, document);
      await tx.objectStore("documents").put({
        ...record,
        known: 0,
        present: false,
        lastOrder: 0,
        tail: 0,
        storedBytes: 0,
        generation: record.generation + 1,
      });
      // The title stays: what is known of a page that is not here.
      const row = await tx.objectStore("rows").get(document);
      if (row !== undefined) {
        await tx.objectStore("rows").put({ ...row, order: 0 });
      }
      return true;
    });
  }

  /** Files that no other page shows go with the page. */
  private async leaveFiles(tx: LeavingTransaction, document: DocumentId): Promise<void> {
    const contents = await tx.objectStore("contents").get(document);
    await tx.objectStore("contents").delete(document);
    if (contents === undefined || contents.files.length === 0) {
      return;
    }
    const others = new Set((await tx.objectStore("contents").getAll()).flatMap((other) => other.files));
    for (const file of contents.files) {
      if (!others.has(file) && (await tx.objectStore("uploads").getKey(file)) === undefined) {
        await tx.objectStore("files").delete(file);
        const fact = await tx.objectStore("fileFacts").get(file);
        if (fact !== undefined) {
          await tx.objectStore("fileFacts").put({ ...fact, here: false });
        }
      }
    }
  }

  private async reoffer(write: Extract<StoreWrite, { kind: "reoffer" }>, bytes: readonly Uint8Array[]): Promise<void> {
    const entries = await Promise.all(write.changes.map((index) => this.sealChange(write.document, at(bytes, index))));
    await this.write(SYNC, async (tx) => {
      const record = await this.documentIn(tx, write.document);
      const outbox = tx.objectStore("outbox");
      const first = await outbox.index("byPlace").openCursor(placesOf(record.id));
      const before = (first?.value.place ?? 1) - entries.length;
      for (const [index, entry] of entries.entries()) {
        await this.appendEntry(tx, record, entry, false);
        await this.withdraw(tx, record, entry.change);
        await outbox.put({ document: record.id, change: entry.change, place: before + index });
      }
      await tx.objectStore("documents").put({ ...record, reoffer: record.dropped === true });
    });
  }

  /** An entry the server lacks is not acknowledged, whatever an earlier epoch said. */
  private async withdraw(tx: SyncTransaction, record: DocumentRecord, change: string): Promise<void> {
    const entry = await tx.objectStore("log").get([record.id, change]);
    if (entry?.acknowledged === true) {
      await tx.objectStore("log").put({ ...entry, acknowledged: false });
      growTail(record, entry.sealed, -1);
    }
    await tx.objectStore("outbox").delete([record.id, change]);
  }

  private async metaIn(tx: SyncTransaction): Promise<MetaRecord> {
    const stored = await tx.objectStore("meta").get("sync");
    return stored ?? { key: "sync", epoch: "", workspaceSequence: 0, complete: false };
  }

  private async documentIn(tx: SyncTransaction, document: DocumentId): Promise<DocumentRecord> {
    return (await tx.objectStore("documents").get(document)) ?? freshDocument(document);
  }

  // ---- reading ----

  /** What a client machine starts from. */
  async summary(): Promise<Summary> {
    const tx = this.db.transaction(["documents", "log", "outbox", "meta", "replicas"]);
    const [meta, records, outbox, replicas] = await Promise.all([
      tx.objectStore("meta").get("sync"),
      tx.objectStore("documents").getAll(),
      tx.objectStore("outbox").index("byPlace").getAll(),
      tx.objectStore("replicas").getAll(),
    ]);
    const entries = await Promise.all(outbox.map((entry) => tx.objectStore("log").get([entry.document, entry.change])));
    await tx.done;
    const unsent = new Map<DocumentId, Uint8Array[]>();
    for (const entry of entries) {
      if (entry !== undefined) {
        const bytes = await this.openOutboxEntry(entry);
        unsent.set(entry.document, [...(unsent.get(entry.document) ?? []), bytes]);
      }
    }
    return {
      epoch: meta?.epoch ?? "",
      workspaceSequence: meta?.workspaceSequence ?? 0,
      complete: meta?.complete ?? false,
      freeReplicaIds: replicas.filter((replica) => !replica.used).length,
      documents: records.map((record) => ({ record, outbox: unsent.get(record.id) ?? [] })),
    };
  }

  /** No bytes if it cannot be read: the machine stops its document and says so (SYNC-36). */
  private async openOutboxEntry(entry: LogRecord): Promise<Uint8Array> {
    try {
      return await this.sealer.open("log", `${entry.document} ${entry.change}`, entry.sealed);
    } catch (error) {
      if (error instanceof UnsealError) {
        return new Uint8Array();
      }
      throw error;
    }
  }

  /**
   * Whether the list of pages has been whole once: all records of the pages the server named were here
   * and read. Until then pages stand at the top level whose parents are still to come. Cost: the
   * documents, until it is true for the first time.
   */
  async isListed(): Promise<boolean> {
    const tx = this.db.transaction(["meta", "documents", "rows"]);
    const meta = await tx.objectStore("meta").get("sync");
    if (meta?.complete !== true || meta.listed === true) {
      return meta?.complete ?? false;
    }
    const [documents, rows] = await Promise.all([
      tx.objectStore("documents").getAll(),
      tx.objectStore("rows").getAll(),
    ]);
    const orders = new Map(rows.map((row) => [row.document, row.order]));
    const listed = documents
      .filter((record) => isRecord(record.id))
      .every((record) => record.lastOrder > 0 && (orders.get(record.id) ?? 0) >= record.lastOrder);
    if (listed) {
      await this.write(SYNC, async (writing) => {
        await writing.objectStore("meta").put({ ...(await this.metaIn(writing)), listed });
      });
    }
    return listed;
  }

  /**
   * A document's snapshot and log.
   *
   * @param afterOrder entries up to this order are left out, and with a number above 0 the snapshot too
   */
  async read(document: DocumentId, afterOrder = 0): Promise<StoredDocument> {
    const tx = this.db.transaction(["documents", "snapshots", "log", "outbox"]);
    const [record, snapshot, entries, unsent] = await Promise.all([
      tx.objectStore("documents").get(document),
      afterOrder === 0 ? tx.objectStore("snapshots").get(document) : undefined,
      tx.objectStore("log").index("byOrder").getAll(ordersOf(document, afterOrder)),
      tx.objectStore("outbox").index("byPlace").count(placesOf(document)),
    ]);
    await tx.done;
    return {
      record: record ?? null,
      unsent,
      snapshot: snapshot === undefined ? null : await this.sealer.open("snapshots", document, snapshot.sealed),
      changes: await Promise.all(
        entries.map((entry) => this.sealer.open("log", `${document} ${entry.change}`, entry.sealed)),
      ),
      lastOrder: entries.at(-1)?.order ?? record?.lastOrder ?? 0,
    };
  }

  /** Changes of one document that the server has not acknowledged, as they are to be sent; those that can be read. */
  async outboxOf(document: DocumentId): Promise<Uint8Array[]> {
    const tx = this.db.transaction(["log", "outbox"]);
    const places = await tx.objectStore("outbox").index("byPlace").getAll(placesOf(document));
    const entries = await Promise.all(places.map((entry) => tx.objectStore("log").get([document, entry.change])));
    await tx.done;
    const changes: Uint8Array[] = [];
    for (const entry of entries) {
      const bytes = entry === undefined ? null : await this.openOutboxEntry(entry);
      if (bytes !== null && bytes.length > 0) {
        changes.push(bytes);
      }
    }
    return changes;
  }

  /** How many unacknowledged changes each document has; documents without any are absent. */
  async outboxCounts(): Promise<Map<DocumentId, number>> {
    const counts = new Map<DocumentId, number>();
    for (const [document] of await this.db.getAllKeys("outbox")) {
      const id = document as DocumentId;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  }

  outboxCount(document: DocumentId): Promise<number> {
    return this.db.countFromIndex("outbox", "byPlace", placesOf(document));
  }

  documents(): Promise<DocumentRecord[]> {
    return this.db.getAll("documents");
  }

  document(id: DocumentId): Promise<DocumentRecord | undefined> {
    return this.db.get("documents", id);
  }

  /** Records of documents, and how many changes of each are unsent; in the order of the ids. */
  async standings(
    ids: readonly DocumentId[],
  ): Promise<{ readonly record: DocumentRecord | undefined; readonly unsent: number }[]> {
    const tx = this.db.transaction(["documents", "outbox"]);
    const unsent = tx.objectStore("outbox").index("byPlace");
    const found = await Promise.all(
      ids.map(async (id) => {
        const [record, count] = await Promise.all([tx.objectStore("documents").get(id), unsent.count(placesOf(id))]);
        return { record, unsent: count };
      }),
    );
    await tx.done;
    return found;
  }

  /** @param ids which; undefined = all */
  async rows(ids?: readonly DocumentId[]): Promise<Row[]> {
    const tx = this.db.transaction("rows");
    const stored = ids === undefined ? await tx.store.getAll() : await Promise.all(ids.map((id) => tx.store.get(id)));
    await tx.done;
    const present = stored.filter((row) => row !== undefined);
    const opened = await Promise.all(
      present.map(async (row): Promise<Row | null> => {
        try {
          return { document: row.document, value: await this.sealer.openJson("rows", row.document, row.sealed) };
        } catch (error) {
          if (!(error instanceof UnsealError)) {
            throw error;
          }
          await this.dropRow(row);
          return null;
        }
      }),
    );
    return opened.filter((row) => row !== null);
  }

  /** A damaged row is derived anew from its document: it counts as missing. */
  private async dropRow(damaged: RowRecord): Promise<void> {
    await this.write(["rows"], async (tx) => {
      const stored = await tx.objectStore("rows").get(damaged.document);
      if (stored !== undefined && sameBytes(stored.sealed, damaged.sealed)) {
        await tx.objectStore("rows").delete(damaged.document);
      }
    });
  }

  /** Documents with log entries that their row does not take account of. */
  async staleRows(): Promise<DocumentId[]> {
    const tx = this.db.transaction(["documents", "rows"]);
    const [documents, rows] = await Promise.all([
      tx.objectStore("documents").getAll(),
      tx.objectStore("rows").getAll(),
    ]);
    await tx.done;
    const orders = new Map(rows.map((row) => [row.document, row.order]));
    return documents
      .filter((record) => record.lastOrder > 0 && (orders.get(record.id) ?? 0) < record.lastOrder)
      .map((record) => record.id);
  }

  /** In the order of the ids. */
  async derivedStates(ids: readonly DocumentId[]): Promise<DerivedState[]> {
    const tx = this.db.transaction(["documents", "rows"]);
    const states = await Promise.all(
      ids.map(async (id) => {
        const [record, row] = await Promise.all([tx.objectStore("documents").get(id), tx.objectStore("rows").get(id)]);
        return {
          exact: (row?.order ?? 0) >= (record?.lastOrder ?? 0),
          tail: record?.tail ?? 0,
          tailBytes: record?.tailBytes ?? 0,
        };
      }),
    );
    await tx.done;
    return states;
  }

  // ---- compaction ----

  /**
   * Replaces acknowledged log entries by a snapshot of the document. Unsent entries stay, and so do
   * those that arrived meanwhile. Nobody may have the document open: its instance could still wait
   * for an entry that disappears.
   *
   * @param snapshotOf builds the snapshot of what was read
   * @returns whether it was done; false if another tab was faster
   */
  async compact(document: DocumentId, snapshotOf: (stored: StoredDocument) => Promise<Uint8Array>): Promise<boolean> {
    const stored = await this.read(document);
    const generation = stored.record?.generation;
    if (generation === undefined) {
      return false;
    }
    const sealed = await this.sealer.seal("snapshots", document, await snapshotOf(stored));
    return this.write(["documents", "snapshots", "log"], async (tx) => {
      const record = await tx.objectStore("documents").get(document);
      if (record?.generation !== generation) {
        return false;
      }
      const range = IDBKeyRange.bound([document, 0], [document, stored.lastOrder]);
      const before = await tx.objectStore("snapshots").get(document);
      let bytes = (record.storedBytes ?? 0) + sealed.length - (before?.sealed.length ?? 0);
      for await (const cursor of tx.objectStore("log").index("byOrder").iterate(range)) {
        if (cursor.value.acknowledged) {
          bytes -= cursor.value.sealed.length;
          growTail(record, cursor.value.sealed, -1);
          await cursor.delete();
        }
      }
      await tx.objectStore("snapshots").put({ document, sealed });
      await tx.objectStore("documents").put({ ...record, generation: record.generation + 1, storedBytes: bytes });
      return true;
    });
  }

  /**
   * Drops a damaged copy and marks its document to be compared with the server's log, which brings it back whole
   * (SYNC-37). What the server has not got stays.
   */
  async dropCopy(document: DocumentId): Promise<void> {
    await this.write(["documents", "snapshots", "log", "texts", "contents"], async (tx) => {
      const record = await tx.objectStore("documents").get(document);
      if (record === undefined) {
        return;
      }
      await tx.objectStore("contents").delete(document);
      await tx.objectStore("snapshots").delete(document);
      await tx.objectStore("texts").delete(document);
      for await (const cursor of tx.objectStore("log").index("byOrder").iterate(ordersOf(document))) {
        if (cursor.value.acknowledged) {
          await cursor.delete();
        }
      }
      await tx.objectStore("documents").put({
        ...record,
        known: 0,
        tail: 0,
        present: false,
        wanted: true,
        reoffer: true,
        dropped: true,
        storedBytes: 0,
        tailBytes: 0,
        generation: record.generation + 1,
      });
    });
  }

  // ---- inside ----

  private async sealChange(document: DocumentId, bytes: Uint8Array): Promise<SealedChange> {
    const change = keyOf(bytes);
    return { change, sealed: await this.sealer.seal("log", `${document} ${change}`, bytes) };
  }

  private write<N extends Names[], R>(
    names: readonly [...N],
    work: (tx: Transaction<N, "readwrite">) => Promise<R>,
  ): Promise<R> {
    return strictWrite(this.db, names, work);
  }
}

function byDocument(steps: readonly Step[]): Map<DocumentId, Step[]> {
  const found = new Map<DocumentId, Step[]>();
  for (const step of steps) {
    found.set(step.document, [...(found.get(step.document) ?? []), step]);
  }
  return found;
}

async function applyInOrder(tx: SyncTransaction, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    await step.apply(tx);
  }
}

/** The log has so many more acknowledged entries like this one. */
function growTail(record: DocumentRecord, sealed: Sealed, by: -1 | 0 | 1): void {
  record.tail += by;
  record.tailBytes = Math.max(0, (record.tailBytes ?? 0) + by * plainLength(sealed));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function at(bytes: readonly Uint8Array[], index: number): Uint8Array {
  const found = bytes[index];
  if (found === undefined) {
    throw new DataError("storage-failed", "A write refers to bytes that were not handed over.");
  }
  return found;
}
