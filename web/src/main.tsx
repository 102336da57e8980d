import { lazy, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { navigate, pagePath } from "./app/routes";
import { startTheme, useTheme } from "./app/theme";
import { useWorkspace, type ShellParts } from "./app/workspace-context";
import type { PageHandle } from "./data/api";
import { createWorkspace } from "./data/workspace";
import { applyUpdate, onUpdateAvailable, startUpdates, updateAvailable } from "./sw/updates";

const PageEditor = lazy(() => import("./editor/PageEditor"));

/** The editor, with what it needs of the shell. */
function Editor({ handle }: { handle: PageHandle }) {
  const workspace = useWorkspace();
  const theme = useTheme();
  return (
    <PageEditor
      handle={handle}
      theme={theme}
      resolveFile={(url) => workspace.resolveFile(url)}
      uploadFile={(file) => workspace.addFile(file, file.name)}
      onOpenPage={(page) => navigate(pagePath(page))}
    />
  );
}

startTheme();
const workspace = createWorkspace();
startUpdates(() => workspace.flush());

const parts: ShellParts = {
  workspace,
  updates: { available: updateAvailable, subscribe: onUpdateAvailable, apply: applyUpdate },
  Editor,
};

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no root");
createRoot(root).render(
  <StrictMode>
    <App parts={parts} />
  </StrictMode>,
);
