/** Marks the block that a search led to, and the words in it, until something is typed. */
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import type { BlockId } from "../engine/types";
import { fold, wordsOf } from "../text/words";
import { FROM_ENGINE, type Binding } from "./binding/binding";
import { contentOf } from "./binding/read";
import { locate, type Located } from "./binding/verify";

const KEY = new PluginKey<DecorationSet>("spotlight");

export class Spotlight {
  readonly plugin: Plugin<DecorationSet>;

  constructor() {
    this.plugin = new Plugin<DecorationSet>({
      key: KEY,
      state: {
        init: () => DecorationSet.empty,
        apply: (tr, shown) => {
          const set = tr.getMeta(KEY) as DecorationSet | undefined;
          if (set !== undefined) return set;
          if (!tr.docChanged || shown === DecorationSet.empty) return shown;
          return tr.getMeta(FROM_ENGINE) === undefined ? DecorationSet.empty : shown.map(tr.mapping, tr.doc);
        },
      },
      props: { decorations: (state) => KEY.getState(state) },
    });
  }

  /**
   * @param words as they stand in the text
   * @returns whether the page shows the block
   */
  show(view: EditorView, binding: Binding, block: BlockId, words: readonly string[]): boolean {
    const located = locate(binding.link, view.state.doc, block);
    if (located === null) return false;
    const decorations = [
      Decoration.node(located.pos, located.pos + located.node.nodeSize, { class: "offing-found" }),
      ...wordsIn(located, new Set(words.map(fold))),
    ];
    view.dispatch(view.state.tr.setMeta(KEY, DecorationSet.create(view.state.doc, decorations)));
    const shown = view.nodeDOM(located.pos);
    if (shown instanceof HTMLElement) shown.scrollIntoView({ block: "center" });
    return true;
  }
}

/** Each text node by itself: the words of a table's cells are found too, a word that is half bold is not. */
function wordsIn({ node, pos }: Located, wanted: ReadonlySet<string>): Decoration[] {
  const found: Decoration[] = [];
  const terms = new Set([...wanted].flatMap((word) => Array.from(wordsOf(word), ({ term }) => term)));
  contentOf(node).descendants((child, at) => {
    if (!child.isText) return;
    const start = pos + 2 + at;
    for (const word of wordsOf(child.text ?? "")) {
      if (terms.has(word.term)) {
        found.push(Decoration.inline(start + word.start, start + word.end, { class: "offing-found-word" }));
      }
    }
  });
  return found;
}
