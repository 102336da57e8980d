/**
 * The databases of one browser profile.
 *
 * `offing` (one): which account this device works for, and the accounts' keys. `offing-<account>`
 * (one an account): everything else. Keys of records are ids; what people wrote, titles, names and
 * addresses are only in sealed values. Counters, sequences and times are in the clear, because the
 * transactions that decide about them cannot wait for a decryption.
 *
 * Versions only go forward. An older tab that meets a newer database cannot open it; one that has it
 * open while a newer tab wants to migrate closes it and refuses every write from then on.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";
import type { DocumentId } from "../../engine/sync";

export type Sealed = Uint8Array<ArrayBuffer>;

export interface DocumentRecord {
  readonly id: DocumentId;
  /** Server sequence up to which the log (or the snapshot) holds every entry. */
  known: number;
  /** Newest server sequence heard of. */
  head: number;
  changedAt: number;
  /** Whether the content was here to its then end once (or was made here): an older state is still a state. */
  present: boolean;
  wanted: boolean;
  /** To be compared with the server's log. */
  reoffer: boolean;
  /** Records were taken out since the comparison under way began, if one is: its end is not the last (SYNC-37). */
  dropped?: boolean;
  /** Order of the newest log entry: 1, 2, 3 … per document, in the order of arrival at this device. */
  lastOrder: number;
  /** How many acknowledged entries the log holds: what a snapshot could stand for. */
  tail: number;
  /** Bytes of those entries. Absent in older stores, where it counts from the next snapshot on. */
  tailBytes?: number;
  /** How many snapshots were written; guards against two compactions at once. */
  generation: number;
  /** Bytes of the server's log as far as this device was told; 0 = not known. Absent in older stores. */
  logBytes?: number;
  /** Bytes of sealed log entries and snapshot here. Absent in older stores. */
  storedBytes?: number;
  /** When something of it last arrived, epoch ms. Absent in older stores. */
  fetchedAt?: number;
}

export interface LogRecord {
  readonly document: DocumentId;
  /** `replica.counter` of its first operation. */
  readonly change: string;
  readonly order: number;
  /** Whether the server's log has it. */
  acknowledged: boolean;
  readonly sealed: Sealed;
}

export interface OutboxRecord {
  readonly document: DocumentId;
  readonly change: string;
  /** Sent in ascending place. */
  readonly place: number;
}

export interface RowRecord {
  readonly document: DocumentId;
  /** Log order up to which the row was derived: equal to the document's `lastOrder` = exact. */
  order: number;
  /** Head whose title this is; 0 = derived from the document. */
  headSequence: number;
  readonly sealed: Sealed;
}

/** The undo and redo stacks of one writer in one document. */
export interface UndoRecord {
  readonly document: DocumentId;
  readonly replica: string;
  readonly sealed: Sealed;
}

/** The text of a page as search reads it, up to a log order. */
export interface TextRecord {
  readonly document: DocumentId;
  readonly order: number;
  readonly sealed: Sealed;
}

/** Records that are one of a kind. */
export type FactKey = "authors" | "away";

export interface FileRecord {
  readonly id: string;
  readonly size: number;
  /** Name and type. */
  readonly about: Sealed;
  readonly sealed: Sealed;
}

/** Which files a page shows, found by rendering it from what is here. */
export interface PageContents {
  readonly document: DocumentId;
  /** Log order up to which it was rendered. */
  readonly order: number;
  readonly files: readonly string[];
}

/** What is known of a file without its content. */
export interface FileFactRecord {
  readonly id: string;
  readonly size: number;
  readonly here: boolean;
}

/** What this device was told; it never leaves it. Ids and times, nothing that people wrote. */
export interface OfflineSettings {
  readonly key: "offline";
  readonly automatic: boolean;
  readonly paused: boolean;
  readonly optedOut: readonly string[];
  /** Pages opened here that the account's record has not been told of, the last first. */
  readonly opened: readonly string[];
  readonly notices: readonly {
    readonly id: string;
    readonly page: string;
    readonly why: string;
    readonly at: number;
  }[];
  /** When the device and the server last agreed, epoch ms, 0 = never. */
  readonly contactAt: number;
}

export interface MetaRecord {
  readonly key: "sync";
  epoch: string;
  workspaceSequence: number;
  /** The heads of all documents were told once. */
  complete: boolean;
  /** The records of all those pages were here, and read, once. */
  listed?: boolean;
}

export interface ReplicaRecord {
  readonly id: string;
  readonly used: boolean;
  /** Somebody else writes under it too: no tab takes it any more. */
  readonly retired?: boolean;
}

export interface WorkspaceSchema extends DBSchema {
  meta: { key: string; value: MetaRecord };
  documents: { key: string; value: DocumentRecord };
  snapshots: { key: string; value: { readonly document: DocumentId; readonly sealed: Sealed } };
  log: { key: [string, string]; value: LogRecord; indexes: { byOrder: [string, number] } };
  outbox: { key: [string, string]; value: OutboxRecord; indexes: { byPlace: [string, number] } };
  rows: { key: string; value: RowRecord };
  files: { key: string; value: FileRecord };
  /** Files the server has not got. */
  uploads: { key: string; value: { readonly id: string } };
  replicas: { key: string; value: ReplicaRecord };
  undo: { key: [string, string]; value: UndoRecord; indexes: { byReplica: string } };
  texts: { key: string; value: TextRecord };
  contents: { key: string; value: PageContents };
  fileFacts: { key: string; value: FileFactRecord };
  settings: { key: string; value: OfflineSettings };
  facts: { key: string; value: { readonly key: FactKey; readonly sealed: Sealed } };
}

