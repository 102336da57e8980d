import { useState } from "react";
import { shortStatus, statusWords } from "../wording";
import { useStatus } from "../workspace-context";
import { useNow } from "../use-now";
import { StatusGlyph } from "./StatusGlyph";
import { lookingForServer } from "./contact";
import { useContact } from "./use-status-watch";
import { StatusPanel } from "./StatusPanel";
import styles from "./status.module.css";

/** The status line; `short` for a bar without room. */
export function StatusButton({ short = false }: { short?: boolean }) {
  const status = useStatus();
  const contact = useContact();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const now = useNow(status.kind === "unreachable" && status.retryAt !== null);
  const words = statusWords(status, now, lookingForServer(contact));
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
