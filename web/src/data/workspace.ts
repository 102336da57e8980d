/** The data layer as the screens see it: `createWorkspace` starts the worker and answers from memory. */
import {
  DataError,
  type AwaySummary,
  type LostValue,
  type Member,
  type Refusal,
  presetPolicies,
  type Directory,
  type OfflineOverview,
  type OfflinePage,
  type OfflinePolicy,
  type OpenedPage,
  type PageEntry,
  type PageHandle,
  type Author,
  type PageHistory,
  type PageId,
  type Pin,
  type PinEstimate,
  type Readiness,
  type SearchAnswer,
  type SearchHit,
  type Session,
  type SyncStatus,
  type Upload,
  type VersionComparison,
  type Workspace,
} from "./api";
import type { DocumentView } from "../engine/types";
import { watchAttendance } from "./attendance";
import { Calls, type WorkerPort } from "./calls";
import { OpenPage } from "./open-page";
import { Around, type AroundEvent } from "./around";
import { ReadAhead } from "./read-ahead";
import type { CoreEvent, OfflineCalls, PageRow, TreeEvent } from "./protocol";
import { applyQuietly, READER, replaceTitle, takeUndoUp } from "./document-calls";

const FILE_ADDRESS = /^\/files\/([0-9a-f]{64})$/;

const EMPTY_DIRECTORY: Directory = { pages: new Map(), children: new Map(), trash: [], complete: false };

const NOTHING_HERE: OfflineOverview = {
  pages: new Map(),
  pins: [],
  favourites: [],
  recents: [],
  policy: presetPolicies[0] as OfflinePolicy,
  automatic: true,
  paused: false,
  optedOut: [],
  bytes: 0,
  toFetch: 0,
  budgetBytes: 0,
  progress: null,
  notices: [],
  devices: null,
};

type OfflineEvent = Extract<CoreEvent, { kind: "offline" }>;

/** @param events at least one, the newest last */
function merged(before: OfflineOverview, events: readonly OfflineEvent[]): OfflineOverview {
  const pages = new Map<PageId, OfflinePage>(before.pages);
  events.forEach((event) => event.pages.forEach((page) => pages.set(page.page, page)));
  return { ...before, ...events.at(-1)?.summary, pages };
}

/** What this browser lacks to keep a workspace, null if nothing. */
export function whatIsMissing(): Extract<Session, { kind: "unsupported" }> | null {
  if (!globalThis.isSecureContext) {
    return {
      kind: "unsupported",
      why: "This address is plain http. Browsers keep encryption and offline use for secure addresses.",
      whatHelps:
        "Open Offing at an https address, or at http://localhost on the machine it runs on. The server's guide shows how to set up https.",
    };
  }
  const missing = [
    globalThis.indexedDB === undefined ? "IndexedDB" : null,
    globalThis.crypto?.subtle === undefined ? "Web Cryptography" : null,
    globalThis.navigator?.locks === undefined ? "Web Locks" : null,
    globalThis.BroadcastChannel === undefined ? "BroadcastChannel" : null,
    globalThis.Worker === undefined ? "workers" : null,
  ].filter((name) => name !== null);
  return missing.length === 0
    ? null
    : {
        kind: "unsupported",
        why: `This browser does not offer ${missing.join(", ")}.`,
        whatHelps: "Update the browser, or use a current Firefox, Chrome, Edge or Safari.",
      };
}

/** The shell is painted before the engine is here; it is asked for at once and waited for by the first page. */
const compiledEngine = () => import("../engine/engine");

/** Starts the data layer of this tab. One a tab. */
export function createWorkspace(): Workspace {
  const missing = whatIsMissing();
  if (missing !== null) {
    return new TabWorkspace({ postMessage: () => undefined, onmessage: null }, missing, sessionMemory);
  }
  const worker = new Worker(new URL("./worker/worker.ts", import.meta.url), { type: "module", name: "offing" });
  const workspace = new TabWorkspace(worker, { kind: "opening" }, sessionMemory);
  worker.onerror = (event) => {
    event.preventDefault();
    workspace.workerFailed();
  };
  workspace.watchPage(window, document);
  // A failure shows when a page is opened, where it can be said and tried again.
  compiledEngine().catch(() => undefined);
  return workspace;
}

