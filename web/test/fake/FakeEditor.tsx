import type { PageHandle } from "../../src/data/api";
import styles from "./fake-editor.module.css";

const text = [
  [
    "p",
    "What has to be done before the boats go in, who does it, and what we learned last year. The list is complete when every line has a name and a date.",
  ],
  ["h", "Before Easter"],
  ["l", "Order antifouling for both hulls; the old tin is dry."],
  ["l", "Ask the yard about the crane: two lifts on one morning."],
  ["l", "Check standing rigging, above all the port lower shroud."],
  ["h", "What we learned"],
  ["p", "Sand before it gets warm. Nobody wants to wear a mask in May, and the dust settles on the varnish next door."],
] as const;

/** Stands for the editor in screenshots: the same column, words that hold still. */
export function FakeEditor({ handle }: { handle: PageHandle }) {
  return (
    <div className={styles.page} data-testid="editor" data-page-id={handle.id}>
      <div className={styles.title}>{title(handle.id)}</div>
      {text.map(([kind, words]) =>
        kind === "h" ? (
          <h2 key={words}>{words}</h2>
        ) : (
          <p key={words} className={kind === "l" ? styles.item : undefined}>
            {words}
          </p>
        ),
      )}
    </div>
  );
}

const title = (id: string): string => ({ spring: "Spring refit", season: "Season plan 2026" })[id] ?? "A page";
