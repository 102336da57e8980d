import { useState } from "react";
import { deviceMemory } from "../device-memory";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/TextField";
import { navigate } from "../routes";
import { actionProblem, changes } from "../wording";
import { useStatus, useWorkspace } from "../workspace-context";
import styles from "./dialogs.module.css";

type Step =
  | { readonly kind: "ask" }
  | { readonly kind: "working" }
  | { readonly kind: "unsent"; readonly count: number }
  | { readonly kind: "failed"; readonly why: string };

/** Signing out removes the pages from the device; with unsent work it is stopped until that is settled. */
export function SignOutDialog({ onClose }: { onClose: () => void }) {
  const workspace = useWorkspace();
  const status = useStatus();
  const [step, setStep] = useState<Step>({ kind: "ask" });
  const [typed, setTyped] = useState("");
  const toSend = status.kind === "synced" ? 0 : status.toSend;

  async function signOut(options?: { discard: number }) {
    setStep({ kind: "working" });
    // What is removed now is removed on purpose; the screen that follows must not wonder where it went.
    deviceMemory.rememberKept(null);
    try {
      const result = await workspace.signOut(options);
      if (result.kind === "unsent") {
        deviceMemory.rememberKept({ toSend: result.count, at: Date.now() });
        setTyped("");
        setStep({ kind: "unsent", count: result.count });
        return;
      }
      deviceMemory.forgetPerson();
      onClose();
      navigate("/", true);
    } catch (error) {
      deviceMemory.rememberKept({ toSend, at: Date.now() });
      setStep({ kind: "failed", why: actionProblem("Signing out", error) });
    }
  }

  if (step.kind === "unsent" && toSend > 0) {
    // The number on the screen is the one that counts: it may have shrunk or grown since the question.
    return (
      <Dialog
        title={`${changes(toSend)} would be lost`}
        onClose={onClose}
        actions={
          <>
            <Button
              kind="danger"
              unavailable={typed.trim() === String(toSend) ? null : `Type ${toSend} first.`}
              onClick={() => void signOut({ discard: toSend })}
            >
              Discard and sign out
            </Button>
            <Button kind="plain" icon="sync" data-autofocus onClick={() => workspace.syncNow()}>
              Send now
            </Button>
            <Button kind="primary" onClick={onClose}>
              Stay signed in
            </Button>
          </>
        }
      >
        <p className={styles.lead}>
          They are saved on this device only; the server does not have them yet, and signing out clears this device.{" "}
          {status.kind === "unreachable"
            ? "The server cannot be reached now. Stay signed in, and they are sent by themselves when it can."
            : "Send them first: it usually takes a moment."}
        </p>
        <TextField
          label={`To discard them for good, type the number ${toSend}`}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Dialog>
    );
  }
  return (
    <Dialog
      title={step.kind === "unsent" ? "All sent" : "Sign out of this device?"}
      size="small"
      onClose={onClose}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Stay signed in
          </Button>
          <Button kind="primary" data-autofocus busy={step.kind === "working"} onClick={() => void signOut()}>
            Sign out
          </Button>
        </>
      }
    >
      <p className={styles.lead}>
        {step.kind === "unsent" ? "The server has every change now. " : ""}The pages and the keys to them are removed
        from this device. On the server everything stays, and is here again when you sign in.
      </p>
      {step.kind === "failed" && (
        <p className={styles.problem} role="alert">
          {step.why}
        </p>
      )}
    </Dialog>
  );
}