type Opening = Promise<OpenPage | Extract<OpenedPage, { kind: "missing" }>>;

/** A page that takes longer than a frame or two is not worth it before it is asked for. */
const AHEAD_BYTES_MAX = 512 * 1024;

/** What outlives a reload of the tab, and nothing else: the replica id it writes under. */
export interface TabMemory {
  read(): string | null;
  write(replica: string): void;
}

const WRITER_KEY = "offing-writer";

/** A browser that refuses it only takes undo over a reload away. */
const sessionMemory: TabMemory = {
  read() {
    try {
      return sessionStorage.getItem(WRITER_KEY);
    } catch {
      return null;
    }
  },
  write(replica) {
    try {
      sessionStorage.setItem(WRITER_KEY, replica);
    } catch {
      // As above.
    }
  },
};

export class TabWorkspace implements Workspace {
  private readonly calls: Calls;
  private readonly listeners = new Set<() => void>();
  private readonly open = new Map<PageId, Opening>();
  private readonly openNow = new Map<PageId, OpenPage>();
  /** How often a page that is not here was opened and not left. */
  private readonly missing = new Map<PageId, number>();
  private readonly ahead = new ReadAhead();
  private readonly around = new Around({
    show: (events) => this.takeAround(events),
    isHidden: () => this.hidden,
    now: () => performance.now(),
    after: (millis, work) => {
      const timer = setTimeout(work, millis);
      return () => clearTimeout(timer);
    },
  });
  private hidden = false;
  private readonly rows = new Map<PageId, PageRow>();
  private readonly urls = new Map<string, Promise<string | null>>();
  private tree: TreeEvent = { children: [], trash: [] };
  private currentDirectory = EMPTY_DIRECTORY;
  /** What the machine says of all that is durable. */
  private machineStatus: SyncStatus = { kind: "unreachable", toSend: 0, retryAt: null };
  /** What is shown: the machine does not know yet of what was typed a moment ago. */
  private currentStatus: SyncStatus = this.machineStatus;
  private last: PageId | null = null;
  private currentOffline = NOTHING_HERE;
  private onReadiness: (done: number, total: number) => void = () => undefined;
  private awaySummary: AwaySummary<PageId> | null = null;
  private currentRefusals: readonly Refusal<PageId>[] = [];
  private currentUpload: Upload | null = null;

  constructor(
    port: WorkerPort,
    private currentSession: Session,
    private readonly memory: TabMemory,
  ) {
    this.calls = new Calls(
      port,
      (event) => this.take(event),
      () => this.around.flush(),
    );
    if (currentSession.kind === "opening") {
      this.calls.call("boot", memory.read()).catch(() => undefined);
    }
  }

  // ---- what screens read ----

  session(): Session {
    return this.currentSession;
  }

  directory(): Directory {
    return this.currentDirectory;
  }

  status(): SyncStatus {
    return this.currentStatus;
  }

  upload(): Upload | null {
    return this.currentUpload;
  }

