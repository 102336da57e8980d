import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { changeKey, engine } from "../../../src/engine/engine";
import type { ChangeKey, DocumentId } from "../../../src/engine/sync";
import type { EngineDocument } from "../../../src/engine/types";
import { openWorkspaceDatabase, type WorkspaceDatabase } from "../../../src/data/store/schema";
import { Sealer } from "../../../src/data/store/sealing";
import { WorkspaceStore } from "../../../src/data/store/workspace-store";
import { READER } from "../../../src/data/document-calls";
import { assemble } from "../../../src/data/worker/documents";

const PAGE = `p:${"a".repeat(32)}` as DocumentId;
const RECORD = `r:${"a".repeat(32)}` as DocumentId;
const OTHER = `p:${"b".repeat(32)}` as DocumentId;
const REPLICA = "000000000000000a";
const FOREIGN = "00000000000000f0";

let db: WorkspaceDatabase;
let store: WorkspaceStore;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  db = await openWorkspaceDatabase("ada", { superseded: () => undefined, waiting: () => undefined });
  store = new WorkspaceStore(db, new Sealer(await Sealer.createKey()), () => 1_000);
});

/** Types one word after the other; each is a change. */
function typing(document: EngineDocument, ...words: string[]): Uint8Array[] {
  return words.map((word) => {
    document.insert("title", document.title().length, word, null);
    return document.commit(0) ?? new Uint8Array();
  });
}

function write(document: DocumentId, changes: Uint8Array[], basis = 0): Promise<number[]> {
  return store.appendLocal(changes.map((bytes, index) => ({ document, bytes, basis: basis + index })));
}

function keyOf(bytes: Uint8Array): ChangeKey {
  return JSON.parse(changeKey(bytes)) as ChangeKey;
}

async function title(document: DocumentId): Promise<string> {
  return assemble(await store.read(document), READER).title();
}

describe("a local change", () => {
  it("is in the log and in the outbox, in the order it was made", async () => {
    const changes = typing(engine.createDocument(REPLICA), "one", "two", "three");
    expect(await write(PAGE, changes)).toEqual([1, 2, 3]);
    expect((await store.read(PAGE)).changes).toEqual(changes);
    expect(await store.outboxOf(PAGE)).toEqual(changes);
    expect(await store.outboxCounts()).toEqual(new Map([[PAGE, 3]]));
    const summary = await store.summary();
    expect(summary.documents.map((one) => [one.record.id, one.outbox.length])).toEqual([[PAGE, 3]]);
  });

  it("is there once, however often it is written", async () => {
    const changes = typing(engine.createDocument(REPLICA), "once");
    await write(PAGE, changes);
    expect(await write(PAGE, changes)).toEqual([1]);
    expect((await store.read(PAGE)).changes).toHaveLength(1);
  });

  it("under an identity that another change has is not stored, nor what was made with it", async () => {
    const [theirs = new Uint8Array()] = typing(engine.createDocument(REPLICA), "the copy's");
    const mine = typing(engine.createDocument(REPLICA), "mine", "and more");
    const [elsewhere = new Uint8Array()] = typing(engine.createDocument(REPLICA), "elsewhere");
    await append(PAGE, [theirs], 1);
    const outcome = store.appendLocal([
      { document: OTHER, bytes: elsewhere, basis: 0 },
      ...mine.map((bytes, index) => ({ document: PAGE, bytes, basis: index })),
    ]);
    await expect(outcome).rejects.toMatchObject({ code: "identity-taken" });
    expect((await store.read(PAGE)).changes).toEqual([theirs]);
    expect(await store.outboxCounts()).toEqual(new Map());
    await db.put("replicas", { id: REPLICA, used: true });
    await store.writers.retire(REPLICA);
    expect(await store.writers.usable()).toEqual([]);
  });

  it("is not there at all if the transaction fails half-way", async () => {
    const [good] = typing(engine.createDocument(REPLICA), "good");
    const [bad] = typing(engine.createDocument(FOREIGN), "bad");
    const original = IDBObjectStore.prototype.put;
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...input) {
      if (this.name === "outbox" && (input[0] as { document: string }).document === OTHER) {
        throw new DOMException("no room", "QuotaExceededError");
      }
      return original.apply(this, input);
    });
    const outcome = store.appendLocal([
      { document: PAGE, bytes: good as Uint8Array, basis: 0 },
      { document: OTHER, bytes: bad as Uint8Array, basis: 0 },
    ]);
    await expect(outcome).rejects.toMatchObject({ code: "storage-full" });
    put.mockRestore();
    expect((await store.read(PAGE)).changes).toEqual([]);
    expect(await store.outboxCounts()).toEqual(new Map());
    expect(await store.documents()).toEqual([]);
  });

  it("keeps the directory row exact while nobody else writes, and not otherwise", async () => {
    const document = engine.createDocument(REPLICA);
    const [first, second] = typing(document, "one", "two") as [Uint8Array, Uint8Array];
    await store.appendLocal([{ document: PAGE, bytes: first, basis: 0, row: { title: "one" } }]);
    expect(await store.staleRows()).toEqual([]);
    const [foreign] = typing(engine.createDocument(FOREIGN), "x") as [Uint8Array];
    await append(PAGE, [foreign], 1);
    expect(await store.staleRows()).toEqual([PAGE]);
    await store.appendLocal([{ document: PAGE, bytes: second, basis: 1, row: { title: "onetwo" } }]);
    expect(await store.staleRows()).toEqual([PAGE]);
    await store.putRow(PAGE, { title: "xonetwo" }, 3);
    expect(await store.staleRows()).toEqual([]);
    await store.putRow(PAGE, { title: "from less" }, 2);
    expect(await store.rows()).toEqual([{ document: PAGE, value: { title: "xonetwo" } }]);
  });
});

