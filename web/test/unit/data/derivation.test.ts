/** When a long log becomes a snapshot. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { engine } from "../../../src/engine/engine";
import { pageDocument } from "../../../src/engine/sync";
import { openWorkspaceDatabase, type WorkspaceDatabase } from "../../../src/data/store/schema";
import { Sealer } from "../../../src/data/store/sealing";
import { WorkspaceStore } from "../../../src/data/store/workspace-store";
import { READER } from "../../../src/data/document-calls";
import { Derivation } from "../../../src/data/worker/derivation";
import { assemble, Documents } from "../../../src/data/worker/documents";
import type { Environment } from "../../../src/data/worker/environment";
import { SerialByKey } from "../../../src/data/worker/serial";
import { FakeLocks, settle, until } from "./support/world";

const PAGE = pageDocument("1".repeat(32));
const CHANGES = 250;

let db: WorkspaceDatabase;
let store: WorkspaceStore;
let derivation: Derivation;
let attended = false;
let timers: (() => void)[] = [];
/** Each look at the clock finds it later: every change is a piece of its own. */
let clock = 0;

beforeEach(async () => {
  db = await openWorkspaceDatabase("derivation", { superseded: () => undefined, waiting: () => undefined });
  store = new WorkspaceStore(db, new Sealer(await Sealer.createKey()), () => 7);
  attended = false;
  timers = [];
  const environment = {
    now: () => (clock += 5),
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

test("it gives way again and again while it is built, and says what the log said", async () => {
  let pieces = 0;
  let done = false;
  void derivation.compactIfLong(PAGE).then(() => (done = true));
  await until(() => {
    pieces += timers.length;
    fire();
    return done;
  }, "the snapshot is there");
  expect(pieces).toBeGreaterThan(CHANGES / 3);
  expect(await tail()).toBe(0);
  expect(assemble(await store.read(PAGE), READER).title()).toBe("x".repeat(CHANGES));
});

test("it waits while somebody works at the device, and no longer", async () => {
  attended = true;
  await derivation.compactIfLong(PAGE);
  fire();
  await settle();
  expect(await tail()).toBe(CHANGES);
  attended = false;
  let left: number | undefined = CHANGES;
  while (left !== 0) {
    fire();
    await settle();
    left = await tail();
  }
});
