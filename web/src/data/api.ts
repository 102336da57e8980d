/**
 * What the screens know of the data layer. The shell and the editor import this file and
 * `createWorkspace` only; storage, keys, sync and tabs are behind it.
 */
import type { BlockId, DocumentView, EngineDocument } from "../engine/types";
import type { Returns } from "./api-away";
import type { Past } from "./api-past";

export * from "./api-away";
export * from "./api-past";

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

/** A large file that is being sent; `sentBytes` are those the server has said it has. */
export interface Upload {
  readonly sentBytes: number;
  readonly sizeBytes: number;
}

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
      /** The server has another part of a file than a chunk follows. */
      | "wrong-offset"
      | "too-many-attempts"
      | "expired"
      | "storage-full"
      | "storage-failed"
      /** Another change has the identity of this one: a copy of this device writes too. Nothing was saved. */
      | "identity-taken"
      | "too-large"
      | "server",
    message: string,
  ) {
    super(message);
  }
}

/** Why a page is on this device, or is to come. */
export type ReasonKind =
  /** Marked by a person for offline use. */
  | "pinned"
  /** Below a page that is pinned with its subpages, or in a workspace that is pinned whole. */
  | "inherited"
  | "favourite"
  | "recent"
  /** The whole workspace comes by itself while it fits the budget. */
  | "everything"
  /** Shown in a tab of this browser now. */
  | "open"
  /** Has changes the server has not got. */
  | "unsent";

export interface OfflineReason {
  readonly kind: ReasonKind;
  /** Of `inherited`: the pinned page above, null = the whole workspace is pinned. Else null. */
  readonly from: PageId | null;
}

export type LocalState =
  /** Everything needed to show and edit the page is on this device. */
  | "ready"
  /** Chosen and partly here: `missing` says what lacks. */
  | "incomplete"
  | "fetching"
  /** Chosen, waits for its turn, for the network, or for downloads to go on. */
  | "queued"
  /** Nobody has asked for it. */
  | "not-chosen"
  /** The workspace's policy does not let this account keep it. */
  | "not-allowed"
  /** Would come by itself; the budget is full. */
  | "over-budget"
  /** This device was told not to keep it. */
  | "opted-out";

export interface OfflinePage {
  readonly page: PageId;
  /** Empty: nothing keeps it here. Strongest first. */
  readonly reasons: readonly OfflineReason[];
  readonly state: LocalState;
  /** Plain facts, a sentence each: what is not here, and why. */
  readonly missing: readonly string[];
  /** On this device: document and files. */
  readonly bytes: number;
  /** Still to come, null = not known yet. */
  readonly toFetch: number | null;
  /** When something of it last arrived or was made here, epoch ms, 0 = never. */
  readonly fetchedAt: number;
  /** The whole page, document and known files; null = not known yet. */
  readonly size: number | null;
}

/** A pin belongs to the account and travels with it. */
export interface Pin {
  /** null = the whole workspace. */
  readonly page: PageId | null;
  readonly subpages: boolean;
}

/** What the workspace lets its members' devices keep. Counts are pages, sizes bytes. */
export interface OfflinePolicy {
  /** Name of the plan it was made from: a preset's (`presetPolicies`), or "Custom". */
  readonly plan: string;
  /** Who may keep anything beyond what is open or unsent. */
  readonly keep: "everyone" | "administrators" | "nobody";
  /** Whether anything comes by itself. The next three count only if it does. */
  readonly automatic: boolean;
  /** The whole workspace comes by itself while it fits the budget. */
  readonly everything: boolean;
  readonly recents: number;
  readonly favourites: number;
  /** Rows of a database's first view that come by themselves. */
  readonly rows: number;
  readonly largestFileBytes: number;
  /** What comes by itself stops there. Pinned pages are kept beyond it, and counted first. */
  readonly budgetBytes: number;
  /** A device that was not in contact for so long keeps nothing that came by itself. null = no limit. */
  readonly maximumAgeDays: number | null;
}

