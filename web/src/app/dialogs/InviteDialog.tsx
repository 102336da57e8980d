import { useState } from "react";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { showToast } from "../parts/toasts";
import { actionProblem } from "../wording";
import { useSession, useStatus, useWorkspace } from "../workspace-context";
import styles from "./dialogs.module.css";

type Step =
  | { readonly kind: "ask" }
  | { readonly kind: "making" }
  | { readonly kind: "made"; readonly link: string; readonly expiresAt: number }
  | { readonly kind: "failed"; readonly why: string };

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const workspace = useWorkspace();
  const session = useSession();
  const status = useStatus();
  const [step, setStep] = useState<Step>({ kind: "ask" });
  const name = session.kind === "open" ? session.workspaceName : "the workspace";
  const away =
    status.kind === "unreachable" ? "The server makes the link; it works as soon as the server can be reached." : null;

  async function make() {
    setStep({ kind: "making" });
    try {
      setStep({ kind: "made", ...(await workspace.createInvitation()) });
    } catch (error) {
      setStep({ kind: "failed", why: actionProblem("Inviting", error) });
    }
  }
  async function copy(link: string) {
    try {
      await navigator.clipboard.writeText(link);
      showToast({ text: "Invitation link copied." });
    } catch {
      showToast({ text: "The browser did not allow copying. Select the link and copy it by hand.", tone: "problem" });
    }
  }

  if (step.kind === "made") {
    const until = new Date(step.expiresAt).toLocaleDateString("en-GB", {
      weekday: "long",
      day: "numeric",
      month: "long",
    });
    return (
      <Dialog
        title="Send this link"
        onClose={onClose}
        actions={
          <Button kind="primary" icon="link" data-autofocus onClick={() => void copy(step.link)}>
            Copy the link
          </Button>
        }
      >
        <p className={styles.lead}>
          Whoever opens it first joins {name}. It works once, until {until}.
        </p>
        <input
          className={styles.link}
          aria-label="Invitation link"
          readOnly
          value={step.link}
          onFocus={(event) => event.target.select()}
        />
      </Dialog>
    );
  }
  return (
    <Dialog
      title="Invite someone"
      onClose={onClose}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" busy={step.kind === "making"} unavailable={away} onClick={() => void make()}>
            Make an invitation link
          </Button>
        </>
      }
    >
      <p className={styles.lead}>
        You get a link to send by whatever way you like. It can be used once within seven days; who joins by it sees and
        edits all pages of {name}.
      </p>
      {away !== null && <p className={styles.warning}>{away}</p>}
      {step.kind === "failed" && (
        <p className={styles.problem} role="alert">
          {step.why}
        </p>
      )}
    </Dialog>
  );
}
