/**
 * This tab as a writer: the id it writes under, and its own changes on their way into the store. A change is saved once
 * {@link Writer#save} resolves, whatever becomes of this tab; the other tabs are told that a write begins before it
 * does, so that they look into the store if this one dies before it can say the rest.
 */
import type { DocumentId } from "../../engine/sync";
import { DataError } from "../api";
import type { LocalChange, WorkspaceStore } from "../store/workspace-store";
import { randomId, type Environment } from "./environment";
import { ReplicaLease } from "./replica-lease";
import { Serial } from "./serial";
import type { ShownStatus } from "./shown-status";
import { heard } from "./silence";

const STORE_IS_SILENT =
  "This device does not answer whether it saved. Keep this page open, or copy what you typed last and reload.";
/** How long an operation waits for the first replica id of a new device. */
const REPLICA_WAIT_MILLIS = 10_000;

export interface WriterHost {
  /** Other tabs hear of this write before it is made. */
  begins(write: string): void;
  /** The changes are in the store: this tab, the others and the leader's machine take them in. */
  wrote(write: string, documents: readonly DocumentId[], changes: readonly LocalChange[]): Promise<void>;
  /** This tab writes under this id from now on. */
  took(replica: string): Promise<void>;
}

/** Changes that are durable. */
export interface Saved {
  /** Their orders in the log. */
  readonly orders: number[];
  /** Says so to whom they concern. */
  tell(): Promise<void>;
}

export class Writer {
  private readonly lease: ReplicaLease;
  private readonly operations = new Serial();
  private waiters: (() => void)[] = [];

  constructor(
    private readonly environment: Environment,
    private readonly store: WorkspaceStore,
    account: string,
    /** The id of the tab before it was reloaded, null if it is new. */
    own: string | null,
    private readonly status: ShownStatus,
    private readonly host: WriterHost,
  ) {
    this.lease = new ReplicaLease(store, environment, account, own);
  }

  get replica(): string | null {
    return this.lease.id;
  }

  release(): void {
    this.lease.release();
  }

  /** Takes an id if there is one to take; null = not yet. */
  async take(): Promise<string | null> {
    const before = this.lease.id;
    const id = await this.lease.acquire();
    if (id !== null && before === null) {
      this.waiters.forEach((waiter) => waiter());
      this.waiters = [];
      await this.host.took(id);
    }
    return id;
  }

  private async require(): Promise<string> {
    const now = await this.take();
    if (now !== null) {
      return now;
    }
    await new Promise<void>((resolve) => {
      this.waiters.push(resolve);
      this.environment.after(REPLICA_WAIT_MILLIS, resolve);
    });
    if (this.lease.id === null) {
      throw new DataError("offline", "This new device has to reach the server once before it can write.");
    }
    return this.lease.id;
  }

  /** One after the other: each sees the places the one before it gave. */
  operate<T>(work: (replica: string) => Promise<T>): Promise<T> {
    return this.operations.run(async () => work(await this.require()));
  }

  /** Saves changes of documents that no page shows, and tells of them. @returns their orders in the log */
  async write(changes: readonly LocalChange[]): Promise<number[]> {
    const saved = await this.save(changes);
    await saved.tell();
    return saved.orders;
  }

  async save(changes: readonly LocalChange[]): Promise<Saved> {
    const write = randomId(this.environment);
    this.host.begins(write);
    const replica = this.lease.id;
    try {
      const orders = await this.withinReason(this.store.appendLocal(changes));
      const documents = [...new Set(changes.map((change) => change.document))];
      return { orders, tell: () => this.host.wrote(write, documents, changes) };
    } catch (error) {
      await this.leaveIfTaken(error, replica);
      throw error;
    }
  }

  /** What the store was asked to write; a person is told while it does not answer. */
  private withinReason<T>(write: Promise<T>): Promise<T> {
    return heard(this.environment, write, (silent) => {
      if (silent) {
        this.status.setTrouble(new DataError("storage-failed", STORE_IS_SILENT));
      } else if (this.status.trouble?.message === STORE_IS_SILENT) {
        this.status.setTrouble(null);
      }
    });
  }

  /** A copy of this device writes under the same id: this tab goes on under another one. */
  private async leaveIfTaken(error: unknown, replica: string | null): Promise<void> {
    if (error instanceof DataError && error.code === "identity-taken" && replica !== null) {
      await this.store.writers.retire(replica);
      if (this.lease.id === replica) {
        this.lease.release();
        await this.take();
      }
    }
  }
}
