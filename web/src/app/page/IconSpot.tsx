import { useState } from "react";
import type { PageId } from "../../data/api";
import { usePageActions } from "../page-actions";
import { Icon } from "../parts/icons";
import { useDirectory } from "../workspace-context";
import { IconPicker } from "./IconPicker";
import styles from "./page.module.css";

/** The page's icon above its title, and the way to choose one. */
export function IconSpot({ page }: { page: PageId }) {
  const entry = useDirectory().pages.get(page);
  const actions = usePageActions();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const icon = entry?.icon ?? null;
  return (
    <div className={styles.iconSpot}>
      <button
        type="button"
        className={icon === null ? styles.addIcon : styles.icon}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        aria-label={icon === null ? undefined : `Icon of the page: ${icon}. Change it`}
        onClick={(event) => setAnchor(anchor === null ? event.currentTarget : null)}
      >
        {icon ?? (
          <>
            <Icon name="smile" size={16} /> Add icon
          </>
        )}
      </button>
      {anchor !== null && (
        <IconPicker
          anchor={anchor}
          chosen={icon}
          onClose={() => setAnchor(null)}
          onChoose={(next) => {
            setAnchor(null);
            void actions.setIcon(page, next);
          }}
        />
      )}
    </div>
  );
}
