import { useEffect, useMemo, useRef, useState } from "react";
import type { PageId, Readiness, Workspace } from "../../data/api";
import { Button } from "../parts/Button";
import { followInApp, pagePath } from "../routes";
import { useShell } from "../shell-state";
import { DeviceFacts } from "../status/DeviceFacts";
import { StatusGlyph } from "../status/StatusGlyph";
import { useNow } from "../use-now";
import { ago, bytes, changes, shownTitle, actionProblem } from "../wording";
import { useDirectory, useOffline, useStatus, useWorkspace } from "../workspace-context";
import { verdict, type FlightFacts } from "./flight";
import { placeOf } from "./list";
import { durationWords, pages } from "./offline-words";
import { isWaiting, useCounts, useOfflineActions } from "./use-offline";
import styles from "./offline.module.css";

type Check =
  | { readonly kind: "looking"; readonly done: number; readonly total: number }
  | { readonly kind: "looked"; readonly at: number; readonly found: readonly Readiness[] }
  | { readonly kind: "failed"; readonly why: string };

const gapsShown = 50;

/** Runs the check; the last run alone is heard. */
function useLook(workspace: Workspace, tell: (check: Check) => void) {
  const { look, again, stop } = useMemo(() => {
    let run = 0;
    const begin = () => {
      const mine = ++run;
      const say = (check: Check) => {
        if (mine === run) tell(check);
      };
      workspace
        .checkReadiness((done, total) => say({ kind: "looking", done, total }))
        .then(
          (found) => say({ kind: "looked", at: Date.now(), found }),
          (error: unknown) => say({ kind: "failed", why: actionProblem("The check", error) }),
        );
    };
    return {
      look: begin,
      again: () => {
        tell({ kind: "looking", done: 0, total: 0 });
        begin();
      },
      stop: () => {
        run++;
      },
    };
  }, [workspace, tell]);
  useEffect(() => {
    look();
    return stop;
  }, [look, stop]);
  return { look, again };
}