export interface AccountRecord {
  readonly id: string;
  readonly key: CryptoKey;
  /** The account and the workspace's name. */
  readonly profile: Sealed;
  readonly deviceId: string;
  readonly lastPage: string | null;
  readonly expired: boolean;
}

export interface DeviceSchema extends DBSchema {
  accounts: { key: string; value: AccountRecord };
  current: { key: string; value: { readonly key: "account"; readonly account: string } };
}

export type WorkspaceDatabase = IDBPDatabase<WorkspaceSchema>;
export type DeviceDatabase = IDBPDatabase<DeviceSchema>;

type Upgrade<S extends DBSchema> = IDBPTransaction<S, StoreNames<S>[], "versionchange">;
/** `migrations[v]` takes a database from version v to v + 1. */
export type Migrations<S extends DBSchema> = readonly ((db: IDBPDatabase<S>, upgrade: Upgrade<S>) => void)[];

export const WORKSPACE_MIGRATIONS: Migrations<WorkspaceSchema> = [
  (db) => {
    db.createObjectStore("meta", { keyPath: "key" });
    db.createObjectStore("documents", { keyPath: "id" });
    db.createObjectStore("snapshots", { keyPath: "document" });
    db.createObjectStore("log", { keyPath: ["document", "change"] }).createIndex("byOrder", ["document", "order"], {
      unique: true,
    });
    db.createObjectStore("outbox", { keyPath: ["document", "change"] }).createIndex("byPlace", ["document", "place"], {
      unique: true,
    });
    db.createObjectStore("rows", { keyPath: "document" });
    db.createObjectStore("files", { keyPath: "id" });
    db.createObjectStore("uploads", { keyPath: "id" });
    db.createObjectStore("replicas", { keyPath: "id" });
  },
  (db) => {
    db.createObjectStore("undo", { keyPath: ["document", "replica"] }).createIndex("byReplica", "replica");
  },
  (db) => {
    db.createObjectStore("texts", { keyPath: "document" });
  },
  (db, upgrade) => {
    db.createObjectStore("contents", { keyPath: "document" });
    db.createObjectStore("settings", { keyPath: "key" });
    const facts = db.createObjectStore("fileFacts", { keyPath: "id" });
    void (async () => {
      for (let file = await upgrade.objectStore("files").openCursor(); file !== null; file = await file.continue()) {
        await facts.put({ id: file.value.id, size: file.value.size, here: true });
      }
    })();
  },
  (db) => {
    db.createObjectStore("facts", { keyPath: "key" });
  },
];

export const DEVICE_MIGRATIONS: Migrations<DeviceSchema> = [
  (db) => {
    db.createObjectStore("accounts", { keyPath: "id" });
    db.createObjectStore("current", { keyPath: "key" });
  },
];

/** The store was written by a newer version of this program. */
export class StoreTooNewError extends Error {
  constructor() {
    super("The copy on this device was written by a newer version of Offing. Reload to update.");
    this.name = "StoreTooNewError";
  }
}

export interface OpenCallbacks {
  /** A newer tab wants to migrate; the connection has been closed. */
  superseded(): void;
  /** An older tab does not let go of the database yet. */
  waiting(): void;
}

async function open<S extends DBSchema>(
  name: string,
  migrations: Migrations<S>,
  callbacks: OpenCallbacks,
): Promise<IDBPDatabase<S>> {
  try {
    const db = await openDB<S>(name, migrations.length, {
      upgrade(database, oldVersion, _newVersion, transaction) {
        for (const migrate of migrations.slice(oldVersion)) {
          migrate(database, transaction);
        }
      },
      blocked: () => callbacks.waiting(),
      blocking: (_current, _wanted, event) => {
        (event.target as IDBDatabase).close();
        callbacks.superseded();
      },
      terminated: () => callbacks.superseded(),
    });
    return db;
  } catch (error) {
    if (error instanceof DOMException && error.name === "VersionError") {
      throw new StoreTooNewError();
    }
    throw error;
  }
}

export function workspaceDatabaseName(account: string): string {
  return `offing-${account}`;
}

/** @throws StoreTooNewError */
export function openWorkspaceDatabase(
  account: string,
  callbacks: OpenCallbacks,
  migrations: Migrations<WorkspaceSchema> = WORKSPACE_MIGRATIONS,
): Promise<WorkspaceDatabase> {
  return open(workspaceDatabaseName(account), migrations, callbacks);
}

/** @throws StoreTooNewError */
export function openDeviceDatabase(callbacks: OpenCallbacks): Promise<DeviceDatabase> {
  return open("offing", DEVICE_MIGRATIONS, callbacks);
}
