/**
 * Two versions of a page as one list of blocks to read: what was added and removed stands in the text
 * where it was, with its author. Pure.
 */
import type { Author, VersionComparison } from "../../data/api";
import type { BlockId, BlockView, DocumentView, MarkRun, RichText, Value } from "../../engine/types";

export interface Piece {
  readonly text: string;
  readonly marks: readonly MarkRun[];
  readonly kind: "same" | "inserted" | "deleted";
  readonly author: Author | null;
  /** What became of the marks of a text that both show. */
  readonly formats: readonly Format[];
}

export interface Format {
  /** Of the mark. */
  readonly type: string;
  /** Null: taken away. */
  readonly after: Value | null;
  readonly author: Author | null;
}

export interface ShownBlock {
  readonly id: BlockId;
  readonly depth: number;
  readonly type: string;
  readonly properties: Readonly<Record<string, Value>>;
  readonly kind: "same" | "appeared" | "vanished";
  readonly pieces: readonly Piece[];
  /** Rows of cells; null for what is no table. */
  readonly table: readonly (readonly (readonly Piece[])[])[] | null;
  /** What else was done to it. */
  readonly changes: readonly { readonly key: string; readonly after: Value | null; readonly author: Author | null }[];
  readonly moved: boolean;
  readonly author: Author | null;
}

export interface ShownPage {
  readonly title: readonly Piece[];
  readonly blocks: readonly ShownBlock[];
}

/** A version as it was. */
export function plainPage(view: DocumentView): ShownPage {
  return comparedPage({ before: view, after: view, differences: [] });
}

interface Span {
  readonly offset: number;
  readonly length: number;
  readonly author: Author | null;
}

interface FormatSpan extends Span {
  readonly format: Format;
}

class Differences {
  private readonly formatted = new Map<string, FormatSpan[]>();
  private readonly inserted = new Map<string, Span[]>();
  private readonly deleted = new Map<string, Span[]>();
  readonly ofBlock = new Map<BlockId, VersionComparison["differences"][number][]>();

  constructor(differences: VersionComparison["differences"]) {
    for (const each of differences) {
      if (each.kind === "inserted" || each.kind === "deleted") {
        const spans = each.kind === "inserted" ? this.inserted : this.deleted;
        const span = { offset: each.offset, length: each.text.length, author: each.author };
        spans.set(each.target, [...(spans.get(each.target) ?? []), span]);
      } else if (each.kind === "formatted") {
        const { offset, length, author, type, after } = each;
        const span = { offset, length, author, format: { type, after, author } };
        this.formatted.set(each.target, [...(this.formatted.get(each.target) ?? []), span]);
      } else if (each.block !== null) {
        this.ofBlock.set(each.block, [...(this.ofBlock.get(each.block) ?? []), each]);
      }
    }
  }

  /** Both texts as one. */
  pieces(target: string, before: RichText | null, after: RichText | null): Piece[] {
    const pieces = this.texts(target, before, after);
    const formatted = this.formatted.get(target);
    return formatted === undefined ? pieces : withFormats(pieces, formatted);
  }

  private texts(target: string, before: RichText | null, after: RichText | null): Piece[] {
    const inserted = this.inserted.get(target) ?? [];
    const deleted = this.deleted.get(target) ?? [];
    if (after === null) return before === null ? [] : cut(before, deleted, "deleted");
    if (before === null || deleted.length === 0) return cut(after, inserted, "inserted");
    return (
      woven(before, after, deleted, inserted) ?? [
        // Text went to or came from another block meanwhile: what is gone stands at the end.
        ...cut(after, inserted, "inserted"),
        ...deleted.map((span) => piece(before, span.offset, span.length, "deleted", span.author)),
      ]
    );
  }
}

