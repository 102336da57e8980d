/**
 * The tab's identity as a writer: one id of the pool, held by a Web Lock for the tab's life. A tab
 * that was reloaded asks for its own first, and goes on with the undo stacks it left. Then come ids
 * that an earlier tab used: under the lock its last word is in the store, so the numbering goes on
 * where it ended, and ids do not grow with the number of tabs ever opened; its stacks end with it.
 */
import type { WorkspaceStore } from "../store/workspace-store";
import { tryHold, type Environment, type Lease } from "./environment";

/** How often, and after which rests, a reloaded tab asks for an id that its former self may not have let go yet. */
const OWN_TRIES = 4;
const OWN_REST_MILLIS = 50;

export class ReplicaLease {
  private lease: Lease | null = null;
  private held: string | null = null;
  private searching: Promise<string | null> | null = null;

  constructor(
    private readonly store: WorkspaceStore,
    private readonly environment: Environment,
    private readonly account: string,
    /** The id of the tab before it was reloaded, null if it is new. */
    private readonly own: string | null,
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
    const pool = await this.store.writers.usable();
    if (this.own !== null && pool.some((one) => one.id === this.own && one.used)) {
      const lease = await this.holdOwn(this.own);
      if (lease !== null) {
        return this.take(this.own, lease);
      }
    }
    for (const replica of [...pool.filter((one) => one.used), ...pool.filter((one) => !one.used)]) {
      const lease = await tryHold(this.environment.locks, this.lock(replica.id));
      if (lease === null) {
        continue;
      }
      if (replica.used) {
        await this.store.writers.forgetUndo(replica.id);
      } else {
        // Before the first use: a tab that dies right after must not leave an id that looks fresh.
        await this.store.writers.markUsed(replica.id);
      }
      return this.take(replica.id, lease);
    }
    return null;
  }

  /** Null if somebody else has it: the tab was duplicated. */
  private async holdOwn(own: string): Promise<Lease | null> {
    for (let tries = 1; ; tries++) {
      const lease = await tryHold(this.environment.locks, this.lock(own));
      if (lease !== null || tries === OWN_TRIES) {
        return lease;
      }
      await new Promise<void>((rested) => this.environment.after(OWN_REST_MILLIS, rested));
    }
  }

  private lock(id: string): string {
    return `offing-replica-${this.account}-${id}`;
  }

  private take(id: string, lease: Lease): string {
    this.lease = lease;
    this.held = id;
    return id;
  }
}
