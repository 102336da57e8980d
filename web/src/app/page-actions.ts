import { useMemo } from "react";
import type { LostValue, PageId, Workspace } from "../data/api";
import { exportPage } from "./export/export-page";
import { markFresh } from "./fresh-page";
import { announce, showToast } from "./parts/toasts";
import { navigate, pagePath } from "./routes";
import { useShell } from "./shell-state";
import { pathTo } from "./tree/flatten";
import { actionProblem, shownTitle } from "./wording";
import { exportedWords } from "./words/export";
import { useWorkspace } from "./workspace-context";

/** What can be done to a page from anywhere in the shell. None of them throws: a failure is told in a notice. */
export interface PageActions {
  open(page: PageId): void;
  /** Makes a page and opens it. */
  create(parent: PageId | null): Promise<void>;
  rename(page: PageId, title: string): Promise<void>;
  /** @param after the sibling it follows, null = first, undefined = last */
  move(page: PageId, parent: PageId | null, after: PageId | null | undefined): Promise<void>;
  setIcon(page: PageId, icon: string | null): Promise<void>;
  trash(page: PageId): Promise<void>;
  restore(page: PageId): Promise<void>;
  copyLink(page: PageId): Promise<void>;
  fetch(page: PageId): Promise<boolean>;
  /** The summary of a time away was read. */
  dismissAway(): Promise<void>;
  /** A value that lost against another one becomes the one that is shown. */
  restoreValue(item: LostValue<PageId>): Promise<void>;
  /** Saves the page, with those below it, as Markdown on this machine. */
  exportPage(page: PageId): Promise<void>;
  /** @param present what is shown now, for the way back @param when names the version in a sentence */
  restoreVersion(page: PageId, version: string, present: string, when: string): Promise<boolean>;
}

async function attempt(what: string, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    showToast({ text: actionProblem(what, error), tone: "problem" });
    return false;
  }
}

function saveAs(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken it by the time anything else runs.
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}

function pageActions(workspace: Workspace, expand: (pages: readonly PageId[]) => void): PageActions {
  const titleOf = (page: PageId) => shownTitle(workspace.directory().pages.get(page)?.title ?? "");

  const withPath = (page: PageId) => [...pathTo(workspace.directory(), page).map((above) => above.id), page];

  const actions: PageActions = {
    open: (page) => navigate(pagePath(page)),

    async create(parent) {
      await attempt("Making a page", async () => {
        const page = await workspace.createPage({ parent });
        if (parent !== null) expand(withPath(parent));
        markFresh(page);
        navigate(pagePath(page));
      });
    },

    async rename(page, title) {
      if (title === workspace.directory().pages.get(page)?.title) return;
      await attempt("Renaming", () => workspace.renamePage(page, title));
    },

    async move(page, parent, after) {
      const done = await attempt("Moving the page", () => workspace.movePage(page, parent, after));
      if (!done) return;
      if (parent !== null) expand(withPath(parent));
      announce(`${titleOf(page)} moved ${parent === null ? "to the top level" : `into ${titleOf(parent)}`}.`);
    },

    async setIcon(page, icon) {
      await attempt("Changing the icon", () => workspace.setIcon(page, icon));
    },

    async trash(page) {
      const title = titleOf(page);
      const done = await attempt("Moving to the trash", () => workspace.trashPage(page));
      if (!done) return;
      showToast({
        text: `“${title}” is in the trash, with what is below it.`,
        action: { label: "Put it back", run: () => void actions.restore(page) },
      });
    },

    async restore(page) {
      const done = await attempt("Restoring", () => workspace.restorePage(page));
      if (!done) return;
      showToast({
        text: `“${titleOf(page)}” is back.`,
        action: { label: "Open", run: () => actions.open(page) },
      });
    },

    async copyLink(page) {
      const link = location.origin + pagePath(page);
      try {
        await navigator.clipboard.writeText(link);
        showToast({ text: "Link copied. It opens for members of this workspace." });
      } catch {
        showToast({ text: `The browser did not allow copying. The link is ${link}`, tone: "problem" });
      }
    },

    async dismissAway() {
      await attempt("Dismissing the summary", () => workspace.dismissAway());
    },

    async restoreValue(item) {
      await attempt("Restoring the value", () => workspace.restoreValue(item));
    },

    async exportPage(page) {
      await attempt("Exporting the page", async () => {
        const exported = await exportPage(workspace, page, location.origin, new Date());
        saveAs(exported.file, exported.name);
        showToast({ text: exportedWords(titleOf(page), exported) });
      });
    },

    async restoreVersion(page, version, present, when) {
      const done = await attempt("Restoring the version", () => workspace.restoreVersion(page, version));
      if (!done) return false;
      showToast({
        text: `“${titleOf(page)}” shows the version of ${when} again. Nothing of the history is lost.`,
        action: {
          label: "Undo",
          run: () => void attempt("Undoing the restore", () => workspace.restoreVersion(page, present)),
        },
      });
      return true;
    },

    fetch: (page) => attempt("Asking for the page", () => workspace.fetchPage(page)),
  };
  return actions;
}

export function usePageActions(): PageActions {
  const workspace = useWorkspace();
  const { setExpanded } = useShell();
  return useMemo(() => pageActions(workspace, (pages) => setExpanded(pages, true)), [workspace, setExpanded]);
}