export function comparedPage({ before, after, differences }: VersionComparison): ShownPage {
  const found = new Differences(differences);
  const earlier = new Map(before.blocks.map((block) => [block.id, block]));
  const later = new Map(after.blocks.map((block) => [block.id, block]));
  const depths = new Map<BlockId, number>();
  const shown = (block: BlockView, kind: ShownBlock["kind"]): ShownBlock => {
    const depth = block.parent === null ? 0 : (depths.get(block.parent) ?? 0) + 1;
    depths.set(block.id, depth);
    const was = earlier.get(block.id) ?? null;
    const is = kind === "vanished" ? null : block;
    const own = found.ofBlock.get(block.id) ?? [];
    return {
      id: block.id,
      depth,
      type: block.type,
      properties: block.properties,
      kind,
      pieces: found.pieces(block.id, was, is),
      table: tableOf(found, was, is),
      changes: own.flatMap((each) => (each.kind === "changed" ? [each] : [])),
      moved: own.some((each) => each.kind === "moved"),
      author: own.find((each) => each.kind === "appeared" || each.kind === "vanished")?.author ?? null,
    };
  };
  const blocks: ShownBlock[] = after.blocks.map((block) => shown(block, earlier.has(block.id) ? "same" : "appeared"));
  for (const [index, block] of before.blocks.entries()) {
    if (later.has(block.id)) continue;
    // Behind the one it followed, which is in the list by now, and what came to hang below that one.
    const gone = shown(block, "vanished");
    const left = before.blocks[index - 1];
    let at = left === undefined ? 0 : blocks.findIndex((each) => each.id === left.id) + 1;
    while (left !== undefined && (blocks[at]?.depth ?? 0) > gone.depth) at++;
    blocks.splice(at, 0, gone);
  }
  return { title: found.pieces("title", before.title, after.title), blocks };
}

function tableOf(found: Differences, was: BlockView | null, is: BlockView | null): ShownBlock["table"] {
  const table = (is ?? was)?.table ?? null;
  if (table === null) return null;
  return table.rows.map((row) =>
    row.cells.map((cell, column) => {
      const id = table.columns[column] ?? "";
      const earlierRow = was?.table?.rows.find((other) => other.id === row.id);
      const earlier = earlierRow?.cells[was?.table?.columns.indexOf(id as BlockId) ?? -1] ?? null;
      return found.pieces(`${row.id}/${id}`, earlier, is === null ? null : cell);
    }),
  );
}

/** A text cut where spans of it begin and end. */
function cut(text: RichText, spans: readonly Span[], kind: "inserted" | "deleted"): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { offset, length, author } of joined(spans)) {
    if (offset > at) pieces.push(piece(text, at, offset - at, "same", null));
    pieces.push(piece(text, offset, length, kind, author));
    at = offset + length;
  }
  if (at < text.text.length) pieces.push(piece(text, at, text.text.length - at, "same", null));
  return pieces;
}

/** In order; what one person typed in several changes side by side is one. */
function joined(spans: readonly Span[]): Span[] {
  const whole: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.offset - b.offset)) {
    const last = whole.at(-1);
    const goesOn =
      last !== undefined && last.offset + last.length === span.offset && samePerson(last.author, span.author);
    if (goesOn) whole[whole.length - 1] = { ...last, length: last.length + span.length };
    else whole.push(span);
  }
  return whole;
}

const samePerson = (a: Author | null, b: Author | null): boolean => (a?.account ?? null) === (b?.account ?? null);

