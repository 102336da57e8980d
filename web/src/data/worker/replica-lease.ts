/**
 * The tab's identity as a writer: one id of the pool, held by a Web Lock for the tab's life. Ids that
 * an earlier tab used come first: under the lock its last word is in the store, so the numbering goes
 * on where it ended, and ids do not grow with the number of tabs ever opened.
 */
import type { WorkspaceStore } from "../store/workspace-store";
import { tryHold, type Lease, type Locks } from "./environment";

export class ReplicaLease {
  private lease: Lease | null = null;
  private held: string | null = null;
  private searching: Promise<string | null> | null = null;

  constructor(
    private readonly store: WorkspaceStore,
    private readonly locks: Locks,
    private readonly account: string,
  ) {}

  get id(): string | null {
    return this.held;
  }

  /** Takes an id if the pool has one that no tab holds. */
  acquire(): Promise<string | null> {
    this.searching ??= this.search().finally(() => {
      this.searching = null;
    });
    return this.searching;
  }

  release(): void {
    this.lease?.release();
    this.lease = null;
    this.held = null;
  }

  private async search(): Promise<string | null> {
    if (this.held !== null) {
      return this.held;
    }
    const pool = await this.store.replicas();
    for (const replica of [...pool.filter((one) => one.used), ...pool.filter((one) => !one.used)]) {
      const lease = await tryHold(this.locks, `offing-replica-${this.account}-${replica.id}`);
      if (lease === null) {
        continue;
      }
      if (!replica.used) {
        // Before the first use: a tab that dies right after must not leave an id that looks fresh.
        await this.store.markReplicaUsed(replica.id);
      }
      this.lease = lease;
      this.held = replica.id;
      return replica.id;
    }
    return null;
  }
}
