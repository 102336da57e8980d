/**
 * Typing in the tree goes to the next page whose title begins so. Letters that follow each other
 * within a second make one word; the same letter again steps from match to match.
 */
import { foldTitle } from "./flatten";

const pauseMillis = 1000;

export interface Typeahead {
  readonly typed: string;
  readonly at: number;
}

export const noTypeahead: Typeahead = { typed: "", at: 0 };

/** @returns what is typed so far and the row to go to, -1 if none begins so */
export function typeahead(
  before: Typeahead,
  key: string,
  now: number,
  titles: readonly string[],
  active: number,
): { readonly state: Typeahead; readonly row: number } {
  const letter = foldTitle(key);
  const typed = now - before.at > pauseMillis ? letter : before.typed + letter;
  const repeated = [...typed].every((each) => each === letter);
  const wanted = repeated ? letter : typed;
  // One letter moves on from the present row; a longer word may still mean the present row.
  const start = repeated ? active + 1 : Math.max(0, active);
  const state = { typed, at: now };
  for (let step = 0; step < titles.length; step++) {
    const row = (start + step) % titles.length;
    if (
      foldTitle(titles[row] ?? "")
        .trimStart()
        .startsWith(wanted)
    )
      return { state, row };
  }
  return { state, row: -1 };
}
