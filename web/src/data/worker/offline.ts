/**
 * What is on this device, as this tab tells its page: decisions of the rules, states, sums. In the
 * leading tab it also steers the machine, looks through what arrived, and fetches files. A decision
 * costs a look at each page and what changed; what changes is gathered for a moment first.
 */
import { POLICY, pageDocument, userDocument, type DocumentId, type PolicyRow, type UserRow } from "../../engine/sync";
import {
  DataError,
  presetPolicies,
  type OfflineNotice,
  type OfflinePage,
  type OfflinePolicy,
  type OfflineReason,
  type PageId,
  type Pin,
  type PinEstimate,
  type Readiness,
} from "../api";
import type { CoreEvent, OfflineSummary } from "../protocol";
import type { OfflineSettings } from "../store/schema";
import type { WorkspaceStore } from "../store/workspace-store";
import type { OfflineDecider } from "../../engine/engine";
import type { DirectoryIndex, Standing } from "./directory-index";
import { openPages, randomId, type Environment } from "./environment";
import { OfflineFacts, type Known, type Surroundings } from "./offline-facts";
import { OfflineRules, recentsOf, type Decided } from "./offline-rules";
import { Serial } from "./serial";

/** Changes are gathered for so long before the rules are asked again. */
const GATHER_MILLIS = 250;
/** What the browser has room for is asked again after so long. */
const ROOM_MILLIS = 60_000;
/** Pages opened here are told to the account's record after so long, and only while everything is synced. */
const TELL_OPENED_MILLIS = 20_000;
const NOTICES_MAX = 200;
const OPENED_MAX = 100;
/** How many of the pages to come are taken for being fetched: as many as the machine asks for at once. */
const FETCHED_AT_ONCE = 4;

const NOBODY_CHOSE: UserRow = { workspacePinned: false, pins: [], favourites: [], recents: [], nextNumber: 1 };

/** What the page was told of a page, and all that it followed from. */
interface Shown {
  readonly decided: Decided;
  readonly standing: Standing;
  readonly around: Surroundings;
  readonly known: Known;
  readonly text: string;
  readonly page: OfflinePage;
}

/** What the tab does for it. */
export interface OfflineHost {
  readonly account: string;
  readonly administrator: boolean;
  emit(event: CoreEvent): void;
  /** Whether the device is in contact with the server, and whether nothing is left to send or fetch. */
  contact(): { readonly connected: boolean; readonly synced: boolean };
  /** Whether the list of pages, the policy and the user record are whole. */
  decidable(): boolean;
  leads(): boolean;
  /** Of the leader: hands the decision to the machine. */
  choose(decider: OfflineDecider, paused: boolean): void;
  /** Writes properties of a record; durable when it resolves. Null removes one. */
  edit(document: DocumentId, properties: Readonly<Record<string, unknown>>): Promise<void>;
  tellSettings(): void;
  /** Renders a page from what is here. @returns whether it is whole */
  verify(page: PageId): Promise<boolean>;
  /** Of the leader: what chosen pages show is fetched. */
  fetchFiles(files: readonly string[], largestBytes: number): void;
  syncNow(): void;
}

export class Offline {
  readonly facts: OfflineFacts;
  private readonly deciding = new Serial();
  private readonly rules = new OfflineRules();
  private readonly shown = new Map<PageId, Shown>();
  private shownSummary = "";
  private open: ReadonlySet<string> = new Set();
  private cancelGather: (() => void) | null = null;
  private cancelTell: () => void = () => undefined;
  private fetching: { total: number } | null = null;
  private devices: OfflineSummary["devices"] = null;
  private stopped = false;
  private room = { at: 0, bytes: 0 };
  /** Pages that were here by themselves and have lost their last reason. */
  private readonly leaving = new Set<PageId>();
  private unkept: OfflineNotice[] = [];

  constructor(
    private readonly environment: Environment,
    private readonly store: WorkspaceStore,
    private readonly index: DirectoryIndex,
    private readonly host: OfflineHost,
  ) {
    this.facts = new OfflineFacts(store);
  }

  async load(): Promise<void> {
    await this.facts.load();
    this.gather();
  }

  stop(): void {
    this.stopped = true;
    this.cancelGather?.();
    this.cancelTell();
  }

  // ---- what has changed ----

  async changed(documents: readonly DocumentId[]): Promise<void> {
    await this.facts.refresh(documents);
    this.gather();
  }

  async settingsChanged(): Promise<void> {
    this.facts.settings = (await this.store.shown.settings()) ?? this.facts.settings;
    this.gather();
  }