/** A page that came by itself and was taken off this device. */
export interface OfflineNotice {
  readonly id: string;
  readonly page: PageId;
  readonly why: "budget" | "policy" | "no-longer-chosen" | "opted-out" | "removed";
  readonly at: number;
}

/** A device of the account, as the server knows it. */
export interface DeviceEntry {
  readonly id: string;
  readonly name: string;
  readonly lastSeenAt: number;
  readonly thisDevice: boolean;
}

export interface OfflineOverview {
  /** Every page of the directory, pages in the trash too. */
  readonly pages: ReadonlyMap<PageId, OfflinePage>;
  readonly pins: readonly Pin[];
  readonly favourites: readonly PageId[];
  /** What was opened last by this account on any device, newest first. */
  readonly recents: readonly PageId[];
  readonly policy: OfflinePolicy;
  /** Whether this device takes what comes by itself. */
  readonly automatic: boolean;
  readonly paused: boolean;
  readonly optedOut: readonly PageId[];
  readonly bytes: number;
  readonly toFetch: number;
  readonly budgetBytes: number;
  /** Of the pages that were to be fetched when fetching began; null = nothing is to be fetched. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly notices: readonly OfflineNotice[];
  /** null = the server has not said yet. */
  readonly devices: readonly DeviceEntry[] | null;
}

export interface PinEstimate {
  readonly pages: number;
  readonly bytes: number;
  readonly missingPages: number;
  readonly missingBytes: number;
}

export interface Readiness {
  readonly page: PageId;
  readonly ready: boolean;
  readonly missing: readonly string[];
}

/** What is on this device: chosen, fetched, checked. All but `setPolicy`'s effect on others works offline. */
export interface OfflineChoices {
  /** The same object until something in it changes; told through `subscribe`. */
  offline(): OfflineOverview;
  /** Replaces a pin of the same page. Durable on this device when it resolves. */
  pin(pin: Pin): Promise<void>;
  /** @param page null = the pin of the whole workspace */
  unpin(page: PageId | null): Promise<void>;
  setFavourite(page: PageId, on: boolean): Promise<void>;
  /** Whether this device takes what comes by itself. */
  setAutomatic(on: boolean): Promise<void>;
  /** Whether this device does without the page and the pages below it, whatever the account says. */
  setOptedOut(page: PageId, on: boolean): Promise<void>;
  /** As opting out; unsent work goes out first, an open page leaves when it is closed. */
  removeFromDevice(page: PageId): Promise<void>;
  pauseDownloads(on: boolean): Promise<void>;
  /** What the pin would bring; `missing…` is what is not on this device yet. */
  estimatePin(pin: Pin): Promise<PinEstimate>;
  /** Renders every chosen page from local data alone. @param onProgress pages looked at, of how many */
  checkReadiness(onProgress: (done: number, total: number) => void): Promise<readonly Readiness[]>;
  /** Fetches what chosen pages lack now; goes on by itself. */
  fetchMissing(): Promise<void>;
  /** Owner only. @throws DataError invalid for others */
  setPolicy(policy: OfflinePolicy): Promise<void>;
  dismissNotice(id: string): Promise<void>;
}

const MEGABYTE = 1_000_000;

/** The plans that ship, the default first. The same as dev.offing.sync.offline.OfflinePolicy.PRESETS. */
export const presetPolicies: readonly OfflinePolicy[] = [
  {
    plan: "Everyone",
    keep: "everyone",
    automatic: true,
    everything: true,
    recents: 100,
    favourites: 100,
    rows: 1_000,
    largestFileBytes: 20 * MEGABYTE,
    budgetBytes: 2_000 * MEGABYTE,
    maximumAgeDays: null,
  },
  {
    plan: "Notion-like",
    keep: "everyone",
    automatic: true,
    everything: false,
    recents: 20,
    favourites: 20,
    rows: 50,
    largestFileBytes: 20 * MEGABYTE,
    budgetBytes: 2_000 * MEGABYTE,
    maximumAgeDays: null,
  },
  {
    plan: "Manual only",
    keep: "everyone",
    automatic: false,
    everything: false,
    recents: 0,
    favourites: 0,
    rows: 0,
    largestFileBytes: 20 * MEGABYTE,
    budgetBytes: 2_000 * MEGABYTE,
    maximumAgeDays: null,
  },
  {
    plan: "Nothing offline",
    keep: "nobody",
    automatic: false,
    everything: false,
    recents: 0,
    favourites: 0,
    rows: 0,
    largestFileBytes: 0,
    budgetBytes: 0,
    maximumAgeDays: null,
  },
];

