import { useEffect, useState } from "react";
import { DataError, type OpenedPage, type PageHandle, type PageId } from "../../data/api";
import { useDirectory, useWorkspace } from "../workspace-context";

export type PageState =
  | { readonly kind: "opening" }
  | { readonly kind: "here"; readonly page: PageId; readonly handle: PageHandle }
  | Extract<OpenedPage, { kind: "missing" }>
  | { readonly kind: "failed"; readonly why: string };

/**
 * Opens a page, and opens it again when it has arrived on the device or when asked. Closes what it
 * opened. While the next page opens the state is `opening` at once: never the old page under a new
 * address.
 */
export function useOpenPage(page: PageId): { state: PageState; again: () => void } {
  const workspace = useWorkspace();
  const here = useDirectory().pages.get(page)?.here ?? false;
  const known = useDirectory().pages.has(page);
  const [attempt, setAttempt] = useState(0);
  const [opened, setOpened] = useState<{ page: PageId; state: PageState } | null>(null);

  // A page that is open must not be opened anew because the directory tells so once more.
  const arrived = here ? "here" : known ? "known" : "unknown";
  useEffect(() => {
    let left = false;
    let handle: PageHandle | null = null;
    let missing = false;
    workspace.openPage(page).then(
      (result) => {
        if (result.kind === "here") {
          handle = result.page;
          if (left) void handle.close();
          else setOpened({ page, state: { kind: "here", page, handle } });
        } else if (left) {
          workspace.leaveMissing(page);
        } else {
          missing = true;
          setOpened({ page, state: result });
        }
      },
      (error: unknown) => {
        if (left) return;
        const why = error instanceof DataError ? error.message : "what is stored of it could not be read";
        setOpened({ page, state: { kind: "failed", why } });
      },
    );
    return () => {
      left = true;
      if (handle !== null) void handle.close();
      if (missing) workspace.leaveMissing(page);
    };
  }, [workspace, page, arrived, attempt]);

  const state = opened?.page === page ? opened.state : ({ kind: "opening" } as const);
  return { state, again: () => setAttempt((count) => count + 1) };
}