  async filesChanged(): Promise<void> {
    await this.facts.refreshFiles();
    this.gather();
  }

  /** Asks the rules again in a moment. */
  gather(): void {
    if (this.cancelGather === null && !this.stopped) {
      // What fails here for the store's sake is told where the store is written, and tried at the next change.
      this.cancelGather = this.environment.after(GATHER_MILLIS, () => void this.decideNow().catch(() => undefined));
    }
  }

  /** Asks the rules now. */
  decideNow(): Promise<void> {
    this.cancelGather?.();
    this.cancelGather = null;
    return this.deciding.run(() => this.decideOnce());
  }

  private async decideOnce(): Promise<void> {
    if (this.stopped) {
      return;
    }
    await this.keepNotices();
    this.open = await openPages(this.environment.locks, this.host.account);
    const decider = this.rules.decide(this.index, this.facts, {
      user: this.user(),
      policy: this.policy(),
      settings: this.facts.settings,
      administrator: this.host.administrator,
      open: this.open,
      roomBytes: await this.roomBytes(),
      now: this.environment.now(),
    });
    if (this.host.leads() && this.host.decidable()) {
      this.host.choose(decider, this.facts.settings.paused);
      this.host.fetchFiles(this.filesToFetch(), this.policy().largestFileBytes);
    }
    this.tell();
  }

  private async roomBytes(): Promise<number> {
    const now = this.environment.now();
    if (now - this.room.at > ROOM_MILLIS) {
      this.room = { at: now, bytes: await this.environment.roomBytes() };
    }
    return this.room.bytes;
  }

  private filesToFetch(): string[] {
    const files = new Set<string>();
    if (!this.facts.settings.paused) {
      for (const { page, reasons } of this.rules.decided.values()) {
        if (reasons.length > 0) {
          for (const file of this.facts.filesOf(page)) {
            if (this.isToCome(file)) {
              files.add(file);
            }
          }
        }
      }
    }
    return [...files];
  }

  private isToCome(file: string): boolean {
    const tooLarge = (this.facts.sizeOf(file) ?? 0) > this.policy().largestFileBytes;
    return !tooLarge && !this.facts.isHere(file) && !this.facts.refused.has(file);
  }

  // ---- what the page is told ----

  /** Everything again, as to a page that has just begun. */
  private tell(): void {
    const around: Surroundings = {
      connected: this.host.contact().connected,
      largestFileBytes: this.policy().largestFileBytes,
      next: this.next(),
    };
    const pages: OfflinePage[] = [];
    for (const decided of this.rules.decided.values()) {
      const before = this.shown.get(decided.page);
      const standing = this.index.pageStanding(decided.page);
      if (before === undefined || !this.isStill(before, decided, standing, around)) {
        const page = this.facts.describe(decided, standing, around);
        const text = JSON.stringify(page);
        this.shown.set(decided.page, { decided, standing, around, known: this.facts.known(page.page), text, page });
        if (before?.text !== text) {
          if (page.reasons.length === 0 && before?.page.reasons.some(isAutomatic) === true) {
            this.leaving.add(page.page);
          }
          pages.push(page);
        }
      }
    }
    const summary = this.summary();
    const text = JSON.stringify(summary);
    if (pages.length > 0 || text !== this.shownSummary) {
      this.shownSummary = text;
      this.host.emit({ kind: "offline", pages, summary });
    }
  }

  /** Whether a page is as it was described before: most are, and comparing costs least. */
  private isStill(before: Shown, decided: Decided, standing: Standing, around: Surroundings): boolean {
    return (
      before.decided === decided &&
      before.standing === standing &&
      before.around.connected === around.connected &&
      before.around.largestFileBytes === around.largestFileBytes &&
      before.around.next.has(decided.page) === around.next.has(decided.page) &&
      this.facts.isStill(decided.page, before.known)
    );
  }

  /** Pages that the machine is about to fetch, as far as can be told from outside. */
  private next(): Set<string> {
    const next = new Set<string>();
    if (this.facts.settings.paused) {
      return next;
    }
    for (const { page, reasons } of this.rules.decided.values()) {
      const standing = this.index.pageStanding(page);
      if (reasons.length > 0 && standing.head > standing.known) {
        next.add(page);
        if (next.size === FETCHED_AT_ONCE) {
          break;
        }
      }
    }
    return next;
  }

