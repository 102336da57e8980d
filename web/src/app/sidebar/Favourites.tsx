import type { PageId } from "../../data/api";
import { Icon } from "../parts/icons";
import { followInApp, pagePath } from "../routes";
import { shownTitle } from "../wording";
import { useDirectory, useOffline } from "../workspace-context";
import styles from "./sidebar.module.css";

/** What somebody marked, above the tree; nothing while there is none. */
export function Favourites({ current }: { current: PageId | null }) {
  const directory = useDirectory();
  const entries = useOffline()
    .favourites.map((page) => directory.pages.get(page))
    .filter((entry) => entry !== undefined && !entry.trashed);
  if (entries.length === 0) return null;
  return (
    <section className={styles.favourites} aria-label="Favourites">
      <h2>Favourites</h2>
      <ul>
        {entries.map((entry) =>
          entry === undefined ? null : (
            <li key={entry.id}>
              <a
                href={pagePath(entry.id)}
                className={styles.favourite}
                aria-current={entry.id === current ? "page" : undefined}
                onClick={(event) => followInApp(event, pagePath(entry.id))}
              >
                <span aria-hidden="true">{entry.icon ?? <Icon name="page" size={16} />}</span>
                <span>{shownTitle(entry.title)}</span>
              </a>
            </li>
          ),
        )}
      </ul>
      <h2>Pages</h2>
    </section>
  );
}
