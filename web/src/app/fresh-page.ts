import type { PageId } from "../data/api";

let fresh: PageId | null = null;

/** The page just made here: whoever shows it puts the caret into its title, once. */
export function markFresh(page: PageId): void {
  fresh = page;
}

export function takeFresh(page: PageId): boolean {
  const isFresh = fresh === page;
  if (isFresh) fresh = null;
  return isFresh;
}
