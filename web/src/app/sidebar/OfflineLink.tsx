import { isWaiting } from "../offline/use-offline";
import { pages } from "../offline/offline-words";
import { Icon } from "../parts/icons";
import { followInApp, offlinePath } from "../routes";
import { useOffline } from "../workspace-context";
import styles from "./sidebar.module.css";

/** The way to the offline centre, with how many chosen pages are still to come. */
export function OfflineLink({ current }: { current: boolean }) {
  const overview = useOffline();
  const waiting = [...overview.pages.values()].filter(isWaiting).length;
  const path = offlinePath("pages");
  return (
    <a
      href={path}
      className={styles.way}
      aria-current={current ? "page" : undefined}
      onClick={(event) => followInApp(event, path)}
    >
      <Icon name="kept" />
      Offline
      {waiting > 0 && (
        <span className={styles.count} data-tip={`${pages(waiting)} still to come`}>
          {waiting.toLocaleString("en")}
          <span className="visually-hidden"> {waiting === 1 ? "page" : "pages"} still to come</span>
        </span>
      )}
    </a>
  );
}
