/** When this tab last knew the server to be there. The data layer does not say; the states tell. */
import type { SyncStatus } from "../../data/api";

/** `never`: `tried` tells whether an attempt has failed, or has lasted too long to be called the first. */
export type Contact =
  | { readonly kind: "now" }
  | { readonly kind: "never"; readonly tried: boolean }
  | { readonly kind: "at"; readonly time: number };

const connected = (status: SyncStatus): boolean => ["synced", "saving", "saved"].includes(status.kind);

export function nextContact(contact: Contact, status: SyncStatus, now: number): Contact {
  if (connected(status)) return contact.kind === "now" ? contact : { kind: "now" };
  if (contact.kind === "now") return { kind: "at", time: now };
  if (contact.kind === "at" || contact.tried) return contact;
  const tried = status.kind === "attention" || (status.kind === "unreachable" && status.retryAt !== null);
  return tried ? { kind: "never", tried } : contact;
}

/** True while the first attempt of this tab is under way: nothing is known yet, and nothing else is said. */
export const lookingForServer = (contact: Contact): boolean => contact.kind === "never" && !contact.tried;

/**
 * What a screen reader hears when the state changes: going away, coming back, needing a person.
 * Typing swings between synced and saved all the time; of that it hears nothing.
 */
export function announcement(before: SyncStatus, after: SyncStatus, line: string): string | null {
  if (after.kind === "attention") return before.kind === "attention" && before.why === after.why ? null : line;
  if (after.kind === "unreachable") {
    return before.kind === "unreachable" ? null : "Cannot reach the server. Work is saved on this device.";
  }
  if (connected(before) || after.kind === "saving") return null;
  // Back: what is under way is said at once, and that everything has arrived, only if it has.
  if (after.kind === "synced") return "Synced.";
  return after.toSend > 0 ? "The server answers. Sending what was kept." : "The server answers. Fetching what is new.";
}
