/** The block that a search result leads to: whoever shows the page brings it into view, once. */
import { useSyncExternalStore } from "react";
import type { PageId } from "../data/api";
import type { BlockId } from "../engine/types";

export interface Sought {
  readonly page: PageId;
  readonly block: BlockId;
  /** The words found, as they stand in the text. */
  readonly words: readonly string[];
}

let sought: Sought | null = null;
const listeners = new Set<() => void>();

/** @param target null = what was looked for is not wanted any more */
export function seek(target: Sought | null): void {
  sought = target;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What is looked for in this page; a new object for each time something is. */
export function useSought(page: PageId): Sought | null {
  return useSyncExternalStore(subscribe, () => (sought?.page === page ? sought : null));
}
