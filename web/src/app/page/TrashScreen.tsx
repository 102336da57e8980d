import { useEffect } from "react";
import { usePageActions } from "../page-actions";
import { Button } from "../parts/Button";
import { Icon } from "../parts/icons";
import { pathTo } from "../tree/flatten";
import { followInApp, pagePath } from "../routes";
import { ago, shownTitle } from "../wording";
import { useNow } from "../use-now";
import { useDirectory, useSession } from "../workspace-context";
import { Header } from "./Header";
import { Notice } from "./Notice";
import styles from "./page.module.css";

export function TrashScreen() {
  const directory = useDirectory();
  const actions = usePageActions();
  const session = useSession();
  const now = useNow(false);
  const workspaceName = session.kind === "open" ? session.workspaceName : "Offing";
  useEffect(() => {
    document.title = `Trash · ${workspaceName}`;
  }, [workspaceName]);
  return (
    <>
      <Header page={null} title="Trash" />
      <main className={styles.main} id="page" tabIndex={-1} data-quiet-focus aria-label="Trash">
        {directory.trash.length === 0 ? (
          <Notice title="The trash is empty" text="Pages you move here can be put back, with all that is below them." />
        ) : (
          <div className={styles.sheet}>
            <h1 className={styles.sheetTitle}>Trash</h1>
            <p className={styles.sheetText}>
              Each page comes back to where it was, with all that is below it. Nothing here is deleted by itself.
            </p>
            <ul className={styles.trashList}>
              {directory.trash.map((page) => {
                const entry = directory.pages.get(page);
                if (entry === undefined) return null;
                const title = shownTitle(entry.title);
                const path = pathTo(directory, page).map((above) => shownTitle(above.title));
                return (
                  <li key={page}>
                    <span className={styles.trashIcon} aria-hidden="true">
                      {entry.icon ?? <Icon name="page" />}
                    </span>
                    <div className={styles.trashText}>
                      <a href={pagePath(page)} onClick={(event) => followInApp(event, pagePath(page))}>
                        {title}
                      </a>
                      <p>
                        {path.length === 0 ? "Top level" : path.join(" / ")}
                        {entry.changedAt > 0 && ` · changed ${ago(entry.changedAt, now)}`}
                      </p>
                    </div>
                    <Button icon="restore" aria-label={`Put back ${title}`} onClick={() => void actions.restore(page)}>
                      Put back
                    </Button>
                  </li>
                );
              })}
            </ul>
          </div>
        )}
      </main>
    </>
  );
}