  lastPage(): PageId | null {
    return this.last;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  private take(event: CoreEvent): void {
    if (event.kind === "directory" || event.kind === "offline") {
      this.around.take(event);
      return;
    }
    this.around.flush();
    switch (event.kind) {
      case "session":
        this.currentSession = event.session;
        this.last = event.lastPage ?? this.last;
        if (event.session.kind !== "open") {
          this.forget();
        }
        break;
      case "status":
        this.machineStatus = event.status;
        this.currentStatus = this.statusNow();
        break;
      case "upload":
        this.currentUpload = event.upload;
        break;
      case "readiness":
        this.onReadiness(event.done, event.total);
        return;
      case "away":
        this.awaySummary = event.summary;
        break;
      case "refusals":
        this.currentRefusals = event.refusals;
        break;
      case "changes":
        void this.open.get(event.page)?.then((page) => {
          if (page instanceof OpenPage) {
            page.receive(event.changes, event.upTo);
          }
        });
        return;
      case "replica":
        this.memory.write(event.replica);
        this.openNow.forEach((page) => page.adopt(event.replica));
        return;
    }
    this.listeners.forEach((listener) => listener());
  }

  private statusNow(): SyncStatus {
    const status = this.machineStatus;
    const claims = status.kind === "synced" || status.kind === "saved";
    if (!claims || ![...this.openNow.values()].some((page) => page.saveState() === "saving")) {
      return status;
    }
    const toSend = status.kind === "saved" ? status.toSend : 0;
    const shown = this.currentStatus;
    return shown.kind === "saving" && shown.toSend === toSend ? shown : { kind: "saving", toSend };
  }

  private pageTold(): void {
    const status = this.statusNow();
    if (status !== this.currentStatus) {
      this.currentStatus = status;
      this.listeners.forEach((listener) => listener());
    }
  }

  private takeAround(events: readonly AroundEvent[]): void {
    const directory = events.filter((event) => event.kind === "directory");
    const offline = events.filter((event) => event.kind === "offline");
    if (directory.length > 0) {
      this.takeDirectory(directory);
    }
    if (offline.length > 0) {
      this.currentOffline = merged(this.currentOffline, offline);
    }
    this.listeners.forEach((listener) => listener());
  }

  private takeDirectory(events: readonly Extract<CoreEvent, { kind: "directory" }>[]): void {
    let complete = false;
    for (const event of events) {
      if (event.all) {
        this.rows.clear();
      }
      event.rows.forEach((row) => this.rows.set(row.id, row));
      this.tree = event.tree ?? this.tree;
      complete = event.complete;
    }
    this.currentDirectory = directoryOf(this.rows, this.tree, complete);
    this.openNow.forEach((page) => page.tell());
  }

  /** Nobody is signed in any more: nothing of the workspace stays in memory. */
  private forget(): void {
    this.openNow.forEach((page) => page.stop());
    this.openNow.clear();
    this.open.clear();
    this.missing.clear();
    this.ahead.drop();
    this.rows.clear();
    this.tree = { children: [], trash: [] };
    this.currentDirectory = EMPTY_DIRECTORY;
    this.currentOffline = NOTHING_HERE;
    this.last = null;
    this.awaySummary = null;
    this.currentRefusals = [];
    this.currentUpload = null;
    for (const url of this.urls.values()) {
      void url.then((address) => address !== null && URL.revokeObjectURL(address));
    }
    this.urls.clear();
  }

  // ---- session ----

  setUp(input: Parameters<Workspace["setUp"]>[0]): Promise<void> {
    return this.calls.call("setUp", input);
  }

  signIn(input: Parameters<Workspace["signIn"]>[0]): Promise<void> {
    return this.calls.call("signIn", input);
  }

  join(input: Parameters<Workspace["join"]>[0]): Promise<void> {
    return this.calls.call("join", input);
  }

  async signOut(options?: { discard: number }): ReturnType<Workspace["signOut"]> {
    if (options === undefined) {
      await this.flush();
    }
    return this.calls.call("signOut", options?.discard ?? null);
  }

  createInvitation(): Promise<{ link: string; expiresAt: number }> {
    return this.calls.call("createInvitation");
  }

  // ---- pages ----

  createPage(input: { parent: PageId | null; title?: string }): Promise<PageId> {
    return this.calls.call("createPage", input.parent, input.title ?? "");
  }

  async renamePage(page: PageId, title: string): Promise<void> {
    if (!this.open.has(page) && (await this.calls.call("renamePage", page, title))) {
      return;
    }
    await this.edit(page, (handle) => replaceTitle(handle.document, title));
  }

  /** Changes a page's document from outside of its editor, as one step for undo. Durable when it resolves. */
  private async edit(page: PageId, work: (handle: OpenPage) => void): Promise<void> {
    const opened = await this.openPage(page);
    if (opened.kind === "missing") {
      this.leaveMissing(page);
      throw new DataError("invalid", opened.why);
    }
    const handle = opened.page as OpenPage;
    try {
      if (!handle.canWrite) {
        throw new DataError("offline", "This new device has to reach the server once before it can write.");
      }
      handle.commit();
      handle.document.endUndoGroup();
      work(handle);
      handle.document.endUndoGroup();
      handle.changedHere();
      await handle.flush();
    } finally {
      await handle.close();
    }
  }

  movePage(page: PageId, parent: PageId | null, after: PageId | null | undefined): Promise<void> {
    return this.calls.call("movePage", page, parent, after);
  }

  setIcon(page: PageId, icon: string | null): Promise<void> {
    return this.calls.call("setIcon", page, icon);
  }

  trashPage(page: PageId): Promise<void> {
    return this.calls.call("trashPage", page);
  }

  restorePage(page: PageId): Promise<void> {
    return this.calls.call("restorePage", page);
  }

  async openPage(page: PageId): Promise<OpenedPage> {
    if (this.ahead.take(page)) {
      return this.openAhead(page);
    }
    const shown = this.openNow.get(page);
    if (shown !== undefined) {
      shown.users++;
      return { kind: "here", page: shown };
    }
    const known = this.open.get(page);
    const opened = await (known ?? this.begin(page, false));
    if (!(opened instanceof OpenPage)) {
      this.missing.set(page, (this.missing.get(page) ?? 0) + 1);
      return opened;
    }
    if (known !== undefined) {
      opened.users++;
    }
    this.last = page;
    return { kind: "here", page: opened };
  }

  leaveMissing(page: PageId): void {
    const users = (this.missing.get(page) ?? 1) - 1;
    if (users > 0) {
      this.missing.set(page, users);
    } else {
      this.missing.delete(page);
      void this.calls.call("leaveMissing", page).catch(() => undefined);
    }
  }

  async readAhead(page: PageId): Promise<PageHandle | null> {
    const bytes = this.currentOffline.pages.get(page)?.bytes ?? 0;
    if (this.open.has(page) || this.rows.get(page)?.here !== true || bytes > AHEAD_BYTES_MAX) {
      return null;
    }
    // What goes wrong is told to whoever opens the page.
    const opening = this.begin(page, true).catch(() => null);
    this.ahead.hold(page, () => {
      void opening.then((opened) => (opened instanceof OpenPage ? opened.close() : undefined)).catch(() => undefined);
    });
    const opened = await opening;
    return opened instanceof OpenPage ? opened : null;
  }

  /** Goes on with what was read ahead. */
  private async openAhead(page: PageId): Promise<OpenedPage> {
    const opened = await this.open.get(page)?.catch(() => undefined);
    if (!(opened instanceof OpenPage)) {
      return this.openPage(page);
    }
    // In which order pages are used, and where to start next time: nothing that this one could wait for.
    void this.calls.call("usePage", page).catch(() => undefined);
    this.last = page;
    return { kind: "here", page: opened };
  }

  private begin(page: PageId, ahead: boolean): Opening {
    const opening = this.load(page, ahead);
    this.open.set(page, opening);
    const forget = (): void => {
      if (this.open.get(page) === opening) {
        this.open.delete(page);
      }
    };
    opening.then((opened) => opened instanceof OpenPage || forget(), forget);
    return opening;
  }

  private async load(page: PageId, ahead: boolean): Opening {
    // First: without an engine the worker must not take the page for open.
    const { engine } = await compiledEngine();
    const content = await this.calls.call("openPage", page, ahead);
    if (content.kind === "missing") {
      return content;
    }
    const replica = content.replica ?? READER;
    let document;
    try {
      document =
        content.snapshot === null ? engine.createDocument(replica) : engine.openDocument(content.snapshot, replica);
    } catch (error) {
      return this.unreadable(page, error);
    }
    for (const change of content.changes) {
      applyQuietly(document, change);
    }
    if (content.replica !== null) {
      this.memory.write(content.replica);
    }
    if (content.undo !== null) {
      takeUndoUp(document, content.undo);
    }
    const opened: OpenPage = new OpenPage(page, document, content.order, content.replica !== null, {
      append: (input) => this.calls.call("append", input),
      pending: () => this.rows.get(page)?.pending ?? 0,
      closed: () => {
        this.open.delete(page);
        this.openNow.delete(page);
        return this.calls.call("closePage", page);
      },
    });
    opened.onSaveState(() => this.pageTold());
    this.openNow.set(page, opened);
    return opened;
  }

  private async unreadable(page: PageId, error: unknown): Promise<Extract<OpenedPage, { kind: "missing" }>> {
    const message = error instanceof Error ? error.message : "";
    const tooNew = message.startsWith("TOO_NEW");
    if (tooNew) {
      await this.calls.call("closePage", page);
    } else {
      await this.calls.call("reportDamage", page);
    }
    return {
      kind: "missing",
      title: this.rows.get(page)?.title ?? null,
      path: [],
      why: tooNew
        ? "This page was written by a newer version of Offing. Reload to update."
        : "The copy of this page on this device is damaged. It is fetched again from the server.",
    };
  }

  fetchPage(page: PageId): Promise<void> {
    return this.calls.call("fetchPage", page);
  }

  syncNow(): void {
    void this.calls.call("syncNow").catch(() => undefined);
  }

  // ---- what is on this device ----

  offline(): OfflineOverview {
    return this.currentOffline;
  }

  private ask<N extends keyof OfflineCalls>(
    name: N,
    ...input: Parameters<OfflineCalls[N]>
  ): ReturnType<OfflineCalls[N]> {
    return this.calls.call("offline", name, ...input) as ReturnType<OfflineCalls[N]>;
  }

  pin(pin: Pin): Promise<void> {
    return this.ask("pin", pin);
  }

  unpin(page: PageId | null): Promise<void> {
    return this.ask("unpin", page);
  }

  setFavourite(page: PageId, on: boolean): Promise<void> {
    return this.ask("setFavourite", page, on);
  }

  setAutomatic(on: boolean): Promise<void> {
    return this.ask("setAutomatic", on);
  }

  setOptedOut(page: PageId, on: boolean): Promise<void> {
    return this.ask("setOptedOut", page, on);
  }

  removeFromDevice(page: PageId): Promise<void> {
    return this.ask("setOptedOut", page, true);
  }

  pauseDownloads(on: boolean): Promise<void> {
    return this.ask("pauseDownloads", on);
  }

  estimatePin(pin: Pin): Promise<PinEstimate> {
    return this.ask("estimatePin", pin);
  }

  async checkReadiness(onProgress: (done: number, total: number) => void): Promise<readonly Readiness[]> {
    this.onReadiness = onProgress;
    try {
      return await this.ask("checkReadiness");
    } finally {
      this.onReadiness = () => undefined;
    }
  }

  fetchMissing(): Promise<void> {
    return this.ask("fetchMissing");
  }

  setPolicy(policy: OfflinePolicy): Promise<void> {
    return this.ask("setPolicy", policy);
  }

  dismissNotice(id: string): Promise<void> {
    return this.ask("dismissNotice", id);
  }

  // ---- files ----

  resolveFile(url: string): Promise<string | null> {
    const id = FILE_ADDRESS.exec(url)?.[1];
    if (id === undefined) {
      return Promise.resolve(null);
    }
    const known = this.urls.get(id);
    if (known !== undefined) {
      return known;
    }
    const resolving = this.calls.call("readFile", id).then((file) => {
      if (file === null) {
        this.urls.delete(id);
        return null;
      }
      return URL.createObjectURL(new Blob([file.bytes], { type: file.type }));
    });
    this.urls.set(id, resolving);
    resolving.catch(() => this.urls.delete(id));
    return resolving;
  }

  async readPage(page: PageId): Promise<DocumentView | null> {
    await this.flush().catch(() => undefined);
    return this.calls.call("readPage", page);
  }

  async readFile(url: string): ReturnType<Workspace["readFile"]> {
    const id = FILE_ADDRESS.exec(url)?.[1];
    return id === undefined ? null : this.calls.call("readFile", id);
  }

  async addFile(file: Blob, name: string): Promise<string> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return `/files/${await this.calls.call("addFile", name, file.type, bytes)}`;
  }

