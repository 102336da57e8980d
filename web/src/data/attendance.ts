/**
 * Whether somebody works in this tab: what is done by hand is told, so that a download in the background makes
 * room for it. Decides nothing; how much room is a rule of sync (OFF-14).
 */

/** Often enough that it is told again before it is forgotten, and no more. */
const TELL_MILLIS = 400;

/** Calls `tell` on keys, presses and scrolling by wheel, at most every 400 ms. */
export function watchAttendance(document: Document, tell: () => void): void {
  let told = -Infinity;
  const attended = (event: Event): void => {
    if (event.timeStamp - told >= TELL_MILLIS) {
      told = event.timeStamp;
      tell();
    }
  };
  for (const type of ["keydown", "pointerdown", "wheel"]) {
    document.addEventListener(type, attended, { capture: true, passive: true });
  }
}