/** Reads every chosen page from this device alone, says what is missing, and fetches it. */
export function FlightCheck() {
  const workspace = useWorkspace();
  const overview = useOffline();
  const status = useStatus();
  const counts = useCounts();
  const { fetchMissing } = useOfflineActions();
  const { setDialog } = useShell();
  const now = useNow(true);
  const [check, setCheck] = useState<Check>({ kind: "looking", done: 0, total: 0 });
  const { look, again } = useLook(workspace, setCheck);

  // What arrives while one looks at the result is checked in its turn.
  const fetching = overview.progress !== null;
  const before = useRef(fetching);
  useEffect(() => {
    if (before.current && !fetching) look();
    before.current = fetching;
  }, [fetching, look]);

  const program = useProgramHere();
  const gaps = check.kind === "looked" ? check.found.filter((page) => !page.ready) : [];
  const waiting = [...overview.pages.values()].filter(isWaiting).length;
  const elsewhere = counts.known - counts.ready - counts.waiting;
  const facts: FlightFacts = {
    looking: check.kind === "looking",
    chosen: check.kind === "looked" ? check.found.length : 0,
    gaps: gaps.length,
    program,
  };
  const words = verdict(facts);
  const offline = status.kind === "unreachable";

  return (
    <section aria-label="Ready for a flight?" className={styles.check}>
      <div className={styles.verdict} role="status" data-tone={words.tone}>
        <StatusGlyph tone={words.tone} size={28} />
        <div>
          <h2>{check.kind === "failed" ? "The check did not end" : words.line}</h2>
          <p>{check.kind === "failed" ? check.why : words.detail}</p>
        </div>
      </div>
      {check.kind === "looking" && check.total > 0 && (
        <div className={styles.progress}>
          <progress max={check.total} value={check.done} aria-label="Pages looked at" />
          <p>
            {check.done.toLocaleString("en")} of {pages(check.total)} read
          </p>
        </div>
      )}
      {check.kind !== "looking" && (
        <div className={styles.actions}>
          {(gaps.length > 0 || waiting > 0) && (
            <Button
              kind="primary"
              icon="download"
              busy={fetching && !overview.paused && !offline}
              unavailable={
                offline ? "The server cannot be reached now; fetching goes on by itself when it answers." : null
              }
              onClick={() => void fetchMissing()}
            >
              {fetching && !overview.paused && !offline
                ? "Fetching…"
                : overview.toFetch > 0
                  ? `Fetch what is missing, ${bytes(overview.toFetch)}`
                  : "Fetch what is missing"}
            </Button>
          )}
          <Button icon="sync" onClick={again}>
            Check again
          </Button>
          <TimeLeft />
          {check.kind === "looked" && <p className={styles.faint}>Checked {ago(check.at, now)}</p>}
        </div>
      )}

      {gaps.length > 0 && <Gaps gaps={gaps} />}

      <dl className={styles.facts}>
        <div>
          <dt>The app itself</dt>
          <dd>
            {program === null
              ? "Being looked at…"
              : program
                ? "Here: it starts without a network."
                : "Not kept by this browser yet. Leave this tab open for a moment while online, then check again."}
          </dd>
        </div>
        <div>
          <dt>Pages not chosen</dt>
          <dd>
            {elsewhere === 0 ? (
              "None: every page of the workspace is chosen for this device."
            ) : (
              <>
                {pages(elsewhere)}; offline they show title and place.{" "}
                <button
                  type="button"
                  className={styles.linkButton}
                  onClick={() => setDialog({ kind: "pin", page: null })}
                >
                  Keep the whole workspace
                </button>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Not on the server yet</dt>
          <dd>
            {status.kind === "synced" || status.toSend === 0
              ? "Nothing waits to be sent."
              : `${changes(status.toSend)}, kept on this device until sent.`}
          </dd>
        </div>
        <div>
          <dt>Room and promise of the browser</dt>
          <dd>
            <DeviceFacts />
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Gaps({ gaps }: { gaps: readonly Readiness[] }) {
  const directory = useDirectory();
  return (
    <section className={styles.gaps} aria-label="What is missing">
      <h3>What is missing</h3>
      <ul>
        {gaps.slice(0, gapsShown).map((gap) => (
          <li key={gap.page}>
            <PageLink page={gap.page} />
            <span className={styles.faint}>{placeOf(directory, gap.page)}</span>
            <p>{gap.missing.length === 0 ? "It has not arrived yet." : gap.missing.join(" ")}</p>
          </li>
        ))}
      </ul>
      {gaps.length > gapsShown && <p className={styles.faint}>and {pages(gaps.length - gapsShown)} more</p>}
    </section>
  );
}

function PageLink({ page }: { page: PageId }) {
  const entry = useDirectory().pages.get(page);
  return (
    <a href={pagePath(page)} onClick={(event) => followInApp(event, pagePath(page))}>
      {entry?.icon != null && <span aria-hidden="true">{entry.icon} </span>}
      {shownTitle(entry?.title ?? "")}
    </a>
  );
}

/** Measured from the moment this screen saw the fetching, so it says nothing until some of it is done. */
function TimeLeft() {
  const { toFetch, paused, progress } = useOffline();
  const now = useNow(progress !== null);
  const [start, setStart] = useState<{ at: number; toFetch: number } | null>(null);
  const running = progress !== null && !paused;
  if (running && (start === null || start.toFetch < toFetch)) setStart({ at: now, toFetch });
  if (!running && start !== null) setStart(null);
  const words = useMemo(() => {
    if (start === null || !running) return null;
    const done = start.toFetch - toFetch;
    const seconds = (now - start.at) / 1000;
    return done <= 0 || seconds < 2 ? null : durationWords((toFetch / done) * seconds);
  }, [start, running, toFetch, now]);
  return words === null ? null : <p className={styles.faint}>{words} left</p>;
}

/** Whether a service worker stands ready to start the app without a network; null = not known yet. */
function useProgramHere(): boolean | null {
  const [here, setHere] = useState<boolean | null>(null);
  useEffect(() => {
    let current = true;
    const worker =
      "serviceWorker" in navigator ? navigator.serviceWorker.getRegistration() : Promise.resolve(undefined);
    worker.then(
      (registration) => current && setHere(registration?.active != null),
      () => current && setHere(false),
    );
    return () => {
      current = false;
    };
  }, []);
  return here;
}
