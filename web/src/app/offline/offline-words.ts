/**
 * Every sentence about what is on this device, as pure functions. None says more than the data layer
 * knows: "ready" is said of what was checked, "chosen" of what has a reason.
 */
import type {
  LocalState,
  OfflineNotice,
  OfflineOverview,
  OfflinePage,
  OfflinePolicy,
  OfflineReason,
  PinEstimate,
  SyncStatus,
} from "../../data/api";
import { bytes } from "../wording";

export const pages = (count: number): string => (count === 1 ? "1 page" : `${count.toLocaleString("en")} pages`);

/** @param titleOf of the pinned page above */
export function reasonWords(
  reason: OfflineReason,
  titleOf: (page: NonNullable<OfflineReason["from"]>) => string,
): string {
  switch (reason.kind) {
    case "pinned":
      return "Kept by you";
    case "inherited":
      return reason.from === null ? "Whole workspace kept by you" : `Kept with “${titleOf(reason.from)}”`;
    case "favourite":
      return "Favourite";
    case "recent":
      return "Opened lately";
    case "everything":
      return "Comes by itself";
    case "open":
      return "Open now";
    case "unsent":
      return "Has unsent work";
  }
}

export interface StateWords {
  readonly text: string;
  readonly tone: "calm" | "underway" | "away" | "attention";
}

/** @param here whether anything of the page is on this device */
export function stateWords(state: LocalState, here: boolean): StateWords {
  switch (state) {
    case "ready":
      return { text: "Ready", tone: "calm" };
    case "incomplete":
      return { text: "Incomplete", tone: "attention" };
    case "fetching":
      return { text: "Being fetched", tone: "underway" };
    case "queued":
      return { text: here ? "Newer version waits" : "Waits to be fetched", tone: "underway" };
    case "not-chosen":
      return { text: here ? "Here for now" : "Not on this device", tone: "away" };
    case "not-allowed":
      return { text: "Not allowed offline", tone: "away" };
    case "over-budget":
      return { text: "No room in the budget", tone: "away" };
    case "opted-out":
      return { text: "Left out here", tone: "away" };
  }
}

const onlyOpen = (page: OfflinePage): boolean => page.reasons.every((reason) => reason.kind === "open");

/** Why a known page is not here, in one or two sentences. @param away the server cannot be reached now */
export function absenceWords(page: OfflinePage, overview: OfflineOverview, away: boolean): string {
  switch (page.state) {
    case "not-chosen":
      return "Nothing keeps this page on this device: it is not kept offline by you, and the workspace’s plan does not bring it by itself.";
    case "not-allowed":
      return overview.policy.keep === "nobody"
        ? "The workspace’s policy keeps pages off devices. It opens while the server can be reached."
        : "The workspace’s policy does not let your account keep this page. It opens while the server can be reached.";
    case "over-budget":
      return `The ${bytes(overview.budgetBytes)} for pages that come by themselves are used up. Keeping the page offline yourself brings it all the same.`;
    case "opted-out":
      return "This device was told to do without this page. Other devices of yours are not affected.";
    case "queued":
      if (onlyOpen(page)) {
        return "Nothing kept this page on this device. Now that it is open it comes as soon as the server answers.";
      }
      if (overview.paused) return "It is chosen for this device; fetching is paused.";
      return away
        ? "It is chosen for this device and has not arrived yet. It comes as soon as the server answers."
        : "It is chosen for this device and waits for its turn.";
    case "fetching":
      return away
        ? "It was on its way to this device. The rest comes as soon as the server answers."
        : "It is on its way to this device.";
    case "incomplete":
      return page.missing.join(" ");
    case "ready":
      return "It is on this device.";
  }
}

/** Whether a page that is not here comes without being asked for. @param page null = nothing is known of its reasons */
const comes = (page: OfflinePage | null, paused: boolean): boolean =>
  page === null || ["fetching", "incomplete"].includes(page.state) || (page.state === "queued" && !paused);

/** What can be done about a page that is not here; goes on from {@link absenceWords}. */
export function wayWords(page: OfflinePage | null, paused: boolean, away: boolean): string {
  if (!away) {
    return `It can be fetched now.${comes(page, paused) ? "" : " To have it stay on this device, keep it offline."}`;
  }
  const meanwhile = "Until then you can rename it, move it, and write pages inside it.";
  if (!comes(page, paused)) {
    return `You can have it fetched as soon as the server can be reached again. ${meanwhile}`;
  }
  const leaving = page !== null && onlyOpen(page) ? "Ask for it, and it comes even if you leave this page. " : "";
  return `${leaving}${meanwhile}`;
}

