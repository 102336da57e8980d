/**
 * The worker's side of a workspace: which account this device works for, and the tab's core while one
 * is open. Implements every call of the page.
 */
import type { DocumentView } from "../../engine/types";
import {
  DataError,
  type Author,
  type AwayItem,
  type Member,
  type PageHistory,
  type PageId,
  type SearchAnswer,
  type SearchHit,
  type Session,
  type VersionComparison,
} from "../api";
import type { SignedIn } from "../http";
import type { AppendInput, CoreCalls, CoreEvent, OfflineCalls, PageContent } from "../protocol";
import { DeviceStore, type CurrentAccount } from "../store/device-store";
import { storageFailure } from "../store/failures";
import { openDeviceDatabase, openWorkspaceDatabase, StoreTooNewError } from "../store/schema";
import { WorkspaceStore } from "../store/workspace-store";
import { rowOfLog } from "./documents";
import type { Channel, Environment } from "./environment";
import { TabCore } from "./tab-core";

/** While nobody is signed in and the server did not answer: how often it is asked again. */
const STATE_RETRY_MILLIS = 5_000;

const SUPERSEDED = "A newer version of Offing is open in another tab. Reload this one.";

export class Core implements CoreCalls {
  private device: DeviceStore | null = null;
  private current: CurrentAccount | null = null;
  private tab: TabCore | null = null;
  private readonly channel: Channel;
  /** The replica id this tab wrote under before it was reloaded. */
  private writer: string | null = null;
  private cancelRetry: () => void = () => undefined;

  constructor(
    private readonly environment: Environment,
    private readonly emit: (event: CoreEvent) => void,
  ) {
    this.channel = environment.channel("offing");
    this.channel.onmessage = (event) => void this.heard(event.data as { kind: "entered" });
  }

  // ---- session ----

  async boot(writer: string | null): Promise<void> {
    this.writer = writer;
    try {
      this.device = new DeviceStore(
        await openDeviceDatabase({ superseded: () => this.superseded(), waiting: () => undefined }),
      );
      this.current = await this.device.current();
      if (this.current !== null) {
        await this.openWorkspace(this.current);
        return;
      }
    } catch (error) {
      this.refuse(error);
      return;
    }
    await this.askServer();
  }

  private refuse(error: unknown): void {
    const tooNew = error instanceof StoreTooNewError;
    this.tellSession({
      kind: "unsupported",
      why: tooNew ? error.message : storageFailure(error).message,
      whatHelps: tooNew
        ? "Reload the page. If that does not help, close all tabs of Offing and open it again."
        : "Allow this site to keep data (private windows often do not), or use another browser.",
    });
  }

  /** Nobody is signed in here: what does the server say? */
  private async askServer(): Promise<void> {
    this.cancelRetry();
    try {
      const state = await this.environment.http.state();
      if (this.current !== null) {
        return;
      }
      if (state.account !== null && state.workspaceName !== null) {
        // The browser dropped our store but kept the session.
        await this.enter({ account: state.account, workspaceName: state.workspaceName }, state.deviceId);
        return;
      }
      this.tellSession(state.setupNeeded ? { kind: "setup" } : { kind: "signed-out", serverReachable: true });
    } catch {
      if (this.current === null) {
        this.tellSession({ kind: "signed-out", serverReachable: false });
        this.cancelRetry = this.environment.after(STATE_RETRY_MILLIS, () => void this.askServer());
      }
    }
  }

  async setUp(input: Parameters<CoreCalls["setUp"]>[0]): Promise<void> {
    await this.enter(await this.environment.http.setUp(input), null);
  }

  async signIn(input: Parameters<CoreCalls["signIn"]>[0]): Promise<void> {
    await this.enter(await this.environment.http.signIn(input), null);
  }

  async join(input: Parameters<CoreCalls["join"]>[0]): Promise<void> {
    await this.enter(await this.environment.http.join(input), null);
  }

