/**
 * Runs the client machine in the leading tab: executes its effects and tells it what happened. It
 * decides nothing. Store writes and reads are executed one after the other in the machine's order, arrivals
 * that wait together in one transaction; after a failed write the rest is dropped until the machine reads
 * the store, which is the truth.
 */
import { createSyncMachine, type OfflineDecider, type SyncMachine } from "../../engine/engine";
import type { DocumentId, DocumentStatus, MachineStatus, StoreWrite, SyncEffect } from "../../engine/sync";
import { DataError } from "../api";
import { UnsealError } from "../store/sealing";
import type { Arrival, Summary, WorkspaceStore } from "../store/workspace-store";
import type { Documents } from "./documents";
import { READER } from "../document-calls";
import { openLock, tryHold, type Environment, type Socket } from "./environment";
import { Serial } from "./serial";

/** Wait before a failed reading of the store is tried again. */
const STORE_RETRY_MILLIS = 5_000;
/** How many writes share a transaction. */
const BATCH_MAX = 100;

interface QueuedWrite {
  readonly id: number;
  readonly write: StoreWrite;
  readonly bytes: readonly Uint8Array[];
}

export interface SyncEvents {
  status(status: MachineStatus): void;
  /** A write of the machine is durable. Null = more than can be named. */
  written(documents: readonly DocumentId[] | null): void;
  /** The same, with what was written: the byte arrays its indexes refer to. Told first. */
  took(write: StoreWrite, bytes: readonly Uint8Array[]): void;
  /** The pool gained replica ids. */
  pool(): void;
  /** A document has left the device. */
  left(document: DocumentId): void;
  /** What the machine says of a document, whenever it changes. */
  standing(status: DocumentStatus): void;
}

export class SyncDriver {
  private readonly machine: SyncMachine;
  private readonly writes = new Serial();
  private readonly sockets = new Map<number, Socket>();
  private wanted = -1;
  private cancelWake: () => void = () => undefined;
  private cancelRetry: () => void = () => undefined;
  /** A write failed: those that follow are dropped until the store is read again. */
  private dropping = false;
  /** Writes that wait, in the machine's order; a new list after each reading. */
  private queue: QueuedWrite[] = [];
  private stopped = false;

  constructor(
    private readonly environment: Environment,
    private readonly store: WorkspaceStore,
    private readonly documents: Documents,
    private readonly account: string,
    deviceId: string,
    private readonly events: SyncEvents,
  ) {
    this.machine = createSyncMachine(
      () => environment.now(),
      (bound) => (environment.random(1)[0] ?? 0) % bound,
      deviceId,
    );
  }

  /** Begins to lead; the machine asks for the store first. */
  start(): void {
    this.input(() => this.machine.lead(true));
  }

  /** Reads the store again: another tab may have written without saying so. */
  rescan(): void {
    this.input(() => this.machine.rescan());
  }

  stop(): void {
    this.stopped = true;
    this.cancelWake();
    this.cancelRetry();
    for (const socket of this.sockets.values()) {
      detach(socket);
      socket.close();
    }
    this.sockets.clear();
  }

  localChange(document: DocumentId, change: Uint8Array): void {
    this.input(() => this.machine.localChange(document, change));
  }

  networkHint(online: boolean): void {
    this.input(() => this.machine.networkHint(online));
  }

  attended(): void {
    this.input(() => this.machine.attended());
  }

  isAttended(): boolean {
    return this.machine.isAttended();
  }

  wantDocument(document: DocumentId): void {
    this.input(() => this.machine.wantDocument(document));
  }

  choose(decider: OfflineDecider, paused: boolean): void {
    this.input(() => this.machine.choose(decider, paused));
  }

  /** How many documents are asked for, or wait to be. */
  documentsToFetch(): number {
    return this.machine.documentsToFetch();
  }

  /** Why the server refuses changes of a document; null if it does not. */
  refusal(document: DocumentId): string | null {
    return (JSON.parse(this.machine.document(document)) as DocumentStatus).refused;
  }

