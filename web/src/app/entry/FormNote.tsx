import type { ReactNode } from "react";
import styles from "./entry.module.css";

/** Something about the whole form. A problem is read out at once, a warning is simply there. */
export function FormNote({ tone, children }: { tone: "problem" | "warning"; children: ReactNode }) {
  return (
    <p className={tone === "problem" ? styles.problem : styles.warning} role={tone === "problem" ? "alert" : "note"}>
      {children}
    </p>
  );
}
