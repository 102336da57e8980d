import { useState } from "react";
import type { PageEntry, PageId, Refusal } from "../../data/api";
import { Button } from "../parts/Button";
import { showToast } from "../parts/toasts";
import { followInApp, pagePath } from "../routes";
import { saveAsFile, unsentText } from "../status/unsent-text";
import { refusalWords, refusedIntro } from "../words/refused";
import { changes, shownTitle } from "../wording";
import { useDirectory, useRefusals, useWorkspace } from "../workspace-context";
import styles from "./offline.module.css";

/** Work that the server did not take: why, and how to have it elsewhere. Nothing if there is none. */
export function RefusedPart() {
  const workspace = useWorkspace();
  const directory = useDirectory();
  const refusals = useRefusals();
  if (refusals.length === 0) return null;
  return (
    <section className={styles.block} aria-labelledby="refused-title">
      <h2 id="refused-title">The server did not take</h2>
      <p className={styles.soft}>{refusedIntro}</p>
      <ul className={styles.plainList}>
        {refusals.map((refusal) => {
          const entry = refusal.page === null ? undefined : directory.pages.get(refusal.page);
          return <Refused key={`${refusal.page} ${refusal.why}`} refusal={refusal} entry={entry} />;
        })}
      </ul>
      <div className={styles.actions}>
        <Button icon="sync" onClick={() => workspace.syncNow()}>
          Send again
        </Button>
      </div>
    </section>
  );
}

function Refused({ refusal, entry }: { refusal: Refusal<PageId>; entry: PageEntry | undefined }) {
  const why = `${changes(refusal.changes)}: ${refusalWords(refusal.why)}.`;
  if (entry === undefined) {
    return (
      <li>
        <span>What is kept offline</span>
        <span>{why}</span>
      </li>
    );
  }
  const title = shownTitle(entry.title);
  return (
    <li>
      <a href={pagePath(entry.id)} onClick={(event) => followInApp(event, pagePath(entry.id))}>
        {title}
      </a>
      <span>{why}</span>
      <Elsewhere entry={entry} title={title} />
    </li>
  );
}

/** The page as it stands here, into the clipboard or a file. */
function Elsewhere({ entry, title }: { entry: PageEntry; title: string }) {
  const workspace = useWorkspace();
  const [busy, setBusy] = useState(false);

  async function take(how: (text: string) => Promise<string>) {
    setBusy(true);
    try {
      showToast({ text: await how(await unsentText(workspace, [entry])) });
    } catch {
      showToast({ text: "The browser did not allow copying. Save it as a file instead.", tone: "problem" });
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <Button
        kind="quiet"
        busy={busy}
        aria-label={`Copy the text of ${title}`}
        onClick={() =>
          void take(async (text) => {
            await navigator.clipboard.writeText(text);
            return `The text of “${title}” is copied.`;
          })
        }
      >
        Copy
      </Button>
      <Button
        kind="quiet"
        busy={busy}
        aria-label={`Save ${title} as a file`}
        onClick={() =>
          void take((text) => {
            saveAsFile(text, `not-taken-${new Date().toISOString().slice(0, 10)}.md`);
            return Promise.resolve(`“${title}” is saved. Look where this browser keeps downloads.`);
          })
        }
      >
        Save
      </Button>
    </>
  );
}