  replicaIdsFree(count: number): void {
    this.input(() => this.machine.replicaIdsFree(count));
  }

  syncNow(): void {
    this.input(() => this.machine.syncNow());
  }

  private input(give: () => void): void {
    if (!this.stopped) {
      give();
      this.pump();
    }
  }

  private pump(): void {
    for (;;) {
      const [json, ...bytes] = this.machine.drain();
      const effects = JSON.parse(json) as SyncEffect[];
      if (effects.length === 0) {
        return;
      }
      for (const effect of effects) {
        this.carryOut(effect, bytes);
      }
    }
  }

  private carryOut(effect: SyncEffect, bytes: readonly Uint8Array[]): void {
    switch (effect.kind) {
      case "connect":
        this.wanted = effect.connection;
        void this.connect(effect.connection);
        return;
      case "disconnect":
        this.disconnect(effect.connection);
        return;
      case "send":
        this.sockets.get(effect.connection)?.send(bytes[effect.frame] ?? new Uint8Array());
        return;
      case "persist":
        this.persist(effect.id, effect.write, bytes);
        return;
      case "readStore":
        this.readStore(effect.read);
        return;
      case "readChanges":
        void this.readChanges(effect.document);
        return;
      case "wakeAt":
        this.wakeAt(effect.millis);
        return;
      case "status":
        this.events.status(effect.status);
        return;
      case "documentStatus":
        this.events.standing(effect.status);
        return;
      case "documentChanged":
        // It follows a write that `written` has announced; the store says the rest.
        return;
    }
  }

  // ---- connection ----

