/**
 * What this device remembers about the look of the shell: ids and switches only, never content.
 * Kept in localStorage, so a read costs nothing at start. Where storage is blocked the memory
 * lives as long as the tab.
 */
import type { PageId } from "../data/api";

const prefix = "offing.";
const fallback = new Map<string, string>();

function read(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key);
  } catch {
    return fallback.get(key) ?? null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, value);
  } catch {
    if (value === null) fallback.delete(key);
    else fallback.set(key, value);
  }
}

/** What stood in this browser's store when it was last looked at. */
export interface Kept {
  /** Changes the server did not have. */
  readonly toSend: number;
  /** Epoch ms. */
  readonly at: number;
}

export type ThemeChoice = "system" | "light" | "dark";

export const deviceMemory = {
  /** Pages shown open in the tree. Anything but a list of strings counts as nothing remembered. */
  expanded(): ReadonlySet<PageId> {
    try {
      const value: unknown = JSON.parse(read("expanded") ?? "[]");
      if (!Array.isArray(value)) return new Set();
      return new Set(value.filter((id): id is PageId => typeof id === "string"));
    } catch {
      return new Set();
    }
  },
  rememberExpanded(pages: ReadonlySet<PageId>): void {
    write("expanded", JSON.stringify([...pages]));
  },

  sidebarOpen(): boolean {
    return read("sidebar") !== "closed";
  },
  rememberSidebar(open: boolean): void {
    write("sidebar", open ? null : "closed");
  },

  theme(): ThemeChoice {
    const value = read("theme");
    return value === "light" || value === "dark" ? value : "system";
  },
  rememberTheme(choice: ThemeChoice): void {
    write("theme", choice === "system" ? null : choice);
  },

  offlineHintSeen(): boolean {
    return read("offline-hint") === "seen";
  },
  rememberOfflineHintSeen(): void {
    write("offline-hint", "seen");
  },

  /** Not null although nobody is signed in: the store was removed, and not by signing out. */
  kept(): Kept | null {
    const [toSend, at] = (read("kept") ?? "").split(" ").map(Number);
    return toSend !== undefined &&
      at !== undefined &&
      Number.isSafeInteger(toSend) &&
      Number.isSafeInteger(at) &&
      at > 0
      ? { toSend, at }
      : null;
  },
  rememberKept(kept: Kept | null): void {
    write("kept", kept === null ? null : `${kept.toSend} ${kept.at}`);
  },

  /** After a sign-out the next person starts with a clean shell; the theme belongs to the device. */
  forgetPerson(): void {
    for (const key of ["expanded", "offline-hint", "kept"]) write(key, null);
  },
};
