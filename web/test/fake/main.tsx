/** The shell on a fake workspace. A test steers it through `window.fake`; nothing of this is shipped. */
import { createRoot } from "react-dom/client";
import { App } from "../../src/app/App";
import { startTheme } from "../../src/app/theme";
import type { Updates } from "../../src/app/workspace-context";
import { DataError } from "../../src/data/api";
import { FakeEditor } from "./FakeEditor";
import { FakeWorkspace, type FakeOptions } from "./fake-workspace";

class FakeUpdates implements Updates {
  #available = false;
  #listeners = new Set<() => void>();
  applied = 0;
  available = () => this.#available;
  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  apply = () => {
    this.applied++;
    return Promise.resolve();
  };
  arrive(): void {
    this.#available = true;
    for (const listener of this.#listeners) listener();
  }
}

declare global {
  interface Window {
    /** Put there before the page loads. */
    fakeOptions?: FakeOptions;
    fake: { workspace: FakeWorkspace; updates: FakeUpdates; DataError: typeof DataError };
  }
}

const workspace = new FakeWorkspace(window.fakeOptions);
const updates = new FakeUpdates();
window.fake = { workspace, updates, DataError };
startTheme();
const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<App parts={{ workspace, updates, Editor: FakeEditor }} />);
