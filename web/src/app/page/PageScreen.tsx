import { Suspense, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { PageHandle, PageId } from "../../data/api";
import { usePageActions } from "../page-actions";
import { Button } from "../parts/Button";
import { ErrorFence } from "../parts/ErrorFence";
import { saveWords, shownTitle } from "../wording";
import { useDirectory, useParts, useSession, useStatus } from "../workspace-context";
import { Header } from "./Header";
import { IconSpot } from "./IconSpot";
import { MissingPage, UnknownPage } from "./MissingPage";
import { Notice } from "./Notice";
import { useOpenPage } from "./use-open-page";
import styles from "./page.module.css";

/** How long a page has to be saved before its header says so. */
const SETTLE_MILLIS = 300;

export function PageScreen({ page }: { page: PageId }) {
  const { state, again } = useOpenPage(page);
  const directory = useDirectory();
  const session = useSession();
  const entry = directory.pages.get(page);
  const title = entry === undefined ? null : shownTitle(entry.title);
  const workspaceName = session.kind === "open" ? session.workspaceName : "Offing";

  useEffect(() => {
    document.title = title === null ? workspaceName : `${title} · ${workspaceName}`;
  }, [title, workspaceName]);

  return (
    <>
      <Header page={page} save={state.kind === "here" ? <SaveNote handle={state.handle} /> : null} />
      <main className={styles.main} id="page" tabIndex={-1} data-quiet-focus aria-label={title ?? "Page"}>
        {state.kind === "opening" && <p className={styles.opening}>Opening…</p>}
        {state.kind === "here" && <OpenPage key={page} page={page} handle={state.handle} />}
        {state.kind === "missing" &&
          (state.title === null ? <UnknownPage why={state.why} /> : <MissingPage page={page} missing={state} />)}
        {state.kind === "failed" && (
          <Notice
            title={title === null ? "This page could not be opened" : `“${title}” could not be opened`}
            text={`What happened: ${state.why}. What is stored on this device was left as it is, and the server’s copy is not touched.`}
          >
            <Button kind="primary" onClick={again}>
              Try again
            </Button>
          </Notice>
        )}
      </main>
    </>
  );
}

function OpenPage({ page, handle }: { page: PageId; handle: PageHandle }) {
  const { Editor } = useParts();
  const directory = useDirectory();
  const trashed = isTrashed(page, directory.pages);
  return (
    <div className={styles.page}>
      {trashed && <TrashedBar page={page} />}
      <ReadOnlyBar handle={handle} />
      <h1 className="visually-hidden">{shownTitle(directory.pages.get(page)?.title ?? "")}</h1>
      <IconSpot page={page} />
      <ErrorFence
        fallback={
          <Notice
            title="The editor did not start"
            text="Part of the app could not be loaded; an update may have come in between. Your page is untouched on this device."
          >
            <Button kind="primary" onClick={() => location.reload()}>
              Load the app again
            </Button>
          </Notice>
        }
      >
        <Suspense fallback={<p className={styles.opening}>Opening…</p>}>
          <Editor handle={handle} />
        </Suspense>
      </ErrorFence>
    </div>
  );
}

function isTrashed(page: PageId, pages: ReadonlyMap<PageId, { parent: PageId | null; trashed: boolean }>): boolean {
  const seen = new Set<PageId>();
  for (let at: PageId | null = page; at !== null && !seen.has(at); at = pages.get(at)?.parent ?? null) {
    seen.add(at);
    if (pages.get(at)?.trashed === true) return true;
  }
  return false;
}

function TrashedBar({ page }: { page: PageId }) {
  const actions = usePageActions();
  const own = useDirectory().pages.get(page)?.trashed === true;
  return (
    <div className={styles.trashed} role="note">
      <p>{own ? "This page is in the trash." : "This page is in the trash with a page above it."}</p>
      {own && (
        <Button kind="plain" icon="restore" onClick={() => void actions.restore(page)}>
          Put it back
        </Button>
      )}
    </div>
  );
}

/** A new device that never met the server has no name to write under. */
function ReadOnlyBar({ handle }: { handle: PageHandle }) {
  const subscribe = useMemo(() => (listener: () => void) => handle.onSaveState(listener), [handle]);
  const canWrite = useSyncExternalStore(subscribe, () => handle.canWrite);
  if (canWrite) return null;
  return (
    <div className={styles.trashed} role="note">
      <p>For reading only: this device has to reach the server once before it can write. It tries by itself.</p>
    </div>
  );
}

/**
 * Save state of this page, in words. A word that flickers at every key says nothing, so "Saving…"
 * stays until writing has paused. The pause is only ever on this side: "Saved" is never on screen
 * while something typed is not durable.
 */
function SaveNote({ handle }: { handle: PageHandle }) {
  const status = useStatus();
  const subscribe = useMemo(() => (listener: () => void) => handle.onSaveState(listener), [handle]);
  const state = useSyncExternalStore(subscribe, () => handle.saveState());
  const [settled, setSettled] = useState(state);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(state), state === "saving" ? 0 : SETTLE_MILLIS);
    return () => clearTimeout(timer);
  }, [state]);
  const words = saveWords(settled === "saving" && state !== "not-saved" ? "saving" : state, status);
  return (
    <span className={styles.save} data-tone={words.tone} data-testid="save-state" data-state={state}>
      {words.text}
    </span>
  );
}