function append(document: DocumentId, changes: Uint8Array[], known: number, head = known): Promise<void> {
  return store.execute(
    {
      kind: "appendEntries",
      document,
      fresh: changes.map((_, index) => ({ sequence: known - changes.length + index + 1, change: index })),
      acknowledged: [],
      known,
      head,
      workspaceSequence: known,
      growth: 0,
    },
    changes,
  );
}

describe("what the machine writes", () => {
  it("does not call a page known that has left, when what was sent of it is acknowledged once more", async () => {
    const [change = new Uint8Array()] = typing(engine.createDocument(REPLICA), "gone");
    await store.appendLocal([{ document: PAGE, bytes: change, basis: 0 }]);
    const write = { kind: "acknowledge", document: PAGE, changes: [keyOf(change)], known: 1, head: 1 } as const;
    await store.execute(write, []);
    expect(await store.document(PAGE)).toMatchObject({ known: 1, present: true });
    expect(await store.leave(PAGE, true)).toBe(true);
    // Another tab told of the change late: it was sent twice.
    await store.execute(write, []);
    expect(await store.document(PAGE)).toMatchObject({ known: 0, head: 1, present: false });
  });

  it("takes an acknowledged change out of the outbox and leaves it in the log", async () => {
    const changes = typing(engine.createDocument(REPLICA), "one", "two") as [Uint8Array, Uint8Array];
    await write(PAGE, changes);
    await store.execute({ kind: "acknowledge", document: PAGE, changes: [keyOf(changes[0])], known: 1, head: 1 }, []);
    expect(await store.outboxOf(PAGE)).toEqual([changes[1]]);
    expect((await store.read(PAGE)).changes).toEqual(changes);
    expect(await store.document(PAGE)).toMatchObject({ known: 1, head: 1, tail: 1 });
  });

  it("does not double an own change that comes back", async () => {
    const changes = typing(engine.createDocument(REPLICA), "mine") as [Uint8Array];
    await write(PAGE, changes);
    await append(PAGE, changes, 1);
    expect((await store.read(PAGE)).changes).toHaveLength(1);
    expect(await store.document(PAGE)).toMatchObject({ tail: 1 });
  });

  it("shows the server's title until content is here, and never over an unsent one", async () => {
    const heads = (text: string, sequence: number) =>
      store.execute(
        {
          kind: "setHeads",
          heads: [{ document: PAGE, sequence, title: text, changedAtMillis: 5, logBytes: 900 }],
          workspaceSequence: 9,
          complete: true,
        },
        [],
      );
    await heads("From the server", 2);
    expect(await store.rows()).toEqual([{ document: PAGE, value: { title: "From the server" } }]);
    expect(await store.document(PAGE)).toMatchObject({ head: 2, known: 0, present: false });
    expect(await store.isListed()).toBe(true);
    const foreign = typing(engine.createDocument(FOREIGN), "From ", "the server");
    await append(PAGE, foreign, 2);
    expect(await store.document(PAGE)).toMatchObject({ present: true });
    expect(await store.staleRows()).toEqual([]);
    const [own] = typing(engine.createDocument(REPLICA), "mine") as [Uint8Array];
    await store.appendLocal([{ document: PAGE, bytes: own, basis: 2, row: { title: "mine" } }]);
    await heads("Somebody else's", 3);
    expect(await store.rows()).toEqual([{ document: PAGE, value: { title: "mine" } }]);
  });

  it("calls the list of pages whole once every record is here and read", async () => {
    const heads = (document: DocumentId, complete: boolean) =>
      store.execute(
        {
          kind: "setHeads",
          heads: [{ document, sequence: 1, title: "", changedAtMillis: 5, logBytes: 900 }],
          workspaceSequence: 9,
          complete,
        },
        [],
      );
    await heads(RECORD, false);
    expect(await store.isListed()).toBe(false);
    await heads(RECORD, true);
    expect(await store.isListed()).toBe(false);
    await append(RECORD, typing(engine.createDocument(FOREIGN), "x"), 1);
    expect(await store.isListed()).toBe(false);
    await store.putRow(RECORD, { parent: null }, 1);
    expect(await store.isListed()).toBe(true);
    await heads(`r:${"9".repeat(32)}` as DocumentId, true);
    expect(await store.isListed()).toBe(true);
  });

  it("brings the row of a document that arrives whole, and of no other", async () => {
    const [first = new Uint8Array(), second = new Uint8Array()] = typing(engine.createDocument(FOREIGN), "1", "2");
    const counting = (_: DocumentId, changes: readonly Uint8Array[]) => ({ parent: null, changes: changes.length });
    store = new WorkspaceStore(db, new Sealer(await Sealer.createKey()), () => 1_000, counting);
    await append(RECORD, [first, second], 2);
    expect(await store.rows([RECORD])).toEqual([{ document: RECORD, value: { parent: null, changes: 2 } }]);
    expect(await store.derivedStates([RECORD, PAGE])).toEqual([
      { exact: true, tail: 2, tailBytes: first.length + second.length },
      { exact: true, tail: 0, tailBytes: 0 },
    ]);
    const other = `r:${"8".repeat(32)}` as DocumentId;
    await write(other, typing(engine.createDocument(REPLICA), "own"));
    await append(other, [first], 1);
    expect(await store.rows([other])).toEqual([]);
    await append(PAGE, [first], 1);
    await append(PAGE, [second], 2);
    expect(await store.rows([PAGE])).toEqual([{ document: PAGE, value: { parent: null, changes: 1 } }]);
    expect(await store.derivedStates([PAGE])).toMatchObject([{ exact: false, tail: 2 }]);
  });

  it("keeps everything when the server has another history", async () => {
    const own = typing(engine.createDocument(REPLICA), "one") as [Uint8Array];
    await write(PAGE, own);
    await append(OTHER, typing(engine.createDocument(FOREIGN), "x"), 1);
    await store.execute({ kind: "newEpoch", epoch: "second" }, []);
    const summary = await store.summary();
    expect(summary).toMatchObject({ epoch: "second", workspaceSequence: 0, complete: false });
    expect(summary.documents.map(({ record }) => [record.known, record.head, record.reoffer])).toEqual([
      [0, 0, true],
      [0, 0, true],
    ]);
    expect(await title(PAGE)).toBe("one");
    expect(await title(OTHER)).toBe("x");
  });

  it("offers again, before what is in the outbox and without doubling it", async () => {
    const document = engine.createDocument(REPLICA);
    const [first, second, third] = typing(document, "1", "2", "3") as [Uint8Array, Uint8Array, Uint8Array];
    await append(PAGE, [first], 1);
    await write(PAGE, [second, third], 1);
    await store.execute({ kind: "reoffer", document: PAGE, changes: [0, 1] }, [first, second]);
    expect(await store.outboxOf(PAGE)).toEqual([first, second, third]);
    expect((await store.read(PAGE)).changes).toHaveLength(3);
    expect(await store.document(PAGE)).toMatchObject({ tail: 0, reoffer: false });
  });
});

