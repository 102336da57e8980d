/** What leaves the device leaves whole, and what has not been sent never does. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { presetPolicies as compiledPresets, engine } from "../../../src/engine/engine";
import { pageDocument } from "../../../src/engine/sync";
import { presetPolicies } from "../../../src/data/api";
import { openWorkspaceDatabase, type WorkspaceDatabase } from "../../../src/data/store/schema";
import { Sealer } from "../../../src/data/store/sealing";
import { WorkspaceStore } from "../../../src/data/store/workspace-store";
import { Documents } from "../../../src/data/worker/documents";
import type { Environment } from "../../../src/data/worker/environment";
import { isWhole, Looker } from "../../../src/data/worker/looker";
import { SerialByKey } from "../../../src/data/worker/serial";

const PAGE = pageDocument("1".repeat(32));
const OTHER = pageDocument("2".repeat(32));
const FILE = "f".repeat(64);

let db: WorkspaceDatabase;
let store: WorkspaceStore;

beforeEach(async () => {
  db = await openWorkspaceDatabase("offline-store", { superseded: () => undefined, waiting: () => undefined });
  store = new WorkspaceStore(db, new Sealer(await Sealer.createKey()), () => 7);
});

afterEach(async () => {
  db.close();
  await new Promise((done) => {
    indexedDB.deleteDatabase("offing-offline-store").onsuccess = done;
  });
});

function changes(replica: string, texts: readonly string[]): Uint8Array[] {
  const document = engine.createDocument(replica);
  return texts.map((text) => {
    document.insert("title", 0, text, null);
    return document.commit(1) ?? new Uint8Array();
  });
}

async function arrive(document: typeof PAGE, bytes: readonly Uint8Array[]): Promise<void> {
  await store.execute(
    {
      kind: "appendEntries",
      document,
      fresh: bytes.map((_, index) => ({ sequence: index + 1, change: index })),
      acknowledged: [],
      known: bytes.length,
      head: bytes.length,
      workspaceSequence: bytes.length,
      growth: bytes.reduce((sum, change) => sum + change.length, 0),
    },
    bytes,
  );
}

test("a page leaves with its snapshot, its undo stacks and the files no other page shows", async () => {
  await arrive(PAGE, changes("0000000000000001", ["a", "b"]));
  await store.files.put(FILE, { name: "a", type: "image/png" }, new Uint8Array([1]), false);
  await store.shown.putContents({ document: PAGE, order: 2, files: [FILE] });
  expect((await store.document(PAGE))?.storedBytes).toBeGreaterThan(0);
  expect(await store.leave(PAGE, true)).toBe(true);
  const left = await store.read(PAGE);
  expect(left.changes).toEqual([]);
  expect(left.record).toMatchObject({ known: 0, present: false, lastOrder: 0, storedBytes: 0, head: 2 });
  expect(await store.files.read(FILE)).toBeNull();
  expect((await store.files.facts()).get(FILE)).toEqual({ id: FILE, size: 1, here: false });
});

test("a file stays that another page shows", async () => {
  await arrive(PAGE, changes("0000000000000001", ["a"]));
  await arrive(OTHER, changes("0000000000000002", ["b"]));
  await store.files.put(FILE, { name: "a", type: "image/png" }, new Uint8Array([1]), false);
  await store.shown.putContents({ document: PAGE, order: 1, files: [FILE] });
  await store.shown.putContents({ document: OTHER, order: 1, files: [FILE] });
  await store.leave(PAGE, true);
  expect(await store.files.read(FILE)).not.toBeNull();
});

test("what is unsent, open or to be compared stays, and its known sequence goes", async () => {
  await arrive(PAGE, changes("0000000000000001", ["a"]));
  const [mine] = changes("0000000000000003", ["mine"]);
  await store.appendLocal([{ document: PAGE, bytes: mine ?? new Uint8Array(), basis: 1 }]);
  expect(await store.leave(PAGE, true)).toBe(false);
  expect((await store.read(PAGE)).changes).toHaveLength(2);
  expect((await store.document(PAGE))?.known).toBe(0);
  await arrive(OTHER, changes("0000000000000002", ["b"]));
  expect(await store.leave(OTHER, false)).toBe(false);
  await store.execute({ kind: "forget", document: OTHER }, []);
  expect(await store.leave(OTHER, true)).toBe(false);
  expect((await store.read(OTHER)).changes).toHaveLength(1);
});

test("a page that arrived is looked through: its files are noted and its text is shelved for the search", async () => {
  const document = engine.createDocument("0000000000000001");
  const block = document.newBlock(null, null, "paragraph");
  document.insert(block, 0, `a plover /files/${FILE}`, null);
  await arrive(PAGE, [document.commit(1) ?? new Uint8Array()]);
  const atOnce = {
    after: (_: number, run: () => void) => {
      run();
      return () => undefined;
    },
  } as unknown as Environment;
  await new Promise<void>((done) => {
    new Looker(
      atOnce,
      store,
      new Documents(store),
      new SerialByKey(),
      () => done(),
      () => false,
    ).add([PAGE]);
  });
  expect(await db.get("contents", PAGE)).toMatchObject({ order: 1, files: [FILE] });
  expect(await store.texts.read([PAGE])).toEqual([
    { document: PAGE, order: 1, text: [[block, `a plover /files/${FILE}`]] },
  ]);
  expect(await store.leave(PAGE, true)).toBe(true);
  expect(await store.texts.read([PAGE])).toEqual([]);
});

test("a page is whole while every record of it is here and opens", async () => {
  await arrive(PAGE, changes("0000000000000001", ["a", "b", "c"]));
  expect(await isWhole(store, PAGE)).toBe(true);
  const middle = (await db.getAllKeys("log"))[1];
  await db.delete("log", middle ?? ["", ""]);
  expect(await isWhole(store, PAGE)).toBe(false);
});

test("a page is whole while somebody writes it", async () => {
  await arrive(PAGE, changes("0000000000000001", ["a"]));
  const own = changes(
    "0000000000000003",
    Array.from({ length: 40 }, (_, index) => String(index)),
  );
  let writing = true;
  const written = (async () => {
    for (const bytes of own) await store.appendLocal([{ document: PAGE, bytes, basis: 1 }]);
    writing = false;
  })();
  let looks = 0;
  while (writing) {
    expect(await isWhole(store, PAGE)).toBe(true);
    looks++;
  }
  await written;
  expect(looks).toBeGreaterThan(3);
  expect((await store.read(PAGE)).unsent).toBe(40);
});

test("a page is not called damaged because the store cannot be read now", async () => {
  await arrive(PAGE, changes("0000000000000001", ["a"]));
  db.close();
  expect(await isWhole(store, PAGE)).toBe(true);
});

test("a file whose record was spoilt is found out and goes", async () => {
  await store.files.put(FILE, { name: "a", type: "image/png" }, new Uint8Array([1, 2, 3]), false);
  expect(await store.files.verify(FILE)).toBe(true);
  const record = await db.get("files", FILE);
  if (record !== undefined) {
    record.sealed[record.sealed.length - 1] = (record.sealed.at(-1) ?? 0) ^ 1;
    await db.put("files", record);
  }
  expect(await store.files.verify(FILE)).toBe(false);
  expect((await store.files.facts()).get(FILE)?.here).toBe(false);
});

test("the plans of the screens are those of the rules", () => {
  const compiled = JSON.parse(compiledPresets()) as readonly Record<string, unknown>[];
  expect(compiled).toEqual(presetPolicies.map((policy) => ({ ...policy, maximumAgeDays: policy.maximumAgeDays ?? 0 })));
});
