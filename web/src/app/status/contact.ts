/** When this tab last knew the server to be there. The data layer does not say; the states tell. */
import type { SyncStatus } from "../../data/api";

export type Contact =
  { readonly kind: "now" } | { readonly kind: "never" } | { readonly kind: "at"; readonly time: number };

const connected = (status: SyncStatus): boolean => status.kind === "synced" || status.kind === "saved";

export function nextContact(contact: Contact, status: SyncStatus, now: number): Contact {
  if (connected(status)) return contact.kind === "now" ? contact : { kind: "now" };
  return contact.kind === "now" ? { kind: "at", time: now } : contact;
}

/**
 * What a screen reader hears when the state changes: going away, coming back, needing a person.
 * Typing swings between synced and saved all the time; of that it hears nothing.
 */
export function announcement(before: SyncStatus, after: SyncStatus, line: string): string | null {
  if (after.kind === "attention") return before.kind === "attention" && before.why === after.why ? null : line;
  if (after.kind === "unreachable") {
    return before.kind === "unreachable" ? null : "Cannot reach the server. Work is saved on this device.";
  }
  if (connected(before)) return null;
  // Back: said once everything has arrived, or at once when there is something left to send.
  return after.kind === "synced" ? "Synced." : "The server answers again. Sending what was kept.";
}
