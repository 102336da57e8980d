/**
 * One tab's share of an open workspace: its own changes go into the store, foreign ones come out of
 * it, and if the tab leads, it runs the client machine.
 *
 * Every tab of the profile runs the same code over the same store. A change is saved once the tab
 * that made it has written it; from then on it does not matter which tab lives. Messages between tabs
 * only say where to look. A new leader starts from the store alone.
 *
 * Long, as all of it decides by one thing, whether this tab leads, and hands on: what others say and the
 * machine reports goes from here to whom it concerns. What has rules of its own (the pages shown here, this
 * tab as a writer, the status, rows and snapshots, the offline choice, search, history, files, the summary)
 * is a class beside it.
 */
import { pageDocument, pageOf, POLICY, userDocument, type DocumentId, type MachineStatus } from "../../engine/sync";
import type { DocumentView } from "../../engine/types";
import { READER } from "../document-calls";
import type { AwayItem, Member, PageId, Upload } from "../api";
import type { CoreEvent, OfflineCalls, TabMessage } from "../protocol";
import type { WorkspaceStore } from "../store/workspace-store";
import { Authors } from "./authors";
import { AwayWatch } from "./away-watch";
import { DirectoryIndex, type DirectoryChange } from "./directory-index";
import { Derivation } from "./derivation";
import { Documents } from "./documents";
import { hold, type Channel, type Environment, type Lease } from "./environment";
import { Files } from "./files";
import { isWhole, Looker } from "./looker";
import { Offline, type OfflineHost } from "./offline";
import { offlineCalls } from "./offline-calls";
import { OpenPages, type OpenPagesHost } from "./open-pages";
import { PageEdits } from "./page-edits";
import { PageHistories } from "./page-history";
import type { Inspected } from "./lost-values";
import { Refused } from "./refused";
import { Search, viewOf } from "./search";
import { Serial, SerialByKey } from "./serial";
import { ShownStatus } from "./shown-status";
import { statusOf } from "./status";
import { SyncDriver } from "./sync-driver";
import { UntoldWrites } from "./untold-writes";
import { Writer, type WriterHost } from "./writer";

/** Whom this device works for. */
export interface Who {
  readonly account: string;
  readonly administrator: boolean;
  readonly deviceId: string;
}

