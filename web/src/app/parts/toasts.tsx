/** Short notices at the foot of the screen. They repeat or undo; nothing is said here alone that must be read. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { Button, IconButton } from "./Button";
import styles from "./toasts.module.css";

export interface Toast {
  readonly text: string;
  readonly tone?: "plain" | "problem";
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface ShownToast extends Toast {
  readonly key: number;
}

const listeners = new Set<() => void>();
let toasts: readonly ShownToast[] = [];
let nextKey = 1;

function change(next: readonly ShownToast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export function showToast(toast: Toast): void {
  // Three at most: a longer pile hides the page and is read by nobody.
  change([...toasts.slice(-2), { ...toast, key: nextKey++ }]);
}

const dismiss = (key: number) => change(toasts.filter((toast) => toast.key !== key));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className={styles.stack} role="status" aria-live="polite">
      {shown.map((toast) => (
        <ToastCard key={toast.key} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: ShownToast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    // A problem stays until it is put away; the rest goes by itself, but not from under a hand.
    if (held || toast.tone === "problem") return;
    const timer = setTimeout(() => dismiss(toast.key), toast.action === undefined ? 5000 : 10_000);
    return () => clearTimeout(timer);
  }, [held, toast]);
  return (
    <div
      className={[styles.toast, toast.tone === "problem" ? styles.problem : ""].join(" ")}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p className={styles.text}>{toast.text}</p>
      {toast.action !== undefined && (
        <Button
          kind="quiet"
          className={styles.action ?? ""}
          onClick={() => {
            dismiss(toast.key);
            toast.action?.run();
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <IconButton icon="close" label="Dismiss" onClick={() => dismiss(toast.key)} />
    </div>
  );
}

let say: ((text: string) => void) | null = null;

/** For a screen reader only: a result that everybody else sees. */
export function announce(text: string): void {
  say?.(text);
}

export function Announcer() {
  const [text, setText] = useState("");
  useEffect(() => {
    say = setText;
    return () => {
      say = null;
    };
  }, []);
  return (
    <div className="visually-hidden" aria-live="polite">
      {text}
    </div>
  );
}
