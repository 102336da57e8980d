import { useEffect, useRef } from "react";
import type { AwayItem, AwaySummary, Directory, LostValue, PageId } from "../../data/api";
import { usePageActions } from "../page-actions";
import { Button, IconButton } from "../parts/Button";
import { announce } from "../parts/toasts";
import { followInApp, pagePath } from "../routes";
import { seek } from "../seek";
import { itemWords, lostWords, summaryWords, titleWords, valueWords } from "../words/away";
import { authorNames } from "../words/people";
import { useNow } from "../use-now";
import { shownTitle } from "../wording";
import { useAway, useDirectory } from "../workspace-context";
import { useShell } from "../shell-state";
import styles from "./away.module.css";

/** Items of one kind that are listed by name. */
const LISTED = 8;

/** What happened without the server, beside the page and never over what is typed; it takes no focus. */
export function AwayNotice() {
  const summary = useAway();
  const { awayHidden, setAwayHidden } = useShell();
  const told = useRef<AwaySummary<PageId> | null>(null);
  useEffect(() => {
    if (summary === null || told.current === summary) return;
    told.current = summary;
    setAwayHidden(false);
    announce(`${titleWords(summary)}. ${summaryWords(summary).join(" ")}`);
  }, [summary, setAwayHidden]);
  if (summary === null || awayHidden) return null;
  return <Card summary={summary} onHide={() => setAwayHidden(true)} />;
}

function Card({ summary, onHide }: { summary: AwaySummary<PageId>; onHide: () => void }) {
  const directory = useDirectory();
  const actions = usePageActions();
  return (
    <aside className={styles.card} aria-labelledby="away-title">
      <header className={styles.head}>
        <h2 id="away-title">{titleWords(summary)}</h2>
        <IconButton icon="close" label="Hide; the status keeps it" onClick={onHide} />
      </header>
      <div className={styles.body}>
        <ul className={styles.lines}>
          {summaryWords(summary).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {summary.look.length > 0 && (
          <section>
            <h3>Needs a look</h3>
            <ul>
              {summary.look.map((item, at) => (
                <Item key={at} item={item} directory={directory} />
              ))}
            </ul>
          </section>
        )}
        <Pages title="Came in" pages={summary.received} directory={directory} />
        <Pages title="Went out" pages={summary.sent} directory={directory} />
      </div>
      <footer className={styles.foot}>
        <Button kind="primary" onClick={() => void actions.dismissAway()}>
          Done
        </Button>
      </footer>
    </aside>
  );
}

function Item({ item, directory }: { item: AwayItem<PageId>; directory: Directory }) {
  const parent = directory.pages.get(item.page)?.parent ?? null;
  const place = parent === null ? null : shownTitle(directory.pages.get(parent)?.title ?? "");
  return (
    <li className={styles.item}>
      <PageLink
        page={item.page}
        directory={directory}
        before={() => "block" in item && item.block !== null && seek({ page: item.page, block: item.block, words: [] })}
      />
      {item.kind === "value" ? <Lost item={item} directory={directory} /> : <span>{itemWords(item, place)}</span>}
    </li>
  );
}

/** A value that lost, and the way to have it back. */
function Lost({ item, directory }: { item: LostValue<PageId>; directory: Directory }) {
  const actions = usePageActions();
  const now = useNow(false);
  const titleOf = (page: PageId) => shownTitle(directory.pages.get(page)?.title ?? "");
  return (
    <>
      <span>{lostWords(item, titleOf, now)}</span>
      <span className={styles.way}>
        <Button icon="restore" onClick={() => void actions.restoreValue(item)}>
          Restore {valueWords(item.key, item.lost, titleOf)}
        </Button>
      </span>
    </>
  );
}

function Pages({
  title,
  pages,
  directory,
}: {
  title: string;
  pages: AwaySummary<PageId>["sent"];
  directory: Directory;
}) {
  if (pages.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {pages.slice(0, LISTED).map((each) => (
          <li key={each.page} className={styles.page}>
            <PageLink page={each.page} directory={directory} />
            <span>
              {each.authors.length > 0 && `${authorNames(each.authors)}, `}
              {each.edits === 1 ? "1 edit" : `${each.edits.toLocaleString("en")} edits`}
            </span>
          </li>
        ))}
        {pages.length > LISTED && <li className={styles.more}>and {pages.length - LISTED} more</li>}
      </ul>
    </section>
  );
}

function PageLink({ page, directory, before }: { page: PageId; directory: Directory; before?: () => unknown }) {
  return (
    <a
      href={pagePath(page)}
      onClick={(event) => {
        before?.();
        followInApp(event, pagePath(page));
      }}
    >
      {shownTitle(directory.pages.get(page)?.title ?? "")}
    </a>
  );
}
