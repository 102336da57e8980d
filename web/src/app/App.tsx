import { useEffect } from "react";
import "./tokens.css";
import "./base.css";
import { AlreadyIn, Join } from "./entry/Join";
import { SetUp } from "./entry/SetUp";
import { SignIn } from "./entry/SignIn";
import { Unsupported } from "./entry/Unsupported";
import { Mark } from "./parts/icons";
import { Button } from "./parts/Button";
import { EntryFrame } from "./entry/EntryFrame";
import { Tips } from "./parts/Tips";
import { Announcer, Toasts } from "./parts/toasts";
import { useRoute } from "./routes";
import { ShellPartsProvider, useSession, type ShellParts } from "./workspace-context";
import { WorkspaceScreen } from "./WorkspaceScreen";
import styles from "./workspace.module.css";

export function App({ parts }: { parts: ShellParts }) {
  return (
    <ShellPartsProvider value={parts}>
      <Screen />
      <Toasts />
      <Announcer />
      <Tips />
    </ShellPartsProvider>
  );
}

/** Which screen the session and the address call for. */
function Screen() {
  const session = useSession();
  const route = useRoute();
  useEffect(() => {
    if (session.kind !== "open") document.title = "Offing";
  }, [session.kind]);

  switch (session.kind) {
    case "opening":
      return <Opening />;
    case "unsupported":
      return <Unsupported why={session.why} whatHelps={session.whatHelps} />;
    case "setup":
      return <SetUp />;
    case "signed-out":
      return route.kind === "join" ? (
        <Join token={route.token} serverReachable={session.serverReachable} />
      ) : (
        <SignIn serverReachable={session.serverReachable} />
      );
    case "open":
      return route.kind === "join" ? <AlreadyIn session={session} /> : <WorkspaceScreen route={route} />;
  }
}

/** Milliseconds as a rule: it comes into view only when opening takes longer. */
export function Opening() {
  return (
    <main className={styles.opening} aria-label="Offing">
      <div role="status">
        <Mark size={40} />
        <h1>Opening the workspace…</h1>
      </div>
    </main>
  );
}

/** Part of the program did not load: the server is away and this device has no whole copy of it yet. */
export function StartFailed() {
  return (
    <EntryFrame
      title="Offing could not start"
      lead="Part of the program did not arrive. What is saved on this device is untouched. Check the connection, then load the page again."
    >
      <Button kind="primary" onClick={() => location.reload()}>
        Load again
      </Button>
    </EntryFrame>
  );
}
