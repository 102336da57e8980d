/** Finding pages by title: for the search and for "Move to…". */
import type { Directory, PageEntry } from "../../data/api";
import { foldTitle, pathTo } from "./flatten";

export interface Found {
  readonly entry: PageEntry;
  /** Titles of the pages above, outermost first. */
  readonly path: readonly string[];
}

/**
 * Every word of the query must be in the title (or, less good, in the path). Titles that begin
 * with the query come first, then those where a word begins so, then the rest; among equals the
 * one changed last. An empty query gives the pages changed last.
 */
export function findPages(directory: Directory, query: string, limit: number): Found[] {
  const words = foldTitle(query)
    .split(/\s+/u)
    .filter((word) => word !== "");
  const scored: { entry: PageEntry; path: string[]; score: number }[] = [];
  for (const entry of directory.pages.values()) {
    if (entry.trashed) continue;
    const path = pathTo(directory, entry.id).map((above) => above.title);
    const score = words.length === 0 ? 0 : scoreTitle(foldTitle(entry.title), foldTitle(path.join(" ")), words);
    if (score !== null) scored.push({ entry, path, score });
  }
  scored.sort(
    (a, b) =>
      a.score - b.score ||
      b.entry.changedAt - a.entry.changedAt ||
      a.entry.title.localeCompare(b.entry.title) ||
      (a.entry.id < b.entry.id ? -1 : 1),
  );
  return scored.slice(0, limit).map(({ entry, path }) => ({ entry, path }));
}

/** @returns lower is better, null = no match */
function scoreTitle(title: string, path: string, words: readonly string[]): number | null {
  let score = 0;
  for (const word of words) {
    const at = title.indexOf(word);
    if (at === 0) score += 0;
    else if (at > 0) score += /[\p{L}\p{N}]/u.test(title.charAt(at - 1)) ? 3 : 1;
    else if (path.includes(word)) score += 8;
    else return null;
  }
  return score;
}
