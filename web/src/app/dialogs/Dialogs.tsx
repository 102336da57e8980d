import { useShell } from "../shell-state";
import { InviteDialog } from "./InviteDialog";
import { MoveDialog } from "./MoveDialog";
import { PinDialog } from "./PinDialog";
import { SearchDialog } from "./SearchDialog";
import { ShortcutsDialog } from "./ShortcutsDialog";
import { SignInDialog } from "./SignInDialog";
import { SignOutDialog } from "./SignOutDialog";

/** The one dialog that is open. */
export function Dialogs() {
  const { dialog, setDialog } = useShell();
  const close = () => setDialog(null);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case "search":
      return <SearchDialog onClose={close} />;
    case "move":
      return <MoveDialog page={dialog.page} onClose={close} />;
    case "shortcuts":
      return <ShortcutsDialog onClose={close} />;
    case "invite":
      return <InviteDialog onClose={close} />;
    case "pin":
      return <PinDialog page={dialog.page} onClose={close} />;
    case "sign-in":
      return <SignInDialog onClose={close} />;
    case "sign-out":
      return <SignOutDialog onClose={close} />;
  }
}
