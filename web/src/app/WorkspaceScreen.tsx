import { useCallback, useEffect, useRef } from "react";
import { AwayNotice } from "./away/AwayNotice";
import { Dialogs } from "./dialogs/Dialogs";
import type { PageId } from "../data/api";
import { HistoryScreen } from "./history/HistoryScreen";
import { useShortcuts } from "./keyboard";
import { OfflineScreen } from "./offline/OfflineScreen";
import { EmptyScreen } from "./page/EmptyScreen";
import { PageScreen } from "./page/PageScreen";
import { TrashScreen } from "./page/TrashScreen";
import { NowhereScreen } from "./page/NowhereScreen";
import { Drawer } from "./sidebar/Drawer";
import { Sidebar } from "./sidebar/Sidebar";
import { navigate, pagePath, type Route } from "./routes";
import { ShellStateProvider, useShell } from "./shell-state";
import { StatusWatch } from "./status/use-status-watch";
import { UpdatePrompt } from "./UpdatePrompt";
import { useNarrow } from "./use-media";
import { useReadAhead } from "./use-read-ahead";
import { useDirectory, useWorkspace } from "./workspace-context";
import styles from "./workspace.module.css";

export function WorkspaceScreen({ route }: { route: Route }) {
  return (
    <ShellStateProvider>
      <StatusWatch>
        <Frame route={route} />
        <AwayNotice />
        <Dialogs />
        <UpdatePrompt />
      </StatusWatch>
    </ShellStateProvider>
  );
}

function Frame({ route }: { route: Route }) {
  const { sidebarOpen, setSidebarOpen, drawerOpen, setDrawerOpen } = useShell();
  const narrow = useNarrow();
  const current = route.kind === "page" || route.kind === "history" ? route.page : null;

  const toggle = useCallback(() => {
    if (narrow) setDrawerOpen(!drawerOpen);
    else setSidebarOpen(!sidebarOpen);
  }, [narrow, drawerOpen, sidebarOpen, setDrawerOpen, setSidebarOpen]);
  useShortcuts(toggle);
  useHome(route);
  useReadAhead();

  // Going somewhere is the end of the drawer.
  const place = current ?? route.kind;
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    setDrawerOpen(false);
  }, [place, setDrawerOpen]);

  return (
    <div className={styles.frame}>
      <a
        href="#page"
        className={styles.skip}
        onClick={(event) => {
          event.preventDefault(); // the fragment is no part of a page's address
          document.getElementById("page")?.focus();
        }}
      >
        Skip to the page
      </a>
      {narrow ? (
        drawerOpen && (
          <Drawer onClose={() => setDrawerOpen(false)}>
            <Sidebar current={current} place={route.kind} onHide={() => setDrawerOpen(false)} />
          </Drawer>
        )
      ) : (
        <div className={styles.sidebar} hidden={!sidebarOpen}>
          {sidebarOpen && <Sidebar current={current} place={route.kind} onHide={() => setSidebarOpen(false)} />}
        </div>
      )}
      <div className={styles.content}>
        {route.kind === "page" ? (
          <PageScreen page={route.page} />
        ) : route.kind === "history" ? (
          <HistoryScreen key={route.page} page={route.page} />
        ) : route.kind === "trash" ? (
          <TrashScreen />
        ) : route.kind === "offline" ? (
          <OfflineScreen part={route.part} />
        ) : route.kind === "nowhere" ? (
          <NowhereScreen path={route.path} />
        ) : (
          <EmptyScreen />
        )}
      </div>
    </div>
  );
}

/**
 * `/` goes on to the last page of this device, if it is still there; on a device that has opened
 * none yet to the first page, once the list is whole.
 */
function useHome(route: Route): void {
  const workspace = useWorkspace();
  const directory = useDirectory();
  useEffect(() => {
    if (route.kind !== "home") return;
    const last = workspace.lastPage();
    const first = directory.complete ? (directory.children.get(null)?.[0] ?? null) : null;
    const entry = directory.pages.get((last ?? first) as PageId);
    if (entry !== undefined && !entry.trashed) navigate(pagePath(entry.id), true);
  }, [route, directory, workspace]);
}
