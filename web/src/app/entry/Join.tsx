import type { Session } from "../../data/api";
import { Button } from "../parts/Button";
import { TextField } from "../parts/TextField";
import { navigate } from "../routes";
import { useWorkspace } from "../workspace-context";
import { checkFields, passwordShortest } from "./checks";
import { EntryFrame } from "./EntryFrame";
import { FormNote } from "./FormNote";
import { useForm } from "./use-form";
import styles from "./entry.module.css";

export function Join({ token, serverReachable }: { token: string; serverReachable: boolean }) {
  const workspace = useWorkspace();
  const form = useForm(
    "join",
    { name: "", email: "", password: "" },
    (values) => checkFields(values, "new"),
    (values) =>
      workspace.join({
        invitation: token,
        name: values.name.trim(),
        email: values.email.trim(),
        password: values.password,
      }),
    () => navigate("/", true),
  );
  if (token === "") {
    return (
      <EntryFrame
        title="The invitation is incomplete"
        lead="The part of the link behind the # is missing; some programs cut it off. Copy the whole link and open it once more, or ask for it again."
      >
        <Button kind="plain" onClick={() => navigate("/", true)}>
          Sign in instead
        </Button>
      </EntryFrame>
    );
  }
  return (
    <EntryFrame title="You are invited" lead="Make an account to join the workspace. The link works once.">
      {!serverReachable && (
        <FormNote tone="warning">
          The server cannot be reached now, and joining needs it once. The link stays good; try again when you are
          connected.
        </FormNote>
      )}
      <form className={styles.form} noValidate onSubmit={form.submit}>
        {form.problem !== null && <FormNote tone="problem">{form.problem}</FormNote>}
        <TextField {...form.field("name")} label="Your name" autoComplete="name" maxLength={80} />
        <TextField {...form.field("email")} label="E-mail" type="email" autoComplete="username" />
        <TextField
          {...form.field("password")}
          label="Password"
          hint={`At least ${passwordShortest} characters; longer is better than stranger.`}
          type="password"
          autoComplete="new-password"
        />
        <Button type="submit" kind="primary" busy={form.busy} className={styles.submit ?? ""}>
          {form.busy ? "Joining…" : "Join"}
        </Button>
      </form>
      <p className={styles.aside}>
        Have an account?{" "}
        <a
          href="/"
          onClick={(event) => {
            event.preventDefault();
            navigate("/", true);
          }}
        >
          Sign in
        </a>
      </p>
    </EntryFrame>
  );
}

/** An invitation opened where somebody is signed in already: nothing is used up or mixed without a word. */
export function AlreadyIn({ session }: { session: Extract<Session, { kind: "open" }> }) {
  return (
    <EntryFrame
      title="You are in already"
      lead={`This device is signed in to ${session.workspaceName} as ${session.account.name}. The invitation was not used; to accept it as somebody else, sign out first or open the link in another browser.`}
    >
      <Button kind="primary" onClick={() => navigate("/", true)}>
        Go to {session.workspaceName}
      </Button>
    </EntryFrame>
  );
}
