/**
 * Where a dragged page would land. The pointer's height picks a row (its middle half means
 * "into this page") or the gap between two rows; in a gap how far the pointer went
 * to the side picks one of the depths that the gap allows, as in an outline: below the last child of a page
 * one may mean "one more child" or "after the page itself".
 */
import type { PageId } from "../../data/api";
import type { TreeRow } from "./flatten";

export type DropTarget =
  | { readonly kind: "inside"; readonly row: number; readonly parent: PageId }
  | {
      readonly kind: "between";
      /** The line is drawn above this row (= the number of rows for the end). */
      readonly row: number;
      readonly depth: number;
      readonly parent: PageId | null;
      /** The sibling it will follow, null = first. */
      readonly after: PageId | null;
    };

/**
 * @param y pointer's height in rows from the top of the list (2.5 = middle of the third row)
 * @param x the depth asked for: the page's own, plus how many indents the pointer went to the right
 * @returns null where a drop would change nothing or put the page below itself
 */
export function dropTarget(rows: readonly TreeRow[], dragged: PageId, y: number, x: number): DropTarget | null {
  const from = rows.findIndex((row) => row.id === dragged);
  if (from < 0 || rows.length === 0) return null;
  const to = endOfSubtree(rows, from);

  const index = Math.floor(y);
  const within = y - index;
  const over = rows[index];
  if (over !== undefined && within >= 0.25 && within < 0.75) {
    if (index >= from && index < to) return null;
    if (isLastChild(rows, from, over.id)) return null;
    return { kind: "inside", row: index, parent: over.id };
  }

  const gap = Math.min(rows.length, Math.max(0, Math.round(y)));
  if (gap > from && gap < to) return null;
  // The gaps at both ends of the dragged rows are one gap.
  const above = rows[gap === to ? from - 1 : gap - 1];
  const below = rows[gap === from ? to : gap];
  const deepest = above === undefined ? 0 : above.depth + (above.expanded ? 1 : 0);
  const shallowest = below === undefined ? 0 : Math.min(below.depth, deepest);
  const depth = Math.min(deepest, Math.max(shallowest, Math.round(x)));

  let parent: PageId | null = null;
  let after: PageId | null = null;
  if (above !== undefined) {
    if (depth > above.depth) {
      parent = above.id;
    } else {
      const sibling = ancestorAt(rows, rows.indexOf(above), depth);
      parent = sibling.parent;
      after = sibling.id;
    }
  }
  const self = rows[from];
  if (self !== undefined && self.parent === parent && after === siblingBefore(rows, from)) return null;
  return { kind: "between", row: gap, depth, parent, after };
}

/** The row after the last one below `from`. */
function endOfSubtree(rows: readonly TreeRow[], from: number): number {
  const depth = rows[from]?.depth ?? 0;
  let end = from + 1;
  while ((rows[end]?.depth ?? -1) > depth) end++;
  return end;
}

function ancestorAt(rows: readonly TreeRow[], from: number, depth: number): TreeRow {
  for (let index = from; index >= 0; index--) {
    const row = rows[index];
    if (row !== undefined && row.depth === depth) return row;
  }
  throw new RangeError("no row above has the asked depth");
}

function siblingBefore(rows: readonly TreeRow[], from: number): PageId | null {
  const self = rows[from];
  for (let index = from - 1; index >= 0; index--) {
    const row = rows[index];
    if (row === undefined || self === undefined || row.depth < self.depth) return null;
    if (row.depth === self.depth) return row.id;
  }
  return null;
}

function isLastChild(rows: readonly TreeRow[], from: number, parent: PageId): boolean {
  const self = rows[from];
  return self !== undefined && self.parent === parent && self.place === self.siblings;
}
