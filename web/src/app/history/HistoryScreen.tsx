import { useEffect, useMemo, useState } from "react";
import { DataError, type PageHistory, type PageId, type PageVersion } from "../../data/api";
import { usePageActions } from "../page-actions";
import { Header } from "../page/Header";
import { Notice } from "../page/Notice";
import { Button } from "../parts/Button";
import { navigate, pagePath } from "../routes";
import { useNow } from "../use-now";
import { amountWords, dayWords, sittingWords, versionWords } from "../words/history";
import { authorName, authorNames } from "../words/people";
import { changes, shownTitle } from "../wording";
import { useDirectory, useSession, useWorkspace } from "../workspace-context";
import { comparedPage, deedsOf, plainPage, type Deed, type ShownPage } from "./comparison";
import { VersionView } from "./VersionView";
import styles from "./history.module.css";

type Look = "then" | "changes" | "since";

const LOOKS: readonly (readonly [Look, string])[] = [
  ["then", "As it was"],
  ["changes", "What changed in it"],
  ["since", "What changed since"],
];

/** Earlier versions of a page: read, compared with others, and made the present one again. */
export function HistoryScreen({ page }: { page: PageId }) {
  const directory = useDirectory();
  const session = useSession();
  const { history, failed } = useHistory(page);
  const [chosen, setChosen] = useState(0);
  const [look, setLook] = useState<Look>("then");
  const title = shownTitle(directory.pages.get(page)?.title ?? "");
  const workspaceName = session.kind === "open" ? session.workspaceName : "Offing";
  useEffect(() => {
    document.title = `History of ${title} · ${workspaceName}`;
  }, [title, workspaceName]);

  return (
    <>
      <Header page={page} />
      <main className={styles.main} id="page" tabIndex={-1} data-quiet-focus aria-label={`History of ${title}`}>
        {failed !== null ? (
          <Notice title={`No history of “${title}” here`} text={failed}>
            <Button kind="primary" onClick={() => navigate(pagePath(page))}>
              Back to the page
            </Button>
          </Notice>
        ) : history === null ? (
          <p className={styles.opening} role="status">
            Reading the history…
          </p>
        ) : history.versions.length === 0 ? (
          <Notice
            title="No earlier versions here"
            text={history.whole ? "Nothing has been written in this page yet." : NOT_WHOLE}
          >
            <Button kind="primary" onClick={() => navigate(pagePath(page))}>
              Back to the page
            </Button>
          </Notice>
        ) : (
          <div className={styles.columns}>
            <Versions history={history} chosen={chosen} onChoose={setChosen} />
            <Chosen page={page} history={history} chosen={chosen} look={look} onLook={setLook} />
          </div>
        )}
      </main>
    </>
  );
}

const NOT_WHOLE =
  "This device has what the page shows, but not its older history. What is written from now on can be come back to.";

function useHistory(page: PageId): { history: PageHistory | null; failed: string | null } {
  const workspace = useWorkspace();
  const [state, setState] = useState<{ page: PageId; history: PageHistory | null; failed: string | null } | null>(null);
  useEffect(() => {
    let left = false;
    workspace.pageHistory(page).then(
      (history) => left || setState({ page, history, failed: null }),
      (error: unknown) => {
        const why = error instanceof DataError ? error.message : "What is stored of it could not be read.";
        if (!left) setState({ page, history: null, failed: why });
      },
    );
    return () => {
      left = true;
    };
  }, [workspace, page]);
  return state?.page === page ? state : { history: null, failed: null };
}