/** One place a search leads to. */
export interface SearchHit {
  readonly page: PageId;
  /** All words are in the title, or this is the place in the text that has most of them. */
  readonly place: "title" | "text";
  /** The block of that place; null for a title. */
  readonly block: BlockId | null;
  /** The title, or a piece of the text around the words. */
  readonly snippet: string;
  /** Where the words stand in the snippet, in order, UTF-16 units. */
  readonly marks: readonly (readonly [start: number, end: number])[];
}

export interface SearchAnswer {
  readonly query: string;
  /** Titles first, each kind best first. Titles of all pages, texts of those that are here. */
  readonly hits: readonly SearchHit[];
  /** Pages of the workspace that are not in the trash. */
  readonly pages: number;
  /** Those of them whose text is on this device. */
  readonly here: number;
  /** Those of them that have been read for search so far; less than `here` for a while after the first question. */
  readonly searched: number;
}

export interface Workspace extends OfflineChoices, Past<PageId>, Returns<PageId> {
  session(): Session;
  directory(): Directory;
  status(): SyncStatus;
  /** Null while no large file is being sent. Files go one after the other. */
  upload(): Upload | null;
  /** The page that was open last on this device, null if none: where a start without an address leads. */
  lastPage(): PageId | null;
  /** One listener for session, directory, status and upload; each getter returns the same object until it changes. */
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
  /** A page that was opened and is not here is shown no more, once for each time: until then it counts as open. */
  leaveMissing(page: PageId): void;
  /**
   * This page is likely to be opened in a moment: what is here of it is read already. No use of the page.
   *
   * @returns the page as it will be opened, null if there is nothing to read; it closes by itself
   */
  readAhead(page: PageId): Promise<PageHandle | null>;
  /** Asks for a page that is not here; it arrives as a directory change. Offline: remembered until online. */
  fetchPage(page: PageId): Promise<void>;
  syncNow(): void;

  /**
   * Looks through titles and texts on this device, also for what was typed a moment ago here and in other
   * tabs. Words match by their beginning and with small typos; all of them have to be there.
   *
   * @param limit of hits in titles, and of hits in texts
   */
  search(query: string, limit: number): Promise<SearchAnswer>;
  /**
   * Texts of pages that are not on this device, as the server knows them; best first.
   *
   * @throws DataError offline if it cannot be reached
   */
  searchServer(query: string, limit: number): Promise<readonly SearchHit[]>;

  /** Object URL of a file of the workspace (`/files/<id>`): from this device if here, else fetched. Null if neither. */
  resolveFile(url: string): Promise<string | null>;
  /** What a page shows, without opening it for work; null if it is not on this device. */
  readPage(page: PageId): Promise<DocumentView | null>;
  /** A file of the workspace (`/files/<id>`) as `resolveFile` finds it. */
  readFile(url: string): Promise<{ name: string; type: string; bytes: Uint8Array<ArrayBuffer> } | null>;
  /** Keeps a file on this device and queues its upload. @returns its `/files/<id>` address */
  addFile(file: Blob, name: string): Promise<string>;

  /** Makes everything typed in this tab durable on this device. Fails with DataError if it cannot. */
  flush(): Promise<void>;

  /** What the browser says about room and persistence. */
  storage(): Promise<{ usedBytes: number; quotaBytes: number; persisted: boolean }>;
  requestPersistence(): Promise<boolean>;
}
