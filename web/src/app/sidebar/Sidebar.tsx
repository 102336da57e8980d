import { useId, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import type { PageId } from "../../data/api";
import { usePageActions } from "../page-actions";
import { IconButton } from "../parts/Button";
import { Icon } from "../parts/icons";
import { OfflineLink } from "./OfflineLink";
import { followInApp, type Route } from "../routes";
import { useShell } from "../shell-state";
import { keyNames } from "../keyboard";
import { StatusButton } from "../status/StatusButton";
import { filterTree } from "../tree/flatten";
import { PageTree } from "../tree/PageTree";
import { useDirectory } from "../workspace-context";
import { Favourites } from "./Favourites";
import { OfflineHint } from "./OfflineHint";
import { WorkspaceMenu } from "./WorkspaceMenu";
import styles from "./sidebar.module.css";

export function Sidebar({
  current,
  place,
  onHide,
}: {
  current: PageId | null;
  place: Route["kind"];
  onHide: () => void;
}) {
  const directory = useDirectory();
  const actions = usePageActions();
  const { setDialog } = useShell();
  const [filter, setFilter] = useState("");
  const scroller = useRef<HTMLDivElement>(null);
  const isEmpty = (directory.children.get(null) ?? []).length === 0;

  return (
    <nav className={styles.sidebar} aria-label="Workspace">
      <div className={styles.top}>
        <WorkspaceMenu />
        <IconButton icon="sidebar" label="Hide the sidebar" keys={keyNames.sidebar} onClick={onHide} />
      </div>
      <StatusButton />
      <div className={styles.tools}>
        <Filter
          value={filter}
          onChange={setFilter}
          scroller={scroller}
          onSearch={() => setDialog({ kind: "search" })}
        />
        <button type="button" className={styles.newPage} onClick={() => void actions.create(null)}>
          <Icon name="plus" />
          New page
          <kbd>{keyNames.newPage}</kbd>
        </button>
      </div>
      {filter.trim() === "" && <Favourites current={current} />}
      <div ref={scroller} className={styles.pages}>
        {filter.trim() !== "" && filterTree(directory, filter).length === 0 ? (
          <p className={styles.nothing}>
            No page{directory.complete ? "" : " that has arrived"} has “{filter.trim()}” in its title.
          </p>
        ) : isEmpty ? (
          <p className={styles.nothing}>
            {directory.complete
              ? "No pages yet. The first one you make appears here."
              : "The list of pages is on its way from the server. You can write a new page meanwhile."}
          </p>
        ) : (
          <PageTree current={current} filter={filter} scroller={scroller} />
        )}
        {!isEmpty && !directory.complete && (
          <p className={styles.nothing}>The list is still arriving; more pages may follow.</p>
        )}
      </div>
      <div className={styles.bottom}>
        <OfflineHint />
        <OfflineLink current={place === "offline"} />
        <a
          href="/trash"
          className={styles.way}
          aria-current={place === "trash" ? "page" : undefined}
          onClick={(event) => followInApp(event, "/trash")}
        >
          <Icon name="trash" />
          Trash
          {directory.trash.length > 0 && (
            <span className={styles.count}>
              {directory.trash.length}
              <span className="visually-hidden">{directory.trash.length === 1 ? " page" : " pages"}</span>
            </span>
          )}
        </a>
      </div>
    </nav>
  );
}

interface FilterProps {
  value: string;
  onChange: (value: string) => void;
  scroller: RefObject<HTMLDivElement | null>;
  onSearch: () => void;
}

/** Narrows the tree as one types; ArrowDown goes on into the tree, Enter opens the first match. */
function Filter({ value, onChange, scroller, onSearch }: FilterProps) {
  const id = useId();
  const rowToReach = () =>
    scroller.current?.querySelector<HTMLElement>(
      value === "" ? '[role="treeitem"][tabindex="0"]' : '[role="treeitem"]',
    ) ?? null;
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") {
      event.preventDefault();
      rowToReach()?.focus();
    } else if (event.key === "Enter" && value.trim() !== "") {
      event.preventDefault();
      rowToReach()?.querySelector<HTMLElement>("a")?.click();
    } else if (event.key === "Escape" && value !== "") {
      event.preventDefault();
      event.stopPropagation();
      onChange("");
    }
  }
  return (
    <div className={styles.filter}>
      <label htmlFor={id} className="visually-hidden">
        Show pages with this in the title
      </label>
      <Icon name="search" size={16} />
      <input
        id={id}
        type="text"
        placeholder="Find a page"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {value === "" ? (
        <button
          type="button"
          className={styles.keys}
          aria-label={`Search titles and texts, ${keyNames.search}`}
          data-tip="Search titles and texts"
          onClick={onSearch}
        >
          {keyNames.search}
        </button>
      ) : (
        <button type="button" className={styles.clear} aria-label="Show all pages" onClick={() => onChange("")}>
          <Icon name="close" size={14} />
        </button>
      )}
    </div>
  );
}
