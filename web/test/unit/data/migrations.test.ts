import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, it } from "vitest";
import {
  openWorkspaceDatabase,
  StoreTooNewError,
  WORKSPACE_MIGRATIONS,
  type Migrations,
  type WorkspaceSchema,
} from "../../../src/data/store/schema";
import { Sealer } from "../../../src/data/store/sealing";
import { WorkspaceStore } from "../../../src/data/store/workspace-store";

const NEXT: Migrations<WorkspaceSchema> = [
  ...WORKSPACE_MIGRATIONS,
  (db) => {
    (db as unknown as IDBDatabase).createObjectStore("of-the-next-version");
  },
];

const SILENT = { superseded: () => undefined, waiting: () => undefined };

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

it("goes from an earlier version to this one and keeps what is there", async () => {
  const before = await openWorkspaceDatabase("ada", SILENT);
  await before.put("replicas", { id: "1", used: true });
  before.close();
  const after = await openWorkspaceDatabase("ada", SILENT, NEXT);
  expect(after.version).toBe(WORKSPACE_MIGRATIONS.length + 1);
  expect([...after.objectStoreNames]).toContain("of-the-next-version");
  expect(await after.getAll("replicas")).toEqual([{ id: "1", used: true }]);
});

it("does not open what a newer version wrote", async () => {
  (await openWorkspaceDatabase("ada", SILENT, NEXT)).close();
  await expect(openWorkspaceDatabase("ada", SILENT)).rejects.toThrow(StoreTooNewError);
});

it("makes an old tab let go and refuse to write", async () => {
  let superseded = 0;
  const old = await openWorkspaceDatabase("ada", { superseded: () => superseded++, waiting: () => undefined });
  const store = new WorkspaceStore(old, new Sealer(await Sealer.createKey()), () => 0);
  await store.writers.markUsed("1");
  const next = await openWorkspaceDatabase("ada", SILENT, NEXT);
  expect(superseded).toBe(1);
  await expect(store.writers.markUsed("2")).rejects.toMatchObject({ code: "storage-failed" });
  expect(await next.getAllKeys("replicas")).toEqual(["1"]);
});
