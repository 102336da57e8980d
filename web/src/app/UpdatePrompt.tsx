import { useState } from "react";
import { Button } from "./parts/Button";
import { applyUpdate } from "./status/use-attention";
import { useParts, useStatus, useUpdateAvailable } from "./workspace-context";
import styles from "./workspace.module.css";

/**
 * Offers a new version when nothing waits to be sent; while something does, the present version
 * goes on and says nothing. "Later" holds until the next start.
 */
export function UpdatePrompt() {
  const { updates } = useParts();
  const available = useUpdateAvailable();
  const status = useStatus();
  const [later, setLater] = useState(false);
  const [applying, setApplying] = useState(false);
  const pending = status.kind === "saving" || (status.kind !== "synced" && status.toSend > 0);
  if (!available || later || (pending && !applying)) return null;
  return (
    <section className={styles.update} role="status" aria-label="Update">
      <h2>A new version is ready</h2>
      <p>Your work is saved first; then all tabs of Offing load again.</p>
      <div>
        <Button kind="quiet" onClick={() => setLater(true)}>
          Later
        </Button>
        <Button
          kind="primary"
          busy={applying}
          onClick={() => {
            setApplying(true);
            void applyUpdate(() => updates.apply()).finally(() => setApplying(false));
          }}
        >
          Update now
        </Button>
      </div>
    </section>
  );
}