  private async connect(connection: number): Promise<void> {
    let ticket: string;
    try {
      ticket = await this.environment.http.ticket();
    } catch (error) {
      const signIn = error instanceof DataError && error.code === "expired";
      this.input(() => this.machine.disconnected(connection, signIn ? "SIGN_IN" : "NETWORK"));
      return;
    }
    if (this.stopped || this.wanted !== connection) {
      return;
    }
    const socket = this.environment.socket();
    socket.binaryType = "arraybuffer";
    this.sockets.set(connection, socket);
    socket.onopen = () => this.input(() => this.machine.connected(connection, ticket));
    socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) {
        this.input(() => this.machine.frame(connection, new Uint8Array(data)));
      }
    };
    socket.onclose = () => {
      this.sockets.delete(connection);
      this.input(() => this.machine.disconnected(connection, "NETWORK"));
    };
  }

  private disconnect(connection: number): void {
    if (this.wanted === connection) {
      this.wanted = -1;
    }
    const socket = this.sockets.get(connection);
    if (socket !== undefined) {
      this.sockets.delete(connection);
      detach(socket);
      socket.close();
    }
  }

  private wakeAt(millis: number): void {
    this.cancelWake();
    const wait = millis - this.environment.now();
    // Longer than a timer can count means never.
    this.cancelWake =
      wait > 0x7fffffff
        ? () => undefined
        : this.environment.after(Math.max(0, wait), () => this.input(() => this.machine.tick()));
  }

  // ---- store ----

  private persist(id: number, write: StoreWrite, bytes: readonly Uint8Array[]): void {
    const { queue } = this;
    queue.push({ id, write, bytes });
    void this.writes.run(() => this.writeNext(queue));
  }

  /** Writes the first of the queue, and with it what arrived right after it; nothing if an earlier call took it along. */
  private async writeNext(queue: QueuedWrite[]): Promise<void> {
    const batch = takeBatch(queue);
    const [first] = batch;
    if (first === undefined || this.stopped || this.dropping) {
      return;
    }
    try {
      await this.writeAll(batch);
    } catch (error) {
      this.dropping = true;
      const full = error instanceof DataError && error.code === "storage-full";
      this.input(() => this.machine.persistFailed(first.id, full));
      return;
    }
    for (const { write, bytes } of batch) {
      this.events.took(write, bytes);
    }
    this.announce(batch);
    for (const { id } of batch) {
      this.input(() => this.machine.persisted(id));
    }
  }

  private async writeAll(batch: readonly QueuedWrite[]): Promise<void> {
    const arrivals = batch.flatMap(({ write, bytes }) => (isArrival(write) ? [{ write, bytes }] : []));
    const [first] = batch;
    if (arrivals.length > 0) {
      await this.store.executeAll(arrivals);
    } else if (first?.write.kind === "leave") {
      await this.leave(first.write.document);
    } else if (first !== undefined) {
      await this.store.execute(first.write, first.bytes);
    }
  }

  /** A page that a tab shows does not leave under its eyes. */
  private async leave(document: DocumentId): Promise<void> {
    const lease = await tryHold(this.environment.locks, openLock(this.account, document));
    try {
      if (await this.store.leave(document, lease !== null)) {
        this.documents.drop(document);
        this.events.left(document);
      } else {
        this.input(() => this.machine.stayed(document));
      }
    } finally {
      lease?.release();
    }
  }

  private readStore(read: number): void {
    // What is written from now on is written after it was read.
    this.queue = [];
    void this.writes.run(async () => {
      let summary;
      try {
        summary = await this.store.summary();
      } catch {
        this.cancelRetry();
        this.cancelRetry = this.environment.after(STORE_RETRY_MILLIS, () => this.readStore(read));
        return;
      }
      this.dropping = false;
      this.input(() => this.give(read, summary));
    });
  }

  private give(read: number, summary: Summary): void {
    for (const { record, outbox } of summary.documents) {
      const { id, known, head, changedAt, lastOrder, wanted, reoffer } = record;
      this.machine.stored(id, known, head, changedAt, lastOrder > 0, wanted, reoffer, outbox);
    }
    const { epoch, workspaceSequence, complete, freeReplicaIds } = summary;
    this.machine.opened(read, epoch, workspaceSequence, complete, freeReplicaIds);
  }

  /** Arrivals together are told together. */
  private announce(batch: readonly QueuedWrite[]): void {
    const documents = new Set<DocumentId>();
    let arrived = false;
    for (const { write } of batch) {
      switch (write.kind) {
        case "setHeads":
          // Without heads it may still say that the list is whole.
          arrived = true;
          write.heads.forEach((head) => documents.add(head.document));
          break;
        case "firstEpoch":
          break;
        case "newEpoch":
          this.events.written(null);
          break;
        case "addReplicaIds":
          this.events.pool();
          break;
        default:
          documents.add(write.document);
      }
    }
    if (arrived || documents.size > 0) {
      this.events.written([...documents]);
    }
  }

  /** What cannot be read comes back from the server: the document is compared once more (SYNC-37). */
  private async dropDamaged(document: DocumentId): Promise<void> {
    await this.store.dropCopy(document).catch(() => undefined);
    this.documents.drop(document);
    this.rescan();
  }

  private async readChanges(document: DocumentId): Promise<void> {
    let changes: Uint8Array[];
    try {
      changes = (await this.documents.open(document, READER)).document.changes();
    } catch (error) {
      if (error instanceof UnsealError) {
        await this.dropDamaged(document);
      }
      // Without a readable copy there is nothing to compare; the outbox is offered all the same.
      changes = await this.store.outboxOf(document).catch(() => []);
    }
    this.input(() => this.machine.changesRead(document, changes));
  }
}

/** Takes the first write, and those right behind it if all are arrivals. */
function takeBatch(queue: QueuedWrite[]): QueuedWrite[] {
  const other = queue.findIndex(({ write }) => !isArrival(write));
  const arrivals = other < 0 ? queue.length : other;
  return queue.splice(0, Math.min(Math.max(arrivals, 1), BATCH_MAX));
}

function isArrival(write: StoreWrite): write is Arrival {
  return write.kind === "appendEntries" || write.kind === "setHeads";
}

function detach(socket: Socket): void {
  socket.onopen = null;
  socket.onmessage = null;
  socket.onclose = null;
}
