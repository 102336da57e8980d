/**
 * One tab's share of an open workspace: its own changes go into the store, foreign ones come out of
 * it, and if the tab leads, it runs the client machine.
 *
 * Every tab of the profile runs the same code over the same store. A change is saved once the tab
 * that made it has written it; from then on it does not matter which tab lives. Messages between tabs
 * only say where to look. A new leader starts from the store alone.
 *
 * The longest class of the web app: everything in it decides by which tab leads, which pages are open here
 * and what this tab is called, and most of it hands on. What has rules of its own (rows and snapshots,
 * the offline choice, search, history, files, the summary) is a class beside it.
 */
import { pageDocument, pageOf, POLICY, userDocument, type DocumentId, type MachineStatus } from "../../engine/sync";
import type { DocumentView } from "../../engine/types";
import { READER } from "../document-calls";
import { DataError, type AttentionAction, type AwayItem, type OpenedPage, type PageId, type SyncStatus } from "../api";
import type { AppendInput, CoreEvent, OfflineCalls, PageContent, TabMessage } from "../protocol";
import { UnsealError } from "../store/sealing";
import type { LocalChange, WorkspaceStore } from "../store/workspace-store";
import { Authors } from "./authors";
import { AwayWatch } from "./away-watch";
import { DirectoryIndex, type DirectoryChange } from "./directory-index";
import { Derivation } from "./derivation";
import { Documents } from "./documents";
import { hold, openLock, randomId, type Channel, type Environment, type Lease } from "./environment";
import { Files } from "./files";
import { isWhole, Looker } from "./looker";
import { Offline, type OfflineHost } from "./offline";
import { offlineCalls } from "./offline-calls";
import { PageEdits } from "./page-edits";
import { PageHistories } from "./page-history";
import type { Inspected } from "./lost-values";
import { Refused } from "./refused";
import { ReplicaLease } from "./replica-lease";
import { Search, viewOf } from "./search";
import { Serial, SerialByKey } from "./serial";
import { heard } from "./silence";
import { CONNECTING, honestStatus, sameStatus, statusOf } from "./status";
import { SyncDriver } from "./sync-driver";

/** From when on a write that another tab began is looked for in the store, as the tab may have died. */
const UNTOLD_MILLIS = 3_000;
const STORE_IS_SILENT =
  "This device does not answer whether it saved. Keep this page open, or copy what you typed last and reload.";
/** How long an operation waits for the first replica id of a new device. */
const REPLICA_WAIT_MILLIS = 10_000;

/** Whom this device works for. */
export interface Who {
  readonly account: string;
  readonly administrator: boolean;
  readonly deviceId: string;
}

interface OpenPage {
  /** Log order up to which the main thread was sent everything. */
  delivered: number;
  /** Orders of changes that the main thread made itself. */
  readonly own: Set<number>;
  lease: Lease;
  /** An append failed; later ones are refused until the page sends everything again. */
  broken: boolean;
}

export class TabCore {
  private readonly index: DirectoryIndex;
  private readonly documents: Documents;
  private readonly replica: ReplicaLease;
  private readonly edits: PageEdits;
  private readonly files: Files;
  private readonly derivation: Derivation;
  readonly search: Search;
  private readonly offline: Offline;
  private readonly looker: Looker;
  /** The page shown as not here yet: it counts as open, so that it stays when it arrives. */
  private shownMissing: { readonly page: PageId; readonly lease: Lease } | null = null;
  readonly histories: PageHistories;
  private readonly authors: Authors;
  private readonly away: AwayWatch;
  private readonly refused = new Refused();
  private readonly channel: Channel;
  private readonly pages = new Map<PageId, OpenPage>();
  private readonly byDocument = new SerialByKey();
  private readonly appends = new Serial();
  private readonly refreshes = new Serial();
  private readonly operations = new Serial();
  /** Writes that other tabs began and have not told the end of; the value cancels looking for it. */
  private readonly untold = new Map<string, () => void>();
  private driver: SyncDriver | null = null;
  private leadership: Lease | null = null;
  private leaderStatus: SyncStatus = CONNECTING;
  private shownStatus: SyncStatus | null = null;
  private trouble: DataError | null = null;
  private troubleAction: AttentionAction = "retry";
  private uploads = 0;
  private complete = false;
  private replicaWaiters: (() => void)[] = [];
  private stopped = false;