  private summary(): OfflineSummary {
    const user = this.user();
    const { settings } = this.facts;
    let bytes = 0;
    let toFetch = 0;
    let lacking = 0;
    for (const { page } of this.shown.values()) {
      bytes += page.bytes;
      toFetch += page.toFetch ?? 0;
      lacking += page.state === "queued" || page.state === "fetching" ? 1 : 0;
    }
    if (lacking === 0) {
      this.fetching = null;
    } else if (this.fetching === null || this.fetching.total < lacking) {
      this.fetching = { total: lacking };
    }
    const policy = this.policy();
    return {
      pins: pinsOf(user),
      favourites: user.favourites as PageId[],
      recents: recentsOf(user, settings),
      policy: { ...policy, maximumAgeDays: policy.maximumAgeDays === 0 ? null : policy.maximumAgeDays },
      automatic: settings.automatic,
      paused: settings.paused,
      optedOut: settings.optedOut as PageId[],
      bytes,
      toFetch,
      budgetBytes: policy.budgetBytes,
      progress: this.fetching === null ? null : { done: this.fetching.total - lacking, total: this.fetching.total },
      notices: settings.notices as OfflineNotice[],
      devices: this.devices,
    };
  }

  private user(): UserRow {
    return this.index.user ?? NOBODY_CHOSE;
  }

  private policy(): PolicyRow {
    const preset = presetPolicies[0] as OfflinePolicy;
    return this.index.policy ?? { ...preset, maximumAgeDays: preset.maximumAgeDays ?? 0 };
  }

  // ---- what a person chooses ----

  async pin({ page, subpages }: Pin): Promise<void> {
    const key = page === null ? "pin:workspace" : `pin:${page}`;
    if (page !== null && this.facts.settings.optedOut.includes(page)) {
      await this.setOptedOut(page, false);
    }
    await this.host.edit(this.userRecord(), { [key]: page === null ? true : subpages ? "subpages" : "page" });
  }

  unpin(page: PageId | null): Promise<void> {
    return this.host.edit(this.userRecord(), { [page === null ? "pin:workspace" : `pin:${page}`]: null });
  }

  setFavourite(page: PageId, on: boolean): Promise<void> {
    return this.host.edit(this.userRecord(), { [`favourite:${page}`]: on ? this.user().nextNumber : null });
  }

  /** @throws DataError invalid unless this account is the owner's */
  async setPolicy(policy: OfflinePolicy): Promise<void> {
    if (!this.host.administrator) {
      throw new DataError("invalid", "Only the owner of the workspace can change what may be kept offline.");
    }
    await this.host.edit(POLICY, { ...policy });
  }

  setAutomatic(automatic: boolean): Promise<void> {
    return this.set((settings) => ({ ...settings, automatic }));
  }

  setOptedOut(page: PageId, on: boolean): Promise<void> {
    return this.set((settings) => ({
      ...settings,
      optedOut: settings.optedOut.filter((other) => other !== page).concat(on ? [page] : []),
    }));
  }

  pause(paused: boolean): Promise<void> {
    return this.set((settings) => ({ ...settings, paused }));
  }

  dismissNotice(id: string): Promise<void> {
    return this.set((settings) => ({ ...settings, notices: settings.notices.filter((notice) => notice.id !== id) }));
  }

  async fetchMissing(): Promise<void> {
    this.facts.refused.clear();
    await this.pause(false);
    this.host.syncNow();
  }

  private userRecord(): DocumentId {
    return userDocument(this.host.account);
  }

  private async set(change: (settings: OfflineSettings) => OfflineSettings): Promise<void> {
    await this.note(change);
    await this.decideNow();
  }

  private async note(change: (settings: OfflineSettings) => OfflineSettings): Promise<void> {
    this.facts.settings = await this.store.shown.changeSettings((stored) => change(stored ?? this.facts.settings));
    this.host.tellSettings();
  }

  // ---- what happens by use ----

  /** A page was opened on this device. */
  async opened(page: PageId): Promise<void> {
    if (recentsOf(this.user(), this.facts.settings)[0] !== page) {
      await this.note((settings) => ({
        ...settings,
        opened: [page, ...settings.opened.filter((other) => other !== page)].slice(0, OPENED_MAX),
      }));
    }
    // In a moment: the decision costs the pages, and somebody waits for this one.
    this.gather();
    this.tellOpenedLater();
  }

  /** The device and the server agree. */
  async inContact(): Promise<void> {
    const now = this.environment.now();
    if (now - this.facts.settings.contactAt > 60_000) {
      await this.set((settings) => ({ ...settings, contactAt: now }));
    }
    this.tellOpenedLater();
    if (this.devices === null) {
      this.devices = await this.environment.http.devices().catch(() => null);
      this.gather();
    }
  }