  // ---- finding ----

  async search(query: string, limit: number): Promise<SearchAnswer> {
    // What was typed in this tab a moment ago is found too; if it cannot be saved, that is told elsewhere.
    await this.flush().catch(() => undefined);
    return this.calls.call("search", query, limit);
  }

  searchServer(query: string, limit: number): Promise<readonly SearchHit[]> {
    return this.calls.call("searchServer", query, limit);
  }

  // ---- a time away ----

  away(): AwaySummary<PageId> | null {
    return this.awaySummary;
  }

  dismissAway(): Promise<void> {
    return this.calls.call("dismissAway", null);
  }

  async restoreValue(item: LostValue<PageId>): Promise<void> {
    const { page, block, key, lost } = item;
    if (block !== null) {
      await this.edit(page, ({ document }) => {
        if (key === "type") document.setType(block, String(lost));
        else document.setProperty(block, key, lost === null ? null : JSON.stringify(lost));
      });
    } else if (key === "icon") {
      await this.setIcon(page, lost as string | null);
    } else {
      await this.movePage(page, lost as PageId | null, undefined);
    }
    await this.calls.call("dismissAway", item);
  }

  refusals(): readonly Refusal<PageId>[] {
    return this.currentRefusals;
  }

  // ---- earlier versions ----

