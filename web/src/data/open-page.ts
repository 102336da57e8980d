/**
 * A page as the main thread has it open: the document that the editor is bound to. Own commands
 * become changes that are posted to the worker in the turn they are committed in; foreign changes are
 * applied between own ones, when no handler asks to wait.
 *
 * Invariants: a change is never open while a foreign one is applied; own changes reach the worker in
 * the order they were made; `saveState` is "saved-here" only when the worker has said of every one
 * that it is durable.
 */
import { applyQuietly } from "./document-calls";
import type { EngineDocument } from "../engine/types";
import { DataError, type PageHandle, type PageId, type SaveState } from "./api";
import type { AppendInput } from "./protocol";

/** A burst of typing becomes one change. */
const COMMIT_MILLIS = 100;
/** How often handlers that asked to wait are asked again. */
const HELD_MILLIS = 50;
/** A save without an answer for so long is not called "saving" any more. */
const SILENT_MILLIS = 20_000;
/** Wait before a failed save is tried again. */
const RETRY_MILLIS = 3_000;

type Handler = Parameters<PageHandle["onRemote"]>[0];

export interface PageConnection {
  append(input: AppendInput): Promise<readonly number[]>;
  /** Own changes of the page the server has not acknowledged, as the directory says. */
  pending(): number;
  /** Nobody uses the page any more. */
  closed(): Promise<void>;
}

export class OpenPage implements PageHandle {
  private readonly handlers = new Set<Handler>();
  private readonly listeners = new Set<() => void>();
  /** Foreign changes that wait for the handlers. */
  private held: { readonly changes: readonly Uint8Array[]; readonly upTo: number }[] = [];
  /** Committed, and refused by the store: sent again before anything newer. */
  private unsaved: Uint8Array[] = [];
  /** As of the last commit: they cannot be asked for while a change is open. */
  private undo: Uint8Array = new Uint8Array();
  private readonly inFlight = new Set<Promise<void>>();
  private readonly silenceListeners = new Set<() => void>();
  private dirty = false;
  private titleChanged = false;
  private title: string;
  private commitTimer: ReturnType<typeof setTimeout> | null = null;
  private heldTimer: ReturnType<typeof setTimeout> | null = null;
  private retryTimer: ReturnType<typeof setTimeout> | null = null;
  private failed = false;
  /** Nothing this instance makes can be saved any more: somebody else writes under its identity. */
  private taken = false;
  /** The worker has not answered for so long that a person is told. */
  private silent = false;
  private silentTimer: ReturnType<typeof setTimeout> | null = null;
  private state: SaveState;
  /** How many times it was opened and not closed. */
  users = 1;

  constructor(
    readonly id: PageId,
    readonly document: EngineDocument,
    private applied: number,
    private writable: boolean,
    private readonly connection: PageConnection,
  ) {
    this.title = document.title();
    this.state = this.currentState();
  }

  get canWrite(): boolean {
    return this.writable;
  }

  /** The tab got its identity as a writer. */
  adopt(replica: string): void {
    if (!this.writable) {
      this.document.adoptReplica(replica);
      this.writable = true;
      this.tell();
    }
  }

  committed(): void {
    this.dirty = true;
    this.commitTimer ??= setTimeout(() => this.commit(), COMMIT_MILLIS);
    this.tell();
  }

  async flush(): Promise<void> {
    this.commit();
    if (this.failed && this.inFlight.size === 0) {
      this.sendUnsaved();
    }
    while (this.inFlight.size > 0 && !this.silent) {
      await Promise.race([Promise.all(this.inFlight), this.silence()]);
    }
    if (this.silent) {
      throw new DataError("storage-failed", "This device does not answer whether it saved the last changes.");
    }
    if (this.unsaved.length > 0) {
      throw new DataError("storage-failed", "The last changes could not be saved on this device.");
    }
  }

  /** Commits and posts, without waiting: for the moment the page may end. */
  commit(): void {
    if (this.commitTimer !== null) {
      clearTimeout(this.commitTimer);
      this.commitTimer = null;
    }
    this.dirty = false;
    const change = this.document.commit(Date.now());
    if (change !== null) {
      this.undo = this.document.saveUndo();
      this.noticeTitle();
      if (this.failed) {
        this.unsaved.push(change);
      } else {
        this.send([change], false);
      }
    }
    this.tell();
    this.takeHeld();
  }

  /** Whether something is not durable yet. */
  get unsafe(): boolean {
    return this.dirty || this.inFlight.size > 0 || this.unsaved.length > 0;
  }

