import { useMemo } from "react";
import { Dialog } from "../parts/Dialog";
import { DeviceFacts } from "../status/DeviceFacts";
import { lookingForServer } from "../status/contact";
import { useContact } from "../status/use-status-watch";
import { StatusGlyph } from "../status/StatusGlyph";
import { followInApp, pagePath } from "../routes";
import { useNow } from "../use-now";
import { changes, shownTitle, statusWords } from "../wording";
import { useDirectory, useStatus } from "../workspace-context";
import styles from "./dialogs.module.css";

/** What is on this device: how many pages, how much room, what waits. */
export function DeviceDialog({ onClose }: { onClose: () => void }) {
  const directory = useDirectory();
  const status = useStatus();
  const contact = useContact();
  const words = statusWords(status, useNow(false), lookingForServer(contact));
  const { known, here, waiting } = useMemo(() => {
    const pages = [...directory.pages.values()];
    return {
      known: pages.filter((page) => !page.trashed).length,
      here: pages.filter((page) => !page.trashed && page.here).length,
      waiting: pages.filter((page) => page.pending > 0),
    };
  }, [directory]);
  return (
    <Dialog title="This device" onClose={onClose}>
      <p className={styles.standing}>
        <StatusGlyph tone={words.tone} size={16} />
        {words.line}
      </p>
      <p className={styles.lead}>{words.explanation}</p>
      <p className={styles.lead}>
        {here === known
          ? `All ${known.toLocaleString("en")} pages of the workspace are here and open without a network.`
          : `${here.toLocaleString("en")} of ${known.toLocaleString("en")} pages are here and open without a network. The others are listed with title and place; opening one fetches it.`}
        {!directory.complete && " The list is still arriving."}
      </p>
      {waiting.length > 0 && (
        <section className={styles.block}>
          <h3>Not on the server yet</h3>
          <ul className={styles.waiting}>
            {waiting.map((page) => (
              <li key={page.id}>
                <a
                  href={pagePath(page.id)}
                  onClick={(event) => {
                    followInApp(event, pagePath(page.id));
                    onClose();
                  }}
                >
                  {shownTitle(page.title)}
                </a>
                <span>{changes(page.pending)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className={styles.block}>
        <h3>Room</h3>
        <DeviceFacts />
      </section>
    </Dialog>
  );
}