  authorOf(replica: string): Promise<Author> {
    return this.calls.call("authorOf", replica);
  }

  members(): Promise<readonly Member[] | null> {
    return this.calls.call("members");
  }

  async pageHistory(page: PageId): Promise<PageHistory> {
    await this.flush().catch(() => undefined);
    return this.calls.call("pageHistory", page);
  }

  viewVersion(page: PageId, version: string): Promise<DocumentView> {
    return this.calls.call("viewVersion", page, version);
  }

  compareVersions(page: PageId, from: string | null, to: string): Promise<VersionComparison> {
    return this.calls.call("compareVersions", page, from, to);
  }

  restoreVersion(page: PageId, version: string): Promise<void> {
    return this.edit(page, (handle) => {
      while (!handle.document.restoreVersion(version)) {
        handle.commit();
      }
    });
  }

  // ---- device ----

  async storage(): Promise<{ usedBytes: number; quotaBytes: number; persisted: boolean }> {
    const [estimate, persisted] = await Promise.all([navigator.storage.estimate(), navigator.storage.persisted()]);
    return { usedBytes: estimate.usage ?? 0, quotaBytes: estimate.quota ?? 0, persisted };
  }

  requestPersistence(): Promise<boolean> {
    return navigator.storage.persist();
  }

  /** Makes everything typed in this tab durable. */
  async flush(): Promise<void> {
    await Promise.all([...this.openNow.values()].map((page) => page.flush()));
  }

