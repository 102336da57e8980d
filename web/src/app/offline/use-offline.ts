import { useMemo } from "react";
import type { Directory, LocalState, OfflineOverview, OfflinePage, PageEntry, PageId } from "../../data/api";
import { showToast } from "../parts/toasts";
import { actionProblem, shownTitle } from "../wording";
import { useDirectory, useOffline, useWorkspace } from "../workspace-context";
import type { Counts } from "./offline-words";

const waitingStates: readonly LocalState[] = ["incomplete", "fetching", "queued"];

export const isWaiting = (page: OfflinePage): boolean => waitingStates.includes(page.state);

/** Pages outside the trash, counted by state. */
export function countPages(overview: OfflineOverview, shown: Iterable<PageEntry>): Counts {
  let known = 0;
  let ready = 0;
  let waiting = 0;
  for (const entry of shown) {
    if (entry.trashed) continue;
    known++;
    const page = overview.pages.get(entry.id);
    if (page?.state === "ready") ready++;
    else if (page !== undefined && isWaiting(page)) waiting++;
  }
  return { known, ready, waiting };
}

/** Whether the data layer has said yet what is here. It takes a moment after the start, and nothing is claimed meanwhile. */
export const isTold = (overview: OfflineOverview, directory: Directory): boolean =>
  overview.pages.size > 0 || (directory.complete && directory.pages.size === 0);

export function useCounts(): Counts {
  const overview = useOffline();
  const directory = useDirectory();
  return useMemo(() => countPages(overview, directory.pages.values()), [overview, directory]);
}

/** What can be chosen, from anywhere in the shell. None throws: a failure is told in a notice. */
export function useOfflineActions() {
  const workspace = useWorkspace();
  return useMemo(() => {
    const titleOf = (page: PageId) => shownTitle(workspace.directory().pages.get(page)?.title ?? "");
    const attempt = async (what: string, work: () => Promise<void>, done?: string): Promise<boolean> => {
      try {
        await work();
        if (done !== undefined) showToast({ text: done });
        return true;
      } catch (error) {
        showToast({ text: actionProblem(what, error), tone: "problem" });
        return false;
      }
    };
    return {
      unpin: (page: PageId | null) =>
        attempt(
          "Changing what is kept",
          () => workspace.unpin(page),
          page === null ? "The whole workspace is no longer kept." : `“${titleOf(page)}” is no longer kept by you.`,
        ),
      setFavourite: (page: PageId, on: boolean) =>
        attempt(
          "Changing favourites",
          () => workspace.setFavourite(page, on),
          on ? `“${titleOf(page)}” is a favourite.` : `“${titleOf(page)}” is no longer a favourite.`,
        ),
      setOptedOut: (page: PageId, on: boolean) =>
        attempt(
          "Changing this device",
          () => workspace.setOptedOut(page, on),
          on
            ? `This device does without “${titleOf(page)}” and what is below it.`
            : `“${titleOf(page)}” may come to this device again.`,
        ),
      setAutomatic: (on: boolean) => attempt("Changing this device", () => workspace.setAutomatic(on)),
      pauseDownloads: (on: boolean) => attempt("Pausing", () => workspace.pauseDownloads(on)),
      fetchMissing: () => attempt("Fetching", () => workspace.fetchMissing()),
      dismissNotice: (id: string) => attempt("Dismissing", () => workspace.dismissNotice(id)),
    };
  }, [workspace]);
}
