import { useRef, useState, type KeyboardEvent } from "react";
import { Button } from "../parts/Button";
import { Popover } from "../parts/Popover";
import { iconSet } from "./icon-set";
import styles from "./page.module.css";

const columns = 8;

interface IconPickerProps {
  anchor: HTMLElement;
  chosen: string | null;
  onChoose: (icon: string | null) => void;
  onClose: () => void;
}

export function IconPicker({ anchor, chosen, onChoose, onClose }: IconPickerProps) {
  const [query, setQuery] = useState("");
  const grid = useRef<HTMLDivElement>(null);
  const wanted = query.trim().toLowerCase();
  const groups = iconSet
    .map(({ group, icons }) => ({ group, icons: icons.filter(([, words]) => words.includes(wanted)) }))
    .filter(({ icons }) => icons.length > 0);

  /** Arrows go through the icons as they stand on the screen, eight in a row. */
  function onKeyDown(event: KeyboardEvent) {
    const all = [...(grid.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (step === undefined || (at < 0 && event.key !== "ArrowDown")) return;
    event.preventDefault();
    all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
  }

  return (
    <Popover anchor={anchor} onClose={onClose} label="Icon of the page" className={styles.picker}>
      <div onKeyDown={onKeyDown}>
        <div className={styles.pickerTop}>
          <input
            data-autofocus
            className={styles.pickerQuery}
            aria-label="Find an icon"
            placeholder="Find an icon"
            autoComplete="off"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              const first = groups[0]?.icons[0];
              if (event.key !== "Enter" || first === undefined) return;
              // Otherwise the key would press the button that opened this, which gets the focus back.
              event.preventDefault();
              onChoose(first[0]);
            }}
          />
          {chosen !== null && (
            <Button kind="quiet" onClick={() => onChoose(null)}>
              Remove
            </Button>
          )}
        </div>
        <div ref={grid}>
          {groups.map(({ group, icons }) => (
            <section key={group}>
              <h2 className={styles.pickerGroup}>{group}</h2>
              <div className={styles.pickerGrid}>
                {icons.map(([icon, words]) => (
                  <button
                    key={icon}
                    type="button"
                    aria-label={words.split(" ")[0]}
                    aria-pressed={icon === chosen}
                    onClick={() => onChoose(icon)}
                  >
                    {icon}
                  </button>
                ))}
              </div>
            </section>
          ))}
          {groups.length === 0 && <p className={styles.pickerNone}>No icon goes by “{query.trim()}”.</p>}
        </div>
      </div>
    </Popover>
  );
}