  private async enter(signedIn: SignedIn, deviceId: string | null): Promise<void> {
    const device = this.requireDevice();
    const before = this.current;
    if (before !== null && before.account.id !== signedIn.account.id) {
      await this.environment.http.signOut().catch(() => undefined);
      throw new DataError(
        "invalid",
        `This device holds the workspace of ${before.account.name}. Sign out here before somebody else signs in.`,
      );
    }
    const named = await this.environment.http.nameDevice(before?.deviceId ?? deviceId, this.environment.deviceName);
    const { account, workspaceName } = signedIn;
    await device.enter({ account, workspaceName }, named);
    if (before !== null && before.deviceId === named) {
      this.current = { ...before, account, workspaceName, expired: false };
      this.tellOpen();
      this.tab?.sayValid();
      return;
    }
    this.closeWorkspace();
    this.current = await device.current();
    this.channel.postMessage({ kind: "entered" });
    if (this.current !== null) {
      await this.openWorkspace(this.current);
    }
  }

  /** Another tab signed in. */
  private async heard(message: { kind: "entered" }): Promise<void> {
    if (message.kind === "entered" && this.device !== null) {
      const current = await this.device.current();
      if (current !== null && current.deviceId !== this.current?.deviceId) {
        this.closeWorkspace();
        this.current = current;
        await this.openWorkspace(current);
      }
    }
  }

  private async openWorkspace(current: CurrentAccount): Promise<void> {
    this.cancelRetry();
    const id = current.account.id;
    const db = await openWorkspaceDatabase(id, {
      superseded: () => this.superseded(),
      waiting: () => undefined,
    });
    const store = new WorkspaceStore(db, current.sealer, () => this.environment.now(), rowOfLog);
    const who = { account: id, administrator: current.account.role === "owner", deviceId: current.deviceId };
    const tab = new TabCore(this.environment, store, who, this.writer, this.emit, (change) =>
      this.sessionChanged(change),
    );
    this.tab = tab;
    await tab.start(() => this.tellOpen());
  }

  private closeWorkspace(): void {
    this.tab?.stop();
    this.tab = null;
  }

  private sessionChanged(change: "expired" | "valid" | "signed-out"): void {
    if (this.current === null) {
      return;
    }
    if (change === "signed-out") {
      this.closeWorkspace();
      this.current = null;
      void this.askServer();
      return;
    }
    const expired = change === "expired";
    if (this.current.expired !== expired) {
      this.current = { ...this.current, expired };
      void this.device?.change(this.current.account.id, { expired }).catch(() => undefined);
      this.tellOpen();
    }
  }

  async signOut(discard: number | null): Promise<{ kind: "done" } | { kind: "unsent"; count: number }> {
    const current = this.current;
    const tab = this.tab;
    if (current === null || tab === null) {
      return { kind: "done" };
    }
    await tab.wake();
    if (tab.unsent > 0 && discard !== tab.unsent) {
      return { kind: "unsent", count: tab.unsent };
    }
    // Offline the session ends here all the same: its key is what makes the copy readable.
    await this.environment.http.signOut().catch(() => undefined);
    tab.saySignedOut();
    this.closeWorkspace();
    this.current = null;
    await this.requireDevice().leave(current.account.id);
    await this.askServer();
    return { kind: "done" };
  }

  createInvitation(): Promise<{ link: string; expiresAt: number }> {
    return this.environment.http.invitation();
  }

  private superseded(): void {
    this.tab?.status.setTrouble(new DataError("storage-failed", SUPERSEDED), "update");
  }

  private tellOpen(): void {
    if (this.current !== null) {
      const { account, workspaceName, expired } = this.current;
      this.tellSession({ kind: "open", account, workspaceName, expired });
    }
  }

  private tellSession(session: Session): void {
    this.emit({ kind: "session", session, lastPage: (this.current?.lastPage ?? null) as PageId | null });
  }

  // ---- the open workspace ----

  createPage(parent: PageId | null, title: string): Promise<PageId> {
    return this.requireTab().edits.create(parent, title);
  }

  renamePage(page: PageId, title: string): Promise<boolean> {
    return this.requireTab().edits.rename(page, title);
  }

  movePage(page: PageId, parent: PageId | null, after: PageId | null | undefined): Promise<void> {
    return this.requireTab().edits.move(page, parent, after);
  }

  setIcon(page: PageId, icon: string | null): Promise<void> {
    return this.requireTab().edits.setIcon(page, icon);
  }