function Versions({
  history,
  chosen,
  onChoose,
}: {
  history: PageHistory;
  chosen: number;
  onChoose: (index: number) => void;
}) {
  const now = useNow(false);
  const days = useMemo(() => {
    const groups: { day: string; versions: { version: PageVersion; index: number }[] }[] = [];
    for (const [index, version] of history.versions.entries()) {
      const day = dayWords(version.to, now);
      if (groups.at(-1)?.day !== day) groups.push({ day, versions: [] });
      groups.at(-1)?.versions.push({ version, index });
    }
    return groups;
  }, [history, now]);
  return (
    <nav className={styles.list} aria-label="Versions">
      {days.map(({ day, versions }) => (
        <section key={day}>
          <h2>{day}</h2>
          <ul>
            {versions.map(({ version, index }) => (
              <li key={version.version}>
                <button
                  type="button"
                  className={styles.entry}
                  aria-current={index === chosen ? "true" : undefined}
                  onClick={() => onChoose(index)}
                >
                  <span className={styles.when}>
                    {sittingWords(version.from, version.to)}
                    {index === 0 && <span className={styles.now}>now</span>}
                  </span>
                  <span className={styles.who}>{authorNames(version.authors)}</span>
                  <span className={styles.many}>{changes(version.changes)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p className={styles.end}>{history.whole ? "This is the whole history of the page." : NOT_WHOLE}</p>
    </nav>
  );
}

interface Shown {
  readonly page: ShownPage;
  readonly deeds: readonly Deed[];
}

function Chosen({
  page,
  history,
  chosen,
  look,
  onLook,
}: {
  page: PageId;
  history: PageHistory;
  chosen: number;
  look: Look;
  onLook: (look: Look) => void;
}) {
  const actions = usePageActions();
  const now = useNow(false);
  const [restoring, setRestoring] = useState(false);
  const version = history.versions[chosen];
  const shown = useShown(page, history, chosen, look);
  if (version === undefined) return null;
  return (
    <section className={styles.chosen} aria-label={`Version of ${versionWords(version.to, now)}`}>
      <div className={styles.bar}>
        <div className={styles.looks} role="group" aria-label="What to show">
          {LOOKS.map(([kind, label]) => (
            <button key={kind} type="button" aria-pressed={look === kind} onClick={() => onLook(kind)}>
              {label}
            </button>
          ))}
        </div>
        <div className={styles.acts}>
          <Button onClick={() => navigate(pagePath(page))}>Back to the page</Button>
          <Button
            kind="primary"
            icon="restore"
            busy={restoring}
            unavailable={chosen === 0 ? "This is what the page shows now." : null}
            onClick={() => {
              setRestoring(true);
              const present = history.versions[0]?.version ?? version.version;
              void actions
                .restoreVersion(page, version.version, present, versionWords(version.to, now))
                .then((done) => (done ? navigate(pagePath(page)) : setRestoring(false)));
            }}
          >
            Restore this version
          </Button>
        </div>
      </div>
      {look !== "then" && shown !== null && typeof shown !== "string" && (
        <ul className={styles.deeds}>
          {shown.deeds.length === 0 && <li>Both show the same.</li>}
          {shown.deeds.map((deed, at) => (
            <li key={at}>
              <strong>{deed.author === null ? "Moved along" : authorName(deed.author)}</strong> {amountWords(deed)}
            </li>
          ))}
        </ul>
      )}
      {shown === null ? (
        <p className={styles.opening} role="status">
          Going back to it…
        </p>
      ) : typeof shown === "string" ? (
        <p className={styles.opening} role="alert">
          {shown}
        </p>
      ) : (
        <VersionView page={shown.page} />
      )}
    </section>
  );
}

/** @returns null = under way, a text = why it could not be shown */
function useShown(page: PageId, history: PageHistory, chosen: number, look: Look): Shown | string | null {
  const workspace = useWorkspace();
  const [state, setState] = useState<{ key: string; shown: Shown | string } | null>(null);
  const version = history.versions[chosen]?.version ?? "";
  const key = `${version} ${look}`;
  useEffect(() => {
    let left = false;
    const before = history.versions[chosen + 1]?.version ?? null;
    const present = history.versions[0]?.version ?? version;
    const work: Promise<Shown> =
      look === "then"
        ? workspace.viewVersion(page, version).then((view) => ({ page: plainPage(view), deeds: [] }))
        : workspace
            .compareVersions(page, look === "changes" ? before : version, look === "changes" ? version : present)
            .then((found) => ({ page: comparedPage(found), deeds: deedsOf(found.differences) }));
    work.then(
      (shown) => left || setState({ key, shown }),
      (error: unknown) => {
        const why = error instanceof DataError ? error.message : "";
        if (!left) setState({ key, shown: `This version could not be shown. ${why}`.trim() });
      },
    );
    return () => {
      left = true;
    };
  }, [workspace, page, history, chosen, look, version, key]);
  return state?.key === key ? state.shown : null;
}
