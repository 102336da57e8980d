import { useVirtualizer } from "@tanstack/react-virtual";
import { useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Icon } from "../parts/icons";
import { Menu } from "../parts/Menu";
import { followInApp, pagePath } from "../routes";
import { StatusGlyph } from "../status/StatusGlyph";
import { Dots } from "../tree/TreeRowView";
import { useNarrow } from "../use-media";
import { useNow } from "../use-now";
import { ago, bytes, shownTitle } from "../wording";
import { useDirectory, useOffline } from "../workspace-context";
import { countFilters, filters, listPages, orders, placeOf, type Filter, type ListRow, type Order } from "./list";
import { reasonWords, stateWords, untoldWords } from "./offline-words";
import { useOfflineMenu } from "./offline-menu";
import { isTold } from "./use-offline";
import styles from "./offline.module.css";

const filterNames: Readonly<Record<Filter, string>> = {
  all: "All",
  kept: "Kept by you",
  "by-itself": "By themselves",
  missing: "Still to come",
  elsewhere: "Not here",
};
const orderNames: Readonly<Record<Order, string>> = {
  place: "Place in the sidebar",
  size: "Largest first",
  fetched: "Newest here first",
};
const emptyWords: Readonly<Record<Filter, string>> = {
  all: "This workspace has no pages yet.",
  kept: "You keep no page offline yet. “Available offline…” is in the menu of every page.",
  "by-itself": "No page comes to this device by itself.",
  missing: "Nothing is missing: every chosen page is here.",
  elsewhere: "Every page of the workspace is on this device.",
};

/** As in the style sheet. */
const rowHeights = { wide: 60, narrow: 76 };

/** Every page this device knows, why it is here or not, and what can be changed about that. */
export function PagesPart() {
  const directory = useDirectory();
  const overview = useOffline();
  const search = useId();
  const sorting = useId();
  const [filter, setFilter] = useState<Filter>("all");
  const [order, setOrder] = useState<Order>("place");
  const [query, setQuery] = useState("");
  const counts = useMemo(() => countFilters(directory, overview), [directory, overview]);
  const rows = useMemo(
    () => listPages(directory, overview, { filter, order, query }),
    [directory, overview, filter, order, query],
  );
  return (
    <section aria-label="Pages">
      <div className={styles.tools}>
        <div className={styles.search}>
          <label htmlFor={search} className="visually-hidden">
            Show pages with this in the title
          </label>
          <Icon name="search" size={16} />
          <input
            id={search}
            type="text"
            placeholder="Find in this list"
            autoComplete="off"
            spellCheck={false}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
        <div className={styles.order}>
          <label htmlFor={sorting} className="visually-hidden">
            Order
          </label>
          <select id={sorting} value={order} onChange={(event) => setOrder(event.target.value as Order)}>
            {orders.map((each) => (
              <option key={each} value={each}>
                {orderNames[each]}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div role="group" aria-label="Which pages" className={styles.filters}>
        {filters.map((each) => (
          <button key={each} type="button" aria-pressed={filter === each} onClick={() => setFilter(each)}>
            {filterNames[each]} <span>{counts[each].toLocaleString("en")}</span>
          </button>
        ))}
      </div>
      {rows.length === 0 ? (
        <p className={styles.nothing}>
          {!isTold(overview, directory)
            ? untoldWords
            : query.trim() === ""
              ? emptyWords[filter]
              : `No page in this list has “${query.trim()}” in its title.`}
        </p>
      ) : (
        <PageList rows={rows} />
      )}
    </section>
  );
}

/** Only rows near the window exist; the screen itself scrolls. */
function PageList({ rows }: { rows: readonly ListRow[] }) {
  const list = useRef<HTMLUListElement>(null);
  const height = useNarrow() ? rowHeights.narrow : rowHeights.wide;
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => setMargin(list.current?.offsetTop ?? 0), []);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing below is memoised on its functions
  const virtualizer = useVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    overscan: 12,
    getScrollElement: () => document.getElementById("page"),
    getItemKey: (index) => rows[index]?.entry.id ?? index,
    scrollMargin: margin,
  });
  return (
    <ul ref={list} className={styles.list} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map((item) => {
        const row = rows[item.index];
        return row === undefined ? null : (
          <PageRow
            key={item.key}
            row={row}
            place={item.index + 1}
            of={rows.length}
            top={item.start - virtualizer.options.scrollMargin}
          />
        );
      })}
    </ul>
  );
}

function PageRow({ row: { entry, page }, place, of, top }: { row: ListRow; place: number; of: number; top: number }) {
  const directory = useDirectory();
  const now = useNow(false);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const entries = useOfflineMenu(entry.id);
  const title = shownTitle(entry.title);
  const state = stateWords(page.state, page.bytes > 0);
  const path = placeOf(directory, entry.id);
  const reason = page.reasons[0];
  const why =
    reason === undefined ? null : reasonWords(reason, (above) => shownTitle(directory.pages.get(above)?.title ?? ""));
  const more = page.reasons.length > 1 ? ` and ${page.reasons.length - 1} more` : "";
  return (
    <li
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
      aria-posinset={place}
      aria-setsize={of}
      data-page={entry.id}
    >
      <span className={styles.icon} aria-hidden="true">
        {entry.icon ?? <Icon name="page" />}
      </span>
      <div className={styles.name}>
        <a href={pagePath(entry.id)} onClick={(event) => followInApp(event, pagePath(entry.id))}>
          {title}
        </a>
        <p>{path === "" ? "Top level" : path}</p>
      </div>
      <p className={styles.why}>{why === null ? "" : `${why}${more}`}</p>
      <p
        className={styles.state}
        data-tone={state.tone}
        data-tip={page.state === "ready" ? undefined : page.missing[0]}
      >
        <StatusGlyph tone={state.tone} size={14} />
        {state.text}
      </p>
      <p className={styles.size}>
        {page.bytes > 0 ? bytes(page.bytes) : page.size === null ? "" : `${bytes(page.size)} to fetch`}
        {page.bytes > 0 && page.fetchedAt > 0 && <span>{ago(page.fetchedAt, now)}</span>}
      </p>
      <button
        type="button"
        className={styles.dots}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-label={`Choices for ${title}`}
        onClick={(event) => setAnchor(anchor === null ? event.currentTarget : null)}
      >
        <Dots />
      </button>
      {anchor !== null && (
        <Menu
          label={`Choices for ${title}`}
          anchor={anchor}
          align="end"
          entries={entries}
          onClose={() => setAnchor(null)}
        />
      )}
    </li>
  );
}
