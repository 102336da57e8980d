/** Names of those who wrote. */
import type { Author } from "../../data/api";

export function authorName(author: Author): string {
  if (author.you) return "You";
  if (author.account === "server") return "An import";
  return author.name ?? "Somebody not known here";
}

/** As {@link authorName}, within a sentence: "you", "an import"; a name of somebody is as it is. */
export function nameInside(author: Author): string {
  const name = authorName(author);
  const own = !author.you && author.account !== "server" && author.name !== null;
  return own ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

/** "You", "You and Ben", "An import, Ben and 2 others". */
export function authorNames(authors: readonly Author[]): string {
  const names = [...authors]
    .sort((a, b) => Number(b.you) - Number(a.you))
    .map((author, at) => (at === 0 ? authorName : nameInside)(author));
  const last = names.length > 3 ? `${names.length - 2} others` : names.at(-1);
  const before = names.slice(0, names.length > 3 ? 2 : -1);
  if (last === undefined) return "Nobody";
  return before.length === 0 ? last : `${before.join(", ")} and ${last}`;
}
