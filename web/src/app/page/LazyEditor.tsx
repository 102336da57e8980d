import { lazy, useEffect } from "react";
import type { PageHandle } from "../../data/api";
import { takeFresh } from "../fresh-page";
import { navigate, pagePath } from "../routes";
import { useSought } from "../seek";
import { useTheme } from "../theme";
import { useWorkspace } from "../workspace-context";

const PageEditor = lazy(() => import("../../editor/PageEditor"));

/** Fetches the editor before it is needed: while the page itself is being opened. */
export const preloadEditor = (): void => void import("../../editor/PageEditor").catch(() => undefined);

/** Makes the editor of a page before it is asked for. */
export const prepareEditor = (handle: PageHandle): void =>
  void import("../../editor/PageEditor").then((editor) => editor.prepareEditor(handle)).catch(() => undefined);

/** The editor as the shell uses it: a chunk of its own, in the shell's theme, its links followed in the app. */
export function LazyEditor({ handle }: { handle: PageHandle }) {
  const workspace = useWorkspace();
  const theme = useTheme();
  const sought = useSought(handle.id);
  return (
    <>
      <PageEditor
        handle={handle}
        theme={theme}
        target={sought}
        resolveFile={(url) => workspace.resolveFile(url)}
        uploadFile={(file) => workspace.addFile(file, file.name)}
        onOpenPage={(page) => navigate(pagePath(page))}
        authorOf={(replica) => workspace.authorOf(replica)}
        members={() => workspace.members()}
      />
      <FocusTitle handle={handle} />
    </>
  );
}

/** Mounted after the editor: a page that was just made is ready for its title. */
function FocusTitle({ handle }: { handle: PageHandle }) {
  useEffect(() => {
    if (takeFresh(handle.id)) document.querySelector<HTMLElement>("#page textarea")?.focus();
  }, [handle]);
  return null;
}
