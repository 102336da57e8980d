import { memo, useEffect, useRef, useState, type PointerEvent } from "react";
import type { PageEntry } from "../../data/api";
import { Icon } from "../parts/icons";
import type { Anchor } from "../parts/Popover";
import { followInApp, pagePath } from "../routes";
import { pageMarks, shownTitle } from "../wording";
import type { TreeRow } from "./flatten";
import styles from "./tree.module.css";

interface TreeRowProps {
  row: TreeRow;
  entry: PageEntry;
  /** px from the top of the list */
  top: number;
  current: boolean;
  active: boolean;
  renaming: boolean;
  menuOpen: boolean;
  dropInside: boolean;
  dragged: boolean;
  onToggle: () => void;
  onOpen: () => void;
  onMenu: (anchor: Anchor) => void;
  onNewSubpage: () => void;
  onFocus: () => void;
  onPointerDown: (event: PointerEvent) => void;
  /** @param title null = given up */
  onRenamed: (title: string | null) => void;
}

function RowView(props: TreeRowProps) {
  const { row, entry, renaming } = props;
  const title = shownTitle(entry.title);
  const marks = pageMarks(entry);
  const shape = [
    styles.row,
    props.current ? styles.current : "",
    props.menuOpen ? styles.open : "",
    props.dropInside ? styles.dropInside : "",
    props.dragged ? styles.dragged : "",
    row.match ? "" : styles.faded,
    entry.here ? "" : styles.elsewhere,
  ];
  return (
    <div
      role="treeitem"
      data-page={row.id}
      className={shape.filter(Boolean).join(" ")}
      style={{ transform: `translateY(${props.top}px)`, "--depth": row.depth } as React.CSSProperties}
      tabIndex={props.active && !renaming ? 0 : -1}
      aria-label={marks === null ? title : `${title}, ${marks}`}
      aria-level={row.depth + 1}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      aria-expanded={row.hasChildren ? row.expanded : undefined}
      aria-selected={props.current}
      aria-current={props.current ? "page" : undefined}
      onFocus={(event) => {
        if (event.target === event.currentTarget) props.onFocus();
      }}
      onContextMenu={(event) => {
        if (renaming) return;
        event.preventDefault();
        props.onMenu({ x: event.clientX, y: event.clientY });
      }}
      onPointerDown={props.onPointerDown}
    >
      {row.hasChildren ? (
        <button
          type="button"
          className={styles.chevron}
          tabIndex={-1}
          aria-label={row.expanded ? "Close" : "Open"}
          aria-hidden="true"
          data-open={row.expanded || undefined}
          onClick={props.onToggle}
        >
          <Icon name="chevron" size={14} />
        </button>
      ) : (
        <span className={styles.noChevron} />
      )}
      {renaming ? (
        <RenameField title={entry.title} onDone={props.onRenamed} />
      ) : (
        <a
          href={pagePath(row.id)}
          tabIndex={-1}
          draggable={false}
          className={styles.link}
          onClick={(event) => {
            followInApp(event, pagePath(row.id));
            if (event.defaultPrevented) props.onOpen();
          }}
        >
          <span className={styles.icon} aria-hidden="true">
            {entry.icon ?? <Icon name="page" size={16} />}
          </span>
          <span className={styles.title}>{title}</span>
        </a>
      )}
      {!renaming && marks !== null && (
        <span className={styles.marks} data-tip={capital(marks)} aria-hidden="true">
          {entry.pending > 0 && <span className={styles.dot} />}
          {!entry.here && <Icon name="away" size={16} />}
        </span>
      )}
      {!renaming && (
        <span className={styles.tools}>
          <button
            type="button"
            tabIndex={-1}
            className={styles.tool}
            aria-label={`Actions for ${title}`}
            data-tip="Rename, move, trash…"
            onClick={(event) => props.onMenu(event.currentTarget)}
          >
            <Dots />
          </button>
          <button
            type="button"
            tabIndex={-1}
            className={[styles.tool, styles.add].join(" ")}
            aria-label={`New page in ${title}`}
            data-tip="New page inside"
            onClick={props.onNewSubpage}
          >
            <Icon name="plus" size={16} />
          </button>
        </span>
      )}
    </div>
  );
}

export const TreeRowView = memo(RowView);

export function Dots() {
  return (
    <svg width="16" height="16" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true" focusable="false">
      <circle cx="4.5" cy="10" r="1.6" />
      <circle cx="10" cy="10" r="1.6" />
      <circle cx="15.5" cy="10" r="1.6" />
    </svg>
  );
}

function RenameField({ title, onDone }: { title: string; onDone: (title: string | null) => void }) {
  const [text, setText] = useState(title);
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => field.current?.select(), []);
  const finish = (value: string | null) => {
    if (done.current) return; // leaving by Enter also takes the focus away
    done.current = true;
    onDone(value);
  };
  return (
    <input
      ref={field}
      className={styles.rename}
      aria-label="New title"
      value={text}
      maxLength={300}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => finish(text.trim())}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") finish(text.trim());
        else if (event.key === "Escape") finish(null);
      }}
    />
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