  constructor(
    private readonly environment: Environment,
    private readonly store: WorkspaceStore,
    private readonly who: Who,
    writer: string | null,
    private readonly emit: (event: CoreEvent) => void,
    private readonly onSession: (change: "expired" | "valid" | "signed-out") => void,
  ) {
    this.index = new DirectoryIndex(store);
    this.documents = new Documents(store);
    this.replica = new ReplicaLease(store, environment, who.account, writer);
    this.edits = new PageEdits(environment, this.documents, this.index, this.byDocument, (changes) =>
      this.write(changes),
    );
    this.files = new Files(environment, store, () => void this.filesChanged());
    this.derivation = new Derivation(environment, store, this.documents, this.byDocument, who.account, {
      derived: async (documents) => {
        this.say({ kind: "changed", documents });
        await this.refresh(documents);
      },
      damaged: (document) => this.repair(document),
    });
    this.offline = new Offline(environment, store, this.index, this.offlineHost());
    this.looker = new Looker(environment, store, this.documents, this.byDocument, (looked) => void this.looked(looked));
    this.search = new Search(environment, store, this.index);
    this.authors = new Authors(environment, store, who.account);
    this.histories = new PageHistories(store, this.authors, () => this.isConnected());
    this.away = new AwayWatch(
      environment,
      store,
      this.index,
      this.authors,
      (document) => this.inspect(document),
      (summary) => emit({ kind: "away", summary }),
      () => this.say({ kind: "away" }),
    );
    this.channel = environment.channel(`offing-${who.account}`);
    this.channel.onmessage = (event) => void this.hear(event.data as TabMessage);
  }

  /**
   * Shows what is here, then looks for an identity and for the leadership.
   *
   * @param shown called as soon as the directory is there
   */
  async start(shown: () => void): Promise<void> {
    await this.reload();
    shown();
    await this.away.load();
    this.say({ kind: "who-leads" });
    await this.takeReplica();
    void this.contend();
  }

  stop(): void {
    this.stopped = true;
    this.driver?.stop();
    this.files.stop();
    this.search.stop();
    this.offline.stop();
    this.looker.stop();
    this.shownMissing?.lease.release();
    this.derivation.stop();
    this.away.stop();
    this.channel.close();
    this.replica.release();
    this.leadership?.release();
    for (const page of this.pages.values()) {
      page.lease.release();
    }
    this.store.close();
  }

  // ---- leadership ----

  private async contend(): Promise<void> {
    const lease = await hold(this.environment.locks, `offing-leader-${this.who.account}`);
    if (this.stopped) {
      lease.release();
      return;
    }
    this.leadership = lease;
    this.driver = new SyncDriver(this.environment, this.store, this.documents, this.who.account, this.who.deviceId, {
      status: (status) => {
        this.setLeaderStatus(statusOf(status));
        this.say({ kind: "status", status: this.leaderStatus });
        if (status.kind === "attention" && (status.why === "EXPIRED" || status.why === "REVOKED")) {
          this.onSession("expired");
          this.say({ kind: "session", expired: true });
        } else if (status.kind === "synced") {
          this.onSession("valid");
          void this.files.send();
          this.offline.inContact().catch(() => undefined);
          void this.authors.refresh();
        }
        this.offline.gather();
        this.followContact(status.kind, status.kind === "attention" && status.why === "REFUSED");
      },
      took: (write, bytes) => this.away.took(write, bytes),
      written: (documents) => void this.announce(documents),
      left: (document) => this.offline.left(pageOf(document) as PageId),
      standing: (status) => {
        if (this.refused.take(status)) {
          this.tellRefusals();
        }
      },
      pool: () => {
        this.say({ kind: "pool" });
        void this.takeReplica();
      },
    });
    await this.reload();
    this.derivation.add(await this.store.staleRows());
    await this.away.load();
    this.away.begin();
    this.tellRefusals();
    this.driver.start();
    await this.offline.load();
    this.looker.add(this.offline.unseen());
    this.looker.sweep(
      () => this.offline.here(),
      (page) => this.offline.check(page),
    );
  }

