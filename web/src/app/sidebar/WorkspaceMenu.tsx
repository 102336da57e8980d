import { useState } from "react";
import type { ThemeChoice } from "../device-memory";
import { Icon, Mark, type IconName } from "../parts/icons";
import { Menu, type MenuEntry } from "../parts/Menu";
import { navigate, offlinePath } from "../routes";
import { useShell } from "../shell-state";
import { chooseTheme, useThemeChoice } from "../theme";
import { useSession, useStatus } from "../workspace-context";
import styles from "./sidebar.module.css";

const themes: readonly { choice: ThemeChoice; label: string; icon: IconName }[] = [
  { choice: "system", label: "Like the system", icon: "screen" },
  { choice: "light", label: "Light", icon: "sun" },
  { choice: "dark", label: "Dark", icon: "moon" },
];

/** The workspace's name opens the menu of the account. */
export function WorkspaceMenu() {
  const session = useSession();
  const status = useStatus();
  const { setDialog } = useShell();
  const theme = useThemeChoice();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (session.kind !== "open") return null;
  const { account, workspaceName, expired } = session;

  const entries: MenuEntry[] = [
    {
      kind: "action",
      label: "Invite someone",
      icon: "invite",
      unavailable:
        account.role !== "owner"
          ? "Only the owner can invite; ask the owner for a link."
          : expired
            ? "The server makes the link once you have signed in again."
            : status.kind === "unreachable"
              ? "The server makes the link; it works as soon as the server can be reached."
              : null,
      run: () => setDialog({ kind: "invite" }),
    },
    { kind: "action", label: "This device", icon: "device", run: () => navigate(offlinePath("device")) },
    {
      kind: "action",
      label: "Keyboard shortcuts",
      icon: "keyboard",
      keys: "?",
      run: () => setDialog({ kind: "shortcuts" }),
    },
    { kind: "line" },
  ];
  if (expired) {
    entries.push({ kind: "action", label: "Sign in again", icon: "open", run: () => setDialog({ kind: "sign-in" }) });
  }
  entries.push({ kind: "action", label: "Sign out…", icon: "signOut", run: () => setDialog({ kind: "sign-out" }) });

  return (
    <>
      <button
        type="button"
        className={styles.workspace}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-label={`${workspaceName}, menu of the account`}
        onClick={(event) => setAnchor(anchor === null ? event.currentTarget : null)}
      >
        <Mark size={22} />
        <span className={styles.workspaceName}>{workspaceName}</span>
        <Icon name="chevron" size={14} className={styles.down ?? ""} />
      </button>
      {anchor !== null && (
        <Menu
          label="Account"
          anchor={anchor}
          entries={entries}
          onClose={() => setAnchor(null)}
          head={
            <div className={styles.account}>
              <p className={styles.person}>{account.name}</p>
              <p className={styles.email}>
                {account.email}
                {account.role === "owner" && " · owner"}
              </p>
              <div className={styles.themes} role="group" aria-label="Theme">
                {themes.map(({ choice, label, icon }) => (
                  <button
                    key={choice}
                    type="button"
                    aria-pressed={theme === choice}
                    aria-label={label}
                    data-tip={label}
                    onClick={() => chooseTheme(choice)}
                  >
                    <Icon name={icon} size={16} />
                  </button>
                ))}
              </div>
            </div>
          }
        />
      )}
    </>
  );
}
