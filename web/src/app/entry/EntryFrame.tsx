import type { ReactNode } from "react";
import { Mark } from "../parts/icons";
import styles from "./entry.module.css";

/** The screens before the workspace: a form on the sheet, and beside it the sea up to the horizon. */
export function EntryFrame({ title, lead, children }: { title: string; lead: ReactNode; children?: ReactNode }) {
  return (
    <div className={styles.frame}>
      <main className={styles.side}>
        <div className={styles.brand}>
          <Mark size={26} />
          Offing
        </div>
        <div className={styles.column}>
          <h1 className={styles.title}>{title}</h1>
          <div className={styles.lead}>{typeof lead === "string" ? <p>{lead}</p> : lead}</div>
          {children}
        </div>
      </main>
      <aside className={styles.view} aria-hidden="true">
        <Sea />
        <p className={styles.motto}>
          <b>offing</b> <i>noun</i>
          <span>The stretch of sea still in view when the harbour is out of reach.</span>
        </p>
      </aside>
    </div>
  );
}

/** Rows of short strokes that thicken towards the viewer: water as an engraver cuts it. */
const waves = (() => {
  const rows: { y: number; width: number; dash: string; offset: number; opacity: number }[] = [];
  let y = 566;
  for (let row = 0; row < 22; row++) {
    const near = row / 21;
    y += 4 + near * near * 40;
    const stroke = 16 + near * 90;
    rows.push({
      y,
      width: 0.8 + near * 1.5,
      dash: `${stroke} ${stroke * 0.7} ${stroke * 0.35} ${stroke * 1.9}`,
      offset: (row * 137) % 400,
      opacity: 0.5 - near * 0.28,
    });
  }
  return rows;
})();

function Sea() {
  return (
    <svg className={styles.sea} viewBox="0 0 800 1000" preserveAspectRatio="xMidYMid slice">
      <defs>
        <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" className={styles.skyHigh} />
          <stop offset="1" className={styles.skyLow} />
        </linearGradient>
        <linearGradient id="water" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" className={styles.seaFar} />
          <stop offset="1" className={styles.seaNear} />
        </linearGradient>
      </defs>
      <rect width="800" height="562" fill="url(#sky)" />
      <rect y="560" width="800" height="440" fill="url(#water)" />
      <path d="M0 560H800" className={styles.line} />
      {waves.map((wave) => (
        <path
          key={wave.y}
          d={`M-20 ${wave.y}H820`}
          className={styles.wave}
          strokeWidth={wave.width}
          strokeDasharray={wave.dash}
          strokeDashoffset={wave.offset}
          opacity={wave.opacity}
        />
      ))}
      <g className={styles.sail}>
        <path d="M531 516v42h-27Z" />
        <path d="M535 527v31h15Z" />
        <path d="M501 559h53l-6 7h-41Z" />
      </g>
    </svg>
  );
}
