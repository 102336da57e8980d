import type { Directory, PageEntry, PageId } from "../../../src/data/api";

/** A directory from an outline: one page a line, two spaces a level; the title is the id. */
export function directoryOf(outline: string, change: Readonly<Record<string, Partial<PageEntry>>> = {}): Directory {
  const pages = new Map<PageId, PageEntry>();
  const children = new Map<PageId | null, PageId[]>();
  const above: PageId[] = [];
  for (const line of outline.split("\n").filter((each) => each.trim() !== "")) {
    const depth = (line.length - line.trimStart().length) / 2;
    const id = line.trim() as PageId;
    const parent = depth === 0 ? null : (above[depth - 1] ?? null);
    above[depth] = id;
    const entry = { id, parent, title: id, icon: null, trashed: false, here: true, pending: 0, changedAt: 0 };
    pages.set(id, { ...entry, ...change[id] });
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  return { pages, children, trash: [], complete: true };
}

export const ids = (...names: string[]): PageId[] => names as PageId[];
export const id = (name: string): PageId => name as PageId;
