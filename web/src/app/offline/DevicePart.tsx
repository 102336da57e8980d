import { useMemo } from "react";
import { Button } from "../parts/Button";
import { Switch } from "../parts/Switch";
import { followInApp, pagePath } from "../routes";
import { useShell } from "../shell-state";
import { DeviceFacts } from "../status/DeviceFacts";
import { StatusGlyph } from "../status/StatusGlyph";
import { useStatusWords } from "../status/use-status-words";
import { useNow } from "../use-now";
import { ago, changes, shownTitle } from "../wording";
import { useDirectory, useOffline } from "../workspace-context";
import { policyWords } from "./offline-words";
import { RefusedPart } from "./RefusedPart";
import { useOfflineActions } from "./use-offline";
import styles from "./offline.module.css";

/** What this device takes, what it owes the server, how much room there is, and the account's other devices. */
export function DevicePart() {
  const overview = useOffline();
  const { setDialog } = useShell();
  const { setAutomatic, unpin, setOptedOut } = useOfflineActions();
  const directory = useDirectory();
  const whole = overview.pins.some((pin) => pin.page === null);
  const forbidden =
    overview.policy.keep === "nobody"
      ? "The workspace’s policy keeps pages off devices until the owner changes it."
      : null;
  return (
    <section aria-label="This device" className={styles.settings}>
      <Work />
      <RefusedPart />
      <div className={styles.block}>
        <h2>What comes here</h2>
        <Switch
          label="Take what comes by itself"
          on={overview.automatic && overview.policy.automatic && forbidden === null}
          unavailable={
            forbidden ??
            (overview.policy.automatic
              ? null
              : "In this workspace nothing comes by itself; what you keep yourself does.")
          }
          onChange={(on) => void setAutomatic(on)}
        >
          {policyWords(overview.policy)[1]} Switched off, only what you keep yourself is on this device.
        </Switch>
        <Switch
          label="Keep the whole workspace"
          on={whole}
          unavailable={whole ? null : forbidden}
          onChange={(on) => (on ? setDialog({ kind: "pin", page: null }) : void unpin(null))}
        >
          Every page, also those to come, on all your devices.
        </Switch>
      </div>
      {overview.optedOut.length > 0 && (
        <div className={styles.block}>
          <h2>Not wanted on this device</h2>
          <ul className={styles.plainList}>
            {overview.optedOut.map((page) => {
              const title = shownTitle(directory.pages.get(page)?.title ?? "");
              return (
                <li key={page}>
                  <a href={pagePath(page)} onClick={(event) => followInApp(event, pagePath(page))}>
                    {title}
                  </a>
                  <Button
                    kind="quiet"
                    aria-label={`Let ${title} come again`}
                    onClick={() => void setOptedOut(page, false)}
                  >
                    Let it come
                  </Button>
                </li>
              );
            })}
          </ul>
        </div>
      )}
      <div className={styles.block}>
        <h2>Room</h2>
        <DeviceFacts />
      </div>
      <Devices />
    </section>
  );
}

/** Where this device stands with the server. */
function Work() {
  const directory = useDirectory();
  const words = useStatusWords();
  const waiting = useMemo(() => [...directory.pages.values()].filter((page) => page.pending > 0), [directory]);
  return (
    <div className={styles.block}>
      <h2 className={styles.withGlyph}>
        <StatusGlyph tone={words.tone} size={16} />
        {words.line}
      </h2>
      <p className={styles.soft}>{words.explanation}</p>
      {waiting.length > 0 && (
        <>
          <h3>Not on the server yet</h3>
          <ul className={styles.plainList}>
            {waiting.map((page) => (
              <li key={page.id}>
                <a href={pagePath(page.id)} onClick={(event) => followInApp(event, pagePath(page.id))}>
                  {shownTitle(page.title)}
                </a>
                <span className={styles.faint}>{changes(page.pending)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Devices() {
  const { devices } = useOffline();
  const now = useNow(false);
  return (
    <div className={styles.block}>
      <h2>Your devices</h2>
      {devices === null ? (
        <p className={styles.soft}>The server has not listed them yet; it is asked at the next contact.</p>
      ) : (
        <ul className={styles.plainList}>
          {devices.map((device) => (
            <li key={device.id}>
              <span>{device.name}</span>
              <span className={styles.faint}>
                {device.thisDevice ? "This device" : `Last contact ${ago(device.lastSeenAt, now)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className={styles.soft}>
        What you keep offline travels to all of them. What each has fetched, it says itself.
      </p>
    </div>
  );
}
