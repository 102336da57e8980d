/**
 * What is on the device, for screens: reasons and states follow from pins, favourites, opt-outs and
 * the policy as the real rules make them follow; sizes and gaps are what the test says.
 */
import {
  presetPolicies,
  type DeviceEntry,
  type Directory,
  type OfflineNotice,
  type OfflineOverview,
  type OfflinePage,
  type OfflinePolicy,
  type OfflineReason,
  type PageEntry,
  type PageId,
  type Pin,
  type PinEstimate,
  type Readiness,
} from "../../src/data/api";

export interface FakeOffline {
  pins?: readonly { page: string | null; subpages: boolean }[];
  favourites?: readonly string[];
  recents?: readonly string[];
  policy?: OfflinePolicy;
  automatic?: boolean;
  paused?: boolean;
  optedOut?: readonly string[];
  /** Bytes of a page; others have 12,000. */
  sizes?: Readonly<Record<string, number>>;
  /** What lacks of pages that are here. */
  missing?: Readonly<Record<string, readonly string[]>>;
  fetching?: readonly string[];
  notices?: readonly OfflineNotice[];
  devices?: readonly DeviceEntry[] | null;
}

const DEFAULT_BYTES = 12_000;

export class FakeOfflineState {
  pins: Pin[];
  favourites: PageId[];
  recents: PageId[];
  policy: OfflinePolicy;
  automatic: boolean;
  paused: boolean;
  optedOut: Set<PageId>;
  notices: OfflineNotice[];
  private readonly given: FakeOffline;

  constructor(given: FakeOffline, everything: OfflinePolicy = presetPolicies[0] as OfflinePolicy) {
    this.given = given;
    this.pins = (given.pins ?? []).map((pin) => ({ ...pin, page: pin.page as PageId | null }));
    this.favourites = [...(given.favourites ?? [])] as PageId[];
    this.recents = [...(given.recents ?? [])] as PageId[];
    this.policy = given.policy ?? everything;
    this.automatic = given.automatic ?? true;
    this.paused = given.paused ?? false;
    this.optedOut = new Set((given.optedOut ?? []) as PageId[]);
    this.notices = [...(given.notices ?? [])];
  }

  overview(directory: Directory): OfflineOverview {
    const pages = new Map<PageId, OfflinePage>();
    let spent = 0;
    for (const entry of directory.pages.values()) {
      const page = this.page(entry, directory, spent);
      spent += page.reasons.length > 0 ? (page.size ?? 0) : 0;
      pages.set(entry.id, page);
    }
    const all = [...pages.values()];
    const chosen = all.filter((page) => page.reasons.length > 0);
    const toFetch = chosen.reduce((sum, page) => sum + (page.toFetch ?? 0), 0);
    return {
      pages,
      pins: this.pins,
      favourites: this.favourites,
      recents: this.recents,
      policy: this.policy,
      automatic: this.automatic,
      paused: this.paused,
      optedOut: [...this.optedOut],
      bytes: all.reduce((sum, page) => sum + page.bytes, 0),
      toFetch,
      budgetBytes: this.policy.budgetBytes,
      progress:
        toFetch === 0 ? null : { done: chosen.filter((page) => page.state === "ready").length, total: chosen.length },
      notices: this.notices,
      devices:
        this.given.devices === undefined
          ? [{ id: "d1", name: "Chromium on Linux", lastSeenAt: Date.UTC(2026, 4, 10, 7), thisDevice: true }]
          : this.given.devices,
    };
  }

  private page(entry: PageEntry, directory: Directory, spent: number): OfflinePage {
    const size = this.given.sizes?.[entry.id] ?? DEFAULT_BYTES;
    const allowed = this.policy.keep !== "nobody";
    const out = this.optedOut.has(entry.id);
    const wished = this.reasons(entry, directory);
    const byItself = wished.every((reason) => ["favourite", "recent", "everything"].includes(reason.kind));
    const over = byItself && spent + size > this.policy.budgetBytes;
    const reasons = allowed && !out && !over ? wished : wished.filter((reason) => reason.kind === "unsent");
    const lacks = entry.here ? (this.given.missing?.[entry.id] ?? []) : [];
    const state = ((): OfflinePage["state"] => {
      if (!allowed) return "not-allowed";
      if (out) return "opted-out";
      if (wished.length === 0) return "not-chosen";
      if (over) return "over-budget";
      if (this.given.fetching?.includes(entry.id) === true && !this.paused) return "fetching";
      if (!entry.here) return "queued";
      return lacks.length > 0 ? "incomplete" : "ready";
    })();
    return {
      page: entry.id,
      reasons,
      state,
      missing: entry.here ? lacks : ["The text of this page is not on this device."],
      bytes: entry.here ? size : 0,
      toFetch: entry.here ? 0 : size,
      fetchedAt: entry.here ? entry.changedAt : 0,
      size,
    };
  }

  private reasons(entry: PageEntry, directory: Directory): OfflineReason[] {
    const reasons: OfflineReason[] = [];
    if (this.pins.some((pin) => pin.page === entry.id)) reasons.push({ kind: "pinned", from: null });
    if (this.pins.some((pin) => pin.page === null)) reasons.push({ kind: "inherited", from: null });
    for (let above = entry.parent; above !== null; above = directory.pages.get(above)?.parent ?? null) {
      if (this.pins.some((pin) => pin.page === above && pin.subpages)) reasons.push({ kind: "inherited", from: above });
    }
    if (this.policy.automatic && this.automatic) {
      if (this.favourites.slice(0, this.policy.favourites).includes(entry.id)) {
        reasons.push({ kind: "favourite", from: null });
      }
      if (this.recents.slice(0, this.policy.recents).includes(entry.id)) reasons.push({ kind: "recent", from: null });
      if (this.policy.everything) reasons.push({ kind: "everything", from: null });
    }
    if (entry.pending > 0) reasons.push({ kind: "unsent", from: null });
    return reasons;
  }

  covered(pin: Pin, directory: Directory): PageId[] {
    if (pin.page === null) return [...directory.pages.keys()];
    const below = (page: PageId): PageId[] => [page, ...(directory.children.get(page) ?? []).flatMap(below)];
    return pin.subpages ? below(pin.page) : [pin.page];
  }

  estimate(pin: Pin, directory: Directory): PinEstimate {
    const pages = this.covered(pin, directory);
    const size = (page: PageId): number => this.given.sizes?.[page] ?? DEFAULT_BYTES;
    const missing = pages.filter((page) => directory.pages.get(page)?.here === false);
    return {
      pages: pages.length,
      bytes: pages.reduce((sum, page) => sum + size(page), 0),
      missingPages: missing.length,
      missingBytes: missing.reduce((sum, page) => sum + size(page), 0),
    };
  }

  readiness(directory: Directory): Readiness[] {
    return [...this.overview(directory).pages.values()]
      .filter((page) => page.reasons.length > 0)
      .map(({ page, state, missing }) => ({
        page,
        ready: state === "ready",
        missing: state === "ready" ? [] : missing,
      }));
  }
}
