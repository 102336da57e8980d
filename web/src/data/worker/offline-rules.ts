/** The compiled rules of docs/spec/offline.md, asked with what this tab knows. */
import { createOfflineDecider, type OfflineDecider, type PageDirectory } from "../../engine/engine";
import type { PolicyRow, UserRow } from "../../engine/sync";
import type { LocalState, OfflineReason, PageId } from "../api";
import type { OfflineSettings } from "../store/schema";
import type { DirectoryIndex } from "./directory-index";
import type { OfflineFacts } from "./offline-facts";

export interface Decided {
  readonly page: PageId;
  /** Why nothing that was chosen keeps it here; null = it is chosen. */
  readonly objection: Extract<LocalState, "not-chosen" | "not-allowed" | "over-budget" | "opted-out"> | null;
  readonly reasons: readonly OfflineReason[];
}

export interface RulesInput {
  readonly user: UserRow;
  readonly policy: PolicyRow;
  readonly settings: OfflineSettings;
  readonly administrator: boolean;
  readonly open: ReadonlySet<string>;
  /** What the browser has room for. */
  readonly roomBytes: number;
  readonly now: number;
}

const DAY_MILLIS = 86_400_000;

/** Pages opened on this device come first: the account's record learns of them later. */
export function recentsOf(user: UserRow, settings: OfflineSettings): readonly PageId[] {
  return [...new Set([...settings.opened, ...user.recents])] as PageId[];
}

/** What the rules know of one page. */
interface Given {
  readonly size: number;
  readonly changedAt: number;
  readonly open: boolean;
  readonly unsent: boolean;
}

/**
 * What is decided about every page. The rules are handed what has changed since they were asked, and say what is
 * decided otherwise: only that costs more than a look at each page.
 */
export class OfflineRules {
  private decider = createOfflineDecider();
  /** What the rules were handed beside the pages. */
  private begun = { words: "", directory: null as PageDirectory | null };
  private readonly given = new Map<PageId, Given>();
  private readonly pages = new Map<PageId, Decided>();

  /** The same object for a page while the same is decided. */
  get decided(): ReadonlyMap<PageId, Decided> {
    return this.pages;
  }

  /** @returns what the machine is to be told */
  decide(index: DirectoryIndex, facts: OfflineFacts, input: RulesInput): OfflineDecider {
    const words = JSON.stringify(around(input));
    const directory = index.directory();
    if ([...this.given.keys()].some((page) => !index.pageStandings().has(page))) {
      this.forget();
    }
    const any = this.hand(index, facts, input.open);
    if (words !== this.begun.words || directory !== this.begun.directory) {
      this.begun = { words, directory };
      begin(this.decider, input);
      this.take(this.decider.decide(directory));
    } else if (any) {
      this.take(this.decider.update());
    }
    return this.decider;
  }

  /** The store holds other pages than before. */
  private forget(): void {
    this.decider = createOfflineDecider();
    this.begun = { words: "", directory: null };
    this.given.clear();
    this.pages.clear();
  }

  /** @returns whether a page is another one than the rules knew */
  private hand(index: DirectoryIndex, facts: OfflineFacts, openNow: ReadonlySet<string>): boolean {
    let any = false;
    for (const [page, standing] of index.pageStandings()) {
      const size = facts.size(page, standing);
      const { changedAt } = standing;
      const open = openNow.has(page);
      const unsent = standing.pending > 0;
      const before = this.given.get(page);
      if (before?.size !== size || before.changedAt !== changedAt || before.open !== open || before.unsent !== unsent) {
        this.given.set(page, { size, changedAt, open, unsent });
        this.decider.page(page, size, changedAt, open, unsent);
        any = true;
      }
    }
    return any;
  }

  private take(decisions: string): void {
    for (const decided of JSON.parse(decisions) as Decided[]) {
      this.pages.set(decided.page, decided);
    }
  }
}

/** What decides beside the pages. */
function around({ user, policy, settings, administrator, roomBytes, now }: RulesInput) {
  const age = now - settings.contactAt;
  return {
    pinned: user.workspacePinned,
    pins: user.pins,
    favourites: user.favourites,
    recents: recentsOf(user, settings),
    policy,
    automatic: settings.automatic,
    optedOut: settings.optedOut,
    administrator,
    roomBytes,
    outOfTouch: policy.maximumAgeDays > 0 && settings.contactAt > 0 && age > policy.maximumAgeDays * DAY_MILLIS,
  };
}

function begin(decider: OfflineDecider, input: RulesInput): void {
  const { pinned, pins, favourites, recents, policy, ...device } = around(input);
  decider.begin();
  decider.policy(
    policy.keep,
    policy.automatic,
    policy.everything,
    policy.recents,
    policy.favourites,
    policy.budgetBytes,
  );
  decider.device(device.administrator, device.automatic, device.optedOut.join(""), device.roomBytes, device.outOfTouch);
  if (pinned) {
    decider.pinWorkspace();
  }
  pins.forEach((pin) => decider.pin(pin.page, pin.subpages));
  favourites.forEach((page) => decider.favourite(page));
  recents.forEach((page) => decider.recent(page));
}
