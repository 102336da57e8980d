import { Dialog } from "../parts/Dialog";
import { showToast } from "../parts/toasts";
import { SignInForm } from "../entry/SignIn";
import { useSession } from "../workspace-context";
import styles from "./dialogs.module.css";

/** Signing in again over the open workspace: nothing is closed, nothing is reloaded. */
export function SignInDialog({ onClose }: { onClose: () => void }) {
  const session = useSession();
  return (
    <Dialog title="Sign in again" size="small" onClose={onClose}>
      <p className={styles.lead}>
        The server has ended this session. Your pages stay open and your work stays on this device; signing in sends it.
      </p>
      <SignInForm
        email={session.kind === "open" ? session.account.email : ""}
        onDone={() => {
          onClose();
          showToast({ text: "Signed in. What was kept is being sent." });
        }}
      />
    </Dialog>
  );
}