describe("compaction", () => {
  const snapshot = (stored: Parameters<typeof assemble>[0]): Promise<Uint8Array> =>
    Promise.resolve(assemble(stored, READER).save());

  it("keeps what is unsent and what arrived meanwhile", async () => {
    const document = engine.createDocument(REPLICA);
    const [first, second, third] = typing(document, "1", "2", "3") as [Uint8Array, Uint8Array, Uint8Array];
    await append(PAGE, [first], 1);
    await write(PAGE, [second], 1);
    const done = store.compact(PAGE, (stored) => {
      void write(PAGE, [third], 2);
      return snapshot(stored);
    });
    expect(await done).toBe(true);
    const stored = await store.read(PAGE);
    expect(stored.changes).toEqual([second, third]);
    expect(await title(PAGE)).toBe("123");
    expect(await store.outboxOf(PAGE)).toEqual([second, third]);
    expect(await store.document(PAGE)).toMatchObject({ tail: 0, lastOrder: 3, generation: 1 });
  });

  it("gives way to one that was faster", async () => {
    const [first] = typing(engine.createDocument(FOREIGN), "1") as [Uint8Array];
    await append(PAGE, [first], 1);
    const done = await Promise.all([store.compact(PAGE, snapshot), store.compact(PAGE, snapshot)]);
    expect(done.filter((one) => one)).toHaveLength(1);
    expect(await title(PAGE)).toBe("1");
    expect(await store.document(PAGE)).toMatchObject({ tail: 0, generation: 1 });
  });

  it("counts the bytes that a snapshot could stand for, and not those it stands for", async () => {
    const document = engine.createDocument(REPLICA);
    const [first = new Uint8Array(), large = new Uint8Array()] = typing(document, "1", "x".repeat(90_000));
    await append(PAGE, [first], 1);
    await write(PAGE, [large], 1);
    expect((await store.document(PAGE))?.tailBytes).toBe(first.length);
    await store.execute({ kind: "acknowledge", document: PAGE, changes: [keyOf(large)], known: 2, head: 2 }, []);
    expect(await store.document(PAGE)).toMatchObject({ tail: 2, tailBytes: first.length + large.length });
    await store.compact(PAGE, snapshot);
    expect(await store.document(PAGE)).toMatchObject({ tail: 0, tailBytes: 0 });
  });

  it("drops a damaged copy but nothing that is unsent", async () => {
    const document = engine.createDocument(REPLICA);
    const [first, second] = typing(document, "1", "2") as [Uint8Array, Uint8Array];
    await append(PAGE, [first], 1);
    await write(PAGE, [second], 1);
    await store.dropCopy(PAGE);
    expect(await store.outboxOf(PAGE)).toEqual([second]);
    expect(await store.document(PAGE)).toMatchObject({ known: 0, present: false, wanted: true, reoffer: true });
  });

  it("keeps the mark of a copy that was dropped while its document was compared", async () => {
    const [first] = typing(engine.createDocument(FOREIGN), "1") as [Uint8Array];
    await append(PAGE, [first], 1);
    await store.execute({ kind: "forget", document: PAGE }, []);
    await store.dropCopy(PAGE);
    await store.execute({ kind: "reoffer", document: PAGE, changes: [] }, []);
    expect(await store.document(PAGE)).toMatchObject({ reoffer: true });
    await store.execute({ kind: "forget", document: PAGE }, []);
    await store.execute({ kind: "reoffer", document: PAGE, changes: [] }, []);
    expect(await store.document(PAGE)).toMatchObject({ reoffer: false });
  });
});

