import { useEffect } from "react";
import { usePageActions } from "./page-actions";
import { useShell } from "./shell-state";

const apple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);
const mod = apple ? "⌘" : "Ctrl ";
const alt = apple ? "⌥" : "Alt ";

/** As they are written for the person at this keyboard. */
export const keyNames = {
  search: `${mod}K`,
  newPage: `${alt}N`,
  sidebar: `${mod}\\`,
  shortcuts: "?",
} as const;

export const shortcutList: readonly {
  readonly group: string;
  readonly keys: readonly (readonly [string, string])[];
}[] = [
  {
    group: "Everywhere",
    keys: [
      [keyNames.search, "Search, go to a page"],
      [keyNames.newPage, "New page"],
      [keyNames.sidebar, "Show or hide the sidebar"],
      ["?", "This list"],
      ["Esc", "Close what is open"],
    ],
  },
  {
    group: "In the tree of pages",
    keys: [
      ["↑ ↓ Home End", "Go from page to page"],
      ["→ ←", "Open and close, go in and out"],
      ["Enter", "Open the page"],
      ["A … Z", "Go to the title that begins so"],
      ["F2", "Rename"],
      ["Del", "Move to the trash"],
      [`${alt}↑ ${alt}↓`, "Move up and down"],
      ["Shift F10", "More actions, “Move to…” among them"],
      ["*", "Open all on this level"],
    ],
  },
];

/** True where a key press is text for somebody. */
function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select, [contenteditable='true']") !== null)
  );
}

/** The shortcuts of the whole shell. `code` beside `key`, since Alt changes what a key writes on some layouts. */
export function useShortcuts(toggleSidebar: () => void): void {
  const actions = usePageActions();
  const { dialog, setDialog } = useShell();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const command = apple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
      const plain = !event.metaKey && !event.ctrlKey && !event.altKey;
      if (command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setDialog(dialog?.kind === "search" ? null : { kind: "search" });
      } else if (dialog !== null) {
        return; // the rest belongs to the page behind the dialog
      } else if (command && !event.altKey && (event.key === "\\" || event.code === "Backslash")) {
        event.preventDefault();
        toggleSidebar();
      } else if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyN") {
        event.preventDefault();
        void actions.create(null);
      } else if (plain && event.key === "?" && !takesText(event.target)) {
        event.preventDefault();
        setDialog({ kind: "shortcuts" });
      }
    };
    // Not in the capture phase: where the editor has a use for a key (Mod-K on a selection makes a link) it goes first.
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [actions, dialog, setDialog, toggleSidebar]);
}
