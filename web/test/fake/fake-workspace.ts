/**
 * A workspace in memory for tests of the screens: every call works, nothing is stored, and a test
 * decides what the server, the browser and the storage say. It holds to the border's rules where
 * a screen could tell the difference: getters return the same object until something changes,
 * a directory is rebuilt as a new object, a subtree below a trashed page is not listed.
 */
import {
  DataError,
  type AwaySummary,
  type Directory,
  type OfflineChoices,
  type OfflineOverview,
  type OfflinePolicy,
  type OpenedPage,
  type PageEntry,
  type PageHandle,
  type PageHistory,
  type PageId,
  type Pin,
  type PinEstimate,
  type Readiness,
  type Refusal,
  type SaveState,
  type SearchAnswer,
  type SearchHit,
  type Session,
  type SyncStatus,
  type Upload,
  type VersionComparison,
  type Workspace,
} from "../../src/data/api";
import { SearchIndex } from "../../src/data/search/search-index";
import type { BlockId, DocumentView, EngineDocument } from "../../src/engine/types";
import { FakeOfflineState, type FakeOffline } from "./fake-offline";
import { refitComparison, refitHistory } from "./sample-history";

export interface FakePage {
  id: string;
  parent?: string | null;
  title: string;
  icon?: string;
  trashed?: boolean;
  here?: boolean;
  pending?: number;
  changedAt?: number;
  /** One block each. */
  text?: readonly string[];
}

export interface FakeOptions {
  session?: Session;
  pages?: readonly FakePage[];
  status?: SyncStatus;
  complete?: boolean;
  storage?: { usedBytes: number; quotaBytes: number; persisted: boolean };
  persistenceAnswer?: boolean;
  lastPage?: string;
  history?: PageHistory;
  away?: AwaySummary<PageId>;
  refusals?: readonly Refusal<PageId>[];
  offline?: FakeOffline;
  upload?: Upload;
}

/** Calls that fail, by the name of the method. */
type Failures = Partial<Record<keyof Workspace, DataError>>;

export const owner: Session = {
  kind: "open",
  account: { id: "a1", name: "Ada Rask", email: "ada@harbour.example", role: "owner" },
  workspaceName: "Harbour Office",
  expired: false,
};

export class FakeWorkspace implements Workspace {
  #session: Session;
  #status: SyncStatus;
  #pages = new Map<PageId, PageEntry>();
  #order: PageId[] = [];
  #directory: Directory;
  readonly #choices: FakeOfflineState;
  #offline: OfflineOverview;
  #complete: boolean;
  #storage: { usedBytes: number; quotaBytes: number; persisted: boolean };
  #listeners = new Set<() => void>();
  #nextId = 1;
  #index = new SearchIndex();
  readonly #history: PageHistory;
  #away: AwaySummary<PageId> | null;
  readonly #upload: Upload | null;
  readonly #refusals: readonly Refusal<PageId>[];
  #saves = new Map<PageId, { state: SaveState; listeners: Set<() => void> }>();
  readonly #persistenceAnswer: boolean;
  failures: Failures = {};
  /** Names of calls that only leave a trace. */
  readonly calls: string[] = [];
  readonly openHandles = new Set<PageId>();

