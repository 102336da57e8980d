import { useEffect, useId, useRef, type ReactNode } from "react";
import { IconButton } from "./Button";
import styles from "./dialog.module.css";

interface DialogProps {
  title: string;
  /** Escape, the close button and a press beside the dialog. */
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the bottom, the main one last. */
  actions?: ReactNode;
  size?: "small" | "medium" | "finder";
  /** The title is there for screen readers only: the content heads itself. */
  titleHidden?: boolean;
}

/**
 * The browser's own modal dialog: it keeps the focus inside, makes the rest inert and gives the
 * focus back. What has `data-autofocus` is focused first. On a phone it rises from the bottom.
 */
export function Dialog({ title, onClose, children, actions, size = "medium", titleHidden = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });

  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    const before = document.activeElement;
    if (!element.open) element.showModal();
    (element.querySelector<HTMLElement>("[data-autofocus]") ?? element).focus();
    return () => {
      element.close();
      // What had the focus may itself be gone (a menu item); then the page keeps it.
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      className={[styles.dialog, styles[size]].join(" ")}
      aria-labelledby={heading}
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
      <div className={styles.body}>
        {titleHidden ? (
          <h2 id={heading} className="visually-hidden">
            {title}
          </h2>
        ) : (
          <header className={styles.head}>
            <h2 id={heading} className={styles.title}>
              {title}
            </h2>
            <IconButton icon="close" label="Close" onClick={() => close.current()} />
          </header>
        )}
        {children}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
    </dialog>
  );
}
