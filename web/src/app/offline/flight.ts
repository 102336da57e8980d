/** The verdict of the flight check. Pure. */
import type { StatusTone } from "../wording";
import { pages } from "./offline-words";

export interface FlightFacts {
  readonly looking: boolean;
  /** Pages that were read. */
  readonly chosen: number;
  /** Of them, those that lack something. */
  readonly gaps: number;
  /** Whether the app starts without a network, null = not known yet. */
  readonly program: boolean | null;
}

export interface Verdict {
  readonly line: string;
  readonly detail: string;
  readonly tone: StatusTone;
}

/** "Ready" only if every chosen page could be read from this device and the app itself would start. */
export function verdict({ looking, chosen, gaps, program }: FlightFacts): Verdict {
  if (looking || program === null) {
    return {
      line: "Reading every page…",
      detail: "Each chosen page is opened from this device alone, with its pictures and files.",
      tone: "underway",
    };
  }
  if (gaps > 0) {
    return {
      line: "Not ready yet",
      detail: `${pages(gaps)} of ${chosen.toLocaleString("en")} chosen ${gaps === 1 ? "lacks" : "lack"} something.`,
      tone: "attention",
    };
  }
  if (!program) {
    return {
      line: "The pages are ready, the app is not",
      detail: "What is written is here, but this browser would not start Offing without a network.",
      tone: "attention",
    };
  }
  if (chosen === 0) {
    return {
      line: "Nothing is chosen for this device",
      detail:
        "The app starts without a network; no page is kept here. Choose pages in their menus, or keep the whole workspace.",
      tone: "away",
    };
  }
  return {
    line: "Ready for a flight",
    detail:
      chosen === 1
        ? "The one chosen page was read from this device, complete."
        : `All ${pages(chosen)} chosen for this device were read from it, complete.`,
    tone: "calm",
  };
}
