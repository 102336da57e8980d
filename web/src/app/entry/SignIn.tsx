import { useState } from "react";
import { deviceMemory } from "../device-memory";
import { Button } from "../parts/Button";
import { TextField } from "../parts/TextField";
import { useNow } from "../use-now";
import { clearedWords } from "../wording";
import { useWorkspace } from "../workspace-context";
import { checkFields } from "./checks";
import { EntryFrame } from "./EntryFrame";
import { FormNote } from "./FormNote";
import { useForm } from "./use-form";
import styles from "./entry.module.css";

export function SignIn({ serverReachable }: { serverReachable: boolean }) {
  const [kept] = useState(() => deviceMemory.kept());
  const now = useNow(false);
  return (
    <EntryFrame title="Sign in" lead="After this, the workspace opens on this device with or without a network.">
      {!serverReachable && (
        <FormNote tone="warning">
          The server cannot be reached now, and signing in needs it once. Check the connection; you can try at any time.
        </FormNote>
      )}
      {kept !== null && <FormNote tone="warning">{clearedWords(kept, now)}</FormNote>}
      <SignInForm email="" onDone={() => undefined} />
      <p className={styles.aside}>No account? The owner of the workspace can send you an invitation link.</p>
    </EntryFrame>
  );
}

export function SignInForm({ email, onDone }: { email: string; onDone: () => void }) {
  const workspace = useWorkspace();
  const form = useForm(
    "sign-in",
    { email, password: "" },
    (values) => checkFields(values, "known"),
    (values) => workspace.signIn({ email: values.email.trim(), password: values.password }),
    onDone,
  );
  return (
    <form className={styles.form} noValidate onSubmit={form.submit}>
      {form.problem !== null && <FormNote tone="problem">{form.problem}</FormNote>}
      <TextField
        {...form.field("email")}
        label="E-mail"
        type="email"
        autoComplete="username"
        {...(email === "" ? { "data-autofocus": true } : {})}
      />
      <TextField
        {...form.field("password")}
        label="Password"
        type="password"
        autoComplete="current-password"
        {...(email === "" ? {} : { "data-autofocus": true })}
      />
      <Button type="submit" kind="primary" busy={form.busy} className={styles.submit ?? ""}>
        {form.busy ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
