import { useRef, type KeyboardEvent, type ReactNode } from "react";
import { foldTitle } from "../tree/flatten";
import { Icon, type IconName } from "./icons";
import { Popover, type Anchor } from "./Popover";
import type { Align, Side } from "./place";
import styles from "./menu.module.css";

export type MenuEntry =
  | {
      readonly kind: "action";
      readonly label: string;
      readonly icon: IconName;
      readonly keys?: string;
      readonly danger?: boolean;
      /** Why it cannot be used now, in one sentence; null = it can. */
      readonly unavailable?: string | null;
      readonly run: () => void;
    }
  | { readonly kind: "line" };

interface MenuProps {
  label: string;
  anchor: Anchor;
  entries: readonly MenuEntry[];
  onClose: () => void;
  side?: Side;
  align?: Align;
  /** Stands above the entries: whose menu this is. */
  head?: ReactNode;
}

/** The menu of the ARIA practices: arrows, Home, End, first letters, Escape, Tab. */
export function Menu({ label, anchor, entries, onClose, side, align, head }: MenuProps) {
  const list = useRef<HTMLDivElement>(null);

  const items = () => [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  function onKeyDown(event: KeyboardEvent) {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    let next = -1;
    if (event.key === "ArrowDown") next = (at + 1) % all.length;
    else if (event.key === "ArrowUp") next = (at <= 0 ? all.length : at) - 1;
    else if (event.key === "Home") next = 0;
    else if (event.key === "End") next = all.length - 1;
    else if (event.key === "Tab") {
      event.preventDefault();
      onClose();
      return;
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " ") {
      const letter = foldTitle(event.key);
      for (let step = 1; step <= all.length && next < 0; step++) {
        const index = (at + step) % all.length;
        if (foldTitle(all[index]?.textContent ?? "").startsWith(letter)) next = index;
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
    all[next]?.focus();
  }

  return (
    <Popover
      anchor={anchor}
      onClose={onClose}
      className={styles.panel}
      {...(side === undefined ? {} : { side })}
      {...(align === undefined ? {} : { align })}
    >
      {head}
      <div ref={list} role="menu" aria-label={label} onKeyDown={onKeyDown}>
        {entries.map((entry, index) =>
          entry.kind === "line" ? (
            <div key={index} role="separator" className={styles.line} />
          ) : (
            <MenuItem key={index} entry={entry} first={index === 0} onClose={onClose} />
          ),
        )}
      </div>
    </Popover>
  );
}

function MenuItem({
  entry,
  first,
  onClose,
}: {
  entry: Extract<MenuEntry, { kind: "action" }>;
  first: boolean;
  onClose: () => void;
}) {
  const unavailable = entry.unavailable ?? null;
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={[styles.item, entry.danger === true ? styles.danger : ""].join(" ")}
      aria-disabled={unavailable !== null || undefined}
      {...(first ? { "data-autofocus": true } : {})}
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
      onClick={() => {
        if (unavailable !== null) return;
        onClose();
        entry.run();
      }}
    >
      <Icon name={entry.icon} />
      <span className={styles.text}>
        {entry.label}
        {unavailable !== null && <span className={styles.why}>{unavailable}</span>}
      </span>
      {entry.keys !== undefined && <kbd className={styles.keys}>{entry.keys}</kbd>}
    </button>
  );
}
