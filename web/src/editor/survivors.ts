/**
 * The badge of a block that somebody deleted while somebody else wrote in it: it says why the block is
 * still here and offers to keep it, which ends the deletion for everybody, or to delete it.
 */
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import type { BlockId } from "../engine/types";
import { FROM_ENGINE, type Binding } from "./binding/binding";
import { locate } from "./binding/verify";

const KEY = new PluginKey<DecorationSet>("survivors");

export interface SurvivorActions {
  keep(block: BlockId): void;
  remove(block: BlockId): void;
}

export class SurvivorBadges {
  readonly plugin: Plugin<DecorationSet>;
  #binding: Binding | null = null;
  #actions: SurvivorActions | null = null;

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

  bind(binding: Binding, actions: SurvivorActions): void {
    this.#binding = binding;
    this.#actions = actions;
  }

  #redraw(tr: Transaction, badges: DecorationSet, state: EditorState): DecorationSet {
    if (tr.getMeta(FROM_ENGINE) !== undefined) return this.#draw(state);
    return tr.docChanged ? badges.map(tr.mapping, tr.doc) : badges;
  }

  #draw({ doc }: EditorState): DecorationSet {
    const link = this.#binding?.link;
    if (!link) return DecorationSet.empty;
    const badges: Decoration[] = [];
    for (const id of link.shadow.survivors) {
      const located = locate(link, doc, id);
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
      button("Keep", () => this.#actions?.keep(id)),
      button("Delete", () => this.#actions?.remove(id)),
    );
    return badge;
  }
}