  /** Commits when the page may be about to end, looks again when it comes back. */
  watchPage(window: Window, document: Document): void {
    const commit = (): void => this.openNow.forEach((page) => page.commit());
    document.addEventListener("visibilitychange", () => {
      commit();
      this.hidden = document.visibilityState === "hidden";
      this.around.flush();
      if (document.visibilityState === "visible") {
        this.calls.call("wake").catch(() => undefined);
      }
    });
    watchAttendance(document, () => void this.calls.call("attended").catch(() => undefined));
    window.addEventListener("pagehide", commit);
    window.addEventListener("beforeunload", (event) => {
      const unsafe = [...this.openNow.values()].some((page) => page.unsafe);
      commit();
      if (unsafe) {
        // Durable in a few milliseconds; the browser asks only if somebody leaves within them.
        event.preventDefault();
      }
    });
  }

  workerFailed(): void {
    const failure = new DataError("storage-failed", "The part of Offing that saves has stopped. Reload the page.");
    this.calls.fail(failure);
    this.take({
      kind: "status",
      status: { kind: "attention", toSend: 0, why: failure.message, action: "update" },
    });
  }
}

function directoryOf(rows: ReadonlyMap<PageId, PageRow>, tree: TreeEvent, complete: boolean): Directory {
  const children = new Map(tree.children);
  const parents = new Map<PageId, PageId | null>();
  for (const [parent, pages] of children) {
    pages.forEach((page) => parents.set(page, parent));
  }
  const pages = new Map<PageId, PageEntry>();
  for (const row of rows.values()) {
    const parent = parents.get(row.id);
    pages.set(row.id, { ...row, parent: parent ?? null, trashed: parent === undefined });
  }
  return { pages, children, trash: tree.trash, complete };
}

export type { PageHandle };
