/** Sentences about comments. Pure. */
import type { Thread } from "./threads";

/** Instead of a list of people on a device that was told of none. */
export const NAMES_UNKNOWN = "Names come when the server has been reached once.";

/** Heard when a list of people opens or changes; nothing while there is none. */
export function namesWords(count: number): string {
  if (count === 0) return "";
  return count === 1 ? "One name. Enter takes it." : `${count} names. Arrows choose, Enter takes one.`;
}

export function commentsLabel(open: number): string {
  if (open === 0) return "Comments, none open";
  return open === 1 ? "Comments, 1 open" : `Comments, ${open} open`;
}

/** Where a thread belongs, if that is not plain from its quote. */
export function placeWords({ place, resolved }: Pick<Thread, "place" | "resolved">): string | null {
  const words =
    place === "page" ? "About the page" : place === "gone" ? "The text this was about is no longer in the page" : null;
  if (!resolved) return words;
  return words === null ? "Resolved" : `Resolved. ${words}`;
}

/** @returns "just now", "4 min ago", "14:05", "12 May", "12 May 2025" */
export function timeWords(then: number, now: number): string {
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const date = new Date(then);
  const today = new Date(now);
  if (today.toDateString() === date.toDateString()) {
    return date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  }
  return date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    ...(today.getFullYear() === date.getFullYear() ? {} : { year: "numeric" as const }),
  });
}
