import type { PageId } from "../../data/api";
import { usePageActions } from "../page-actions";
import type { MenuEntry } from "../parts/Menu";
import { historyPath, navigate } from "../routes";
import { useShell } from "../shell-state";
import { useOfflineEntries } from "../offline/offline-menu";
import { useDirectory } from "../workspace-context";

/** What the menu of a page offers, in the tree and in the page's own header. */
export function usePageMenu(
  page: PageId | null,
  own: { open?: false; rename: ((page: PageId) => void) | null; trash: (page: PageId) => void },
): readonly MenuEntry[] {
  const actions = usePageActions();
  const directory = useDirectory();
  const { setDialog } = useShell();
  const choices = useOfflineEntries(page);
  const entry = page === null ? undefined : directory.pages.get(page);
  if (entry === undefined || page === null) return [];
  const entries: MenuEntry[] = [];
  if (own.open !== false) {
    entries.push({ kind: "action", label: "Open", icon: "open", keys: "Enter", run: () => actions.open(page) });
  }
  const { rename } = own;
  if (rename !== null) {
    entries.push({ kind: "action", label: "Rename", icon: "pencil", keys: "F2", run: () => rename(page) });
  }
  entries.push(
    { kind: "action", label: "New page inside", icon: "subpage", run: () => void actions.create(page) },
    { kind: "action", label: "Move to…", icon: "move", run: () => setDialog({ kind: "move", page }) },
    { kind: "action", label: "Copy link", icon: "link", run: () => void actions.copyLink(page) },
  );
  entries.push({
    kind: "action",
    label: "History",
    icon: "history",
    unavailable: entry.here ? null : "It works once the page is on this device; “Fetch to this device” brings it.",
    run: () => navigate(historyPath(page)),
  });
  entries.push({
    kind: "action",
    label: "Export as Markdown",
    icon: "export",
    unavailable: entry.here ? null : "It works once the page is on this device; “Fetch to this device” brings it.",
    run: () => void actions.exportPage(page),
  });
  entries.push({ kind: "line" }, ...choices);
  if (!entry.here) {
    entries.push({
      kind: "action",
      label: "Fetch to this device",
      icon: "download",
      run: () => void actions.fetch(page),
    });
  }
  entries.push(
    { kind: "line" },
    { kind: "action", label: "Move to trash", icon: "trash", keys: "Del", danger: true, run: () => own.trash(page) },
  );
  return entries;
}