describe("a damaged record", () => {
  /** Flips a bit of what the log has of a change. */
  async function damage(document: DocumentId, bytes: Uint8Array): Promise<void> {
    const { replica, firstCounter } = keyOf(bytes);
    const record = await db.get("log", [document, `${replica}.${firstCounter}`]);
    if (record === undefined) {
      throw new Error("there is no such record");
    }
    const sealed = record.sealed.slice();
    sealed[20] = (sealed[20] ?? 0) ^ 1;
    await db.put("log", { ...record, sealed });
  }

  it("of the outbox stops its document and no other (SYNC-36)", async () => {
    const [damaged = new Uint8Array(), whole = new Uint8Array()] = typing(engine.createDocument(REPLICA), "1", "2");
    const [other = new Uint8Array()] = typing(engine.createDocument(FOREIGN), "other");
    await write(PAGE, [damaged, whole]);
    await write(OTHER, [other]);
    await damage(PAGE, damaged);
    const { documents } = await store.summary();
    expect(new Map(documents.map((one) => [one.record.id, one.outbox]))).toEqual(
      new Map([
        [PAGE, [new Uint8Array(), whole]],
        [OTHER, [other]],
      ]),
    );
    expect(await store.outboxOf(PAGE)).toEqual([whole]);
  });

  it("of the directory is left out, and derived anew", async () => {
    const [bytes = new Uint8Array()] = typing(engine.createDocument(REPLICA), "1");
    await store.appendLocal([{ document: PAGE, bytes, basis: 0, row: { title: "1" } }]);
    await store.putRow(OTHER, { title: "whole" }, 0);
    const row = await db.get("rows", PAGE);
    const sealed = row?.sealed.slice() ?? new Uint8Array();
    sealed[20] = (sealed[20] ?? 0) ^ 1;
    await db.put("rows", { document: PAGE, order: 1, headSequence: 0, sealed });
    expect((await store.rows()).map((one) => one.document)).toEqual([OTHER]);
    expect(await store.staleRows()).toContain(PAGE);
  });
});