  private offlineHost(): OfflineHost {
    return {
      account: this.who.account,
      administrator: this.who.administrator,
      emit: (event) => this.emit(event),
      contact: () => ({
        connected: this.leaderStatus.kind === "synced" || this.leaderStatus.kind === "saved",
        synced: this.leaderStatus.kind === "synced",
      }),
      decidable: () =>
        this.complete && this.index.isWhole(POLICY) && this.index.isWhole(userDocument(this.who.account)),
      leads: () => this.driver !== null,
      choose: (decider, paused) => this.driver?.choose(decider, paused),
      edit: (document, properties) => this.operate((replica) => this.edits.properties(document, properties, replica)),
      tellSettings: () => this.say({ kind: "settings" }),
      verify: (page) => this.verify(page),
      fetchFiles: (files, bytesMax) => this.files.bring(files, bytesMax, this.offline.facts.refused),
      syncNow: () => this.syncNow(),
    };
  }

  /** What the page may ask and choose of what is on this device. */
  offlineCalls(): OfflineCalls {
    return offlineCalls(this.offline);
  }

  private async looked(documents: readonly DocumentId[]): Promise<void> {
    this.say({ kind: "contents", documents });
    await this.offline.changed(documents);
  }

  private async filesChanged(): Promise<void> {
    this.say({ kind: "files" });
    await this.countUploads();
    await this.offline.filesChanged();
  }

  /** Renders a page from what is here; what is damaged goes and comes again. */
  private async verify(page: PageId): Promise<boolean> {
    const id = pageDocument(page);
    const whole = await this.byDocument.run(id, () => isWhole(this.store, id));
    if (!whole) {
      await this.reportDamage(page);
    }
    for (const file of this.offline.facts.filesOf(page)) {
      if (this.offline.facts.isHere(file) && !(await this.store.files.verify(file))) {
        await this.filesChanged();
      }
    }
    return whole;
  }

  /** Tells what happened without the server, once everything is exchanged that can be. */
  private followContact(kind: MachineStatus["kind"], refused: boolean): void {
    const { driver } = this;
    if (kind === "unreachable") {
      this.away.lost();
    } else if (driver !== null && (kind === "synced" || refused)) {
      this.away.sumUp(driver, () => this.derivation.isBehind || driver.documentsToFetch() > 0);
    } else {
      this.away.wait();
    }
  }

  /** @param item one thing that was looked at; null = all of it */
  async dismissAway(item: AwayItem<PageId> | null): Promise<void> {
    await this.away.dismiss(item);
    this.say({ kind: "away" });
  }

  /** Where a document's values disagree, as the store has it. */
  private inspect(id: DocumentId): Promise<Inspected> {
    return this.byDocument.run(id, async () => {
      const { document } = await this.documents.open(id, READER);
      return {
        disagreements: JSON.parse(document.disagreements()) as Inspected["disagreements"],
        blocks: () => (JSON.parse(document.view()) as DocumentView).blocks,
      };
    });
  }

  /** Of the leader: what the server does not take is listed in every tab. */
  private tellRefusals(): void {
    const refusals = this.refused.list();
    this.emit({ kind: "refusals", refusals });
    this.say({ kind: "refusals", refusals });
  }

  /** Tells every tab, this one included, that documents have changed in the store. */
  private async announce(documents: readonly DocumentId[] | null): Promise<void> {
    if (documents === null) {
      this.say({ kind: "reload" });
      await this.reload();
      return;
    }
    this.say({ kind: "changed", documents });
    await this.takeIn(documents);
  }

  private say(message: TabMessage): void {
    if (!this.stopped) {
      this.channel.postMessage(message);
    }
  }

