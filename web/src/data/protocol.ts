/**
 * What the page (main thread) and its worker say to each other. Calls are answered in any order;
 * events arrive in the order they were sent, and an event sent before a call's answer arrives before
 * it.
 */
import type { DocumentView } from "../engine/types";
import type {
  Account,
  AttentionAction,
  AwayItem,
  AwaySummary,
  DataError,
  Member,
  OfflineOverview,
  OfflinePage,
  OfflinePolicy,
  OpenedPage,
  Author,
  PageHistory,
  PageId,
  Pin,
  PinEstimate,
  Readiness,
  Refusal,
  SearchAnswer,
  SearchHit,
  Session,
  SyncStatus,
  Upload,
  VersionComparison,
} from "./api";

/** What a page record says, as the engine reads it. */
export interface RecordRow {
  readonly parent: string | null;
  readonly order: string | null;
  readonly moved: number;
  readonly icon: string | null;
  readonly trashed: boolean;
  readonly trashedWith: string | null;
}

/** One page as the directory shows it, apart from its place in the tree. */
export interface PageRow {
  readonly id: PageId;
  readonly title: string;
  readonly icon: string | null;
  readonly here: boolean;
  readonly pending: number;
  readonly changedAt: number;
}

export interface TreeEvent {
  /** Null = top level. Only pages that are shown. */
  readonly children: readonly (readonly [PageId | null, readonly PageId[]])[];
  readonly trash: readonly PageId[];
}

/** What is on the device, without the pages. */
export type OfflineSummary = Omit<OfflineOverview, "pages">;

export type CoreEvent =
  /** Pages that are described otherwise than before; the summary is the whole one. */
  | { readonly kind: "offline"; readonly pages: readonly OfflinePage[]; readonly summary: OfflineSummary }
  | { readonly kind: "readiness"; readonly done: number; readonly total: number }
  | { readonly kind: "session"; readonly session: Session; readonly lastPage: PageId | null }
  | { readonly kind: "status"; readonly status: SyncStatus }
  | { readonly kind: "upload"; readonly upload: Upload | null }
  /** `all`: replaces what was known. `tree` only if it changed. */
  | {
      readonly kind: "directory";
      readonly rows: readonly PageRow[];
      readonly all: boolean;
      readonly tree: TreeEvent | null;
      readonly complete: boolean;
    }
  /** Foreign changes of an open page, causes first; after them everything up to `upTo` is applied. */
  | { readonly kind: "changes"; readonly page: PageId; readonly changes: readonly Uint8Array[]; readonly upTo: number }
  | { readonly kind: "away"; readonly summary: AwaySummary<PageId> | null }
  | { readonly kind: "refusals"; readonly refusals: readonly Refusal<PageId>[] }
  /** The tab got its replica id after pages were opened without one. */
  | { readonly kind: "replica"; readonly replica: string };

/** Content of a page on its way to the main thread. */
export interface PageContent {
  readonly kind: "here";
  readonly snapshot: Uint8Array | null;
  readonly changes: readonly Uint8Array[];
  readonly order: number;
  /** The undo stacks this tab left there before it was reloaded, null if none. */
  readonly undo: Uint8Array | null;
  /** Null: no id is left for this tab, the page can be read only. */
  readonly replica: string | null;
}

export interface AppendInput {
  readonly page: PageId;
  readonly changes: readonly Uint8Array[];
  readonly basis: number;
  /** The title after these changes; undefined = as before. */
  readonly title?: string;
  /** The undo stacks after these changes. */
  readonly undo: Uint8Array;
  /** After a failure: these changes begin with the one that failed. */
  readonly resume: boolean;
}

/** What is asked and chosen of what is on the device. */
export interface OfflineCalls {
  pin(pin: Pin): Promise<void>;
  unpin(page: PageId | null): Promise<void>;
  setFavourite(page: PageId, on: boolean): Promise<void>;
  setAutomatic(on: boolean): Promise<void>;
  setOptedOut(page: PageId, on: boolean): Promise<void>;
  pauseDownloads(on: boolean): Promise<void>;
  estimatePin(pin: Pin): Promise<PinEstimate>;
  checkReadiness(): Promise<readonly Readiness[]>;
  fetchMissing(): Promise<void>;
  setPolicy(policy: OfflinePolicy): Promise<void>;
  dismissNotice(id: string): Promise<void>;
}

