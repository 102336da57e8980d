/** The list of the offline centre: which pages, in which order. Pure. */
import type { Directory, OfflineOverview, OfflinePage, PageEntry, PageId } from "../../data/api";
import { foldTitle, pathTo } from "../tree/flatten";
import { shownTitle } from "../wording";
import { isWaiting } from "./use-offline";

export const filters = ["all", "kept", "by-itself", "missing", "elsewhere"] as const;
export type Filter = (typeof filters)[number];
export const orders = ["place", "size", "fetched"] as const;
export type Order = (typeof orders)[number];

export interface ListRow {
  readonly entry: PageEntry;
  readonly page: OfflinePage;
}

const belongs: Readonly<Record<Filter, (page: OfflinePage) => boolean>> = {
  all: () => true,
  kept: (page) => page.reasons.some(({ kind }) => kind === "pinned" || kind === "inherited"),
  "by-itself": (page) =>
    page.reasons.some(({ kind }) => kind === "favourite" || kind === "recent" || kind === "everything") &&
    !page.reasons.some(({ kind }) => kind === "pinned" || kind === "inherited"),
  missing: isWaiting,
  elsewhere: (page) => page.bytes === 0 && !isWaiting(page),
};

/** Pages outside the trash, in the order of the sidebar. O(pages). */
function inPlace(directory: Directory): PageId[] {
  const all: PageId[] = [];
  const add = (parent: PageId | null): void => {
    for (const page of directory.children.get(parent) ?? []) {
      all.push(page);
      add(page);
    }
  };
  add(null);
  return all;
}

/** How many pages each filter would show. */
export function countFilters(directory: Directory, overview: OfflineOverview): Readonly<Record<Filter, number>> {
  const counts: Record<Filter, number> = { all: 0, kept: 0, "by-itself": 0, missing: 0, elsewhere: 0 };
  for (const id of inPlace(directory)) {
    const page = overview.pages.get(id);
    if (page === undefined) continue;
    for (const filter of filters) if (belongs[filter](page)) counts[filter]++;
  }
  return counts;
}

export function listPages(
  directory: Directory,
  overview: OfflineOverview,
  { filter, order, query }: { filter: Filter; order: Order; query: string },
): ListRow[] {
  const words = foldTitle(query.trim());
  const rows: ListRow[] = [];
  for (const id of inPlace(directory)) {
    const entry = directory.pages.get(id);
    const page = overview.pages.get(id);
    if (entry === undefined || page === undefined || !belongs[filter](page)) continue;
    if (words !== "" && !foldTitle(shownTitle(entry.title)).includes(words)) continue;
    rows.push({ entry, page });
  }
  if (order === "size") rows.sort((a, b) => b.page.bytes - a.page.bytes);
  if (order === "fetched") rows.sort((a, b) => b.page.fetchedAt - a.page.fetchedAt);
  return rows;
}

export const placeOf = (directory: Directory, page: PageId): string =>
  pathTo(directory, page)
    .map((above) => shownTitle(above.title))
    .join(" / ");