  private async hear(message: TabMessage): Promise<void> {
    if (this.stopped) {
      return;
    }
    switch (message.kind) {
      case "writing":
        this.untold.set(
          message.write,
          this.environment.after(UNTOLD_MILLIS, () => void this.findUntold(message.write)),
        );
        return;
      case "changed": {
        if (message.write !== undefined) {
          this.untold.get(message.write)?.();
          this.untold.delete(message.write);
        }
        const documents = message.documents as DocumentId[];
        await this.takeIn(documents);
        if (this.driver !== null) {
          await this.offer(documents);
        }
        return;
      }
      case "reload":
        return this.reload();
      case "status":
        this.setLeaderStatus(message.status);
        return;
      case "who-leads":
        if (this.driver !== null) {
          this.say({ kind: "status", status: this.leaderStatus });
          this.say({ kind: "refusals", refusals: this.refused.list() });
        }
        return;
      case "refusals":
        this.emit({ kind: "refusals", refusals: message.refusals });
        return;
      case "sync-now":
        this.driver?.syncNow();
        return;
      case "want":
        if (this.driver !== null) {
          await this.offline.settingsChanged();
          this.want(message.document as DocumentId);
        }
        return;
      case "rescan":
        this.driver?.rescan();
        return;
      case "pool":
        await this.takeReplica();
        return;
      case "settings":
        return this.offline.settingsChanged();
      case "contents":
        return this.offline.changed(message.documents as DocumentId[]);
      case "away":
        return this.away.load();
      case "files":
        await this.countUploads();
        await this.offline.filesChanged();
        if (this.driver !== null) {
          await this.files.send();
        }
        return;
      case "session":
        this.onSession(message.expired ? "expired" : "valid");
        return;
      case "signed-out":
        this.onSession("signed-out");
        return;
    }
  }

  /** The leader hands the machine what other tabs wrote; what it knows already does no harm. */
  private async offer(documents: readonly DocumentId[]): Promise<void> {
    for (const id of documents) {
      for (const change of await this.store.outboxOf(id)) {
        this.driver?.localChange(id, change);
      }
    }
  }

  /** A tab began to write and said no more: the store knows whether it got there. */
  private async findUntold(write: string): Promise<void> {
    this.untold.delete(write);
    await this.reload();
    this.driver?.rescan();
  }

  // ---- what others changed ----

  private async reload(): Promise<void> {
    await this.refreshes.run(async () => {
      this.complete = await this.store.isListed();
      this.uploads = (await this.store.files.queued()).length;
      this.show(await this.index.load(), true);
      this.search.reloaded();
    });
    // A store in trouble is told where it is written.
    this.offline.load().catch(() => undefined);
    await Promise.all([...this.pages.keys()].map((page) => this.deliver(page)));
  }

  private async takeIn(documents: readonly DocumentId[]): Promise<void> {
    await this.refresh(documents);
    for (const id of documents) {
      const page = pageOf(id) as PageId;
      if (id === pageDocument(page) && this.pages.has(page)) {
        await this.deliver(page);
      }
    }
    if (this.driver !== null) {
      this.derivation.add(documents);
      this.looker.add(documents);
    }
  }

  private refresh(documents: readonly DocumentId[]): Promise<void> {
    return this.refreshes.run(async () => {
      this.complete ||= await this.store.isListed();
      this.show(await this.index.refresh(documents), false);
      this.search.touched(documents);
    });
  }

  private show(change: DirectoryChange, all: boolean): void {
    this.emit({ kind: "directory", ...change, all, complete: this.complete });
    this.showStatus();
    this.offline.gather();
  }

  /** Sends the main thread the entries of an open page that it has not got. */
  private deliver(page: PageId): Promise<void> {
    const id = pageDocument(page);
    return this.byDocument.run(id, async () => {
      const open = this.pages.get(page);
      if (open === undefined) {
        return;
      }
      const stored = await this.store.read(id, open.delivered);
      if (stored.lastOrder <= open.delivered || this.pages.get(page) !== open) {
        return;
      }
      open.delivered = stored.lastOrder;
      this.emit({ kind: "changes", page, changes: stored.changes, upTo: stored.lastOrder });
      for (const order of open.own) {
        if (order <= open.delivered) {
          open.own.delete(order);
        }
      }
    });
  }

