/**
 * Start of the program. The shell paints first; the data layer, which brings the engine along, is a
 * chunk of its own and takes over as soon as it is there.
 */
import { createRoot } from "react-dom/client";
import { App, Opening, StartFailed } from "./app/App";
import { LazyEditor, preloadEditor, prepareEditor } from "./app/page/LazyEditor";
import { startTheme } from "./app/theme";
import { applyUpdate, onUpdateAvailable, startUpdates, updateAvailable } from "./sw/updates";

const element = document.getElementById("root");
if (element === null) throw new Error("index.html has no #root");
const root = createRoot(element);

startTheme();
root.render(<Opening />);
const loading = import("./data/workspace");
preloadEditor();
// The page's title comes last; without this its typeface would too, and the title would jump.
void document.fonts.load('500 1em "Newsreader Variable"').catch(() => undefined);

loading.then(
  ({ createWorkspace }) => {
    const workspace = createWorkspace();
    startUpdates(() => workspace.flush());
    const updates = { available: updateAvailable, subscribe: onUpdateAvailable, apply: applyUpdate };
    root.render(<App parts={{ workspace, updates, Editor: LazyEditor, prepareEditor }} />);
  },
  () => root.render(<StartFailed />),
);