  trashPage(page: PageId): Promise<void> {
    return this.requireTab().edits.trash(page);
  }

  restorePage(page: PageId): Promise<void> {
    return this.requireTab().edits.restore(page);
  }

  async openPage(page: PageId, ahead: boolean): Promise<PageContent | Awaited<ReturnType<CoreCalls["openPage"]>>> {
    const opened = await this.requireTab().pages.open(page, ahead);
    if (opened.kind === "here" && !ahead) {
      this.remember(page);
    }
    return opened;
  }

  usePage(page: PageId): Promise<void> {
    this.requireTab().pages.use(page);
    this.remember(page);
    return Promise.resolve();
  }

  /** Where to start next time: a convenience, not a promise. */
  private remember(page: PageId): void {
    if (this.current !== null && this.current.lastPage !== page) {
      this.current = { ...this.current, lastPage: page };
      void this.device?.change(this.current.account.id, { lastPage: page }).catch(() => undefined);
    }
  }

  closePage(page: PageId): Promise<void> {
    return this.tab?.pages.close(page) ?? Promise.resolve();
  }

  leaveMissing(page: PageId): Promise<void> {
    this.tab?.pages.leaveMissing(page);
    return Promise.resolve();
  }

  append(input: AppendInput): Promise<readonly number[]> {
    return this.requireTab().pages.append(input);
  }

  reportDamage(page: PageId): Promise<void> {
    return this.requireTab().pages.reportDamage(page);
  }

  fetchPage(page: PageId): Promise<void> {
    return this.requireTab().fetchPage(page);
  }

  syncNow(): Promise<void> {
    if (this.tab === null) {
      return this.askServer();
    }
    this.tab.syncNow();
    return Promise.resolve();
  }

  attended(): Promise<void> {
    this.tab?.attended();
    return Promise.resolve();
  }

  async wake(): Promise<void> {
    await this.tab?.wake();
  }

  offline(name: keyof OfflineCalls, ...input: readonly unknown[]): Promise<unknown> {
    const calls = this.requireTab().offlineCalls();
    if (!Object.hasOwn(calls, name)) {
      throw new DataError("invalid", "There is no such call.");
    }
    return (calls[name] as (...given: readonly unknown[]) => Promise<unknown>)(...input);
  }

  dismissAway(item: AwayItem<PageId> | null): Promise<void> {
    return this.requireTab().dismissAway(item);
  }

  readPage(page: PageId): Promise<DocumentView | null> {
    return this.requireTab().viewPage(page);
  }

  readFile(id: string): ReturnType<CoreCalls["readFile"]> {
    return this.requireTab().readFile(id);
  }

  addFile(name: string, type: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    return this.requireTab().addFile(name, type, bytes);
  }

  search(query: string, limit: number): Promise<SearchAnswer> {
    return this.requireTab().search.search(query, limit);
  }

  searchServer(query: string, limit: number): Promise<readonly SearchHit[]> {
    return this.requireTab().search.searchServer(query, limit);
  }

  pageHistory(page: PageId): Promise<PageHistory> {
    return this.requireTab().histories.history(page);
  }

  authorOf(replica: string): Promise<Author> {
    return this.requireTab().histories.author(replica);
  }

  members(): Promise<readonly Member[] | null> {
    return this.requireTab().members();
  }

  viewVersion(page: PageId, version: string): Promise<DocumentView> {
    return this.requireTab().histories.view(page, version);
  }

  compareVersions(page: PageId, from: string | null, to: string): Promise<VersionComparison> {
    return this.requireTab().histories.compare(page, from, to);
  }

  networkHint(online: boolean): void {
    this.tab?.networkHint(online);
    if (online && this.tab === null && this.device !== null) {
      void this.askServer();
    }
  }

  /** Ends this tab's part; for tests that let a tab die in good order. */
  stop(): void {
    this.cancelRetry();
    this.closeWorkspace();
    this.channel.close();
  }

  private requireTab(): TabCore {
    if (this.tab === null) {
      throw new DataError("invalid", "Nobody is signed in.");
    }
    return this.tab;
  }

  private requireDevice(): DeviceStore {
    if (this.device === null) {
      throw new DataError("storage-failed", "The copy on this device is not open.");
    }
    return this.device;
  }
}
