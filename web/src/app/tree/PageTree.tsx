import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import type { PageId } from "../../data/api";
import { usePageActions } from "../page-actions";
import { Icon } from "../parts/icons";
import { Menu } from "../parts/Menu";
import type { Anchor } from "../parts/Popover";
import { useShell } from "../shell-state";
import { useRowHeight } from "../use-media";
import { shownTitle } from "../wording";
import { useDirectory } from "../workspace-context";
import { filterTree, flattenTree, type TreeRow } from "./flatten";
import { usePageMenu } from "./page-menu";
import { TreeRowView } from "./TreeRowView";
import { noTypeahead, typeahead } from "./typeahead";
import { useTreeDrag } from "./use-tree-drag";
import styles from "./tree.module.css";

const indent = 18;

interface PageTreeProps {
  /** The page shown beside the tree. */
  current: PageId | null;
  filter: string;
  scroller: RefObject<HTMLDivElement | null>;
}

/**
 * The tree of the ARIA practices over a virtual list. One row is in the tab order (the active
 * one); it stays mounted however far the list is scrolled, so the keyboard never loses its place.
 */
export function PageTree({ current, filter, scroller }: PageTreeProps) {
  const directory = useDirectory();
  const actions = usePageActions();
  const { expanded, setExpanded } = useShell();
  const filtering = filter.trim() !== "";
  const rows = useMemo(
    () => (filtering ? filterTree(directory, filter) : flattenTree(directory, expanded)),
    [directory, expanded, filter, filtering],
  );
  const [chosen, setChosen] = useState<PageId | null>(null);
  const [renaming, setRenaming] = useState<PageId | null>(null);
  const [menu, setMenu] = useState<{ page: PageId; anchor: Anchor } | null>(null);
  const typed = useRef(noTypeahead);
  const focusWanted = useRef(false);
  const rowHeight = useRowHeight();

  const indexOf = (page: PageId | null) => (page === null ? -1 : rows.findIndex((row) => row.id === page));
  const active = Math.max(0, indexOf(chosen) >= 0 ? indexOf(chosen) : indexOf(current));

  // eslint-disable-next-line react-hooks/incompatible-library -- nothing below is memoised on its functions
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 10,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return active < rows.length && !shown.includes(active) ? [...shown, active].sort((a, b) => a - b) : shown;
    },
  });
  useEffect(() => list.measure(), [list, rowHeight]);

  const { drag, onPointerDown } = useTreeDrag({
    scroller,
    rows,
    rowHeight,
    indent,
    expand: (page) => setExpanded([page], true),
    drop: (page, target) => void actions.move(page, target.parent, target.kind === "inside" ? undefined : target.after),
  });

  // Opening a page from elsewhere (a link, the search) shows where it is.
  const revealed = useRef<PageId | null>(null);
  useEffect(() => {
    if (current === null || current === revealed.current || !directory.pages.has(current)) return;
    revealed.current = current;
    const above: PageId[] = [];
    for (let page = directory.pages.get(current)?.parent ?? null; page !== null && !above.includes(page);) {
      above.push(page);
      page = directory.pages.get(page)?.parent ?? null;
    }
    setExpanded(above, true);
    setChosen(current);
  }, [current, directory, setExpanded]);
  useEffect(() => {
    if (rows.length === 0) return;
    const top = active * rowHeight - (list.scrollOffset ?? 0);
    const isInView = top >= 0 && top + rowHeight <= (list.scrollRect?.height ?? 0);
    // Asking to scroll lays the page out, even to where it is.
    if (!isInView) list.scrollToIndex(active, { align: "auto" });
    // Only when another row becomes the active one: not on every change of the tree.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [rows[active]?.id]);

  useEffect(() => {
    if (!focusWanted.current) return;
    focusWanted.current = false;
    const id = rows[active]?.id;
    if (id !== undefined) rowElement(scroller.current, id)?.focus({ preventScroll: true });
  });

  function goTo(index: number) {
    const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (row === undefined) return;
    focusWanted.current = true;
    setChosen(row.id);
  }

  function toggle(row: TreeRow, open: boolean) {
    if (!filtering) setExpanded([row.id], open);
  }

  function trash(row: TreeRow) {
    const index = rows.indexOf(row);
    const next = rows.slice(index + 1).find((other) => other.depth <= row.depth) ?? rows[index - 1];
    focusWanted.current = true;
    setChosen(next?.id ?? null);
    void actions.trash(row.id);
  }

  function moveAmongSiblings(row: TreeRow, by: -1 | 1) {
    const siblings = directory.children.get(row.parent) ?? [];
    const at = siblings.indexOf(row.id);
    const to = at + by;
    if (to < 0 || to >= siblings.length) return;
    focusWanted.current = true;
    void actions.move(row.id, row.parent, by === 1 ? (siblings[to] ?? null) : (siblings[to - 1] ?? null));
  }

  function onKeyDown(event: KeyboardEvent) {
    const row = rows[active];
    if (row === undefined || renaming !== null || menu !== null || event.ctrlKey || event.metaKey) return;
    if (!handleKey(event, row)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function handleKey(event: KeyboardEvent, row: TreeRow): boolean {
    if (event.altKey) {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return false;
      if (!filtering) moveAmongSiblings(row, event.key === "ArrowUp" ? -1 : 1);
      return true;
    }
    switch (event.key) {
      case "ArrowDown":
        goTo(active + 1);
        return true;
      case "ArrowUp":
        goTo(active - 1);
        return true;
      case "Home":
        goTo(0);
        return true;
      case "End":
        goTo(rows.length - 1);
        return true;
      case "ArrowRight":
        if (row.hasChildren && !row.expanded) toggle(row, true);
        else if (row.expanded) goTo(active + 1);
        return true;
      case "ArrowLeft":
        if (row.expanded && !filtering) toggle(row, false);
        else if (row.parent !== null) goTo(indexOf(row.parent));
        return true;
      case "Enter":
      case " ":
        actions.open(row.id);
        return true;
      case "F2":
        setRenaming(row.id);
        return true;
      case "Delete":
        trash(row);
        return true;
      case "ContextMenu":
        openMenu(row);
        return true;
      case "F10":
        if (event.shiftKey) openMenu(row);
        return event.shiftKey;
      case "*":
        if (!filtering) setExpanded(directory.children.get(row.parent) ?? [], true);
        return true;
      default: {
        // "?" is the shortcut for the list of shortcuts everywhere.
        if ([...event.key].length !== 1 || event.key === "?") return false;
        const titles = rows.map((each) => shownTitle(directory.pages.get(each.id)?.title ?? ""));
        const found = typeahead(typed.current, event.key, event.timeStamp, titles, active);
        typed.current = found.state;
        if (found.row >= 0) goTo(found.row);
        return true;
      }
    }
  }

  function openMenu(row: TreeRow, anchor?: Anchor) {
    const element = rowElement(scroller.current, row.id);
    setChosen(row.id);
    if (anchor !== undefined) setMenu({ page: row.id, anchor });
    else if (element !== null) setMenu({ page: row.id, anchor: element });
  }

  const entries = usePageMenu(menu?.page ?? null, {
    rename: (page) => setRenaming(page),
    trash: (page) => {
      const row = rows.find((each) => each.id === page);
      if (row !== undefined) trash(row);
    },
  });

  return (
    <>
      <div
        role="tree"
        aria-label="Pages"
        className={styles.tree}
        style={{ height: list.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {list.getVirtualItems().map((item) => {
          const row = rows[item.index];
          const entry = row === undefined ? undefined : directory.pages.get(row.id);
          if (row === undefined || entry === undefined) return null;
          return (
            <TreeRowView
              key={row.id}
              row={row}
              entry={entry}
              top={item.start}
              current={row.id === current}
              active={item.index === active}
              renaming={row.id === renaming}
              menuOpen={menu?.page === row.id}
              dropInside={drag?.target?.kind === "inside" && drag.target.row === item.index}
              dragged={drag?.page === row.id}
              onToggle={() => toggle(row, !row.expanded)}
              onOpen={() => {
                setChosen(row.id);
                actions.open(row.id);
              }}
              onMenu={(anchor) => openMenu(row, anchor)}
              onNewSubpage={() => void actions.create(row.id)}
              onFocus={() => setChosen(row.id)}
              onPointerDown={(event) => onPointerDown(event, row.id)}
              onRenamed={(title) => {
                setRenaming(null);
                focusWanted.current = true;
                if (title !== null) void actions.rename(row.id, title);
              }}
            />
          );
        })}
        {drag?.target?.kind === "between" && (
          <div
            className={styles.dropLine}
            role="presentation"
            style={{ top: drag.target.row * rowHeight, left: 12 + drag.target.depth * indent }}
          />
        )}
      </div>
      {drag !== null && (
        <div
          className={styles.ghost}
          style={{ transform: `translate(${drag.pointer.x + 10}px, ${drag.pointer.y + 6}px)` }}
        >
          <span aria-hidden="true">{directory.pages.get(drag.page)?.icon ?? <Icon name="page" size={16} />}</span>
          {shownTitle(directory.pages.get(drag.page)?.title ?? "")}
        </div>
      )}
      {menu !== null && (
        <Menu
          label={`Actions for ${shownTitle(directory.pages.get(menu.page)?.title ?? "")}`}
          anchor={menu.anchor}
          entries={entries}
          onClose={() => setMenu(null)}
        />
      )}
    </>
  );
}

function rowElement(list: HTMLElement | null, page: PageId): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-page="${CSS.escape(page)}"]`) ?? null;
}
