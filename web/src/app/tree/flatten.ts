/**
 * The page tree as a list of rows, in the order they are drawn. Rebuilt whenever directory or
 * expansion changes: O(visible rows), a few milliseconds for ten thousand.
 */
import type { Directory, PageEntry, PageId } from "../../data/api";
import { fold } from "../../text/words";

export interface TreeRow {
  readonly id: PageId;
  readonly parent: PageId | null;
  /** 0 = top level. */
  readonly depth: number;
  /** 1-based place among its siblings, and how many there are: for assistive technology. */
  readonly place: number;
  readonly siblings: number;
  readonly hasChildren: boolean;
  readonly expanded: boolean;
  /** False for a row shown only because a page below it matches the filter. */
  readonly match: boolean;
}

interface Visit {
  readonly children: ReadonlyMap<PageId | null, readonly PageId[]>;
  expanded(page: PageId): boolean;
  match(page: PageId): boolean;
}

/** Depth-first without recursion: a tree of any depth is drawn. */
function walk(visit: Visit): TreeRow[] {
  const rows: TreeRow[] = [];
  const stack: { parent: PageId | null; list: readonly PageId[]; next: number; depth: number }[] = [
    { parent: null, list: visit.children.get(null) ?? [], next: 0, depth: 0 },
  ];
  const seen = new Set<PageId>();
  for (;;) {
    const top = stack[stack.length - 1];
    if (top === undefined) return rows;
    const id = top.list[top.next];
    if (id === undefined) {
      stack.pop();
      continue;
    }
    top.next++;
    if (seen.has(id)) continue; // a directory with a cycle would otherwise never end
    seen.add(id);
    const below = visit.children.get(id) ?? [];
    const expanded = below.length > 0 && visit.expanded(id);
    rows.push({
      id,
      parent: top.parent,
      depth: top.depth,
      place: top.next,
      siblings: top.list.length,
      hasChildren: below.length > 0,
      expanded,
      match: visit.match(id),
    });
    if (expanded) stack.push({ parent: id, list: below, next: 0, depth: top.depth + 1 });
  }
}

export function flattenTree(directory: Directory, expanded: ReadonlySet<PageId>): TreeRow[] {
  return walk({ children: directory.children, expanded: (page) => expanded.has(page), match: () => true });
}

/**
 * Rows of the pages whose title has the query, with the pages above them, all open. Pages below a
 * match stay closed unless they match themselves.
 */
export function filterTree(directory: Directory, query: string): TreeRow[] {
  const wanted = foldTitle(query).trim();
  const matches = new Set<PageId>();
  const shown = new Set<PageId>();
  for (const entry of directory.pages.values()) {
    if (entry.trashed || !foldTitle(entry.title).includes(wanted)) continue;
    matches.add(entry.id);
    shown.add(entry.id);
    for (const above of pathTo(directory, entry.id)) shown.add(above.id);
  }
  const children = new Map<PageId | null, readonly PageId[]>();
  for (const [parent, list] of directory.children) {
    const kept = list.filter((page) => shown.has(page));
    if (kept.length > 0) children.set(parent, kept);
  }
  return walk({ children, expanded: () => true, match: (page) => matches.has(page) });
}

/** The pages above a page, outermost first, without the page itself. Stops at an unknown parent or a cycle. */
export function pathTo(directory: Directory, page: PageId): PageEntry[] {
  const path: PageEntry[] = [];
  const seen = new Set<PageId>([page]);
  let parent = directory.pages.get(page)?.parent ?? null;
  while (parent !== null && !seen.has(parent)) {
    seen.add(parent);
    const entry = directory.pages.get(parent);
    if (entry === undefined) break;
    path.unshift(entry);
    parent = entry.parent;
  }
  return path;
}

/** The page and everything below it: where it may not be moved to. */
export function subtree(directory: Directory, page: PageId): ReadonlySet<PageId> {
  const found = new Set<PageId>([page]);
  const queue: PageId[] = [page];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const child of directory.children.get(next) ?? []) {
      if (found.has(child)) continue;
      found.add(child);
      queue.push(child);
    }
  }
  return found;
}

/** Small letters without accents: "Résumé" is found by "resume". */
export const foldTitle = fold;