  // ---- pages on the main thread ----

  async openPage(page: PageId): Promise<PageContent | Extract<OpenedPage, { kind: "missing" }>> {
    try {
      return await this.readPage(page);
    } catch (error) {
      if (!(error instanceof UnsealError)) {
        throw error;
      }
      await this.reportDamage(page);
      return {
        ...this.missing(page),
        why: "The copy on this device was damaged. It is fetched again as soon as the server can be reached.",
      };
    }
  }

  private async readPage(page: PageId): Promise<PageContent | Extract<OpenedPage, { kind: "missing" }>> {
    const id = pageDocument(page);
    const replica = await this.takeReplica();
    this.shownMissing?.lease.release();
    this.shownMissing = null;
    return this.byDocument.run(id, async () => {
      // First: from here on the page does not leave.
      const lease = await hold(this.environment.locks, openLock(this.who.account, id), "shared");
      const record = await this.store.document(id);
      if (record?.present !== true) {
        this.shownMissing = { page, lease };
        this.offline.gather();
        this.say({ kind: "settings" });
        return this.missing(page);
      }
      void this.offline.opened(page).catch(() => undefined);
      this.pages.get(page)?.lease.release();
      this.documents.drop(id);
      const stored = await this.store.read(id).catch((error: unknown) => {
        lease.release();
        throw error;
      });
      this.pages.set(page, { delivered: stored.lastOrder, own: new Set(), lease, broken: false });
      const { snapshot, changes, lastOrder: order } = stored;
      const undo = replica === null ? null : await this.store.writers.undoOf(id, replica);
      return { kind: "here", snapshot, changes, order, undo, replica };
    });
  }

  private missing(page: PageId): Extract<OpenedPage, { kind: "missing" }> {
    const online = this.isConnected();
    return {
      kind: "missing",
      title: this.index.has(page) ? (this.index.title(page) ?? "") : null,
      path: this.index.path(page),
      why: online
        ? "This page is on its way to this device."
        : "This page has not been on this device yet. It comes as soon as the server can be reached.",
    };
  }

  async closePage(page: PageId): Promise<void> {
    const id = pageDocument(page);
    await this.byDocument.run(id, () => {
      this.pages.get(page)?.lease.release();
      this.pages.delete(page);
      return Promise.resolve();
    });
    this.offline.gather();
    this.say({ kind: "settings" });
    // Only tidying: what fails here fails again, and is told, when the page is opened.
    await this.derivation.compactIfLong(id).catch(() => undefined);
  }

  /** What the page shows, as the store has it; null if it is not here. */
  async viewPage(page: PageId): Promise<DocumentView | null> {
    const stored = await this.store.read(pageDocument(page));
    return stored.record?.present === true ? viewOf(stored) : null;
  }

  isOpen(page: PageId): boolean {
    return this.pages.has(page);
  }

  /** Own changes of an open page: durable when this resolves. */
  append(input: AppendInput): Promise<readonly number[]> {
    return this.appends.run(async () => {
      const open = this.pages.get(input.page);
      if (open?.broken === true && !input.resume) {
        throw this.trouble ?? new DataError("storage-failed", "An earlier change could not be saved.");
      }
      const document = pageDocument(input.page);
      const last = input.changes.length - 1;
      const changes: LocalChange[] = input.changes.map((bytes, index) => ({
        document,
        bytes,
        basis: input.basis + index,
        ...(index === last && input.title !== undefined ? { row: { title: input.title } } : {}),
        ...(index === last && this.replica.id !== null
          ? { undo: { replica: this.replica.id, stacks: input.undo } }
          : {}),
      }));
      const write = this.beginWrite();
      const replica = this.replica.id;
      let orders: number[];
      try {
        orders = await this.withinReason(this.store.appendLocal(changes));
      } catch (error) {
        if (open !== undefined) {
          open.broken = true;
        }
        await this.leaveIfTaken(error, replica);
        this.setTrouble(error instanceof DataError ? error : null);
        throw error;
      }
      if (open !== undefined) {
        open.broken = false;
        orders.forEach((order) => open.own.add(order));
        while (open.own.delete(open.delivered + 1)) {
          open.delivered++;
        }
      }
      this.setTrouble(null);
      await this.endWrite(write, changes);
      return orders;
    });
  }