  private tellOpenedLater(): void {
    this.cancelTell();
    if (this.host.leads() && this.facts.settings.opened.length > 0) {
      this.cancelTell = this.environment.after(TELL_OPENED_MILLIS, () => void this.tellOpened().catch(() => undefined));
    }
  }

  private async tellOpened(): Promise<void> {
    const { opened } = this.facts.settings;
    if (this.stopped || opened.length === 0 || !this.host.contact().synced || !this.host.decidable()) {
      return;
    }
    const properties: Record<string, unknown> = {};
    let number = this.user().nextNumber;
    for (const page of [...opened].reverse()) {
      properties[`opened:${page}`] = number++;
    }
    await this.host.edit(this.userRecord(), properties);
    await this.set((settings) => ({
      ...settings,
      opened: settings.opened.filter((page) => !opened.includes(page)),
    }));
  }

  /** A page has left the device. */
  left(page: PageId): void {
    const why = this.rules.decided.get(page)?.objection;
    const cameByItself = this.leaving.delete(page);
    // What was only looked at, and what the person took away, needs no telling.
    if (why === "over-budget" || why === "not-allowed" || (why === "not-chosen" && cameByItself)) {
      this.unkept.push({
        id: randomId(this.environment),
        page,
        why: why === "over-budget" ? "budget" : why === "not-allowed" ? "policy" : "no-longer-chosen",
        at: this.environment.now(),
      });
      this.gather();
    }
  }

  /** Many pages leave at once when a policy is lowered: their notices are written together. */
  private async keepNotices(): Promise<void> {
    const fresh = this.unkept.splice(0);
    if (fresh.length > 0) {
      this.facts.settings = await this.store.shown.changeSettings((stored = this.facts.settings) => ({
        ...stored,
        notices: [...fresh, ...stored.notices].slice(0, NOTICES_MAX),
      }));
      this.host.tellSettings();
    }
  }

  // ---- questions ----

  estimate({ page, subpages }: Pin): PinEstimate {
    const covered = page === null ? this.index.pages() : [page, ...(subpages ? this.index.subtree(page) : [])];
    const estimate = { pages: 0, bytes: 0, missingPages: 0, missingBytes: 0 };
    for (const one of covered) {
      const standing = this.index.pageStanding(one);
      const lacks = this.facts.missing(one, standing, this.policy().largestFileBytes).length > 0;
      estimate.pages++;
      estimate.bytes += this.facts.size(one, standing);
      estimate.missingPages += lacks ? 1 : 0;
      estimate.missingBytes += lacks ? (this.facts.toFetch(one, standing) ?? 0) : 0;
    }
    return estimate;
  }

  /** Renders every chosen page from what is here. */
  async checkReadiness(): Promise<Readiness[]> {
    await this.decideNow();
    const chosen = [...this.rules.decided.values()].filter((one) => one.reasons.length > 0).map((one) => one.page);
    const checked: Readiness[] = [];
    for (const page of chosen) {
      const standing = this.index.pageStanding(page);
      if (standing.present) {
        await this.check(page);
      }
      const missing = this.facts.missing(page, this.index.pageStanding(page), this.policy().largestFileBytes);
      checked.push({ page, ready: missing.length === 0, missing });
      this.host.emit({ kind: "readiness", done: checked.length, total: chosen.length });
    }
    this.gather();
    return checked;
  }

  /** Renders one page; damage is noted, and told by its state until it has come again. */
  async check(page: PageId): Promise<void> {
    if (await this.host.verify(page)) {
      this.facts.damaged.delete(page);
    } else {
      this.facts.damaged.add(page);
    }
    this.gather();
  }

  /** Documents the leader has to look through: here, and changed since. */
  unseen(): DocumentId[] {
    const unseen: DocumentId[] = [];
    for (const [page, standing] of this.index.pageStandings()) {
      if (standing.present && !this.facts.isExact(page, standing)) {
        unseen.push(pageDocument(page));
      }
    }
    return unseen;
  }

  /** Chosen pages that are here, to be looked over for damage. */
  here(): PageId[] {
    return [...this.rules.decided.values()]
      .filter(({ page, reasons }) => reasons.length > 0 && this.index.pageStanding(page).present)
      .map(({ page }) => page);
  }
}

function isAutomatic(reason: OfflineReason): boolean {
  return reason.kind === "favourite" || reason.kind === "recent" || reason.kind === "everything";
}

function pinsOf(user: UserRow): Pin[] {
  const pins: Pin[] = user.pins.map(({ page, subpages }) => ({ page: page as PageId, subpages }));
  return user.workspacePinned ? [{ page: null, subpages: true }, ...pins] : pins;
}
