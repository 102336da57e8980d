import type { ReactNode } from "react";
import styles from "./page.module.css";

/** A whole screen that says one thing: what is the matter, and under it the way on. */
export function Notice({
  title,
  text,
  place,
  children,
}: {
  title: string;
  text: ReactNode;
  /** Above the title: where one is. */
  place?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className={styles.notice}>
      <div className={styles.horizon} aria-hidden="true" />
      {place !== undefined && <p className={styles.place}>{place}</p>}
      <h1 className={styles.noticeTitle}>{title}</h1>
      <div className={styles.noticeText}>{typeof text === "string" ? <p>{text}</p> : text}</div>
      {children !== undefined && <div className={styles.noticeActions}>{children}</div>}
    </div>
  );
}
