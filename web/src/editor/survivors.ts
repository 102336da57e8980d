/**
 * The badge of a block that somebody deleted while somebody else wrote in it: it says why the block is
 * still here and offers to keep or delete it. Keeping needs nothing but to put the badge away, on this
 * device, for as long as the page is open.
 */
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import type { BlockId } from "../engine/types";
import { FROM_ENGINE, type Binding } from "./binding/binding";
import { locate } from "./binding/verify";

const KEY = new PluginKey<DecorationSet>("survivors");

export class SurvivorBadges {
  readonly plugin: Plugin<DecorationSet>;
  readonly #dismissed = new Set<BlockId>();
  #binding: Binding | null = null;
  #remove: (editorId: string) => void = () => undefined;

  constructor() {
    this.plugin = new Plugin<DecorationSet>({
      key: KEY,
      state: {
        init: (_, state) => this.#draw(state),
        apply: (tr, badges, _before, state) => this.#redraw(tr, badges, state),
      },
      props: { decorations: (state) => KEY.getState(state) },
    });
  }

  bind(binding: Binding, remove: (editorId: string) => void): void {
    this.#binding = binding;
    this.#remove = remove;
  }

  #redraw(tr: Transaction, badges: DecorationSet, state: EditorState): DecorationSet {
    if (tr.getMeta(FROM_ENGINE) !== undefined || tr.getMeta(KEY) !== undefined) return this.#draw(state);
    return tr.docChanged ? badges.map(tr.mapping, tr.doc) : badges;
  }

  #draw({ doc }: EditorState): DecorationSet {
    const link = this.#binding?.link;
    if (!link) return DecorationSet.empty;
    const badges: Decoration[] = [];
    for (const id of link.shadow.survivors) {
      const located = this.#dismissed.has(id) ? null : locate(link, doc, id);
      if (!located) continue;
      const render = (view: EditorView) => this.#badge(view, id);
      badges.push(
        Decoration.widget(located.pos + 1, render, { side: -1, key: `survivor-${id}`, ignoreSelection: true }),
      );
    }
    return DecorationSet.create(doc, badges);
  }

  #badge(view: EditorView, id: BlockId): HTMLElement {
    const badge = document.createElement("div");
    badge.className = "offing-survivor";
    badge.contentEditable = "false";
    badge.setAttribute("role", "note");
    const text = document.createElement("span");
    text.textContent = "Kept: edited while somebody deleted it";
    const button = (label: string, action: () => void) => {
      const element = document.createElement("button");
      element.type = "button";
      element.textContent = label;
      element.addEventListener("mousedown", (event) => event.preventDefault());
      element.addEventListener("click", action);
      return element;
    };
    badge.append(text);
    if (!view.editable) return badge;
    badge.append(
      button("Keep", () => {
        this.#dismissed.add(id);
        view.dispatch(view.state.tr.setMeta(KEY, true));
      }),
      button("Delete", () => {
        if (this.#binding) this.#remove(this.#binding.link.editorId(id));
      }),
    );
    return badge;
  }
}
