/** Sentences of the search: how far it reaches, and what it did not find. */
import type { SearchAnswer } from "../../data/api";

type Reach = Pick<SearchAnswer, "pages" | "here" | "searched">;

const count = (value: number): string => value.toLocaleString("en");

/**
 * How much was looked through, in one line.
 *
 * @param reach null = nothing was asked yet
 * @param elsewhere whether the server has looked through what is not on this device
 */
export function coverWords(reach: Reach | null, known: number, complete: boolean, elsewhere: boolean): string {
  const more = complete ? "" : "; the list of pages is still arriving";
  const { pages, here, searched } = reach ?? { pages: known, here: known, searched: 0 };
  if (reach === null) return `Titles of all ${count(pages)} pages${more}`;
  if (searched < here) return `Read ${count(searched)} of ${count(here)} pages so far; titles of all${more}`;
  if (here < pages && elsewhere) {
    return `${count(here)} of ${count(pages)} pages are on this device; the server looked through the rest${more}`;
  }
  if (here < pages) return `${count(here)} of ${count(pages)} pages are on this device; titles of all${more}`;
  return `${pages === 1 ? "The one page is" : `All ${count(pages)} pages are`} on this device and looked through${more}`;
}

/**
 * When nothing was found: where that holds, and where it is not known.
 *
 * @param elsewhere whether the server has looked through what is not on this device
 */
export function nothingWords(query: string, reach: Reach | null, complete: boolean, elsewhere: boolean): string {
  if (reach === null) return `Looking for “${query}”…`;
  if (reach.searched < reach.here) return `Nothing with “${query}” so far. The pages are still being read.`;
  const list = complete ? "" : " The list of pages is still arriving.";
  if (reach.here < reach.pages && elsewhere) {
    return `No page has “${query}” in its title or text; the server looked through those that are not on this device.${list}`;
  }
  if (reach.here < reach.pages) {
    const away = reach.pages - reach.here;
    return `No title and no page on this device has “${query}”. What is written in ${
      away === 1 ? "the one page" : `the ${count(away)} pages`
    } not on this device is unknown here.${list}`;
  }
  return `None of the ${count(reach.pages)} pages has “${query}” in its title or text.${list}`;
}

/** For a screen reader, once the list stands still. */
export function foundWords(titles: number, texts: number): string {
  const parts = [
    ...(titles > 0 ? [titles === 1 ? "1 title" : `${count(titles)} titles`] : []),
    ...(texts > 0 ? [texts === 1 ? "1 page with it in the text" : `${count(texts)} pages with it in the text`] : []),
  ];
  return parts.length === 0 ? "" : `Found: ${parts.join(", ")}.`;
}
