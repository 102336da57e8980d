import { useEffect } from "react";
import { Header } from "../page/Header";
import { Button, IconButton } from "../parts/Button";
import { Icon } from "../parts/icons";
import { followInApp, offlineParts, offlinePath, pagePath, type OfflinePart } from "../routes";
import { shownTitle } from "../wording";
import { useDirectory, useOffline, useSession, useStatus } from "../workspace-context";
import { DevicePart } from "./DevicePart";
import { FlightCheck } from "./FlightCheck";
import { headline, noticeWords, progressWords, roomWords, untoldWords } from "./offline-words";
import { PagesPart } from "./PagesPart";
import { PolicyPart } from "./PolicyPart";
import { isTold, useCounts, useOfflineActions } from "./use-offline";
import styles from "./offline.module.css";

const partNames: Readonly<Record<OfflinePart, string>> = {
  pages: "Pages",
  check: "Ready for a flight?",
  device: "This device",
  policy: "Policy",
};

/** What is on this device, why, what is missing, and who decides. */
export function OfflineScreen({ part }: { part: OfflinePart }) {
  const session = useSession();
  const workspaceName = session.kind === "open" ? session.workspaceName : "Offing";
  useEffect(() => {
    document.title = `${part === "pages" ? "Offline" : partNames[part]} · ${workspaceName}`;
  }, [part, workspaceName]);
  return (
    <>
      <Header page={null} title="Offline" />
      <main className={styles.main} id="page" tabIndex={-1} data-quiet-focus aria-label="Offline">
        <div className={styles.sheet}>
          <Standing />
          <Notices />
          <nav aria-label="Parts of the offline centre" className={styles.parts}>
            {offlineParts.map((each) => (
              <a
                key={each}
                href={offlinePath(each)}
                aria-current={each === part ? "page" : undefined}
                onClick={(event) => followInApp(event, offlinePath(each))}
              >
                {partNames[each]}
              </a>
            ))}
          </nav>
          {part === "pages" && <PagesPart />}
          {part === "check" && <FlightCheck />}
          {part === "device" && <DevicePart />}
          {part === "policy" && <PolicyPart />}
        </div>
      </main>
    </>
  );
}

/** How much is here, of how much room, and what is on its way. */
function Standing() {
  const overview = useOffline();
  const counts = useCounts();
  const { pauseDownloads } = useOfflineActions();
  const status = useStatus();
  const told = isTold(overview, useDirectory());
  const progress = progressWords(overview, status);
  const share = overview.budgetBytes > 0 ? Math.min(1, overview.bytes / overview.budgetBytes) : 0;
  return (
    <section aria-label="On this device" className={styles.standing}>
      <h1 className={styles.title}>On this device</h1>
      <p className={styles.headline}>{told ? headline(counts) : untoldWords}</p>
      {told && (
        <div className={styles.room}>
          {overview.policy.automatic && overview.automatic && (
            <div className={styles.meter} aria-hidden="true">
              <span
                style={{ width: `${Math.max(overview.bytes > 0 ? 0.75 : 0, share * 100)}%` }}
                data-full={share > 0.9 || undefined}
              />
            </div>
          )}
          <p>{roomWords(overview)}</p>
        </div>
      )}
      {progress !== null && overview.progress !== null && (
        <div className={styles.progress}>
          <progress
            max={overview.progress.total}
            value={overview.progress.done}
            aria-label="Pages fetched to this device"
          />
          <p role="status">{progress}</p>
          <Button kind="quiet" onClick={() => void pauseDownloads(!overview.paused)}>
            {overview.paused ? "Go on" : "Pause"}
          </Button>
        </div>
      )}
    </section>
  );
}

const noticesShown = 4;

/** Pages that left by themselves: nothing goes without a word. */
function Notices() {
  const overview = useOffline();
  // What has come back since needs no word.
  const notices = overview.notices.filter(({ page }) => overview.pages.get(page)?.state !== "ready");
  const directory = useDirectory();
  const { dismissNotice } = useOfflineActions();
  if (notices.length === 0) return null;
  return (
    <section aria-label="What left this device" className={styles.notices}>
      <ul>
        {notices.slice(0, noticesShown).map((notice) => {
          const title = shownTitle(directory.pages.get(notice.page)?.title ?? "");
          return (
            <li key={notice.id}>
              <Icon name="away" size={16} />
              <p>
                {noticeWords(notice, title)}{" "}
                <a href={pagePath(notice.page)} onClick={(event) => followInApp(event, pagePath(notice.page))}>
                  Open it
                </a>
              </p>
              <IconButton
                icon="close"
                size={16}
                label={`Dismiss the notice about ${title}`}
                onClick={() => void dismissNotice(notice.id)}
              />
            </li>
          );
        })}
      </ul>
      {notices.length > noticesShown && (
        <div className={styles.noticesMore}>
          <p>and {(notices.length - noticesShown).toLocaleString("en")} more</p>
          <Button kind="quiet" onClick={() => overview.notices.forEach((notice) => void dismissNotice(notice.id))}>
            Dismiss all
          </Button>
        </div>
      )}
    </section>
  );
}
