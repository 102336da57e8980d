/** An editor without a view over a document: ProseMirror states, the binding, and the laws both keep. */
import { BlockNoteEditor } from "@blocknote/core";
import { EditorState, TextSelection, type Transaction } from "prosemirror-state";
import type { Node, Schema } from "prosemirror-model";
import { expect } from "vitest";
import { Binding } from "../../../src/editor/binding/binding";
import { showsAll } from "../../../src/editor/binding/repair";
import { Shadow } from "../../../src/editor/binding/shadow";
import { allBlocks, contentOf, readText, type EditorBlock } from "../../../src/editor/binding/read";
import { schema as blockNoteSchema } from "../../../src/editor/schema";
import type { DocumentView, EngineDocument } from "../../../src/engine/types";

export const schema: Schema = BlockNoteEditor.create({
  schema: blockNoteSchema,
  disableExtensions: ["history"],
}).pmSchema;

let ids = 0;
/** An id as BlockNote would make one. */
export function freshId(): string {
  return `local-${String(++ids)}`;
}

export class Page {
  state: EditorState;
  readonly binding: Binding;
  readonly repaired: string[] = [];
  titles = 0;
  checkpoints = 0;
  #expectsRepairs = false;

  constructor(readonly engine: EngineDocument) {
    this.binding = new Binding(engine, schema, {
      committed: () => undefined,
      checkpoint: () => {
        this.checkpoints++;
        engine.commit(0);
      },
      title: () => this.titles++,
      repaired: (what) => {
        if (!this.#expectsRepairs) this.repaired.push(what);
      },
      failed: (error) => {
        throw error;
      },
    });
    this.state = EditorState.create({ doc: this.binding.document() });
    this.binding.shown = this.state.doc;
  }

  get blocks(): EditorBlock[] {
    return allBlocks(this.state.doc);
  }

  /** `text` of every block, nesting by tabs. */
  get outline(): string[] {
    const depths = new Map<string, number>();
    return this.blocks.map((block) => {
      const depth = block.parent === null ? 0 : (depths.get(block.parent) ?? 0) + 1;
      depths.set(block.id, depth);
      return "\t".repeat(depth) + readText(contentOf(block.node)).text;
    });
  }

  at(index: number): EditorBlock {
    const block = this.blocks[index];
    if (!block) throw new Error("no such block");
    return block;
  }

  /** Position of an offset in the text of the n-th block. */
  pos(index: number, offset: number): number {
    return this.at(index).pos + 2 + offset;
  }

  /** A local transaction, as a view would hand it on. */
  edit(change: (tr: Transaction) => void): void {
    const tr = this.state.tr;
    change(tr);
    // A command beside a survivor may bring back what was deleted with it: the engine's doing, no mismatch.
    this.#expectsRepairs = this.binding.link.shadow.survivors.size > 0;
    const caret = this.state.selection.empty;
    this.state = this.state.apply(tr);
    const repair = this.binding.local(this.state, tr.mapping.maps, caret, false);
    if (repair) this.#apply(repair);
    this.check();
  }

  type(index: number, offset: number, text: string): void {
    this.edit((tr) => tr.insertText(text, this.pos(index, offset)));
  }

  select(index: number, offset: number): void {
    this.state = this.state.apply(
      this.state.tr.setSelection(TextSelection.create(this.state.doc, this.pos(index, offset))),
    );
  }

  /** Foreign changes: what `change` does to the document. */
  remote(change: () => void): void {
    this.binding.keepSelection(this.state);
    change();
    const tr = this.binding.remote(this.state);
    if (tr) this.#apply(tr);
    this.check();
  }

  undo(): void {
    const tr = this.binding.undo(this.state);
    if (tr) this.#apply(tr);
    this.check();
  }

  redo(): void {
    const tr = this.binding.redo(this.state);
    if (tr) this.#apply(tr);
    this.check();
  }

  /** Editor = shadow = engine view. */
  check(): void {
    this.state.doc.check();
    const view = JSON.parse(this.engine.view()) as DocumentView;
    const { link } = this.binding;
    expect(snapshot(link.shadow)).toEqual(snapshot(new Shadow(view)));
    if (!showsAll(link, this.state.doc)) {
      expect(this.state.doc.toJSON()).toEqual(this.binding.document().toJSON());
      throw new Error("the editor does not show the engine's view");
    }
  }

  #apply(tr: Transaction): void {
    this.state = this.state.apply(tr);
    this.binding.shown = this.state.doc;
  }
}

function snapshot(shadow: Shadow): unknown {
  const walk = (ids: Shadow["roots"]): unknown[] =>
    ids.map((id) => {
      const block = shadow.block(id);
      return block && { ...block, children: walk(block.children) };
    });
  return { title: shadow.title, blocks: walk(shadow.roots) };
}

export function paragraph(id: string | null, text: string, ...children: Node[]): Node {
  return container(id, "paragraph", {}, text, ...children);
}

export function container(
  id: string | null,
  type: string,
  attributes: Record<string, unknown>,
  text: string,
  ...children: Node[]
): Node {
  const content = node(type).create(attributes, text === "" ? [] : schema.text(text));
  const group = children.length > 0 ? [node("blockGroup").create(null, children)] : [];
  return node("blockContainer").create({ id: id ?? freshId() }, [content, ...group]);
}

export function node(name: string) {
  const type = schema.nodes[name];
  if (!type) throw new Error(`no node ${name}`);
  return type;
}