describe("undo stacks", () => {
  const stacks = (text: string): Uint8Array => new TextEncoder().encode(text);

  async function leave(document: DocumentId, replica: string, text: string): Promise<void> {
    const [bytes = new Uint8Array()] = typing(engine.createDocument(replica), text);
    await store.appendLocal([{ document, bytes, basis: 0, undo: { replica, stacks: stacks(text) } }]);
  }

  it("are kept a document and a writer, sealed, with the change that made them", async () => {
    await leave(PAGE, REPLICA, "ours");
    await leave(PAGE, FOREIGN, "another tab's");
    await leave(OTHER, REPLICA, "elsewhere");
    expect(await store.writers.undoOf(PAGE, REPLICA)).toEqual(stacks("ours"));
    expect(await store.writers.undoOf(PAGE, FOREIGN)).toEqual(stacks("another tab's"));
    expect(await store.writers.undoOf(OTHER, FOREIGN)).toBeNull();
    for (const record of await db.getAll("undo")) {
      expect(Buffer.from(record.sealed).includes("ours")).toBe(false);
    }
  });

  it("of one writer are forgotten without those of another", async () => {
    await leave(PAGE, REPLICA, "ours");
    await leave(OTHER, REPLICA, "elsewhere");
    await leave(PAGE, FOREIGN, "another tab's");
    await store.writers.forgetUndo(REPLICA);
    expect(await store.writers.undoOf(PAGE, REPLICA)).toBeNull();
    expect(await store.writers.undoOf(OTHER, REPLICA)).toBeNull();
    expect(await store.writers.undoOf(PAGE, FOREIGN)).toEqual(stacks("another tab's"));
  });

  it("that are damaged count as none", async () => {
    await leave(PAGE, REPLICA, "ours");
    await db.put("undo", { document: PAGE, replica: REPLICA, sealed: new Uint8Array(40) });
    expect(await store.writers.undoOf(PAGE, REPLICA)).toBeNull();
  });
});
