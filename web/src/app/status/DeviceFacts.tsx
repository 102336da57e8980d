import { useEffect, useState } from "react";
import { Button } from "../parts/Button";
import { bytes } from "../wording";
import { useWorkspace } from "../workspace-context";
import styles from "./status.module.css";

interface Facts {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly persisted: boolean;
}

/** What the browser says about room and about keeping it, and the way to ask. */
export function DeviceFacts() {
  const workspace = useWorkspace();
  const [facts, setFacts] = useState<Facts | "unknown" | null>(null);
  const [answer, setAnswer] = useState<"asking" | "refused" | null>(null);

  useEffect(() => {
    let current = true;
    workspace.storage().then(
      (next) => current && setFacts(next),
      () => current && setFacts("unknown"),
    );
    return () => {
      current = false;
    };
  }, [workspace]);

  async function ask() {
    setAnswer("asking");
    const granted = await workspace.requestPersistence().catch(() => false);
    setAnswer(granted ? null : "refused");
    if (granted)
      setFacts((before) => (before === null || before === "unknown" ? before : { ...before, persisted: true }));
  }

  if (facts === null) return null;
  if (facts === "unknown") return <p className={styles.note}>The browser does not say how much room there is.</p>;
  const share = facts.quotaBytes > 0 ? Math.min(1, facts.usedBytes / facts.quotaBytes) : 0;
  return (
    <>
      <dl className={styles.facts}>
        <dt>Pages and the app</dt>
        <dd>
          {bytes(facts.usedBytes)} of {bytes(facts.quotaBytes)}
        </dd>
      </dl>
      <div className={styles.meter} aria-hidden="true">
        <span style={{ width: `${Math.max(1, share * 100)}%` }} data-full={share > 0.9 || undefined} />
      </div>
      <dl className={styles.facts}>
        <dt>Kept by the browser</dt>
        <dd>{facts.persisted ? "For good" : "As long as there is room"}</dd>
      </dl>
      {!facts.persisted && (
        <div className={styles.ask}>
          <p className={styles.note}>
            {answer === "refused"
              ? "The browser did not promise it. Everything is saved all the same; installing Offing as an app, or visiting more often, usually changes the answer."
              : "A browser short of room may clear what sites have stored, unsent work too. You can ask it not to."}
          </p>
          <Button kind="plain" busy={answer === "asking"} onClick={() => void ask()}>
            {answer === "refused" ? "Ask again" : "Ask the browser to keep it"}
          </Button>
        </div>
      )}
    </>
  );
}