/** Without what was deleted, the earlier text is the later one without what was inserted: null if it is not. */
function woven(before: RichText, after: RichText, deleted: readonly Span[], inserted: readonly Span[]): Piece[] | null {
  const old = cut(before, deleted, "deleted");
  const now = cut(after, inserted, "inserted");
  const kept = (pieces: readonly Piece[]): string =>
    pieces.map((each) => (each.kind === "same" ? each.text : "")).join("");
  if (kept(old) !== kept(now)) return null;
  const pieces: Piece[] = [];
  let next = 0;
  let taken = 0;
  for (const each of now) {
    if (each.kind !== "same") {
      // What was deleted there stands before what came for it.
      for (let gone = old[next]; taken === 0 && gone?.kind === "deleted"; gone = old[++next]) pieces.push(gone);
      pieces.push(each);
      continue;
    }
    // The same words, with what was deleted between them put back in.
    for (let at = 0; at < each.text.length;) {
      const from = old[next];
      if (from === undefined) return null;
      if (from.kind === "deleted") {
        pieces.push(from);
        next++;
        continue;
      }
      const length = Math.min(each.text.length - at, from.text.length - taken);
      pieces.push(part(each, at, length));
      at += length;
      taken += length;
      if (taken === from.text.length) {
        next++;
        taken = 0;
      }
    }
  }
  return [...pieces, ...old.slice(next).filter((each) => each.kind === "deleted")];
}

/** Cuts what is the same where its marks became others. The places are those of the later text. */
function withFormats(pieces: readonly Piece[], spans: readonly FormatSpan[]): Piece[] {
  let end = 0;
  return pieces.flatMap((each) => {
    if (each.kind === "deleted") return [each];
    const start = end;
    end += each.text.length;
    const own = spans.filter((span) => span.offset < end && span.offset + span.length > start);
    if (each.kind !== "same" || own.length === 0) return [each];
    const inside = (offset: number): number => Math.min(Math.max(offset - start, 0), each.text.length);
    const ends = own.flatMap((span) => [inside(span.offset), inside(span.offset + span.length)]);
    const cuts = [...new Set([0, each.text.length, ...ends])].sort((a, b) => a - b);
    return cuts.slice(0, -1).map((from, at) => {
      const to = cuts[at + 1] ?? each.text.length;
      const over = own.filter((span) => inside(span.offset) <= from && inside(span.offset + span.length) >= to);
      return { ...part(each, from, to - from), formats: over.map((span) => span.format) };
    });
  });
}

function piece(
  { text, marks }: RichText,
  offset: number,
  length: number,
  kind: Piece["kind"],
  author: Author | null,
): Piece {
  const end = offset + length;
  const own = marks
    .filter(([, from, to]) => from < end && to > offset)
    .map(([type, from, to, value]): MarkRun => [
      type,
      Math.max(from, offset) - offset,
      Math.min(to, end) - offset,
      value,
    ]);
  return { text: text.slice(offset, end), marks: own, kind, author, formats: [] };
}

const part = (whole: Piece, offset: number, length: number): Piece =>
  piece(whole, offset, length, whole.kind, whole.author);

export interface Deed {
  readonly author: Author | null;
  readonly added: number;
  readonly removed: number;
  /** Characters whose marks became others. */
  readonly formatted: number;
  /** Blocks made, moved, deleted or changed. */
  readonly blocks: number;
}

/** Who did how much, most first. */
export function deedsOf(differences: VersionComparison["differences"]): Deed[] {
  const deeds = new Map<
    string,
    { author: Author | null; added: number; removed: number; formatted: number; blocks: Set<string> }
  >();
  for (const each of differences) {
    const key = each.author?.account ?? each.by?.replica ?? "";
    const deed = deeds.get(key) ?? {
      author: each.author,
      added: 0,
      removed: 0,
      formatted: 0,
      blocks: new Set<string>(),
    };
    deeds.set(key, deed);
    if (each.kind === "inserted") deed.added += each.text.length;
    else if (each.kind === "deleted") deed.removed += each.text.length;
    else if (each.kind === "formatted") deed.formatted += each.length;
    else deed.blocks.add(each.block ?? "");
  }
  return [...deeds.values()]
    .map((deed) => ({ ...deed, blocks: deed.blocks.size }))
    .sort((a, b) => amountOf(b) - amountOf(a));
}

const amountOf = ({ added, removed, formatted, blocks }: Deed): number => added + removed + formatted + blocks;
