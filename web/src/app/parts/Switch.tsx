import { useId, type ReactNode } from "react";
import styles from "./switch.module.css";

/** On or off at once, with what it does below its name. */
export function Switch({
  label,
  on,
  onChange,
  unavailable = null,
  children,
}: {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  /** Why it cannot be used now. It stays reachable by keyboard and says it. */
  unavailable?: string | null;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <div className={styles.row}>
      <div className={styles.text}>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        <p id={`${id}-more`} className={styles.more}>
          {unavailable ?? children}
        </p>
      </div>
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={on}
        aria-disabled={unavailable !== null || undefined}
        aria-describedby={`${id}-more`}
        className={styles.switch}
        onClick={() => {
          if (unavailable === null) onChange(!on);
        }}
      >
        <span className={styles.knob} />
      </button>
    </div>
  );
}
