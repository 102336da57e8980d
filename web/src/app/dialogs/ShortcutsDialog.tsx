import { shortcutList } from "../keyboard";
import { Dialog } from "../parts/Dialog";
import styles from "./dialogs.module.css";

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      {shortcutList.map(({ group, keys }) => (
        <section key={group} className={styles.shortcuts}>
          <h3>{group}</h3>
          <dl>
            {keys.map(([combination, meaning]) => (
              <div key={meaning}>
                <dt>{meaning}</dt>
                <dd>
                  <kbd>{combination}</kbd>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