  /** Own changes of documents that no page shows: durable when this resolves. */
  private async write(changes: readonly LocalChange[]): Promise<number[]> {
    const write = this.beginWrite();
    const replica = this.replica.id;
    try {
      const orders = await this.withinReason(this.store.appendLocal(changes));
      await this.endWrite(write, changes);
      return orders;
    } catch (error) {
      await this.leaveIfTaken(error, replica);
      throw error;
    }
  }

  /** What the store was asked to write; a person is told while it does not answer. */
  private withinReason<T>(write: Promise<T>): Promise<T> {
    return heard(this.environment, write, (silent) => {
      if (silent) {
        this.setTrouble(new DataError("storage-failed", STORE_IS_SILENT));
      } else if (this.trouble?.message === STORE_IS_SILENT) {
        this.setTrouble(null);
      }
    });
  }

  /** A copy of this device writes under the same id: this tab goes on under another one. */
  private async leaveIfTaken(error: unknown, replica: string | null): Promise<void> {
    if (error instanceof DataError && error.code === "identity-taken" && replica !== null) {
      await this.store.writers.retire(replica);
      if (this.replica.id === replica) {
        this.replica.release();
        await this.takeReplica();
      }
    }
  }

  /** Said first, so that the others look into the store if this tab dies before it can say the rest. */
  private beginWrite(): string {
    const write = randomId(this.environment);
    this.say({ kind: "writing", write });
    return write;
  }

  private async endWrite(write: string, changes: readonly LocalChange[]): Promise<void> {
    const documents = [...new Set(changes.map((change) => change.document))];
    await this.refresh(documents);
    this.say({ kind: "changed", documents, write });
    if (this.driver !== null) {
      this.looker.add(documents);
    }
    for (const change of changes) {
      this.driver?.localChange(change.document, change.bytes);
    }
  }

  async reportDamage(page: PageId): Promise<void> {
    await this.closePage(page);
    await this.repair(pageDocument(page));
  }

  /** Takes what cannot be read out of the store, and has the document come back whole (SYNC-37). */
  private async repair(id: DocumentId): Promise<void> {
    await this.store.dropCopy(id);
    this.documents.drop(id);
    await this.announce([id]);
    await this.looked([id]);
    if (this.driver === null) {
      this.say({ kind: "rescan" });
    } else {
      this.driver.rescan();
    }
    this.want(id);
  }

  // ---- operations on pages ----

  createPage(parent: PageId | null, title: string): Promise<PageId> {
    return this.operate((replica) => this.edits.create(parent, title, replica));
  }

  /** @returns false if the page is open on the main thread, which has to do it */
  renamePage(page: PageId, title: string): Promise<boolean> {
    return this.operate(async (replica) => {
      const record = await this.store.document(pageDocument(page));
      if (record?.present !== true) {
        throw new DataError("invalid", "This page is not on this device yet.");
      }
      if (this.isOpen(page)) {
        return false;
      }
      await this.edits.rename(page, title, replica);
      return true;
    });
  }

  movePage(page: PageId, parent: PageId | null, after: PageId | null | undefined): Promise<void> {
    return this.operate((replica) => this.edits.move(page, parent, after, replica));
  }

  setIcon(page: PageId, icon: string | null): Promise<void> {
    return this.operate((replica) => this.edits.setIcon(page, icon, replica));
  }

  trashPage(page: PageId): Promise<void> {
    return this.operate((replica) => this.edits.trash(page, replica));
  }

