import type { AttentionAction } from "../../data/api";
import { showToast } from "../parts/toasts";
import { navigate, offlinePath } from "../routes";
import { useShell } from "../shell-state";
import { useParts } from "../workspace-context";

/** The one step that each kind of "needs attention" asks for. */
export function useAttentionAction(): (action: AttentionAction) => void {
  const { workspace, updates } = useParts();
  const { setDialog } = useShell();
  return (action) => {
    switch (action) {
      case "sign-in":
        setDialog({ kind: "sign-in" });
        return;
      case "free-space":
      case "review":
        navigate(offlinePath("device"));
        return;
      case "retry":
        workspace.syncNow();
        return;
      case "update":
        if (updates.available()) void applyUpdate(() => updates.apply());
        else location.reload();
        return;
    }
  };
}

export async function applyUpdate(apply: () => Promise<void>): Promise<void> {
  try {
    await apply();
  } catch {
    showToast({
      text: "Not updated: some work could not be saved first. It is still in its tab; the present version goes on.",
      tone: "problem",
    });
  }
}
