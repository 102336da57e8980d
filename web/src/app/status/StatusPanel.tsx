import { useMemo } from "react";
import { Button } from "../parts/Button";
import { Popover } from "../parts/Popover";
import { followInApp, pagePath } from "../routes";
import { useNow } from "../use-now";
import { actionWords, ago, changes, shownTitle, uploadWords } from "../wording";
import { useShell } from "../shell-state";
import { summaryShort } from "../words/away";
import { useAway, useDirectory, useStatus, useUpload, useWorkspace } from "../workspace-context";
import { StatusGlyph } from "./StatusGlyph";
import { DeviceFacts } from "./DeviceFacts";
import { SaveUnsent } from "./SaveUnsent";
import { useAttentionAction } from "./use-attention";
import { useContact } from "./use-status-watch";
import { useStatusWords } from "./use-status-words";
import styles from "./status.module.css";

const pagesShown = 6;

export function StatusPanel({ anchor, onClose }: { anchor: HTMLElement; onClose: () => void }) {
  const workspace = useWorkspace();
  const status = useStatus();
  const upload = useUpload();
  const directory = useDirectory();
  const contact = useContact();
  const act = useAttentionAction();
  const away = useAway();
  const { setAwayHidden } = useShell();
  const now = useNow(true);
  const words = useStatusWords();
  const waiting = useMemo(
    () => [...directory.pages.values()].filter((page) => page.pending > 0).sort((a, b) => b.pending - a.pending),
    [directory],
  );

  return (
    <Popover anchor={anchor} onClose={onClose} label="Status of your work" className={styles.panel}>
      <h2 className={styles.headline}>
        <StatusGlyph tone={words.tone} size={16} />
        <span>
          {words.line}
          {words.detail !== null && <span className={styles.detail}>{words.detail}</span>}
        </span>
      </h2>
      <p className={styles.explanation}>{words.explanation}</p>
      {upload !== null && <p className={styles.explanation}>{uploadWords(upload)}</p>}
      {status.kind === "attention" && (
        <Button
          kind="primary"
          onClick={() => {
            onClose();
            act(status.action);
          }}
        >
          {actionWords[status.action]}
        </Button>
      )}
      {status.kind === "unreachable" && (
        <Button icon="sync" busy={status.retryAt === null} onClick={() => workspace.syncNow()}>
          {status.retryAt === null ? "Trying…" : "Try now"}
        </Button>
      )}
      {status.kind === "saved" && status.toSend > 0 && (
        <Button icon="sync" onClick={() => workspace.syncNow()}>
          Send now
        </Button>
      )}

      {waiting.length > 0 && (
        <section className={styles.section}>
          <h3 className={styles.label}>Waiting to be sent</h3>
          <ul>
            {waiting.slice(0, pagesShown).map((page) => (
              <li key={page.id} className={styles.waiting}>
                <a
                  href={pagePath(page.id)}
                  onClick={(event) => {
                    followInApp(event, pagePath(page.id));
                    onClose();
                  }}
                >
                  {page.icon !== null && <span aria-hidden="true">{page.icon} </span>}
                  {shownTitle(page.title)}
                </a>
                <span>{changes(page.pending)}</span>
              </li>
            ))}
          </ul>
          {waiting.length > pagesShown && (
            <p className={styles.more}>and {changesOfRest(waiting.slice(pagesShown).map((page) => page.pending))}</p>
          )}
          <SaveUnsent pages={waiting} />
        </section>
      )}

      {away !== null && (
        <section className={styles.section}>
          <h3 className={styles.label}>While you were away</h3>
          <p className={styles.waiting}>
            <span>{summaryShort(away)}</span>
            <Button
              onClick={() => {
                setAwayHidden(false);
                onClose();
              }}
            >
              Show
            </Button>
          </p>
        </section>
      )}

      <section className={styles.section}>
        <dl className={styles.facts}>
          <dt>Last contact</dt>
          <dd>
            {contact.kind === "now"
              ? "Connected now"
              : contact.kind === "at"
                ? upperFirst(ago(contact.time, now))
                : "None since this tab was opened"}
          </dd>
        </dl>
        <DeviceFacts />
      </section>
    </Popover>
  );
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function changesOfRest(pending: readonly number[]): string {
  const total = pending.reduce((sum, count) => sum + count, 0);
  return `${changes(total)} in ${pending.length === 1 ? "one more page" : `${pending.length} more pages`}.`;
}
