/** The compiled rules of docs/spec/offline.md, asked with what this tab knows. */
import { createOfflineDecider, type OfflineDecider } from "../../engine/engine";
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

/** Cost: the pages. */
export function decide(
  index: DirectoryIndex,
  facts: OfflineFacts,
  input: RulesInput,
): { readonly decider: OfflineDecider; readonly decided: readonly Decided[] } {
  const { user, policy, settings } = input;
  const decider = createOfflineDecider();
  decider.policy(
    policy.keep,
    policy.automatic,
    policy.everything,
    policy.recents,
    policy.favourites,
    policy.budgetBytes,
  );
  const age = input.now - settings.contactAt;
  const outOfTouch = policy.maximumAgeDays > 0 && settings.contactAt > 0 && age > policy.maximumAgeDays * DAY_MILLIS;
  decider.device(input.administrator, settings.automatic, settings.optedOut.join(""), input.roomBytes, outOfTouch);
  if (user.workspacePinned) {
    decider.pinWorkspace();
  }
  user.pins.forEach((pin) => decider.pin(pin.page, pin.subpages));
  user.favourites.forEach((page) => decider.favourite(page));
  recentsOf(user, settings).forEach((page) => decider.recent(page));
  for (const [page, standing] of index.pageStandings()) {
    decider.page(page, facts.size(page, standing), standing.changedAt, input.open.has(page), standing.pending > 0);
  }
  return { decider, decided: JSON.parse(decider.decide(index.directory())) as Decided[] };
}