export interface CoreCalls {
  /** @param writer the replica id this tab wrote under before it was reloaded, null if it is new */
  boot(writer: string | null): Promise<void>;
  setUp(input: { code: string; workspaceName: string; name: string; email: string; password: string }): Promise<void>;
  signIn(input: { email: string; password: string }): Promise<void>;
  join(input: { invitation: string; name: string; email: string; password: string }): Promise<void>;
  signOut(discard: number | null): Promise<{ kind: "done" } | { kind: "unsent"; count: number }>;
  createInvitation(): Promise<{ link: string; expiresAt: number }>;
  createPage(parent: PageId | null, title: string): Promise<PageId>;
  /** False: the page is open on the main thread, which has to do it. */
  renamePage(page: PageId, title: string): Promise<boolean>;
  movePage(page: PageId, parent: PageId | null, after: PageId | null | undefined): Promise<void>;
  setIcon(page: PageId, icon: string | null): Promise<void>;
  trashPage(page: PageId): Promise<void>;
  restorePage(page: PageId): Promise<void>;
  /** @param ahead nobody has asked for it yet: it counts as used when {@link usePage} says so */
  openPage(page: PageId, ahead: boolean): Promise<PageContent | Extract<OpenedPage, { kind: "missing" }>>;
  /** A page that was opened ahead is shown to somebody. */
  usePage(page: PageId): Promise<void>;
  closePage(page: PageId): Promise<void>;
  /** A page that was not here is shown no more. */
  leaveMissing(page: PageId): Promise<void>;
  /** @returns the order each change got in the local log */
  append(input: AppendInput): Promise<readonly number[]>;
  /** The engine could not open what was sent: the copy is dropped and fetched again. */
  reportDamage(page: PageId): Promise<void>;
  fetchPage(page: PageId): Promise<void>;
  syncNow(): Promise<void>;
  /** A key or a button was pressed in the tab. */
  attended(): Promise<void>;
  /** The tab became visible: messages of other tabs may have been missed. */
  wake(): Promise<void>;
  /** One of {@link OfflineCalls}. */
  offline(name: keyof OfflineCalls, ...input: readonly unknown[]): Promise<unknown>;
  /** Null: all of it. */
  dismissAway(item: AwayItem<PageId> | null): Promise<void>;
  readPage(page: PageId): Promise<DocumentView | null>;
  readFile(id: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; name: string; type: string } | null>;
  addFile(name: string, type: string, bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  search(query: string, limit: number): Promise<SearchAnswer>;
  searchServer(query: string, limit: number): Promise<readonly SearchHit[]>;
  pageHistory(page: PageId): Promise<PageHistory>;
  authorOf(replica: string): Promise<Author>;
  members(): Promise<readonly Member[] | null>;
  viewVersion(page: PageId, version: string): Promise<DocumentView>;
  compareVersions(page: PageId, from: string | null, to: string): Promise<VersionComparison>;
}

export type CallName = keyof CoreCalls;

export type ToWorker = { readonly call: number; readonly name: CallName; readonly arguments: readonly unknown[] };

export type FromWorker =
  | { readonly answer: number; readonly result: unknown }
  | { readonly answer: number; readonly failure: { readonly code: DataError["code"]; readonly message: string } }
  | { readonly event: CoreEvent };

/** What tabs of one account tell each other. Each is a hint: what it says is read from the store. */
export type TabMessage =
  /** Said before a write, in case the tab dies between the write and its `changed`. */
  | { readonly kind: "writing"; readonly write: string }
  | { readonly kind: "changed"; readonly documents: readonly string[]; readonly write?: string }
  | { readonly kind: "reload" }
  | { readonly kind: "status"; readonly status: SyncStatus }
  /** Of the leader. */
  | { readonly kind: "upload"; readonly upload: Upload | null }
  /** Of the leader. */
  | { readonly kind: "refusals"; readonly refusals: readonly Refusal<PageId>[] }
  | { readonly kind: "who-leads" }
  | { readonly kind: "sync-now" }
  /** Somebody works in a tab. */
  | { readonly kind: "attended" }
  /** A tab shows a document no longer. */
  | { readonly kind: "closed"; readonly document: string }
  | { readonly kind: "want"; readonly document: string }
  /** A document was marked to be compared: the leader reads the store again. */
  | { readonly kind: "rescan" }
  | { readonly kind: "pool" }
  | { readonly kind: "away" }
  | { readonly kind: "files" }
  /** What this device was told is otherwise in the store, or another page is shown. */
  | { readonly kind: "settings" }
  /** Of the leader: documents were looked through. */
  | { readonly kind: "contents"; readonly documents: readonly string[] }
  | { readonly kind: "session"; readonly expired: boolean }
  | { readonly kind: "signed-out" };

export type { Account, AttentionAction };