  onRemote(handler: Handler): () => void {
    this.handlers.add(handler);
    return () => {
      this.handlers.delete(handler);
      this.takeHeld();
    };
  }

  /** The document was changed by somebody else than the editor of this tab: it takes the patch as a foreign one. */
  changedHere(): void {
    this.commit();
    this.handlers.forEach((handler) => handler.changed());
  }

  /** Foreign changes arrived. */
  receive(changes: readonly Uint8Array[], upTo: number): void {
    this.held.push({ changes, upTo });
    this.takeHeld();
  }

  saveState(): SaveState {
    return this.state;
  }

  onSaveState(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  /** Something outside that the save state depends on may have changed. */
  tell(): void {
    const state = this.currentState();
    if (state !== this.state) {
      this.state = state;
      this.listeners.forEach((listener) => listener());
    }
  }

  async close(): Promise<void> {
    await this.flush();
    if (--this.users > 0) {
      return;
    }
    this.stop();
    await this.connection.closed();
  }

  /** Ends all timers; nothing is sent any more. */
  stop(): void {
    for (const timer of [this.commitTimer, this.heldTimer, this.retryTimer, this.silentTimer]) {
      if (timer !== null) {
        clearTimeout(timer);
      }
    }
    this.commitTimer = this.heldTimer = this.retryTimer = this.silentTimer = null;
  }

  private currentState(): SaveState {
    if (this.failed || this.silent) {
      return "not-saved";
    }
    if (this.dirty || this.inFlight.size > 0) {
      return "saving";
    }
    return this.connection.pending() > 0 ? "saved-here" : "synced";
  }

  // ---- own changes ----

  private send(changes: readonly Uint8Array[], resume: boolean): void {
    const titled = this.titleChanged;
    this.titleChanged = false;
    const input: AppendInput = { page: this.id, changes, basis: this.applied, undo: this.undo, resume };
    const sent = this.connection.append(titled ? { ...input, title: this.title } : input).then(
      (orders) => {
        this.failed = false;
        for (const order of orders) {
          this.applied += order === this.applied + 1 ? 1 : 0;
        }
      },
      (error: unknown) => {
        this.taken ||= error instanceof DataError && error.code === "identity-taken";
        this.failed = true;
        this.titleChanged ||= titled;
        this.unsaved.push(...changes);
      },
    );
    const settled = sent.then(() => {
      this.inFlight.delete(settled);
      this.watchSilence(this.inFlight.size > 0);
      if (this.failed && !this.taken && this.inFlight.size === 0) {
        this.retryTimer ??= setTimeout(() => this.sendUnsaved(), RETRY_MILLIS);
      }
      this.tell();
    });
    this.inFlight.add(settled);
    if (this.silentTimer === null) {
      this.watchSilence(true);
    }
  }

  /** From now on, if anything is under way; what was heard counts as an answer. */
  private watchSilence(waiting: boolean): void {
    if (this.silentTimer !== null) {
      clearTimeout(this.silentTimer);
    }
    this.silent = false;
    this.silentTimer = waiting
      ? setTimeout(() => {
          this.silent = true;
          this.silenceListeners.forEach((listener) => listener());
          this.silenceListeners.clear();
          this.tell();
        }, SILENT_MILLIS)
      : null;
  }

  private silence(): Promise<void> {
    return new Promise((resolve) => this.silenceListeners.add(resolve));
  }

  private sendUnsaved(): void {
    if (this.retryTimer !== null) {
      clearTimeout(this.retryTimer);
      this.retryTimer = null;
    }
    if (this.unsaved.length > 0 && this.inFlight.size === 0 && !this.taken) {
      const changes = this.unsaved;
      this.unsaved = [];
      this.send(changes, true);
    }
  }

  private noticeTitle(): void {
    const title = this.document.title();
    if (title !== this.title) {
      this.title = title;
      this.titleChanged = true;
    }
  }

  // ---- foreign changes ----

  private takeHeld(): void {
    if (this.held.length === 0) {
      return;
    }
    for (const handler of this.handlers) {
      if (!handler.ready()) {
        this.heldTimer ??= setTimeout(() => {
          this.heldTimer = null;
          this.takeHeld();
        }, HELD_MILLIS);
        return;
      }
    }
    const held = this.held;
    this.held = [];
    // The engine refuses foreign changes while an own one is open.
    this.commit();
    for (const { changes, upTo } of held) {
      for (const change of changes) {
        applyQuietly(this.document, change);
      }
      this.applied = Math.max(this.applied, upTo);
    }
    this.title = this.document.title();
    this.handlers.forEach((handler) => handler.changed());
  }
}
