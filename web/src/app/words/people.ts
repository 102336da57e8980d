/** Names of those who wrote. */
import type { Author } from "../../data/api";

export function authorName(author: Author): string {
  if (author.you) return "You";
  if (author.account === "server") return "An import";
  return author.name ?? "Somebody not known here";
}

/** "You", "You and Ben", "You, Ben and 2 others". */
export function authorNames(authors: readonly Author[]): string {
  const names = [...authors].sort((a, b) => Number(b.you) - Number(a.you)).map(authorName);
  const last = names.length > 3 ? `${names.length - 2} others` : names.at(-1);
  const before = names.slice(0, names.length > 3 ? 2 : -1);
  if (last === undefined) return "Nobody";
  return before.length === 0 ? last : `${before.join(", ")} and ${last}`;
}
