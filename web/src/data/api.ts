/**
 * What the screens know of the data layer. The shell and the editor import this file and
 * `createWorkspace` only; storage, keys, sync and tabs are behind it.
 */
import type { EngineDocument } from "../engine/types";

export type PageId = string & { readonly __brand: "PageId" };

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: "owner" | "member";
}

/** Where this device stands with the server. `local` states need no network. */
export type Session =
  /** Not decided yet: the local store is being opened (milliseconds). */
  | { readonly kind: "opening" }
  /** This browser cannot keep a workspace (plain http on a LAN address, no IndexedDB, …). */
  | { readonly kind: "unsupported"; readonly why: string; readonly whatHelps: string }
  /** A fresh server: the first visitor creates the owner with the console's one-time code. */
  | { readonly kind: "setup" }
  | { readonly kind: "signed-out"; readonly serverReachable: boolean }
  /** The workspace is open. `expired`: local work goes on, "sign in to sync". */
  | { readonly kind: "open"; readonly account: Account; readonly workspaceName: string; readonly expired: boolean };

export interface PageEntry {
  readonly id: PageId;
  /** null = top level. A page whose parent is unknown or in the trash of somebody else hangs at the top level. */
  readonly parent: PageId | null;
  readonly title: string;
  readonly icon: string | null;
  readonly trashed: boolean;
  /** Whether the page's content is on this device. */
  readonly here: boolean;
  /** Local changes of this page (content and record) the server has not acknowledged. */
  readonly pending: number;
  /** When a change of the page was last seen by this device, epoch ms; 0 = unknown. */
  readonly changedAt: number;
}

/** Children in order, trashed ones apart. Rebuilt as a new object whenever something in it changes. */
export interface Directory {
  readonly pages: ReadonlyMap<PageId, PageEntry>;
  /** Key null = top level. Only pages not in the trash (a page below a trashed one is not listed). */
  readonly children: ReadonlyMap<PageId | null, readonly PageId[]>;
  /** Tops of trashed subtrees, newest first. */
  readonly trash: readonly PageId[];
  /** False until the first full list has arrived on a new device. */
  readonly complete: boolean;
}

/** The one status line, always true. */
export type SyncStatus =
  | { readonly kind: "synced" }
  /** Something typed in this tab is not durable yet (a tenth of a second); nothing else may be claimed meanwhile. */
  | { readonly kind: "saving"; readonly toSend: number }
  /** Connected, pending changes are under way. */
  | { readonly kind: "saved"; readonly toSend: number }
  /** The server cannot be reached; `retryAt` epoch ms of the next attempt, null = trying now. */
  | { readonly kind: "unreachable"; readonly toSend: number; readonly retryAt: number | null }
  /** Needs a person: sign in, update, storage full, a refused change, … */
  | { readonly kind: "attention"; readonly toSend: number; readonly why: string; readonly action: AttentionAction };

export type AttentionAction = "sign-in" | "update" | "free-space" | "review" | "retry";

/** State of one page's own edits, for the page header. */
export type SaveState = "saving" | "saved-here" | "synced" | "not-saved";

export type OpenedPage =
  | { readonly kind: "here"; readonly page: PageHandle }
  /** Known but not on this device, or not known at all (`title` null). */
  | { readonly kind: "missing"; readonly title: string | null; readonly path: readonly string[]; readonly why: string };

/**
 * An open page: this tab's own replica, on the main thread. The editor calls engine commands on
 * `document`, then `committed()`; foreign changes (other tabs, other people) arrive through
 * `onRemote`, already applied, the patch not yet taken.
 */
export interface PageHandle {
  readonly id: PageId;
  readonly document: EngineDocument;
  /** False while this tab has no id to write under (a new device that never reached the server): show, do not edit. */
  readonly canWrite: boolean;
  /** Call after each group of local commands (also undo, redo). Commits within 100 ms and persists. */
  committed(): void;
  /** Commits and persists now; resolves when durable on this device. */
  flush(): Promise<void>;
  /** Called after foreign changes were applied. While the handler returns false (IME composition), changes are held. */
  onRemote(handler: { ready(): boolean; changed(): void }): () => void;
  saveState(): SaveState;
  onSaveState(listener: () => void): () => void;
  close(): Promise<void>;
}

export class DataError extends Error {
  constructor(
    readonly code:
      | "offline"
      | "wrong-credentials"
      | "wrong-code"
      | "invalid"
      | "taken"
      | "too-many-attempts"
      | "expired"
      | "storage-full"
      | "storage-failed"
      | "too-large"
      | "server",
    message: string,
  ) {
    super(message);
  }
}

export interface Workspace {
  session(): Session;
  directory(): Directory;
  status(): SyncStatus;
  /** The page that was open last on this device, null if none: where a start without an address leads. */
  lastPage(): PageId | null;
  /** One listener for session, directory and status; each getter returns the same object until it changes. */
  subscribe(listener: () => void): () => void;

  setUp(input: { code: string; workspaceName: string; name: string; email: string; password: string }): Promise<void>;
  signIn(input: { email: string; password: string }): Promise<void>;
  join(input: { invitation: string; name: string; email: string; password: string }): Promise<void>;
  /** Refused with the count while there is unsent work, unless `discard` names that count. */
  signOut(options?: { discard: number }): Promise<{ kind: "done" } | { kind: "unsent"; count: number }>;
  /** Owner only. The link to send, valid for seven days, usable once. */
  createInvitation(): Promise<{ link: string; expiresAt: number }>;

  /** All of these work offline, resolve when durable on this device. */
  createPage(input: { parent: PageId | null; title?: string }): Promise<PageId>;
  renamePage(page: PageId, title: string): Promise<void>;
  /** @param after the sibling it follows, null = first, undefined = last */
  movePage(page: PageId, parent: PageId | null, after: PageId | null | undefined): Promise<void>;
  setIcon(page: PageId, icon: string | null): Promise<void>;
  trashPage(page: PageId): Promise<void>;
  restorePage(page: PageId): Promise<void>;

  openPage(page: PageId): Promise<OpenedPage>;
  /** Asks for a page that is not here; it arrives as a directory change. Offline: remembered until online. */
  fetchPage(page: PageId): Promise<void>;
  syncNow(): void;

  /** Object URL of a file of the workspace (`/files/<id>`): from this device if here, else fetched. Null if neither. */
  resolveFile(url: string): Promise<string | null>;
  /** Keeps a file on this device and queues its upload. @returns its `/files/<id>` address */
  addFile(file: Blob, name: string): Promise<string>;

  /** Makes everything typed in this tab durable on this device. Fails with DataError if it cannot. */
  flush(): Promise<void>;

  /** What the browser says about room and persistence. */
  storage(): Promise<{ usedBytes: number; quotaBytes: number; persisted: boolean }>;
  requestPersistence(): Promise<boolean>;
}
