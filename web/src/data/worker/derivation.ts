/**
 * Brings what is derived from documents up to date in the leading tab: the rows the directory shows, and
 * a snapshot in place of a long log. A burst of changes of one document once.
 */
import type { DocumentId } from "../../engine/sync";
import { READER } from "../document-calls";
import { UnsealError } from "../store/sealing";
import type { DerivedState, WorkspaceStore } from "../store/workspace-store";
import { rowOf, type Documents } from "./documents";
import { openLock, tryHold, type Environment } from "./environment";
import type { SerialByKey } from "./serial";

/** Acknowledged log entries from which on a snapshot replaces them. */
const TAIL_MAX = 200;
/** The same in bytes: a few large changes are a long log too. */
const TAIL_BYTES_MAX = 256 * 1024;
/** Rest before titles and records that others changed are derived: what comes meanwhile is derived with them. */
const DERIVE_MILLIS = 150;
/** How often it is looked whether somebody works at the device. */
const REST_MILLIS = 1_000;
/** Looks in a row that must find nobody. */
const CALM_RESTS = 10;
/** How many documents are read at once: the store answers many questions faster than one after the other. */
const AT_ONCE = 16;
/** Rest between two tellings of new rows, of a long list the later ones in larger parts: each arranges the tree anew. */
const TELL_MILLIS = 250;

export interface DerivationHost {
  /** Rows of these documents are new. */
  derived(documents: readonly DocumentId[]): Promise<void>;
  /** What the store has of this document cannot be read. */
  damaged(document: DocumentId): Promise<void>;
  /** Whether somebody works at the device (OFF-14). */
  attended(): boolean;
}

export class Derivation {
  private readonly stale = new Set<DocumentId>();
  private cancel: (() => void) | null = null;
  /** Documents whose logs may be long, to be looked at when nobody works at the device. */
  private readonly long = new Set<DocumentId>();
  /** Looks in a row that found nobody. */
  private calm = 0;
  private cancelRest: (() => void) | null = null;
  private stopped = false;

  constructor(
    private readonly environment: Environment,
    private readonly store: WorkspaceStore,
    private readonly documents: Documents,
    private readonly byDocument: SerialByKey,
    private readonly account: string,
    private readonly host: DerivationHost,
  ) {}

  /** Documents whose rows may be behind. */
  add(documents: readonly DocumentId[]): void {
    for (const id of documents) {
      this.stale.add(id);
    }
    // A stream that does not end is derived piece by piece.
    if (this.stale.size > 0 && this.cancel === null && !this.stopped) {
      this.cancel = this.environment.after(DERIVE_MILLIS, () => void this.run());
    }
  }

  /** Whether something still waits to be derived. */
  get isBehind(): boolean {
    return this.stale.size > 0;
  }

  stop(): void {
    this.stopped = true;
    this.cancel?.();
    this.cancelRest?.();
  }

  private async run(): Promise<void> {
    const ids = [...this.stale];
    this.stale.clear();
    let derived: DocumentId[] = [];
    let told = -Infinity;
    try {
      for (let at = 0; at < ids.length && !this.stopped; at += AT_ONCE) {
        const some = ids.slice(at, at + AT_ONCE);
        const states = await this.store.derivedStates(some);
        const changed = await Promise.all(some.map((id, index) => this.bringUpToDate(id, states[index])));
        derived.push(...some.filter((_, index) => changed[index]));
        const last = at + AT_ONCE >= ids.length;
        if (derived.length > 0 && (last || this.environment.now() >= told + TELL_MILLIS)) {
          await this.host.derived(derived);
          derived = [];
          told = this.environment.now();
        }
      }
    } finally {
      this.cancel = null;
      this.add([]);
    }
  }

  /** @returns whether its row is a new one */
  private async bringUpToDate(id: DocumentId, state: DerivedState | undefined): Promise<boolean> {
    try {
      const derived = state?.exact !== true;
      if (derived) {
        await this.byDocument.run(id, () => this.derive(id));
      }
      if (state !== undefined && isLong(state)) {
        this.compactLater(id);
      }
      return derived;
    } catch (error) {
      if (error instanceof UnsealError) {
        await this.host.damaged(id);
      }
      // What the engine does not take is told when somebody opens the page.
      return false;
    }
  }

  private async derive(id: DocumentId): Promise<void> {
    const instance = await this.documents.open(id, READER);
    await this.store.putRow(id, rowOf(id, instance.document), instance.order);
  }

  /**
   * A snapshot for a long log, if no tab shows the page then. Building one takes up to a second or two of a core, and
   * a page is often left for another one: it waits until nobody has worked at the device for a while.
   */
  compactLater(id: DocumentId): void {
    this.long.add(id);
    if (this.cancelRest === null && !this.stopped) {
      this.calm = 0;
      this.rest();
    }
  }

  private rest(): void {
    this.cancelRest = this.environment.after(REST_MILLIS, () => {
      this.calm = this.host.attended() ? 0 : this.calm + 1;
      const [id] = this.long;
      if (id !== undefined && this.calm >= CALM_RESTS) {
        this.long.delete(id);
        // Only tidying: what fails here fails again, and is told, when the page is opened.
        void this.compact(id).catch(() => undefined);
      }
      this.cancelRest = null;
      if (this.long.size > 0 && !this.stopped) {
        this.rest();
      }
    });
  }

  private compact(id: DocumentId): Promise<void> {
    return this.byDocument.run(id, async () => {
      const [state] = await this.store.derivedStates([id]);
      if (state === undefined || !isLong(state)) {
        return;
      }
      const lease = await tryHold(this.environment.locks, openLock(this.account, id));
      if (lease === null) {
        return;
      }
      try {
        await this.store.compact(id, (stored) => this.environment.snapshot(stored));
        this.documents.drop(id);
      } finally {
        lease.release();
      }
    });
  }
}

function isLong({ tail, tailBytes }: DerivedState): boolean {
  return tail >= TAIL_MAX || tailBytes >= TAIL_BYTES_MAX;
}
