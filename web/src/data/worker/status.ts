/** The machine's status in the words of the screens. */
import type { AttentionWhy, MachineStatus } from "../../engine/sync";
import type { AttentionAction, SyncStatus } from "../api";

const ATTENTION: Record<AttentionWhy, { readonly why: string; readonly action: AttentionAction }> = {
  STORAGE_FULL: { why: "There is no room left on this device. Free some space to go on.", action: "free-space" },
  STORAGE_FAILED: { why: "This device could not save what arrived. Trying again.", action: "retry" },
  STORAGE_SILENT: {
    why: "This device does not answer whether it saved what arrived. Trying again; reloading the page may help.",
    action: "retry",
  },
  TOO_OLD: { why: "The server needs a newer version of this page.", action: "update" },
  EXPIRED: { why: "Sign in again to sync. Everything stays saved on this device.", action: "sign-in" },
  REVOKED: { why: "This device was signed out. Sign in again to sync.", action: "sign-in" },
  REFUSED: { why: "The server did not take a change. It stays saved on this device.", action: "review" },
  EQUIVOCATION: {
    why: "A copy of this device wrote under its name. Changes stay saved on this device.",
    action: "review",
  },
};

export const CONNECTING: SyncStatus = { kind: "unreachable", toSend: 0, retryAt: null };

export function statusOf(machine: MachineStatus): SyncStatus {
  switch (machine.kind) {
    case "synced":
      return { kind: "synced" };
    case "saved":
      return { kind: "saved", toSend: machine.toSend };
    case "unreachable":
      return {
        kind: "unreachable",
        toSend: machine.toSend,
        retryAt: machine.retryAtMillis < 0 ? null : machine.retryAtMillis,
      };
    case "attention":
      return { kind: "attention", toSend: machine.toSend, ...ATTENTION[machine.why] };
  }
}

/**
 * What this tab may claim: the leader's word, corrected by what this tab knows to be unsent. The
 * leader hears of a change a moment after the tab that made it.
 */
export function honestStatus(leader: SyncStatus, unsent: number): SyncStatus {
  if (leader.kind === "synced") {
    return unsent === 0 ? leader : { kind: "saved", toSend: unsent };
  }
  return leader.toSend === unsent ? leader : { ...leader, toSend: unsent };
}

export function sameStatus(a: SyncStatus, b: SyncStatus): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
