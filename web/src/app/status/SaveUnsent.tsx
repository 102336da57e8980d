import { useState } from "react";
import type { PageEntry } from "../../data/api";
import { Button } from "../parts/Button";
import { saveUnsentWords } from "../wording";
import { useWorkspace } from "../workspace-context";
import { saveAsFile, unsentText } from "./unsent-text";
import styles from "./status.module.css";

/** The way on when sending fails for long: unsent work as a file of one's own. */
export function SaveUnsent({ pages }: { pages: readonly PageEntry[] }) {
  const workspace = useWorkspace();
  const [state, setState] = useState<"idle" | "saving" | "saved">("idle");

  async function save() {
    setState("saving");
    const text = await unsentText(workspace, pages);
    saveAsFile(text, `unsent-${new Date().toISOString().slice(0, 10)}.md`);
    setState("saved");
  }

  return (
    <div className={styles.own}>
      <Button icon="download" busy={state === "saving"} onClick={() => void save()}>
        {saveUnsentWords.button}
      </Button>
      <p className={styles.note} role="status">
        {state === "saved" ? saveUnsentWords.saved : saveUnsentWords.note}
      </p>
    </div>
  );
}
