import { useState } from "react";
import { shortStatus } from "../wording";
import { useStatus } from "../workspace-context";
import { StatusGlyph } from "./StatusGlyph";
import { lookingForServer } from "./contact";
import { useContact } from "./use-status-watch";
import { useStatusWords } from "./use-status-words";
import { StatusPanel } from "./StatusPanel";
import styles from "./status.module.css";

/** The status line; `short` for a bar without room. */
export function StatusButton({ short = false }: { short?: boolean }) {
  const status = useStatus();
  const contact = useContact();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const words = useStatusWords();
  return (
    <>
      <button
        type="button"
        className={[styles.button, short ? styles.short : ""].join(" ")}
        data-tone={words.tone}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        data-testid="status"
        onClick={(event) => setAnchor(anchor === null ? event.currentTarget : null)}
      >
        <StatusGlyph tone={words.tone} />
        <span className={styles.words}>
          <span className="visually-hidden">Status: </span>
          {short ? shortStatus(status, lookingForServer(contact)) : words.line}
          {!short && words.detail !== null && <span className={styles.detail}>{words.detail}</span>}
        </span>
      </button>
      {anchor !== null && <StatusPanel anchor={anchor} onClose={() => setAnchor(null)} />}
    </>
  );
}
