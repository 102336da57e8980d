/**
 * Full text over pages, in memory: MiniSearch for the words, the texts themselves for the places in
 * them. Words match as they are, by their beginning, and with small typos; all words of a query have to
 * be there. Cost: a page costs its words when it is put in, a query a few milliseconds in thousands of
 * pages.
 */
import MiniSearch, { type SearchResult } from "minisearch";
import type { PageId, SearchHit } from "../api";
import type { BlockId } from "../../engine/types";
import type { PageText } from "./page-text";
import { fold, wordsOf } from "../../text/words";

interface Entry {
  readonly id: PageId;
  title: string;
  text: PageText;
}

/** How much of a text is shown before and after the first word found. */
const BEFORE = 40;
const AFTER = 120;

/** Letters of a word from which on one, and two, typos are forgiven. */
const ONE_TYPO = 4;
const TWO_TYPOS = 8;

export class SearchIndex {
  private readonly entries = new Map<PageId, Entry>();
  private readonly words = new MiniSearch<Entry>({
    fields: ["title", "text"],
    extractField: (entry, field) =>
      field === "id" ? entry.id : field === "title" ? entry.title : entry.text.map(([, text]) => text).join("\n"),
    tokenize: (text) => Array.from(wordsOf(text), (word) => word.term),
    // Words come folded.
    processTerm: (term) => term,
  });

  get size(): number {
    return this.entries.size;
  }

  has(page: PageId): boolean {
    return this.entries.has(page);
  }

  /** Puts a page in, or in again. @param text null = as it was, nothing for a page that was not here */
  put(page: PageId, title: string, text: PageText | null): void {
    const before = this.entries.get(page);
    if (before !== undefined && before.title === title && text === null) return;
    const entry: Entry = { id: page, title, text: text ?? before?.text ?? [] };
    this.entries.set(page, entry);
    if (before === undefined) this.words.add(entry);
    else {
      this.words.discard(page);
      this.words.add(entry);
    }
  }

  remove(page: PageId): void {
    if (this.entries.delete(page)) this.words.discard(page);
  }

  /**
   * @param shown pages that may be found
   * @returns best first: titles that have all words, then texts
   */
  find(query: string, limit: number, shown: (page: PageId) => boolean): SearchHit[] {
    const wanted = [...wordsOf(query)];
    if (wanted.length === 0) return [];
    const pairs = new Set(wanted.filter((word) => word.pair && [...word.term].length > 1).map((word) => word.term));
    const results = this.words.search(query, {
      combineWith: "AND",
      boost: { title: 3 },
      prefix: (term) => !pairs.has(term),
      fuzzy: (term) => (pairs.has(term) ? 0 : typos(term)),
      filter: (result) => shown(result.id as PageId),
    });
    const titles: SearchHit[] = [];
    const texts: SearchHit[] = [];
    for (const result of results) {
      if (texts.length >= limit) break;
      const entry = this.entries.get(result.id as PageId);
      if (entry === undefined) continue;
      if (titles.length < limit && inTitle(result)) titles.push(titleHit(entry, result.terms));
      const text = textHit(entry, result.terms);
      if (text !== null) texts.push(text);
    }
    return [...titles, ...texts];
  }
}

/** How many typos are forgiven. Numbers and codes with digits are meant as they are. */
function typos(term: string): number {
  if (/\p{N}/u.test(term)) return 0;
  return term.length >= TWO_TYPOS ? 2 : term.length >= ONE_TYPO ? 1 : 0;
}

/** Whether the title alone has every word of the query. */
function inTitle(result: SearchResult): boolean {
  const found = new Set<string>();
  for (const [term, fields] of Object.entries(result.match)) {
    if (fields.includes("title")) found.add(term);
  }
  return result.queryTerms.every((query) => [...found].some((term) => related(query, term)));
}

/** Whether a word of a text may be what a word of the query found: its beginning, or near it. */
function related(query: string, term: string): boolean {
  return term.startsWith(query) || (typos(query) > 0 && Math.abs(term.length - query.length) <= 2);
}

function titleHit(entry: Entry, terms: readonly string[]): SearchHit {
  return { page: entry.id, place: "title", block: null, snippet: entry.title, marks: marksIn(entry.title, terms) };
}

/** The first of the blocks that have the most of the words. */
function textHit(entry: Entry, terms: readonly string[]): SearchHit | null {
  let best: readonly [BlockId, string] | null = null;
  let most = 0;
  for (const block of entry.text) {
    const folded = fold(block[1]);
    const has = terms.reduce((count, term) => count + (folded.includes(term) ? 1 : 0), 0);
    if (has > most) {
      best = block;
      most = has;
    }
  }
  if (best === null) return null;
  const marks = marksIn(best[1], terms);
  const [first] = marks;
  if (first === undefined) return null;
  return { page: entry.id, place: "text", block: best[0], ...pieceAround(best[1], marks, first[0]) };
}

/** Where words of a query, or longer ones that begin with them, stand in a text. */
export function marksOf(text: string, query: string): [number, number][] {
  const wanted = [...wordsOf(query)].map((word) => word.term);
  const terms = [...wordsOf(text)].map((word) => word.term);
  return marksIn(
    text,
    terms.filter((term) => wanted.some((word) => term.startsWith(word))),
  );
}

function marksIn(text: string, terms: readonly string[]): [number, number][] {
  const wanted = new Set(terms);
  const marks: [number, number][] = [];
  for (const { term, start, end } of wordsOf(text)) {
    if (!wanted.has(term)) continue;
    const last = marks.at(-1);
    // Pairs overlap: one mark for a run of them.
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else marks.push([start, end]);
  }
  return marks;
}

/** A piece of the text around a place, cut between words, line ends as spaces. */
function pieceAround(
  text: string,
  marks: readonly (readonly [number, number])[],
  at: number,
): Pick<SearchHit, "snippet" | "marks"> {
  let start = Math.max(0, at - BEFORE);
  let end = Math.min(text.length, at + AFTER);
  if (start > 0) {
    const space = text.slice(start, at).search(/\s\S/u);
    start = space >= 0 ? start + space + 1 : wholeCharacter(text, start);
  }
  if (end < text.length) {
    const piece = text.slice(at, end);
    const space = piece.lastIndexOf(" ");
    end = space > AFTER / 2 ? at + space : wholeCharacter(text, end);
  }
  const lead = start > 0 ? "… " : "";
  const shift = lead.length - start;
  return {
    snippet: lead + text.slice(start, end).replace(/\s/gu, " ") + (end < text.length ? " …" : ""),
    marks: marks
      .filter(([from, to]) => from >= start && to <= end)
      .map(([from, to]) => [from + shift, to + shift] as const),
  };
}

function wholeCharacter(text: string, at: number): number {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 ? at + 1 : at;
}
