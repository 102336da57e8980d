import { useState, type ReactNode } from "react";
import type { PageEntry, PageId } from "../../data/api";
import { usePageActions } from "../page-actions";
import { IconButton } from "../parts/Button";
import { Menu } from "../parts/Menu";
import { followInApp, navigate, pagePath } from "../routes";
import { useShell } from "../shell-state";
import { keyNames } from "../keyboard";
import { StatusButton } from "../status/StatusButton";
import { pathTo } from "../tree/flatten";
import { usePageMenu } from "../tree/page-menu";
import { Dots } from "../tree/TreeRowView";
import { useNarrow } from "../use-media";
import { shownTitle } from "../wording";
import { useDirectory } from "../workspace-context";
import styles from "./page.module.css";

/** The bar above every screen. Where the sidebar is away, it carries the status. */
export function Header({ page, title, save }: { page: PageId | null; title?: string; save?: ReactNode }) {
  const { sidebarOpen, setSidebarOpen, setDrawerOpen } = useShell();
  const narrow = useNarrow();
  const away = narrow || !sidebarOpen;
  return (
    <header className={styles.header}>
      {away && (
        <IconButton
          icon={narrow ? "lines" : "sidebar"}
          label={narrow ? "Pages" : "Show the sidebar"}
          keys={keyNames.sidebar}
          onClick={() => (narrow ? setDrawerOpen(true) : setSidebarOpen(true))}
        />
      )}
      {page === null ? <p className={styles.headerTitle}>{title}</p> : <Breadcrumb page={page} narrow={narrow} />}
      <div className={styles.headerEnd}>
        {page !== null && <div id="page-tools" className={styles.tools} />}
        {away ? <StatusButton short /> : save}
        {page !== null && <PageMenu page={page} />}
      </div>
    </header>
  );
}

function Breadcrumb({ page, narrow }: { page: PageId; narrow: boolean }) {
  const directory = useDirectory();
  const entry = directory.pages.get(page);
  if (entry === undefined) return <p className={styles.headerTitle} />;
  const above = pathTo(directory, page);
  const shown = narrow ? [] : above.length > 3 ? [...above.slice(0, 1), null, ...above.slice(-1)] : above;
  return (
    <nav aria-label="Place of this page" className={styles.crumbs}>
      <ol>
        {shown.map((each) => (
          <li key={each?.id ?? "between"}>
            {each === null ? (
              <span
                data-tip={above
                  .slice(1, -1)
                  .map((one) => shownTitle(one.title))
                  .join(" / ")}
              >
                …<span className="visually-hidden">{above.length - 2} pages between</span>
              </span>
            ) : (
              <a href={pagePath(each.id)} onClick={(event) => followInApp(event, pagePath(each.id))}>
                <CrumbLabel entry={each} />
              </a>
            )}
          </li>
        ))}
        <li aria-current="page">
          <CrumbLabel entry={entry} />
        </li>
      </ol>
    </nav>
  );
}

function CrumbLabel({ entry }: { entry: PageEntry }) {
  return (
    <>
      {entry.icon !== null && <span aria-hidden="true">{entry.icon} </span>}
      {shownTitle(entry.title)}
    </>
  );
}

function PageMenu({ page }: { page: PageId }) {
  const directory = useDirectory();
  const actions = usePageActions();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const entry = directory.pages.get(page);
  const entries = usePageMenu(page, {
    open: false,
    rename: null, // the title stands in the page
    trash: (target) => {
      const parent = directory.pages.get(target)?.parent ?? null;
      void actions.trash(target).then(() => navigate(parent === null ? "/" : pagePath(parent)));
    },
  });
  if (entry === undefined || entry.trashed) return null;
  return (
    <>
      <button
        type="button"
        className={styles.more}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-label={`Actions for ${shownTitle(entry.title)}`}
        data-tip="Actions for this page"
        onClick={(event) => setAnchor(anchor === null ? event.currentTarget : null)}
      >
        <Dots />
      </button>
      {anchor !== null && (
        <Menu
          label={`Actions for ${shownTitle(entry.title)}`}
          anchor={anchor}
          align="end"
          entries={entries}
          onClose={() => setAnchor(null)}
        />
      )}
    </>
  );
}
