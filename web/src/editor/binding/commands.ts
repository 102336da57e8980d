/**
 * Commands of one transaction: what was sent, what the engine's patches touched, and the two commands
 * that need care: texts and marks.
 */
import type { Node } from "prosemirror-model";
import type { BlockId, RichText, TextTarget } from "../../engine/types";
import type { EngineLink } from "./link";
import { engineMarks, shownMarks } from "./mapping";
import { expectedMarks, markDifferences, sameMarks, unshownMarks, type MarkSet } from "./marks";
import { inlineText, readInline, takesMarks } from "./read";
import { changedPieces, cutsPair, type ChangedRange } from "./text";

interface Segment {
  readonly text: string;
  readonly marks: MarkSet;
}

/** A long text goes to the engine in parts: no change holds more than so much (Limits.java). */
const UNITS_PER_COMMAND = 65_536;

export class Commands {
  readonly #patched = new Set<BlockId>();
  readonly #markTexts: { readonly target: TextTarget; readonly wanted: RichText }[] = [];
  #sent = false;
  #badges = false;
  #open = false;

  /** @param checkpoint commits what was sent so far */
  constructor(
    readonly link: EngineLink,
    readonly ranges: readonly ChangedRange[],
    readonly checkpoint: () => void,
  ) {}

  /** Whether the engine was told anything. */
  get sent(): boolean {
    return this.#sent;
  }

  /** Whether a survivor's badge came or went. */
  get badges(): boolean {
    return this.#badges;
  }

  /** Blocks that patches touched. */
  get patched(): ReadonlySet<BlockId> {
    return this.#patched;
  }

  /** For a command that follows at once. */
  get engine() {
    return this.engineFor(0);
  }

  /** For a command that follows at once and brings a text so long: a big paste is committed in parts. */
  engineFor(units: number) {
    if (!this.link.engine.hasRoom(units)) this.checkpoint();
    this.#sent = true;
    this.#open = true;
    return this.link.engine;
  }

  /** Brings the shadow up to date. */
  take(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const edit of this.link.take()) {
      this.#badges ||= edit.kind === "badge";
      const block =
        edit.kind === "splice" || edit.kind === "marks"
          ? this.link.shadow.holder(edit.target)
          : edit.kind === "insert"
            ? edit.block.id
            : edit.block;
      if (block !== null) this.#patched.add(block);
    }
  }

  /**
   * Makes a text say what a node says; its marks follow with `finish`.
   *
   * @param content the node, or the inline nodes of a cell
   * @param oldStart position of the text in the old document, null if it was not there
   * @param newStart position of the text in the new document
   */
  text(target: TextTarget, content: Node | readonly Node[], oldStart: number | null, newStart: number): void {
    const now = this.link.shadow.text(target);
    if (!now) return;
    const nodes = "children" in content ? content.children : content;
    const segments = nodes.map((node) => ({ text: inlineText(node), marks: engineMarks(node) }));
    const wanted = segments.map((segment) => segment.text).join("");
    for (const piece of changedPieces(now.text, wanted, this.ranges, oldStart, newStart).reverse()) {
      if (piece.end > piece.start) this.engine.deleteText(target, piece.start, piece.end);
      const expected = expectedMarks(now, piece.start, piece.end);
      let at = piece.start;
      for (const { text, marks } of cut(segments, piece.insertedFrom, piece.insertedTo)) {
        const asExpected = at === piece.start && sameMarks(marks, expected);
        const exactly = asExpected ? null : JSON.stringify({ ...unshownMarks(expected), ...marks });
        for (const part of parts(text)) {
          this.engineFor(part.length).insert(target, at, part, exactly);
          at += part.length;
        }
      }
    }
    const marked = !("children" in content) || takesMarks(content);
    if (marked) this.#markTexts.push({ target, wanted: readInline(nodes) });
  }

  /** Takes the texts' patch, then marks what the engine did not mark by itself. */
  finish(): void {
    this.take();
    for (const { target, wanted } of this.#markTexts) {
      const now = this.link.shadow.text(target);
      if (!now || now.text !== wanted.text) continue;
      for (const { type, start, end, value } of markDifferences(shownMarks(now.marks, true), wanted.marks)) {
        if (value === null) this.engine.unmark(target, start, end, type, null);
        else this.engine.mark(target, start, end, type, JSON.stringify(value));
      }
    }
    this.take();
  }
}

/** A long text in parts of whole code points. */
function* parts(text: string): Generator<string> {
  let from = 0;
  while (from < text.length) {
    let to = Math.min(text.length, from + UNITS_PER_COMMAND);
    if (cutsPair(text, to)) to++;
    yield text.slice(from, to);
    from = to;
  }
}

function cut(segments: readonly Segment[], from: number, to: number): Segment[] {
  const cuts: Segment[] = [];
  let at = 0;
  for (const { text, marks } of segments) {
    const part = text.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (part !== "") cuts.push({ text: part, marks });
    at += text.length;
  }
  return cuts;
}
