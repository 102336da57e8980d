import { Fragment, useId, useRef, useState, type KeyboardEvent } from "react";
import type { BlockId } from "../../engine/types";
import { Icon } from "../parts/icons";
import type { Found } from "../tree/search";
import { pageMarks, shownTitle } from "../wording";
import styles from "./finder.module.css";

export type Choice =
  | ({ readonly kind: "page"; readonly unavailable?: string | null } & Found)
  | { readonly kind: "top"; readonly unavailable?: string | null }
  | ({
      readonly kind: "text";
      readonly unavailable?: null;
      readonly snippet: string;
      readonly marks: readonly (readonly [start: number, end: number])[];
      readonly block: BlockId | null;
    } & Found);

interface PageFinderProps {
  label: string;
  placeholder: string;
  query: string;
  onQuery: (query: string) => void;
  choices: readonly Choice[];
  /** Shown instead of an empty list. */
  nothing: string;
  foot: string;
  onChoose: (choice: Choice) => void;
}

/** A combobox over pages: the focus stays in the field, the arrows move through the list below it. */
export function PageFinder({ label, placeholder, query, onQuery, choices, nothing, foot, onChoose }: PageFinderProps) {
  const id = useId();
  const [index, setIndex] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const active = Math.min(index, choices.length - 1);

  function show(next: number) {
    setIndex(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  }
  function choose(choice: Choice | undefined) {
    if (choice !== undefined && (choice.unavailable ?? null) === null) onChoose(choice);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") show(choices.length === 0 ? 0 : (active + 1) % choices.length);
    else if (event.key === "ArrowUp") show(active <= 0 ? Math.max(0, choices.length - 1) : active - 1);
    else if (event.key === "Enter") choose(choices[active]);
    else return;
    event.preventDefault();
  }

  return (
    <div className={styles.finder}>
      <div className={styles.field}>
        <Icon name="search" size={20} />
        <input
          data-autofocus
          role="combobox"
          aria-label={label}
          aria-expanded={choices.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={choices.length > 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            onQuery(event.target.value);
            setIndex(0);
            list.current?.scrollTo({ top: 0 });
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {choices.length === 0 ? (
        <p className={styles.nothing} role="status">
          {nothing}
        </p>
      ) : (
        <ul ref={list} id={`${id}-list`} role="listbox" aria-label="Pages" className={styles.list}>
          {choices.map((choice, at) => (
            <li
              key={choice.kind === "top" ? "top" : `${choice.kind}-${choice.entry.id}`}
              id={`${id}-${at}`}
              role="option"
              aria-selected={at === active}
              aria-disabled={(choice.unavailable ?? null) !== null || undefined}
              className={[styles.choice, choice.kind === "text" ? styles.inText : ""].join(" ")}
              onPointerMove={() => setIndex(at)}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(choice)}
            >
              <ChoiceText choice={choice} />
            </li>
          ))}
        </ul>
      )}
      <p className={styles.foot}>
        <span>{foot}</span>
        <span className={styles.hints} aria-hidden="true">
          <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>↵</kbd> go <kbd>Esc</kbd> close
        </span>
      </p>
    </div>
  );
}

function ChoiceText({ choice }: { choice: Choice }) {
  const why = choice.unavailable ?? null;
  if (choice.kind === "top") {
    return (
      <>
        <span className={styles.icon} aria-hidden="true">
          <Icon name="lines" />
        </span>
        <span className={styles.title}>Top level</span>
        {why !== null && <span className={styles.path}>{why}</span>}
      </>
    );
  }
  const { entry, path } = choice;
  if (choice.kind === "text") {
    return (
      <>
        <span className={styles.icon} aria-hidden="true">
          <Icon name="lines" />
        </span>
        <span className={styles.found}>
          <span className={styles.where}>
            <span className={styles.title}>{shownTitle(entry.title)}</span>
            <span className={styles.path}>{path.map(shownTitle).join(" / ")}</span>
            {!entry.here && (
              <>
                <span className="visually-hidden">, not on this device</span>
                <Icon name="away" size={16} className={styles.away ?? ""} />
              </>
            )}
          </span>
          <span className={styles.snippet}>
            <Marked text={choice.snippet} marks={choice.marks} />
          </span>
        </span>
      </>
    );
  }
  const marks = pageMarks(entry);
  return (
    <>
      <span className={styles.icon} aria-hidden="true">
        {entry.icon ?? <Icon name="page" />}
      </span>
      <span className={styles.title}>{shownTitle(entry.title)}</span>
      <span className={styles.path}>{why ?? path.map(shownTitle).join(" / ")}</span>
      {marks !== null && <span className="visually-hidden">, {marks}</span>}
      {!entry.here && <Icon name="away" size={16} className={styles.away ?? ""} />}
    </>
  );
}

function Marked({ text, marks }: { text: string; marks: readonly (readonly [number, number])[] }) {
  return (
    <>
      {marks.map(([start, end], at) => (
        <Fragment key={start}>
          {text.slice(marks[at - 1]?.[1] ?? 0, start)}
          <mark>{text.slice(start, end)}</mark>
        </Fragment>
      ))}
      {text.slice(marks.at(-1)?.[1] ?? 0)}
    </>
  );
}
