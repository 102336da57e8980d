import { usePageActions } from "../page-actions";
import { Button } from "../parts/Button";
import { keyNames } from "../keyboard";
import { useShell } from "../shell-state";
import { useDirectory, useSession } from "../workspace-context";
import { Header } from "./Header";
import { Notice } from "./Notice";
import styles from "./page.module.css";

/** The workspace without an open page: nothing made yet, or none opened on this device. */
export function EmptyScreen() {
  const directory = useDirectory();
  const actions = usePageActions();
  const session = useSession();
  const { setDialog } = useShell();
  const empty = (directory.children.get(null) ?? []).length === 0;
  const name = session.kind === "open" ? session.workspaceName : "Offing";
  return (
    <>
      <Header page={null} title={name} />
      <main className={styles.main} id="page" tabIndex={-1} data-quiet-focus aria-label={name}>
        {empty ? (
          <Notice
            title={directory.complete ? "A clear sheet" : "Your pages are on their way"}
            text={
              directory.complete
                ? "Write the first page. It is saved on this device as you type, with or without a network, and shared with the others when the server is in reach."
                : "The list comes from the server the first time this device meets it. You need not wait: what you write now joins the rest."
            }
          >
            <Button kind="primary" icon="plus" onClick={() => void actions.create(null)}>
              {directory.complete ? "Write the first page" : "New page"}
            </Button>
          </Notice>
        ) : (
          <Notice
            title="Where to?"
            text={`Choose a page in the sidebar, or look for one by its title or text with ${keyNames.search}.`}
          >
            <Button kind="primary" icon="search" onClick={() => setDialog({ kind: "search" })}>
              Find a page
            </Button>
            <Button kind="plain" icon="plus" onClick={() => void actions.create(null)}>
              New page
            </Button>
          </Notice>
        )}
      </main>
    </>
  );
}
