/**
 * The binding in a view. Local transactions are noticed after the view has drawn them; everything that
 * was appended to one (ids, input rules, table repairs) is part of the same change.
 *
 * While an input method composes, foreign changes stay outside (`ready` answers false) and repairs
 * wait: replacing the node under a composition ends it. What is composed goes to the engine at once.
 */
import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import type { StepMap } from "prosemirror-transform";
import type { EditorView } from "prosemirror-view";
import type { PageHandle } from "../../data/api";
import { FROM_ENGINE, type Binding } from "./binding";

/** A pause that ends an undo group, in milliseconds. */
export const UNDO_PAUSE_MS = 500;

/** Chromium reports the last text of a composition after its end event. */
const COMPOSITION_SETTLES_MS = 40;

interface Pending {
  /** Steps since the document the binding has last seen. */
  readonly maps: readonly StepMap[];
  readonly grouped: boolean;
}

const KEY = new PluginKey<Pending>("engine");

export class BoundView {
  readonly plugin: Plugin<Pending>;
  #binding: Binding | null = null;
  #titleComposes = false;
  #view: EditorView | null = null;
  #composing = false;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #repairLater = false;

  constructor(readonly handle: Pick<PageHandle, "onRemote">) {
    this.plugin = new Plugin<Pending>({
      key: KEY,
      state: {
        init: () => ({ maps: [], grouped: false }),
        apply: (tr, pending, old) => this.#collect(tr, pending, old),
      },
      props: {
        handleDOMEvents: {
          compositionstart: () => this.#compositionStarts(),
          compositionend: () => this.#compositionEnds(),
          beforeinput: (_, event) => this.#beforeInput(event),
          keydown: (view, event) => this.#keyDown(view, event),
        },
      },
      view: (view) => this.#mount(view),
    });
  }

  /** Call before the view is mounted: the binding needs the schema that the plugin becomes a part of. */
  bind(binding: Binding): void {
    this.#binding = binding;
  }

  private get binding(): Binding {
    if (!this.#binding) throw new Error("the view is not bound");
    return this.#binding;
  }

  /** A local edit outside the view (the title): it counts for the pause that ends an undo group. */
  localEdit(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.binding.endUndoGroup(), UNDO_PAUSE_MS);
  }

  titleComposes(composing: boolean): void {
    this.#titleComposes = composing;
  }

  /** @returns true, as a key command */
  readonly undo = (): boolean => this.#history(this.binding.undo(this.#state()));
  readonly redo = (): boolean => this.#history(this.binding.redo(this.#state()));

  #collect(tr: Transaction, pending: Pending, old: EditorState): Pending {
    if (tr.getMeta(FROM_ENGINE) !== undefined) return { maps: [], grouped: false };
    if (!tr.docChanged) return pending;
    const fresh = old.doc === this.binding.shown;
    const event: unknown = tr.getMeta("uiEvent");
    const grouped = event === "paste" || event === "drop" || event === "cut";
    return {
      maps: [...(fresh ? [] : pending.maps), ...tr.mapping.maps],
      grouped: grouped || (!fresh && pending.grouped),
    };
  }

  #mount(view: EditorView) {
    this.#view = view;
    const stop = this.handle.onRemote({
      ready: () => {
        if (this.#composing || view.composing || this.#titleComposes) return false;
        this.binding.keepSelection(view.state);
        return true;
      },
      changed: () => this.dispatch(this.binding.remote(view.state)),
    });
    // What arrived while no view was there.
    queueMicrotask(() => {
      if (this.#view === view) this.dispatch(this.binding.remote(view.state));
    });
    return {
      update: (current: EditorView, before: EditorState) => this.#updated(current, before),
      destroy: () => {
        stop();
        clearTimeout(this.#settling);
        clearTimeout(this.#pause);
        this.#view = null;
      },
    };
  }

  #updated(view: EditorView, before: EditorState): void {
    if (view.state.doc === this.binding.shown) {
      if (!view.state.selection.eq(before.selection) && before.doc === view.state.doc) this.binding.endUndoGroup();
      return;
    }
    const pending = KEY.getState(view.state);
    if (!pending) return;
    const caret = before.selection instanceof TextSelection && before.selection.empty;
    const repair = this.binding.local(view.state, pending.maps, caret, pending.grouped);
    this.localEdit();
    if (!repair) return;
    if (this.#composing) this.#repairLater = true;
    else this.dispatch(repair);
  }

  /** Shows a transaction of the binding. */
  dispatch(tr: Transaction | null): void {
    if (!tr || !this.#view) return;
    this.binding.shown = tr.doc;
    this.#view.dispatch(tr);
  }

  #history(tr: Transaction | null): boolean {
    this.dispatch(tr);
    return true;
  }

  /** Undo from the browser's own menu or a phone's gesture. */
  #beforeInput(event: InputEvent): boolean {
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return false;
    event.preventDefault();
    return event.inputType === "historyUndo" ? this.undo() : this.redo();
  }

  /**
   * The browser tells of a new selection a moment after the key that made it. The next key may come before:
   * ProseMirror would replace what was selected earlier. So it hears of the selection now.
   */
  #keyDown(view: EditorView, event: KeyboardEvent): boolean {
    if (!event.isComposing && !this.#composing) view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
    return false;
  }

  #compositionStarts(): void {
    clearTimeout(this.#settling);
    if (!this.#composing) this.binding.endUndoGroup();
    this.#composing = true;
  }

  #compositionEnds(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#composing = false;
      this.binding.endUndoGroup();
      if (this.#repairLater) this.dispatch(this.binding.repair(this.#state()));
      this.#repairLater = false;
    }, COMPOSITION_SETTLES_MS);
  }

  #state(): EditorState {
    if (!this.#view) throw new Error("the editor is not mounted");
    return this.#view.state;
  }
}
