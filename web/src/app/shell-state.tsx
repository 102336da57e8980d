/** What is open in the shell and belongs to no page: dialogs, the sidebar, which tree rows are open. */
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";
import type { PageId } from "../data/api";
import { deviceMemory } from "./device-memory";

export type OpenDialog =
  | { readonly kind: "search" }
  | { readonly kind: "move"; readonly page: PageId }
  | { readonly kind: "shortcuts" }
  | { readonly kind: "invite" }
  /** `page` null: the whole workspace. */
  | { readonly kind: "pin"; readonly page: PageId | null }
  | { readonly kind: "sign-in" }
  | { readonly kind: "sign-out" };

interface ShellState {
  readonly dialog: OpenDialog | null;
  readonly setDialog: (dialog: OpenDialog | null) => void;
  /** Wide windows: the sidebar beside the page. Remembered. */
  readonly sidebarOpen: boolean;
  readonly setSidebarOpen: (open: boolean) => void;
  /** Narrow windows: the sidebar over the page. */
  readonly drawerOpen: boolean;
  readonly setDrawerOpen: (open: boolean) => void;
  /** The summary of a time away is put aside; the status panel shows it again. */
  readonly awayHidden: boolean;
  readonly setAwayHidden: (hidden: boolean) => void;
  readonly expanded: ReadonlySet<PageId>;
  readonly setExpanded: (pages: readonly PageId[], open: boolean) => void;
}

const Context = createContext<ShellState | null>(null);

export function ShellStateProvider({ children }: { children: ReactNode }) {
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [sidebarOpen, showSidebar] = useState(() => deviceMemory.sidebarOpen());
  const [drawerOpen, setDrawerOpen] = useState(false);
  const [awayHidden, setAwayHidden] = useState(false);
  const [expanded, changeExpanded] = useState(() => deviceMemory.expanded());

  const setSidebarOpen = useCallback((open: boolean) => {
    deviceMemory.rememberSidebar(open);
    showSidebar(open);
  }, []);
  const setExpanded = useCallback((pages: readonly PageId[], open: boolean) => {
    changeExpanded((before) => {
      if (pages.every((page) => before.has(page) === open)) return before;
      const after = new Set(before);
      for (const page of pages) {
        if (open) after.add(page);
        else after.delete(page);
      }
      deviceMemory.rememberExpanded(after);
      return after;
    });
  }, []);

  const value = useMemo(
    () => ({
      dialog,
      setDialog,
      sidebarOpen,
      setSidebarOpen,
      drawerOpen,
      setDrawerOpen,
      awayHidden,
      setAwayHidden,
      expanded,
      setExpanded,
    }),
    [awayHidden, dialog, sidebarOpen, setSidebarOpen, drawerOpen, expanded, setExpanded],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useShell(): ShellState {
  const state = useContext(Context);
  if (state === null) throw new Error("a component of the workspace is used outside of it");
  return state;
}
