import type { StatusTone } from "../wording";
import styles from "./status.module.css";

/**
 * The state as a tide: full = with the server, half = kept here, an empty dashed ring = no server,
 * a marked diamond = needs a person. Always beside words, never instead of them.
 */
export function StatusGlyph({ tone, size = 14 }: { tone: StatusTone; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false" className={styles[tone]}>
      {tone === "attention" ? (
        <>
          <path d="M8 .8 15.2 8 8 15.2 .8 8Z" fill="currentColor" />
          <path d="M8 4.6v4M8 10.9v.2" stroke="var(--sheet)" strokeWidth="1.8" strokeLinecap="round" />
        </>
      ) : (
        <circle
          cx="8"
          cy="8"
          r="6.25"
          fill={tone === "calm" ? "currentColor" : "none"}
          stroke="currentColor"
          strokeWidth="1.6"
          strokeDasharray={tone === "away" ? "2.4 2.5" : undefined}
        />
      )}
      {tone === "underway" && <path d="M2 8h12a6 6 0 0 1-12 0Z" fill="currentColor" />}
      {tone === "calm" && (
        <path
          d="M5.2 8.2l2 2 3.7-4.2"
          fill="none"
          stroke="var(--sheet)"
          strokeWidth="1.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
    </svg>
  );
}
