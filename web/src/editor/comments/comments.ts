/**
 * The comments of an open page: what the panel shows and does, and the marks in the text. All of it is
 * written into the page's own document, so it works offline and merges like the text.
 */
import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import type { PropertyWriter, ReplicaId, TextTarget } from "../../engine/types";
import { FROM_ENGINE, type Binding } from "../binding/binding";
import { pointAt, positionOf, type TextPoint } from "../binding/carets";
import type { BoundView } from "../binding/plugin";
import { encodeMentions, trimmed, type CommentText } from "./mentions";
import {
  COMMENT_MARK,
  commentKey,
  mentionsKey,
  newId,
  readThreads,
  resolvedKey,
  threadKey,
  type AnchorRange,
  type Thread,
} from "./threads";

type Engine = Binding["link"]["engine"];

/** What is drawn, and how often the engine or this class has had it drawn anew. */
interface Drawn {
  readonly set: DecorationSet;
  readonly count: number;
}

const KEY = new PluginKey<Drawn>("comments");

/** What a new thread quotes at most, UTF-16 units. */
const QUOTE_MAX = 200;

/** What a thread is going to be about: chosen, and not written yet. */
export interface Draft {
  /** First and last place of each chosen piece, as carets that follow the text. */
  readonly carets: readonly (readonly [start: string, end: string])[];
  readonly quote: string;
}

export interface CommentsState {
  readonly threads: readonly Thread[];
  /** The thread that is marked in the text and open in the panel. */
  readonly active: string | null;
  readonly draft: Draft | null;
  readonly open: boolean;
}

export class Comments {
  readonly plugin: Plugin<Drawn>;
  readonly #listeners = new Set<() => void>();
  #binding: Binding | null = null;
  #bound: BoundView | null = null;
  #view: EditorView | null = null;
  #state: CommentsState = { threads: [], active: null, draft: null, open: false };

  constructor() {
    this.plugin = new Plugin<Drawn>({
      key: KEY,
      state: {
        init: (_, state) => ({ set: this.#draw(state), count: 0 }),
        apply: (tr, drawn, _before, state) => {
          if (tr.getMeta(KEY) !== undefined || tr.getMeta(FROM_ENGINE) !== undefined) {
            return { set: this.#draw(state), count: drawn.count + 1 };
          }
          return tr.docChanged ? { ...drawn, set: drawn.set.map(tr.mapping, tr.doc) } : drawn;
        },
      },
      props: {
        decorations: (state) => KEY.getState(state)?.set,
        handleClick: (view, pos) => this.#clicked(view, pos),
      },
      view: (view) => {
        this.#view = view;
        return {
          update: (now, before) => {
            if (now.state.doc !== before.doc || KEY.getState(now.state)?.count !== KEY.getState(before)?.count)
              this.#read();
          },
          destroy: () => {
            this.#view = null;
          },
        };
      },
    });
  }

  bind(binding: Binding, bound: BoundView): void {
    this.#binding = binding;
    this.#bound = bound;
    this.#read();
  }

  // ---- what the panel reads ----

  readonly state = (): CommentsState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Who wrote a comment, as far as its change is committed. */
  writer(thread: string, comment: string): ReplicaId | null {
    const json = this.#binding?.link.engine.propertyWriter(null, commentKey(thread, comment)) ?? "null";
    return (JSON.parse(json) as PropertyWriter | null)?.author ?? null;
  }

  // ---- what a person does ----

  show(open: boolean): void {
    this.#change({ open, active: open ? this.#state.active : null, draft: open ? this.#state.draft : null });
  }

  /** A thread about the selected text; about the page if nothing is selected. */
  readonly begin = (): boolean => {
    const view = this.#view;
    if (view === null || !view.editable) return false;
    const ranges = this.#selected(view.state);
    const quote = ranges.map(({ target, start, end }) => this.#textOf(target).slice(start, end)).join(" ");
    const engine = this.#binding?.link.engine;
    const carets = ranges.map(
      ({ target, start, end }) =>
        [engine?.caret(target, start, false) ?? "", engine?.caret(target, end, true) ?? ""] as const,
    );
    this.#change({ open: true, active: null, draft: { carets, quote: shorten(quote) } });
    return true;
  };

  activate(thread: string | null): void {
    this.#change({ active: thread, draft: null, open: this.#state.open || thread !== null });
    const range = this.#state.threads.find(({ id }) => id === thread)?.ranges[0];
    const view = this.#view;
    if (range === undefined || view === null || this.#binding === null) return;
    const at = positionOf(this.#binding.link, view.state.doc, { target: range.target, offset: range.start });
    if (at === null) return;
    const { node } = view.domAtPos(at);
    const element = node instanceof Element ? node : node.parentElement;
    element?.scrollIntoView({ block: "nearest" });
  }

  giveUp(): void {
    this.#change({ draft: null });
  }

  /** Writes the first comment of the thread that was begun. */
  publish(comment: CommentText): void {
    const { draft } = this.#state;
    if (draft === null || isEmpty(comment)) return;
    const thread = newId(Date.now());
    const ranges = this.#rangesOf(draft);
    this.#perform((engine) => {
      engine.setProperty(null, threadKey(thread), JSON.stringify(draft.quote));
      write(engine, thread, thread, comment);
      for (const { target, start, end } of ranges) {
        engine.mark(target, start, end, COMMENT_MARK, JSON.stringify(thread));
      }
    });
    this.#change({ draft: null, active: thread });
  }

  reply(thread: string, comment: CommentText): void {
    if (isEmpty(comment)) return;
    this.#perform((engine) => write(engine, thread, newId(Date.now()), comment));
  }

  rewrite(thread: string, id: string, comment: CommentText): void {
    if (isEmpty(comment)) return;
    this.#perform((engine) => write(engine, thread, id, comment));
  }

  resolve(thread: string, resolved: boolean): void {
    this.#perform((engine) => engine.setProperty(null, resolvedKey(thread), resolved ? "true" : null));
    if (resolved && this.#state.active === thread) this.#change({ active: null });
  }

  /** With its last comment the thread and its marks go. */
  remove(thread: string, comment: string): void {
    const known = this.#state.threads.find(({ id }) => id === thread);
    if (known === undefined) return;
    this.#perform((engine) => {
      engine.setProperty(null, commentKey(thread, comment), null);
      engine.setProperty(null, mentionsKey(thread, comment), null);
      if (known.comments.length > 1) return;
      engine.setProperty(null, threadKey(thread), null);
      engine.setProperty(null, resolvedKey(thread), null);
      for (const { target, start, end } of known.ranges) {
        engine.unmark(target, start, end, COMMENT_MARK, JSON.stringify(thread));
      }
    });
  }

  #perform(commands: (engine: Engine) => void): void {
    const binding = this.#binding;
    if (binding === null || this.#view === null) return;
    const tr = binding.perform(this.#view.state, () => commands(binding.link.engine));
    this.#bound?.dispatch(tr);
    this.#read();
  }

  // ---- the text ----

  /** The selected parts of texts. */
  #selected({ doc, selection: { from, to } }: EditorState): AnchorRange[] {
    const link = this.#binding?.link;
    const ranges: AnchorRange[] = [];
    if (link === undefined || from === to) return ranges;
    doc.nodesBetween(from, to, (node, pos) => {
      if (!node.inlineContent) return;
      const start = Math.max(from, pos + 1);
      const end = Math.min(to, pos + node.nodeSize - 1);
      const point = end > start ? pointAt(link, doc, start) : null;
      if (point !== null) {
        ranges.push({ target: point.target, start: point.offset, end: point.offset + (end - start) });
      }
    });
    return ranges;
  }

  /** Where the pieces of a draft are now; a piece whose ends have parted is left out. */
  #rangesOf({ carets }: Draft): AnchorRange[] {
    const engine = this.#binding?.link.engine;
    const place = (caret: string) => JSON.parse(engine?.resolveCaret(caret) ?? "null") as TextPoint | null;
    return carets.flatMap(([first, last]) => {
      const start = place(first);
      const end = place(last);
      if (start === null || end === null || start.target !== end.target || end.offset <= start.offset) return [];
      return [{ target: start.target, start: start.offset, end: end.offset }];
    });
  }

  #textOf(target: TextTarget): string {
    return this.#binding?.link.shadow.text(target)?.text ?? "";
  }

  #clicked(view: EditorView, pos: number): boolean {
    const [at] = KEY.getState(view.state)?.set.find(pos, pos) ?? [];
    const { thread } = (at?.spec ?? {}) as { readonly thread?: unknown };
    if (typeof thread === "string") this.activate(thread);
    return false;
  }