/** The same once it was asked for. */
export function askedWords(page: OfflinePage | null, paused: boolean, away: boolean): string {
  if (!away) return "It is being fetched, and opens here by itself.";
  const when = comes(page, paused) ? "It" : "It is fetched as soon as the server answers, and";
  return `Noted. ${when} opens here by itself. You can leave this page meanwhile.`;
}

/** How much is here, and where it ends. */
export function roomWords({ bytes: here, budgetBytes, policy, automatic }: OfflineOverview): string {
  const end = policy.automatic && automatic ? ` What comes by itself stops at ${bytes(budgetBytes)}.` : "";
  return `${bytes(here)} of pages here.${end}`;
}

export const untoldWords = "Looking at what is on this device…";

export interface Counts {
  readonly known: number;
  readonly ready: number;
  /** Chosen and not ready. */
  readonly waiting: number;
}

export function headline({ known, ready, waiting }: Counts): string {
  if (known === 0) return "This workspace has no pages yet.";
  if (ready === known) return known === 1 ? "The only page is ready." : `All ${pages(known)} are ready.`;
  const rest = waiting === 0 ? "" : ` ${pages(waiting)} ${waiting === 1 ? "is" : "are"} still to come.`;
  return `${ready.toLocaleString("en")} of ${pages(known)} ${ready === 1 ? "is" : "are"} ready.${rest}`;
}

export function progressWords({ progress, toFetch, paused }: OfflineOverview, status: SyncStatus): string | null {
  if (progress === null) return null;
  const left = `${pages(progress.total - progress.done)}${toFetch > 0 ? `, ${bytes(toFetch)}` : ""}`;
  if (paused) return `Paused with ${left} to go`;
  if (status.kind === "unreachable") return `${left} to go when the server answers`;
  // What was refused is looked at beside it; all else holds up the whole device.
  if (status.kind !== "attention" || status.action === "review") return `Fetching; ${left} to go`;
  return status.action === "sign-in"
    ? `${left} to go when you have signed in again`
    : `${left} to go when what needs attention is settled`;
}

export function noticeWords(notice: OfflineNotice, title: string): string {
  const gone = `“${title}” left this device: `;
  switch (notice.why) {
    case "budget":
      return `${gone}it had come by itself, and the room for such pages was needed.`;
    case "policy":
      return `${gone}the workspace’s policy changed.`;
    case "no-longer-chosen":
      return `${gone}nothing kept it here any more.`;
    case "opted-out":
      return `${gone}this device was told to do without it.`;
    case "removed":
      return `${gone}it was removed here.`;
  }
}

/** What a plan means, in plain words. */
export function policyWords(policy: OfflinePolicy): readonly string[] {
  if (policy.keep === "nobody") {
    return [
      "Nobody keeps pages on a device; they open while the server can be reached.",
      "What somebody wrote and has not sent stays until it is sent.",
    ];
  }
  const who = policy.keep === "everyone" ? "Everyone" : "Only the owner";
  const lines = [`${who} may keep pages, sections or the whole workspace offline.`];
  if (!policy.automatic) lines.push("Nothing comes by itself.");
  else if (policy.everything) lines.push(`The whole workspace comes by itself, up to ${bytes(policy.budgetBytes)}.`);
  else {
    lines.push(
      `By themselves come the last ${policy.recents.toLocaleString("en")} pages opened and ${policy.favourites.toLocaleString("en")} favourites, up to ${bytes(policy.budgetBytes)}.`,
    );
  }
  lines.push(`Files of up to ${bytes(policy.largestFileBytes)} come with their pages.`);
  if (policy.maximumAgeDays !== null) {
    lines.push(`After ${days(policy.maximumAgeDays)} without contact a device keeps nothing that came by itself.`);
  }
  return lines;
}

const days = (count: number): string => (count === 1 ? "one day" : `${count} days`);

/** @param seconds what is left at the pace so far */
export function durationWords(seconds: number): string {
  if (seconds < 10) return "a few seconds";
  if (seconds < 90) return `about ${Math.round(seconds / 10) * 10} s`;
  return `about ${Math.round(seconds / 60)} min`;
}

/** What a pin would bring. @param away the server cannot be reached now */
export function estimateWords(estimate: PinEstimate | "unknown" | null, away: boolean): string {
  if (estimate === null) return "Looking how much it is…";
  if (estimate === "unknown") return "How much it is will be known when the server answers.";
  const whole = `${pages(estimate.pages)}, ${bytes(estimate.bytes)}.`;
  if (estimate.missingPages === 0) return `${whole} All of it is on this device already.`;
  const rest = `${pages(estimate.missingPages)} (${bytes(estimate.missingBytes)})`;
  return away
    ? `${whole} ${rest} ${estimate.missingPages === 1 ? "is" : "are"} fetched when the server answers.`
    : `${whole} ${rest} ${estimate.missingPages === 1 ? "is" : "are"} still to be fetched.`;
}