export class TabCore {
  private readonly index: DirectoryIndex;
  private readonly documents: Documents;
  readonly status: ShownStatus;
  private readonly writer: Writer;
  readonly pages: OpenPages;
  readonly edits: PageEdits;
  private readonly files: Files;
  private readonly derivation: Derivation;
  readonly search: Search;
  private readonly offline: Offline;
  private readonly looker: Looker;
  readonly histories: PageHistories;
  private readonly authors: Authors;
  private readonly away: AwayWatch;
  private readonly refused = new Refused();
  private readonly channel: Channel;
  private readonly byDocument = new SerialByKey();
  private readonly refreshes = new Serial();
  /** Documents to be shown anew by the refresh that is queued. */
  private readonly stale = new Set<DocumentId>();
  private refreshing: Promise<void> | null = null;
  private readonly untold: UntoldWrites;
  private driver: SyncDriver | null = null;
  private leadership: Lease | null = null;
  private uploads = 0;
  private complete = false;
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
    this.status = new ShownStatus(
      () => this.unsent,
      (status) => emit({ kind: "status", status }),
    );
    this.writer = new Writer(environment, store, who.account, writer, this.status, this.writerHost());
    this.pages = new OpenPages(
      environment,
      store,
      this.documents,
      this.byDocument,
      this.index,
      this.writer,
      this.status,
      this.openPagesHost(),
    );
    this.untold = new UntoldWrites(environment, () => void this.lookForUntold());
    this.edits = new PageEdits(environment, store, this.documents, this.index, this.byDocument, this.writer, (page) =>
      this.pages.has(page),
    );
    this.files = new Files(
      environment,
      store,
      () => void this.filesChanged(),
      (upload) => this.tellUpload(upload),
    );
    this.derivation = new Derivation(environment, store, this.documents, this.byDocument, who.account, {
      derived: async (documents) => {
        this.say({ kind: "changed", documents });
        await this.refresh(documents);
      },
      damaged: (document) => this.repair(document),
      attended: () => this.isAttended(),
    });
    this.offline = new Offline(environment, store, this.index, this.offlineHost());
    this.looker = new Looker(
      environment,
      store,
      this.documents,
      this.byDocument,
      (looked) => void this.looked(looked),
      () => this.isAttended(),
    );
    this.search = new Search(environment, store, this.index);
    this.authors = new Authors(environment, store, who.account);
    this.histories = new PageHistories(store, this.authors, () => this.status.isConnected);
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
    await this.writer.take();
    void this.contend();
  }

  stop(): void {
    this.stopped = true;
    this.driver?.stop();
    this.files.stop();
    this.search.stop();
    this.offline.stop();
    this.looker.stop();
    this.derivation.stop();
    this.away.stop();
    this.channel.close();
    this.writer.release();
    this.leadership?.release();
    this.pages.stop();
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
    // What the leader before was sending, if it died of it.
    this.tellUpload(null);
    this.driver = new SyncDriver(this.environment, this.store, this.documents, this.who.account, this.who.deviceId, {
      status: (status) => {
        this.status.setOfLeader(statusOf(status));
        this.say({ kind: "status", status: this.status.ofLeader });
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
        void this.writer.take();
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
      contact: () => ({ connected: this.status.isConnected, synced: this.status.ofLeader.kind === "synced" }),
      decidable: () =>
        this.complete && this.index.isWhole(POLICY) && this.index.isWhole(userDocument(this.who.account)),
      leads: () => this.driver !== null,
      choose: (decider, paused) => this.driver?.choose(decider, paused),
      edit: (document, properties) => this.edits.properties(document, properties),
      tellSettings: () => this.say({ kind: "settings" }),
      verify: (page) => this.verify(page),
      fetchFiles: (files, bytesMax) => this.files.bring(files, bytesMax, this.offline.facts.refused),
      syncNow: () => this.syncNow(),
    };
  }

  private writerHost(): WriterHost {
    return {
      begins: (write) => this.say({ kind: "writing", write }),
      wrote: async (write, documents, changes) => {
        await this.refresh(documents);
        this.say({ kind: "changed", documents, write });
        if (this.driver !== null) {
          this.looker.add(documents);
        }
        for (const change of changes) {
          this.driver?.localChange(change.document, change.bytes);
        }
      },
      took: async (replica) => {
        this.emit({ kind: "replica", replica });
        const pool = await this.store.writers.usable();
        this.driver?.replicaIdsFree(pool.filter((one) => !one.used).length);
      },
    };
  }

  private openPagesHost(): OpenPagesHost {
    return {
      account: this.who.account,
      emit: (event) => this.emit(event),
      used: (page) => void this.offline.opened(page).catch(() => undefined),
      shownChanged: () => {
        this.offline.gather();
        this.say({ kind: "settings" });
      },
      closed: (document) => this.tidy(document),
      damaged: (document) => this.repair(document),
    };
  }

  /** A document that a tab showed: the leader knows whether somebody works now. */
  private tidy(document: DocumentId): void {
    if (this.driver === null) {
      this.say({ kind: "closed", document });
    } else {
      this.derivation.compactLater(document);
    }
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
      await this.pages.reportDamage(page);
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

  members(): Promise<readonly Member[] | null> {
    return this.authors.members(this.status.isConnected);
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
        this.untold.begun(message.write);
        return;
      case "changed": {
        if (message.write !== undefined) {
          this.untold.told(message.write);
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
        this.status.setOfLeader(message.status);
        return;
      case "who-leads":
        if (this.driver !== null) {
          this.say({ kind: "status", status: this.status.ofLeader });
          this.say({ kind: "refusals", refusals: this.refused.list() });
        }
        return;
      case "upload":
        // Not what a dead leader said last.
        if (this.leadership === null) {
          this.emit({ kind: "upload", upload: message.upload });
        }
        return;
      case "refusals":
        this.emit({ kind: "refusals", refusals: message.refusals });
        return;
      case "attended":
        this.driver?.attended();
        return;
      case "sync-now":
        this.driver?.syncNow();
        return;
      case "closed":
        if (this.driver !== null) {
          this.tidy(message.document as DocumentId);
        }
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
        await this.writer.take();
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

  private async lookForUntold(): Promise<void> {
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
    await this.pages.deliverAll();
  }

  private async takeIn(documents: readonly DocumentId[]): Promise<void> {
    await this.refresh(documents);
    for (const id of documents) {
      const page = pageOf(id) as PageId;
      if (id === pageDocument(page) && this.pages.has(page)) {
        await this.pages.deliver(page);
      }
    }
    if (this.driver !== null) {
      this.derivation.add(documents);
      this.looker.add(documents);
    }
  }

  /** While one is under way, what comes is shown by the next, all of it at once: each costs the screen a look at the list. */
  private refresh(changed: readonly DocumentId[]): Promise<void> {
    changed.forEach((document) => this.stale.add(document));
    this.refreshing ??= this.refreshes.run(async () => {
      this.refreshing = null;
      const documents = [...this.stale];
      this.stale.clear();
      const change = await this.index.refresh(documents);
      // The store reads every document to answer that.
      this.complete ||= this.index.mayBeListed() && (await this.store.isListed());
      this.show(change, false);
      this.search.touched(documents);
    });
    return this.refreshing;
  }

  private show(change: DirectoryChange, all: boolean): void {
    this.emit({ kind: "directory", ...change, all, complete: this.complete });
    this.status.refresh();
    this.offline.gather();
  }

  /** What the page shows, as the store has it; null if it is not here. */
  async viewPage(page: PageId): Promise<DocumentView | null> {
    const stored = await this.store.read(pageDocument(page));
    return stored.record?.present === true ? viewOf(stored) : null;
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

  // ---- what a person asks for ----

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

  /** As the leading tab knows; to another one nobody is. */
  private isAttended(): boolean {
    return this.driver?.isAttended() ?? false;
  }

  /** Somebody works in this tab: what nobody waits for comes slowly for a while. */
  attended(): void {
    if (this.driver === null) {
      this.say({ kind: "attended" });
    } else {
      this.driver.attended();
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

  private tellUpload(upload: Upload | null): void {
    this.emit({ kind: "upload", upload });
    this.say({ kind: "upload", upload });
  }

  private async countUploads(): Promise<void> {
    this.uploads = (await this.store.files.queued()).length;
    this.status.refresh();
  }

  // ---- status ----

  /** Own changes and files the server has not got. */
  get unsent(): number {
    return this.index.pending + this.uploads;
  }
}