  restorePage(page: PageId): Promise<void> {
    return this.operate((replica) => this.edits.restore(page, replica));
  }

  /** One after the other: each sees the places the one before it gave. */
  private operate<T>(work: (replica: string) => Promise<T>): Promise<T> {
    return this.operations.run(async () => work(await this.requireReplica()));
  }

  /** A person asks for a page that is not here: that is use, and remembered until it has arrived. */
  async fetchPage(page: PageId): Promise<void> {
    await this.offline.opened(page);
    this.want(pageDocument(page));
  }

  /** Asks for a document that is not here; remembered until it has arrived. */
  private want(id: DocumentId): void {
    if (this.driver === null) {
      this.say({ kind: "want", document: id });
    } else {
      // What keeps it here has to be known before it arrives.
      void this.offline.decideNow().then(() => this.driver?.wantDocument(id));
    }
  }

  syncNow(): void {
    if (this.driver === null) {
      this.say({ kind: "sync-now" });
    } else {
      this.driver.syncNow();
      void this.files.send();
    }
  }

  networkHint(online: boolean): void {
    this.driver?.networkHint(online);
  }

  async wake(): Promise<void> {
    await this.reload();
    this.driver?.rescan();
    this.say({ kind: "who-leads" });
  }

  /** Tells the other tabs that this device works again for a signed-in account. */
  sayValid(): void {
    this.say({ kind: "session", expired: false });
    this.syncNow();
  }

  saySignedOut(): void {
    this.say({ kind: "signed-out" });
  }

  // ---- files ----

  readFile(id: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; name: string; type: string } | null> {
    return this.files.read(id);
  }

  async addFile(name: string, type: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const id = await this.files.add(name, type, bytes);
    await this.countUploads();
    this.say({ kind: "files" });
    if (this.driver !== null) {
      void this.files.send();
    }
    return id;
  }

  private async countUploads(): Promise<void> {
    this.uploads = (await this.store.files.queued()).length;
    this.showStatus();
  }

  // ---- identity ----

  private async takeReplica(): Promise<string | null> {
    const before = this.replica.id;
    const id = await this.replica.acquire();
    if (id !== null && before === null) {
      this.replicaWaiters.forEach((waiter) => waiter());
      this.replicaWaiters = [];
      this.emit({ kind: "replica", replica: id });
      const pool = await this.store.writers.usable();
      this.driver?.replicaIdsFree(pool.filter((replica) => !replica.used).length);
    }
    return id;
  }

  private async requireReplica(): Promise<string> {
    const now = await this.takeReplica();
    if (now !== null) {
      return now;
    }
    await new Promise<void>((resolve) => {
      this.replicaWaiters.push(resolve);
      this.environment.after(REPLICA_WAIT_MILLIS, resolve);
    });
    if (this.replica.id === null) {
      throw new DataError("offline", "This new device has to reach the server once before it can write.");
    }
    return this.replica.id;
  }

  // ---- status ----

  /** Own changes and files the server has not got. */
  get unsent(): number {
    return this.index.pending + this.uploads;
  }

  private isConnected(): boolean {
    return this.leaderStatus.kind === "synced" || this.leaderStatus.kind === "saved";
  }

  private setLeaderStatus(status: SyncStatus): void {
    this.leaderStatus = status;
    this.showStatus();
  }

  /** This tab's own store could not be written, whatever the leader says. */
  setTrouble(trouble: DataError | null, action?: AttentionAction): void {
    this.trouble = trouble;
    this.troubleAction = action ?? (trouble?.code === "storage-full" ? "free-space" : "retry");
    this.showStatus();
  }

  private showStatus(): void {
    const status: SyncStatus =
      this.trouble === null
        ? honestStatus(this.leaderStatus, this.unsent)
        : {
            kind: "attention",
            toSend: this.unsent,
            why: this.trouble.message,
            action: this.troubleAction,
          };
    if (this.shownStatus === null || !sameStatus(this.shownStatus, status)) {
      this.shownStatus = status;
      this.emit({ kind: "status", status });
    }
  }
}
