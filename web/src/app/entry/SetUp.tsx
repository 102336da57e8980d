import { Button } from "../parts/Button";
import { TextField } from "../parts/TextField";
import { navigate } from "../routes";
import { useWorkspace } from "../workspace-context";
import { checkFields, passwordShortest } from "./checks";
import { EntryFrame } from "./EntryFrame";
import { FormNote } from "./FormNote";
import { useForm } from "./use-form";
import styles from "./entry.module.css";

/** A fresh server: its first visitor becomes the owner, proving by the console's code that the server is theirs. */
export function SetUp() {
  const workspace = useWorkspace();
  const form = useForm(
    "setup",
    { code: "", workspaceName: "", name: "", email: "", password: "" },
    (values) => checkFields(values, "new"),
    (values) =>
      workspace.setUp({
        code: values.code.trim(),
        workspaceName: values.workspaceName.trim(),
        name: values.name.trim(),
        email: values.email.trim(),
        password: values.password,
      }),
    () => navigate("/", true),
  );
  return (
    <EntryFrame
      title="Set up your workspace"
      lead="This server is new. You become its owner and can invite the others."
    >
      <form className={styles.form} noValidate onSubmit={form.submit}>
        {form.problem !== null && <FormNote tone="problem">{form.problem}</FormNote>}
        <TextField
          {...form.field("code")}
          label="Code from the console"
          hint="Printed where the server was started. It shows that the server is yours."
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
        />
        <TextField
          {...form.field("workspaceName")}
          label="Name of the workspace"
          autoComplete="organization"
          maxLength={80}
        />
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
          {form.busy ? "Setting up…" : "Create the workspace"}
        </Button>
      </form>
    </EntryFrame>
  );
}