  constructor(options: FakeOptions = {}) {
    this.#session = options.session ?? owner;
    this.#status = options.status ?? { kind: "synced" };
    this.#complete = options.complete ?? true;
    this.#storage = options.storage ?? { usedBytes: 48_300_000, quotaBytes: 10_900_000_000, persisted: true };
    this.#persistenceAnswer = options.persistenceAnswer ?? true;
    this.#away = options.away ?? null;
    this.#upload = options.upload ?? null;
    this.#refusals = options.refusals ?? [];
    this.#history = options.history ?? refitHistory;
    this.#last = (options.lastPage ?? null) as PageId | null;
    for (const page of options.pages ?? []) {
      const id = page.id as PageId;
      this.#order.push(id);
      this.#pages.set(id, {
        id,
        parent: (page.parent ?? null) as PageId | null,
        title: page.title,
        icon: page.icon ?? null,
        trashed: page.trashed ?? false,
        here: page.here ?? true,
        pending: page.pending ?? 0,
        changedAt: page.changedAt ?? 0,
      });
      const text = page.here === false ? [] : (page.text ?? []);
      this.#index.put(
        id,
        page.title,
        text.map((words, at) => [`${page.id}-${at}` as BlockId, words]),
      );
    }
    this.#directory = this.#build();
    this.#choices = new FakeOfflineState(options.offline ?? {});
    this.#offline = this.#choices.overview(this.#directory);
  }

  #build(): Directory {
    const children = new Map<PageId | null, PageId[]>();
    const trash: PageId[] = [];
    const inTrash = (id: PageId | null): boolean => {
      const page = id === null ? undefined : this.#pages.get(id);
      return page !== undefined && (page.trashed || inTrash(page.parent));
    };
    for (const id of this.#order) {
      const page = this.#pages.get(id);
      if (page === undefined) continue;
      if (page.trashed) trash.push(id);
      if (inTrash(id)) continue;
      children.set(page.parent, [...(children.get(page.parent) ?? []), id]);
    }
    return { pages: new Map(this.#pages), children, trash, complete: this.#complete };
  }

  #changed(): void {
    this.#directory = this.#build();
    this.#offline = this.#choices.overview(this.#directory);
    for (const listener of this.#listeners) listener();
  }

  #change(page: PageId, part: Partial<PageEntry>): void {
    const entry = this.#pages.get(page);
    if (entry !== undefined) this.#pages.set(page, { ...entry, ...part });
    this.#changed();
  }

  #check(call: keyof Workspace): void {
    this.calls.push(call);
    const failure = this.failures[call];
    if (failure !== undefined) throw failure;
  }

  // What a test steers.

  setSession(session: Session): void {
    this.#session = session;
    this.#changed();
  }
  setStatus(status: SyncStatus): void {
    this.#status = status;
    this.#changed();
  }
  setPage(page: string, part: Partial<PageEntry>): void {
    this.#change(page as PageId, part);
  }
  setSaveState(page: string, state: SaveState): void {
    const save = this.#saves.get(page as PageId);
    if (save === undefined) return;
    save.state = state;
    for (const listener of save.listeners) listener();
  }

  // What the shell sees.

  session = (): Session => this.#session;
  directory = (): Directory => this.#directory;
  status = (): SyncStatus => this.#status;
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async setUp(input: { workspaceName: string; name: string; email: string }): Promise<void> {
    this.#check("setUp");
    this.setSession({
      kind: "open",
      account: { id: "a1", name: input.name, email: input.email, role: "owner" },
      workspaceName: input.workspaceName,
      expired: false,
    });
  }
  // eslint-disable-next-line @typescript-eslint/require-await
  async signIn(): Promise<void> {
    this.#check("signIn");
    this.setSession(owner);
  }
  // eslint-disable-next-line @typescript-eslint/require-await
  async join(): Promise<void> {
    this.#check("join");
    this.setSession(owner);
  }
  // eslint-disable-next-line @typescript-eslint/require-await
  async signOut(options?: { discard: number }): Promise<{ kind: "done" } | { kind: "unsent"; count: number }> {
    this.#check("signOut");
    const count = this.#status.kind === "synced" ? 0 : this.#status.toSend;
    if (count > 0 && options?.discard !== count) return { kind: "unsent", count };
    this.setSession({ kind: "signed-out", serverReachable: true });
    return { kind: "done" };
  }
  // eslint-disable-next-line @typescript-eslint/require-await
  async createInvitation(): Promise<{ link: string; expiresAt: number }> {
    this.#check("createInvitation");
    return { link: `${location.origin}/join#6kq2-93fd-77xa`, expiresAt: Date.UTC(2026, 5, 12, 12) };
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async createPage(input: { parent: PageId | null; title?: string }): Promise<PageId> {
    this.#check("createPage");
    const id = `new-${this.#nextId++}` as PageId;
    this.#order.push(id);
    this.#pages.set(id, {
      id,
      parent: input.parent,
      title: input.title ?? "",
      icon: null,
      trashed: false,
      here: true,
      pending: 1,
      changedAt: Date.now(),
    });
    this.#changed();
    return id;
  }
  // eslint-disable-next-line @typescript-eslint/require-await
  async renamePage(page: PageId, title: string): Promise<void> {
    this.#check("renamePage");
    this.#change(page, { title });
  }
  // eslint-disable-next-line @typescript-eslint/require-await
  async movePage(page: PageId, parent: PageId | null, after: PageId | null | undefined): Promise<void> {
    this.#check("movePage");
    this.#order = this.#order.filter((id) => id !== page);
    const at = after === undefined ? this.#order.length : after === null ? 0 : this.#order.indexOf(after) + 1;
    this.#order.splice(at, 0, page);
    this.#change(page, { parent });
  }
  // eslint-disable-next-line @typescript-eslint/require-await
  async setIcon(page: PageId, icon: string | null): Promise<void> {
    this.#check("setIcon");
    this.#change(page, { icon });
  }
  // eslint-disable-next-line @typescript-eslint/require-await
  async trashPage(page: PageId): Promise<void> {
    this.#check("trashPage");
    this.#change(page, { trashed: true });
  }
  // eslint-disable-next-line @typescript-eslint/require-await
  async restorePage(page: PageId): Promise<void> {
    this.#check("restorePage");
    this.#change(page, { trashed: false });
  }

  #last: PageId | null = null;
  lastPage = (): PageId | null => this.#last;
  flush = (): Promise<void> => Promise.resolve();

  readAhead(): Promise<null> {
    return Promise.resolve(null); // Nothing here takes time.
  }

  leaveMissing(): void {
    // Nothing is held here of a page that is missing.
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async openPage(page: PageId): Promise<OpenedPage> {
    this.#check("openPage");
    const entry = this.#pages.get(page);
    if (entry === undefined) {
      return { kind: "missing", title: null, path: [], why: "This device has not heard of a page with this address." };
    }
    if (!entry.here) {
      const path: string[] = [];
      for (let at = entry.parent; at !== null; at = this.#pages.get(at)?.parent ?? null) {
        path.unshift(this.#pages.get(at)?.title ?? "");
      }
      return {
        kind: "missing",
        title: entry.title,
        path,
        why: "Its title and place are known here; what is written in it has not been fetched to this device yet.",
      };
    }
    this.#last = page;
    return { kind: "here", page: this.#handle(page) };
  }

  #handle(id: PageId): PageHandle {
    const save = this.#saves.get(id) ?? { state: "synced" as SaveState, listeners: new Set<() => void>() };
    this.#saves.set(id, save);
    this.openHandles.add(id);
    return {
      id,
      canWrite: true,
      document: null as unknown as EngineDocument, // the fake editor reads none
      committed: () => undefined,
      flush: () => Promise.resolve(),
      onRemote: () => () => undefined,
      saveState: () => save.state,
      onSaveState: (listener) => {
        save.listeners.add(listener);
        return () => save.listeners.delete(listener);
      },
      close: () => {
        this.openHandles.delete(id);
        return Promise.resolve();
      },
    };
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async fetchPage(): Promise<void> {
    this.#check("fetchPage");
  }
  syncNow(): void {
    this.#check("syncNow");
  }
  authorOf = () => Promise.resolve({ account: "a1", name: "Ada Rask", you: true });
  members = () =>
    Promise.resolve([
      { account: "a1", name: "Ada Rask", you: true },
      { account: "b2", name: "Ben Holm", you: false },
    ]);
  pageHistory(page: PageId): Promise<PageHistory> {
    if (this.#pages.get(page)?.here === false) {
      return Promise.reject(new DataError("invalid", "This page is not on this device yet."));
    }
    return Promise.resolve(this.#history);
  }
  viewVersion = (_page: PageId, version: string): Promise<DocumentView> =>
    Promise.resolve(version === "first" ? refitComparison.before : refitComparison.after);
  compareVersions = (): Promise<VersionComparison> => Promise.resolve(refitComparison);
  // eslint-disable-next-line @typescript-eslint/require-await
  async restoreVersion(): Promise<void> {
    this.#check("restoreVersion");
  }
  search(query: string, limit: number): Promise<SearchAnswer> {
    const listed = [...this.#directory.children.values()].flat();
    const here = listed.filter((id) => this.#pages.get(id)?.here === true).length;
    const hits = this.#index.find(query, limit, (id) => listed.includes(id));
    return Promise.resolve({ query, hits, pages: listed.length, here, searched: here });
  }
  /** The texts that are not here are the server's alone: there are none. */
  searchServer(): Promise<readonly SearchHit[]> {
    return this.#status.kind === "synced" || this.#status.kind === "saved"
      ? Promise.resolve([])
      : Promise.reject(new DataError("offline", "The server cannot be reached."));
  }
  upload = (): Upload | null => this.#upload;
  away = (): AwaySummary<PageId> | null => this.#away;
  // eslint-disable-next-line @typescript-eslint/require-await
  async dismissAway(): Promise<void> {
    this.#check("dismissAway");
    this.#away = null;
    this.#changed();
  }
  refusals = (): readonly Refusal<PageId>[] => this.#refusals;
  // eslint-disable-next-line @typescript-eslint/require-await
  async restoreValue(): Promise<void> {
    this.#check("restoreValue");
  }
  readPage = (): Promise<DocumentView | null> => Promise.resolve(refitComparison.after);
  readFile = (): Promise<null> => Promise.resolve(null);
  resolveFile = (): Promise<string | null> => Promise.resolve(null);
  addFile = (): Promise<string> => Promise.reject(new DataError("offline", "no files here"));
  storage = () => Promise.resolve(this.#storage);
  // eslint-disable-next-line @typescript-eslint/require-await
  async requestPersistence(): Promise<boolean> {
    this.#check("requestPersistence");
    this.#storage = { ...this.#storage, persisted: this.#persistenceAnswer };
    return this.#persistenceAnswer;
  }

  // What is on this device.

  offline = (): OfflineOverview => this.#offline;

  // eslint-disable-next-line @typescript-eslint/require-await
  async #choose(call: keyof OfflineChoices, alter: (choices: FakeOfflineState) => void): Promise<void> {
    this.#check(call);
    alter(this.#choices);
    this.#changed();
  }

  pin(pin: Pin): Promise<void> {
    return this.#choose("pin", (choices) => {
      choices.pins = [...choices.pins.filter((other) => other.page !== pin.page), pin];
    });
  }
  unpin(page: PageId | null): Promise<void> {
    return this.#choose("unpin", (choices) => {
      choices.pins = choices.pins.filter((pin) => pin.page !== page);
    });
  }
  setFavourite(page: PageId, on: boolean): Promise<void> {
    return this.#choose("setFavourite", (choices) => {
      choices.favourites = choices.favourites.filter((other) => other !== page).concat(on ? [page] : []);
    });
  }
  setAutomatic(on: boolean): Promise<void> {
    return this.#choose("setAutomatic", (choices) => {
      choices.automatic = on;
    });
  }
  setOptedOut(page: PageId, on: boolean): Promise<void> {
    return this.#choose("setOptedOut", (choices) => {
      if (on) choices.optedOut.add(page);
      else choices.optedOut.delete(page);
    });
  }
  removeFromDevice(page: PageId): Promise<void> {
    return this.#choose("removeFromDevice", (choices) => {
      choices.optedOut.add(page);
      const entry = this.#pages.get(page);
      if (entry?.pending === 0) this.#pages.set(page, { ...entry, here: false });
    });
  }
  pauseDownloads(on: boolean): Promise<void> {
    return this.#choose("pauseDownloads", (choices) => {
      choices.paused = on;
    });
  }
  // eslint-disable-next-line @typescript-eslint/require-await
  async estimatePin(pin: Pin): Promise<PinEstimate> {
    this.#check("estimatePin");
    return this.#choices.estimate(pin, this.#directory);
  }
  // eslint-disable-next-line @typescript-eslint/require-await
  async checkReadiness(onProgress: (done: number, total: number) => void): Promise<readonly Readiness[]> {
    this.#check("checkReadiness");
    const checked = this.#choices.readiness(this.#directory);
    checked.forEach((_, index) => onProgress(index + 1, checked.length));
    return checked;
  }
  /** Everything that is chosen is here at once. */
  fetchMissing(): Promise<void> {
    return this.#choose("fetchMissing", () => {
      for (const page of this.#offline.pages.values()) {
        const entry = this.#pages.get(page.page);
        if (page.state === "queued" && entry !== undefined) this.#pages.set(page.page, { ...entry, here: true });
      }
    });
  }
  setPolicy(policy: OfflinePolicy): Promise<void> {
    return this.#choose("setPolicy", (choices) => {
      choices.policy = policy;
    });
  }
  dismissNotice(id: string): Promise<void> {
    return this.#choose("dismissNotice", (choices) => {
      choices.notices = choices.notices.filter((notice) => notice.id !== id);
    });
  }
}
