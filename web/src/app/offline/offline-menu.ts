import type { PageId } from "../../data/api";
import { usePageActions } from "../page-actions";
import type { MenuEntry } from "../parts/Menu";
import { useShell } from "../shell-state";
import { useOffline, useStatus } from "../workspace-context";
import { useOfflineActions } from "./use-offline";

/** What can be chosen about a page and this device: part of every page's menu, and the menu of the offline centre. */
export function useOfflineEntries(page: PageId | null): readonly MenuEntry[] {
  const overview = useOffline();
  const { setDialog } = useShell();
  const actions = useOfflineActions();
  if (page === null) return [];
  const pinned = overview.pins.some((pin) => pin.page === page);
  const favourite = overview.favourites.includes(page);
  return [
    {
      kind: "action",
      label: pinned ? "Kept offline…" : "Available offline…",
      icon: pinned ? "kept" : "download",
      run: () => setDialog({ kind: "pin", page }),
    },
    {
      kind: "action",
      label: favourite ? "Remove from favourites" : "Add to favourites",
      icon: favourite ? "starred" : "star",
      run: () => void actions.setFavourite(page, !favourite),
    },
  ];
}

export function useOfflineMenu(page: PageId): readonly MenuEntry[] {
  const overview = useOffline();
  const status = useStatus();
  const choices = useOfflineEntries(page);
  const actions = useOfflineActions();
  const pageActions = usePageActions();
  const state = overview.pages.get(page)?.state;
  const out = overview.optedOut.includes(page);
  const entries: MenuEntry[] = [
    { kind: "action", label: "Open", icon: "open", run: () => pageActions.open(page) },
    ...choices,
    { kind: "line" },
  ];
  if (state !== "ready") {
    entries.push({
      kind: "action",
      label: status.kind === "unreachable" ? "Fetch when online" : "Fetch now",
      icon: "sync",
      unavailable:
        state === "not-allowed" ? "The workspace’s policy keeps it off this device. Opening it shows it." : null,
      run: () => void pageActions.fetch(page),
    });
  }
  entries.push({
    kind: "action",
    label: out ? "Let it come to this device" : "Do without it on this device",
    icon: out ? "restore" : "away",
    run: () => void actions.setOptedOut(page, !out),
  });
  return entries;
}
