/**
 * The editor and the engine, kept equal. Both live on this thread, so nothing is in flight: a local
 * transaction becomes commands at once, a patch becomes a transaction at once, and between two calls
 * the editor shows the engine's view exactly (invariant; `shown` is the document for which it holds).
 *
 * No merge rule lives here. Local changes go through `diff.ts`, patches through `apply.ts`; both ends
 * are compared after every transaction, and where they differ the editor follows the engine.
 *
 * Works on ProseMirror states alone; `plugin.ts` connects it to a view.
 */
import type { Node, Schema } from "prosemirror-model";
import { TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import type { StepMap } from "prosemirror-transform";
import type { BlockId, DocumentView, EngineDocument, PatchEdit, TextTarget } from "../../engine/types";
import { EditorMismatch, applyEdits } from "./apply";
import { buildDocument } from "./build";
import { keepSelection, positionOf, restoreSelection, type KeptSelection, type TextPoint } from "./carets";
import { sendChange } from "./diff";
import { EngineLink } from "./link";
import { repair } from "./repair";
import { PatchMismatch, Shadow } from "./shadow";
import { changedPieces } from "./text";
import { locate, showsChange, showsContent } from "./verify";

/** Marks the binding's own transactions. */
export const FROM_ENGINE = "fromEngine";

export interface BindingEvents {
  /** Local commands were issued. */
  committed(): void;
  /** Commit what was issued so far: the change would become too large. */
  checkpoint(): void;
  /** The title changed on the engine's side; `caret` if an undo or redo of this device did it. */
  title(caret: number | null): void;
  /** A local change could not be sent; the editor shows the engine's view again. */
  failed(error: unknown): void;
  /** The editor had to be made to follow the engine. */
  repaired(what: "transaction" | "patch" | "view"): void;
}

export class Binding {
  readonly link: EngineLink;
  readonly #schema: Schema;
  readonly #events: BindingEvents;
  #kept: KeptSelection | null = null;
  #groupEnds = false;
  /** The editor's document that shows exactly what the shadow holds. */
  shown: Node;

  constructor(engine: EngineDocument, schema: Schema, events: BindingEvents) {
    this.#schema = schema;
    this.#events = events;
    this.link = new EngineLink(engine, openShadow(engine));
    this.shown = this.document();
  }

  /** The engine's view as an editor's document. Cost: its size. */
  document(): Node {
    return buildDocument(this.#schema, this.link.shadow, this.link.editorId);
  }

  get title(): string {
    return this.link.shadow.title.text;
  }

  /** What is typed from now on is undone on its own. */
  endUndoGroup(): void {
    this.#groupEnds = true;
  }

  /**
   * Sends what the editor changed since `shown`.
   *
   * @param state the state after the transaction
   * @param maps step maps from `shown` to it
   * @param caret whether the selection was a caret before
   * @param grouped whether the change is one of its own for undo (paste, drop, cut)
   * @returns a transaction for the view if the engine made something else of it
   */
  local(state: EditorState, maps: readonly StepMap[], caret: boolean, grouped: boolean): Transaction | null {
    if (state.doc === this.shown) return null;
    if (this.#groupEnds || grouped) this.link.engine.endUndoGroup();
    try {
      const sent = sendChange(this.link, {
        before: this.shown,
        after: state.doc,
        maps,
        caret,
        beforeStructure: () => this.link.engine.endUndoGroup(),
        checkpoint: () => this.#events.checkpoint(),
      });
      this.#groupEnds = sent.structural || grouped;
      this.shown = state.doc;
      if (sent.sent) this.#events.committed();
      if (!showsChange(this.link, state.doc, sent)) return this.#repair(state, "transaction");
      return sent.badges ? this.#transaction(state) : null;
    } catch (error) {
      // The engine refused a command, or the patch does not fit: what it did take is what stands.
      this.#events.failed(error);
      this.#events.committed();
      return this.#reopen(state);
    }
  }

  /** A survivor becomes an ordinary block. @returns the transaction that shows it */
  keep(block: BlockId, state: EditorState): Transaction | null {
    return this.perform(state, () => this.link.keep(block));
  }

  /**
   * Runs commands of this person that no transaction of the editor stands for, as one step of undo.
   *
   * @returns the transaction that shows what came of them
   */
  perform(state: EditorState, commands: () => void): Transaction | null {
    this.link.engine.endUndoGroup();
    const kept = keepSelection(this.link, state);
    commands();
    this.#groupEnds = true;
    this.#events.committed();
    return this.#show(state, kept, null);
  }

  /** Call right before foreign changes are applied to the engine. */
  keepSelection(state: EditorState): void {
    this.#kept = keepSelection(this.link, state);
  }

  /** @returns the transaction that shows what the engine gained, null if nothing of it is shown in the body */
  remote(state: EditorState): Transaction | null {
    const kept = this.#kept;
    this.#kept = null;
    return this.#show(state, kept, null);
  }

  /** @returns null if there was nothing to undo or nothing of it is shown in the body */
  undo(state: EditorState): Transaction | null {
    return this.#history(state, () => this.link.engine.undo());
  }

  redo(state: EditorState): Transaction | null {
    return this.#history(state, () => this.link.engine.redo());
  }

  /**
   * The title was typed into.
   *
   * @param caret where the caret is now, in the new text
   */
  editTitle(text: string, caret: number): void {
    const now = this.title;
    if (text === now) return;
    if (this.#groupEnds) this.link.engine.endUndoGroup();
    this.#groupEnds = false;
    const behind = text.length - caret;
    const range = { oldFrom: 0, oldTo: Math.max(0, now.length - behind), newFrom: 0, newTo: caret };
    const title = "title" as TextTarget;
    for (const piece of changedPieces(now, text, [range], 0, 0).reverse()) {
      if (piece.end > piece.start) this.link.engine.deleteText(title, piece.start, piece.end);
      const inserted = text.slice(piece.insertedFrom, piece.insertedTo);
      if (inserted !== "") this.link.engine.insert(title, piece.start, inserted, null);
    }
    this.link.take();
    this.#events.committed();
    if (this.title !== text) this.#events.title(null);
  }

  #history(state: EditorState, step: () => boolean): Transaction | null {
    this.link.engine.endUndoGroup();
    this.#groupEnds = true;
    const kept = keepSelection(this.link, state);
    if (!step()) return null;
    const tr = this.#show(state, kept, changeCaret);
    this.#events.committed();
    return tr;
  }

  #show(
    state: EditorState,
    kept: KeptSelection | null,
    caretOf: ((edits: readonly PatchEdit[]) => TextPoint | null) | null,
  ): Transaction | null {
    const edits = JSON.parse(this.link.engine.takePatch()) as readonly PatchEdit[];
    if (edits.length === 0) return null;
    const tr = this.#transaction(state);
    try {
      applyEdits(this.link, tr, edits);
      if (!this.#showsPatched(tr.doc, edits)) this.#repairIn(tr, "patch");
    } catch (error) {
      if (error instanceof PatchMismatch) return this.#reopen(state);
      if (!(error instanceof EditorMismatch)) throw error;
      this.#repairIn(tr, "patch");
    }
    const caret = caretOf?.(edits) ?? null;
    const at = caret === null ? null : positionOf(this.link, tr.doc, caret);
    if (at !== null) tr.setSelection(TextSelection.create(tr.doc, at)).scrollIntoView();
    else if (kept) restoreSelection(this.link, tr, kept);
    if (edits.some((edit) => "target" in edit && edit.target === "title")) {
      this.#events.title(caret?.target === "title" ? caret.offset : null);
    }
    return tr.docChanged || tr.selectionSet || edits.some(isDrawnBeside) ? tr : null;
  }

  #showsPatched(doc: Node, edits: readonly PatchEdit[]): boolean {
    const touched = new Set(
      edits.map((edit) => {
        if ("target" in edit) return this.link.shadow.holder(edit.target);
        return edit.kind === "insert" ? edit.block.id : edit.block;
      }),
    );
    for (const id of touched) {
      const block = id === null ? undefined : this.link.shadow.block(id);
      if (!block) continue;
      const located = locate(this.link, doc, block.id);
      if (!located || !showsContent(located.node, block)) return false;
    }
    return true;
  }

  #transaction(state: EditorState): Transaction {
    return state.tr.setMeta(FROM_ENGINE, true).setMeta("addToHistory", false);
  }

  /** @returns what makes the editor show the engine's view, null if it does. Cost: the document's size */
  repair(state: EditorState): Transaction | null {
    return this.#repair(state, "transaction");
  }

  #repair(state: EditorState, what: "transaction" | "view"): Transaction | null {
    const tr = this.#transaction(state);
    const kept = keepSelection(this.link, state);
    if (!this.#repairIn(tr, what)) return null;
    if (kept) restoreSelection(this.link, tr, kept);
    return tr;
  }

  #repairIn(tr: Transaction, what: "transaction" | "patch" | "view"): boolean {
    const differed = repair(this.link, tr);
    if (differed) this.#events.repaired(what);
    return differed;
  }

  /** The shadow and the patches have parted: both start anew from the engine's view. */
  #reopen(state: EditorState): Transaction | null {
    this.link.shadow = openShadow(this.link.engine);
    this.shown = state.doc;
    return this.#repair(state, "view");
  }
}

/** Badges and comments change no node but have to be drawn. */
const isDrawnBeside = (edit: PatchEdit): boolean =>
  edit.kind === "badge" || edit.kind === "marks" || (edit.kind === "property" && edit.block === null);

function openShadow(engine: EngineDocument): Shadow {
  return new Shadow(JSON.parse(engine.startView()) as DocumentView);
}

/**
 * Where the caret belongs after an undo or redo: where something appeared, or else where it vanished.
 * A text that came back together with a removed block is the other half of a join or a split.
 */
export function changeCaret(edits: readonly PatchEdit[]): TextPoint | null {
  const inserted = edits.findLast((edit) => edit.kind === "insert");
  const spliced = edits.findLast((edit) => edit.kind === "splice");
  if (inserted?.kind === "insert") {
    const split = spliced?.kind === "splice" && spliced.removed > 0;
    return { target: inserted.block.id as string as TextTarget, offset: split ? 0 : inserted.block.text.length };
  }
  if (spliced?.kind !== "splice") return null;
  const joined = edits.some((edit) => edit.kind === "remove");
  return { target: spliced.target, offset: spliced.offset + (joined ? 0 : spliced.inserted.length) };
}