  #draw(state: EditorState): DecorationSet {
    const link = this.#binding?.link;
    if (link === undefined) return DecorationSet.empty;
    const { active, draft } = this.#state;
    const drawn: Decoration[] = [];
    const paint = (ranges: readonly AnchorRange[], name: string, thread: string | null) => {
      for (const { target, start, end } of ranges) {
        const from = positionOf(link, state.doc, { target, offset: start });
        const to = positionOf(link, state.doc, { target, offset: end });
        if (from === null || to === null || to <= from) continue;
        drawn.push(Decoration.inline(from, to, { class: name }, { thread }));
      }
    };
    for (const { id, ranges, resolved } of readThreads(link.shadow)) {
      if (resolved && id !== active) continue;
      paint(ranges, id === active ? "offing-commented offing-commented-active" : "offing-commented", id);
    }
    if (draft !== null) paint(this.#rangesOf(draft), "offing-commented offing-commented-active", null);
    return DecorationSet.create(state.doc, drawn);
  }

  #read(): void {
    const link = this.#binding?.link;
    if (link === undefined) return;
    const threads = readThreads(link.shadow);
    if (threads.length === 0 && this.#state.threads.length === 0) return;
    this.#state = { ...this.#state, threads };
    this.#listeners.forEach((listener) => listener());
  }

  #change(part: Partial<CommentsState>): void {
    this.#state = { ...this.#state, ...part };
    const view = this.#view;
    if (view !== null) view.dispatch(view.state.tr.setMeta(KEY, true));
    this.#listeners.forEach((listener) => listener());
  }
}

const isEmpty = ({ text }: CommentText): boolean => text.trim() === "";

function write(engine: Engine, thread: string, id: string, comment: CommentText): void {
  const { text, mentions } = trimmed(comment);
  engine.setProperty(null, commentKey(thread, id), JSON.stringify(text));
  engine.setProperty(null, mentionsKey(thread, id), encodeMentions(mentions));
}

const shorten = (text: string): string =>
  text.length <= QUOTE_MAX ? text : `${text.slice(0, QUOTE_MAX - 1).trimEnd()}…`;
