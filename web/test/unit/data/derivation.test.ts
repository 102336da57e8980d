/** When a long log becomes a snapshot. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { engine } from "../../../src/engine/engine";
import { pageDocument } from "../../../src/engine/sync";
import { openWorkspaceDatabase, type WorkspaceDatabase } from "../../../src/data/store/schema";
import { Sealer } from "../../../src/data/store/sealing";
import { WorkspaceStore, type StoredDocument } from "../../../src/data/store/workspace-store";
import { READER } from "../../../src/data/document-calls";
import { Derivation } from "../../../src/data/worker/derivation";
import { assemble, Documents } from "../../../src/data/worker/documents";
import type { Environment } from "../../../src/data/worker/environment";
import { snapshotOf } from "../../../src/data/worker/snapshots";
import { SerialByKey } from "../../../src/data/worker/serial";
import { FakeLocks, settle, until } from "./support/world";

const PAGE = pageDocument("1".repeat(32));
const CHANGES = 250;

let db: WorkspaceDatabase;
let store: WorkspaceStore;
let derivation: Derivation;
let attended = false;
let timers: (() => void)[] = [];
let build: (stored: StoredDocument) => Uint8Array | Promise<Uint8Array> = snapshotOf;

beforeEach(async () => {
  db = await openWorkspaceDatabase("derivation", { superseded: () => undefined, waiting: () => undefined });
  store = new WorkspaceStore(db, new Sealer(await Sealer.createKey()), () => 7);
  attended = false;
  timers = [];
  build = snapshotOf;
  const environment = {
    now: () => 0,
    snapshot: (stored: StoredDocument) => Promise.resolve(stored).then(build),
    after: (_: number, work: () => void) => {
      timers.push(work);
      return () => undefined;
    },
    locks: new FakeLocks().of("tab"),
  } as unknown as Environment;
  derivation = new Derivation(environment, store, new Documents(store), new SerialByKey(), "ada", {
    derived: () => Promise.resolve(),
    damaged: () => Promise.reject(new Error("it is whole")),
    attended: () => attended,
  });
  await arriveOneByOne();
});

afterEach(async () => {
  derivation.stop();
  db.close();
  await new Promise((done) => {
    indexedDB.deleteDatabase("offing-derivation").onsuccess = done;
  });
});

async function arriveOneByOne(): Promise<void> {
  const document = engine.createDocument("0000000000000001");
  const bytes = Array.from({ length: CHANGES }, (_, n) => {
    document.insert("title", n, "x", null);
    return document.commit(1) ?? new Uint8Array();
  });
  await store.execute(
    {
      kind: "appendEntries",
      document: PAGE,
      fresh: bytes.map((_, index) => ({ sequence: index + 1, change: index })),
      acknowledged: [],
      known: CHANGES,
      head: CHANGES,
      workspaceSequence: CHANGES,
      growth: bytes.reduce((sum, change) => sum + change.length, 0),
    },
    bytes,
  );
}

function fire(): void {
  const due = timers;
  timers = [];
  due.forEach((work) => work());
}

async function tail(): Promise<number | undefined> {
  return (await store.document(PAGE))?.tail;
}

async function replaced(): Promise<void> {
  while ((await tail()) !== 0) {
    await settle();
  }
}

/** Ten seconds and their timers. */
async function calm(looks = 10): Promise<void> {
  for (let n = 0; n < looks; n++) {
    fire();
    await settle();
  }
}

test("it comes when nobody has worked for ten seconds, and says what the log said", async () => {
  derivation.compactLater(PAGE);
  await calm(9);
  expect(await tail()).toBe(CHANGES);
  attended = true;
  await calm(1);
  attended = false;
  await calm(9);
  expect(await tail()).toBe(CHANGES);
  await calm(1);
  await replaced();
  expect(assemble(await store.read(PAGE), READER).title()).toBe("x".repeat(CHANGES));
  expect(timers).toHaveLength(0);
});

test("a snapshot that cannot be built leaves the log as it is", async () => {
  let asked = false;
  build = () => {
    asked = true;
    return Promise.reject(new Error("snapshot worker: no memory"));
  };
  derivation.compactLater(PAGE);
  await calm();
  await until(() => asked, "it was tried");
  await settle();
  expect(await tail()).toBe(CHANGES);
  build = snapshotOf;
  derivation.compactLater(PAGE);
  await calm();
  await replaced();
});
