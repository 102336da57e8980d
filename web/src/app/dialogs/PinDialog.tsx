import { useEffect, useId, useState } from "react";
import type { PageId, PinEstimate } from "../../data/api";
import { estimateWords } from "../offline/offline-words";
import { useOfflineActions } from "../offline/use-offline";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { showToast } from "../parts/toasts";
import { subtree } from "../tree/flatten";
import { actionProblem, shownTitle } from "../wording";
import { useDirectory, useOffline, useStatus, useWorkspace } from "../workspace-context";
import styles from "./dialogs.module.css";

/** Keeps a page, a section or the whole workspace offline: how much it is, before it is done. @param page null = the workspace */
export function PinDialog({ page, onClose }: { page: PageId | null; onClose: () => void }) {
  const workspace = useWorkspace();
  const directory = useDirectory();
  const overview = useOffline();
  const status = useStatus();
  const { unpin } = useOfflineActions();
  const box = useId();
  const pin = overview.pins.find((each) => each.page === page);
  const [subpages, setSubpages] = useState(pin?.subpages ?? true);
  const [estimate, setEstimate] = useState<PinEstimate | "unknown" | null>(null);
  const [saving, setSaving] = useState(false);
  const title = page === null ? null : shownTitle(directory.pages.get(page)?.title ?? "");
  const below = page === null ? 0 : subtree(directory, page).size - 1;
  const forbidden =
    overview.policy.keep === "nobody"
      ? "The workspace’s policy keeps pages off devices."
      : overview.pages.size > 0 && page !== null && overview.pages.get(page)?.state === "not-allowed"
        ? "The workspace’s policy does not let your account keep pages."
        : null;

  useEffect(() => {
    let current = true;
    workspace.estimatePin({ page, subpages }).then(
      (next) => current && setEstimate(next),
      () => current && setEstimate("unknown"),
    );
    return () => {
      current = false;
    };
  }, [workspace, page, subpages]);

  async function keep() {
    setSaving(true);
    try {
      await workspace.pin({ page, subpages });
      onClose();
      showToast({ text: title === null ? "The whole workspace is kept offline." : `“${title}” is kept offline.` });
    } catch (error) {
      setSaving(false);
      showToast({ text: actionProblem("Keeping it offline", error), tone: "problem" });
    }
  }

  const unchanged = pin !== undefined && pin.subpages === subpages;
  return (
    <Dialog
      title={title === null ? "Keep the whole workspace offline" : `Keep “${title}” offline`}
      size="small"
      onClose={onClose}
      actions={
        <>
          {pin !== undefined && (
            <Button
              kind="quiet"
              onClick={() => {
                onClose();
                void unpin(page);
              }}
            >
              Stop keeping it
            </Button>
          )}
          <Button
            kind="primary"
            data-autofocus
            busy={saving}
            unavailable={forbidden ?? (unchanged ? "It is kept like this already." : null)}
            onClick={() => void keep()}
          >
            {pin === undefined ? "Keep offline" : "Change"}
          </Button>
        </>
      }
    >
      {page !== null && (
        <label htmlFor={box} className={styles.tick}>
          <input id={box} type="checkbox" checked={subpages} onChange={(event) => setSubpages(event.target.checked)} />
          <span>
            With the pages below it
            <span>
              {below === 0
                ? "There are none yet; later ones come by themselves."
                : `${below === 1 ? "One page" : `${below.toLocaleString("en")} pages`} now; later ones come by themselves.`}
            </span>
          </span>
        </label>
      )}
      <p className={styles.lead} role="status">
        {forbidden ?? estimateWords(estimate, status.kind === "unreachable")}
      </p>
      <p className={styles.lead}>It stays until you say otherwise, and comes to your other devices too.</p>
    </Dialog>
  );
}
