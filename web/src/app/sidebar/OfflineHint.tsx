import { useEffect, useState } from "react";
import { deviceMemory } from "../device-memory";
import { Button } from "../parts/Button";
import { useDirectory, useWorkspace } from "../workspace-context";
import styles from "./sidebar.module.css";

type Step = "unknown" | "offer" | "asking" | "granted" | "refused" | "done";

/**
 * Once on each device, when there is something worth keeping: asks for storage that the browser
 * does not clear, and shows the answer as it is.
 */
export function OfflineHint() {
  const workspace = useWorkspace();
  const directory = useDirectory();
  const [step, setStep] = useState<Step>(() => (deviceMemory.offlineHintSeen() ? "done" : "unknown"));
  const hasOwnPage = [...directory.pages.values()].some((page) => page.here && !page.trashed);

  useEffect(() => {
    if (step !== "unknown" || !hasOwnPage) return;
    let current = true;
    workspace.storage().then(
      ({ persisted }) => {
        if (current) setStep(persisted ? "done" : "offer");
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [workspace, step, hasOwnPage]);

  function finish() {
    deviceMemory.rememberOfflineHintSeen();
    setStep("done");
  }
  async function ask() {
    setStep("asking");
    const granted = await workspace.requestPersistence().catch(() => false);
    deviceMemory.rememberOfflineHintSeen();
    setStep(granted ? "granted" : "refused");
  }

  if (step === "unknown" || step === "done") return null;
  return (
    <section className={styles.hint} aria-label="Get ready for offline">
      {step === "granted" ? (
        <>
          <h2>Ready for offline</h2>
          <p>The browser keeps your pages on this device until you sign out.</p>
          <Button kind="plain" onClick={finish}>
            Good
          </Button>
        </>
      ) : step === "refused" ? (
        <>
          <h2>The browser did not promise</h2>
          <p>
            Your pages are saved and open offline, yet a browser short of room may clear them. Installing Offing as an
            app usually helps.
          </p>
          <Button kind="plain" onClick={finish}>
            Understood
          </Button>
        </>
      ) : (
        <>
          <h2>Get ready for offline</h2>
          <p>Ask this browser to keep your pages for good, even when it runs short of room.</p>
          <div className={styles.hintActions}>
            <Button kind="plain" busy={step === "asking"} onClick={() => void ask()}>
              Ask the browser
            </Button>
            <Button kind="quiet" onClick={finish}>
              Not now
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
