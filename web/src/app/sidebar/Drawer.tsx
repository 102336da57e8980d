import { useEffect, useRef, type ReactNode } from "react";
import styles from "../workspace.module.css";

/** The sidebar over the page on a narrow screen: a modal dialog from the left edge. */
export function Drawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    const before = document.activeElement;
    if (!element.open) element.showModal();
    element.focus();
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.drawer}
      aria-label="Pages"
      tabIndex={-1}
      data-quiet-focus
      onCancel={(event) => {
        event.preventDefault();
        close.current();
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) close.current();
      }}
    >
      <div className={styles.drawerBody}>{children}</div>
    </dialog>
  );
}
