/**
 * Patches: the engine's edits → one ProseMirror transaction.
 *
 * Each edit is applied to the transaction and to the shadow in step, so a position is always looked up
 * in a document that shows the shadow. Text comes and goes by exact replacements, so that the view
 * keeps what stands around it; an edit of a block costs the siblings on the way to it.
 *
 * Law: a document that shows the earlier view shows the later one afterwards. If an edit does not fit,
 * the editor is repaired from the shadow instead (`repair.ts`), and if the shadow does not fit the patch
 * the caller opens the view anew.
 */
import type { Node, Schema } from "prosemirror-model";
import { Selection, type Transaction } from "prosemirror-state";
import type { BlockId, BlockView, PatchEdit, TextTarget, Value } from "../../engine/types";
import { buildContent, standIn } from "./build";
import { buildInline } from "./inline";
import type { EngineLink } from "./link";
import { attributeOf, nodeAttributes, nodeKind, nodeType, proseMark, shownMarks } from "./mapping";
import { markDifferences } from "./marks";
import { BLOCK, GROUP, contentOf, groupOf, readInline, rootGroup, takesMarks } from "./read";
import { HEADER_COLUMN, HEADER_ROW, readTable } from "./tables";
import { locate, type Located } from "./verify";

/** The editor does not show what the shadow says at the place an edit names. */
export class EditorMismatch extends Error {}

/**
 * Applies edits to the transaction and, always all of them, to the shadow.
 *
 * @throws EditorMismatch after the shadow is up to date, if the transaction is not
 * @throws PatchMismatch if the edits do not fit the shadow
 */
export function applyEdits(link: EngineLink, tr: Transaction, edits: readonly PatchEdit[]): void {
  const applier = new Applier(link, tr);
  let mismatch: EditorMismatch | null = null;
  for (const edit of edits) {
    if (mismatch) {
      link.shadow.apply(edit);
      continue;
    }
    try {
      applier.apply(edit);
    } catch (error) {
      if (!(error instanceof EditorMismatch)) throw error;
      mismatch = error;
    }
  }
  if (mismatch) throw mismatch;
}

interface Text {
  /** Position of its first character. */
  readonly start: number;
  readonly nodes: readonly Node[];
  readonly plain: boolean;
}

class Applier {
  readonly #schema: Schema;

  constructor(
    readonly link: EngineLink,
    readonly tr: Transaction,
  ) {
    this.#schema = tr.doc.type.schema;
  }

  /** Afterwards both have the edit, or the shadow alone and the error is thrown. */
  apply(edit: PatchEdit): void {
    switch (edit.kind) {
      case "insert":
        return this.#insert(edit.block, edit.index);
      case "remove":
        return this.#removing(edit, edit.block);
      case "move":
        return this.#moving(edit.block, edit.parent, edit.index);
      case "splice": {
        this.link.shadow.apply(edit);
        return this.#splice(edit);
      }
      case "marks":
        this.link.shadow.apply(edit);
        return this.#marks(edit.target);
      case "type":
      case "table":
        this.link.shadow.apply(edit);
        return this.#content(edit.block);
      case "property":
        this.link.shadow.apply(edit);
        if (edit.block !== null) this.#property(edit.block, edit.key);
        return;
      case "badge":
      case "cell":
      case "schema":
        this.link.shadow.apply(edit);
        return;
    }
  }

  #insert(view: BlockView, index: number): void {
    const wasEmpty = this.link.shadow.isEmpty();
    this.link.shadow.apply({ kind: "insert", block: view, index });
    const block = this.link.shadow.block(view.id);
    if (!block) return;
    // The siblings before the parent are where they were: an insertion into it does not move it.
    const parent = view.parent === null ? null : this.#find(view.parent);
    const container = nodeType(this.#schema, BLOCK).create(
      { id: this.link.editorId(view.id) },
      buildContent(this.#schema, block),
    );
    if (wasEmpty) {
      const group = rootGroup(this.tr.doc);
      this.tr.replaceWith(1, 1 + group.content.size, container).setSelection(Selection.atStart(this.tr.doc));
      return;
    }
    this.#put(container, parent, index);
  }

  #removing(edit: PatchEdit, id: BlockId): void {
    const located = locate(this.link, this.tr.doc, id);
    const alone = this.link.shadow.roots.length === 1 && this.link.shadow.roots[0] === id;
    this.link.shadow.apply(edit);
    if (!located) throw new EditorMismatch("a removed block is not shown");
    if (alone) this.tr.replaceWith(located.pos, located.pos + located.node.nodeSize, standIn(this.#schema));
    else this.#cut(located);
  }

  #moving(id: BlockId, parent: BlockId | null, index: number): void {
    const shadow = this.link.shadow;
    if (shadow.block(id)?.parent === parent && shadow.children(parent)[index] === id) return;
    const located = locate(this.link, this.tr.doc, id);
    const alone = shadow.block(id)?.parent === null && shadow.roots.length === 1;
    if (located && !alone) this.#cut(located);
    // The new parent is looked up where neither the document nor the shadow holds the block.
    shadow.detach(id);
    const host = parent === null ? null : locate(this.link, this.tr.doc, parent);
    shadow.attach(id, parent, index);
    if (!located || alone || (parent !== null && !host))
      throw new EditorMismatch("a moved block or its parent is not shown");
    this.#put(located.node, host, index);
  }

  #splice(edit: Extract<PatchEdit, { kind: "splice" }>): void {
    // Where the text stands does not depend on what it says.
    const before = this.#text(edit.target);
    const now = this.link.shadow.text(edit.target);
    if (!before || !now) return;
    const end = edit.offset + edit.inserted.length;
    const marks = shownMarks(now.marks, !before.plain)
      .filter((run) => run[1] < end && run[2] > edit.offset)
      .map(([type, from, to, value]) => [type, from - edit.offset, to - edit.offset, value] as const);
    const clipped = marks.map(
      ([type, from, to, value]) =>
        [type, Math.max(0, from), Math.min(edit.inserted.length, to), value] as [string, number, number, Value],
    );
    const nodes = buildInline(this.#schema, { text: edit.inserted, marks: clipped }, before.plain);
    const at = before.start + edit.offset;
    if (nodes.length > 0) this.tr.replaceWith(at, at + edit.removed, nodes);
    else this.tr.delete(at, at + edit.removed);
  }

  #marks(target: TextTarget): void {
    const text = this.#text(target);
    const now = this.link.shadow.text(target);
    if (!text || !now || text.plain) return;
    const shown = readInline(text.nodes);
    for (const { type, start, end, value } of markDifferences(shown.marks, shownMarks(now.marks, true))) {
      const mark = proseMark(this.#schema, type, value ?? "");
      if (value === null) this.tr.removeMark(text.start + start, text.start + end, mark.type);
      else this.tr.addMark(text.start + start, text.start + end, mark);
    }
  }

  /** Type, table or anything that changes the node itself. */
  #content(id: BlockId): void {
    const block = this.link.shadow.block(id);
    if (!block) return;
    const { node, pos } = this.#find(id);
    const shown = contentOf(node);
    const kind = nodeKind(this.#schema, block.type);
    const wanted = buildContent(this.#schema, block);
    if (shown.eq(wanted)) return;
    if (shown.type.name === "table" && wanted.type === shown.type) return this.#table(shown, wanted, pos + 1);
    const sameText = shown.inlineContent && wanted.inlineContent && takesMarks(shown) === takesMarks(wanted);
    if (sameText) this.tr.setNodeMarkup(pos + 1, kind.node, nodeAttributes(kind, block.properties));
    else this.tr.replaceWith(pos + 1, pos + 1 + shown.nodeSize, wanted);
  }

  /** Rows that stay keep their nodes, so the caret in one of them is not disturbed. */
  #table(shown: Node, wanted: Node, pos: number): void {
    const limit = Math.min(shown.childCount, wanted.childCount);
    let head = 0;
    let start = pos + 1;
    while (head < limit && shown.child(head).eq(wanted.child(head))) start += shown.child(head++).nodeSize;
    let tail = 0;
    let end = pos + shown.nodeSize - 1;
    while (
      tail < limit - head &&
      shown.child(shown.childCount - 1 - tail).eq(wanted.child(wanted.childCount - 1 - tail))
    ) {
      end -= shown.child(shown.childCount - 1 - tail++).nodeSize;
    }
    this.tr.replaceWith(start, end, wanted.children.slice(head, wanted.childCount - tail));
    for (const [name, value] of Object.entries(wanted.attrs)) {
      if (shown.attrs[name] !== value) this.tr.setNodeAttribute(pos, name, value);
    }
  }

  #property(id: BlockId, key: string): void {
    const block = this.link.shadow.block(id);
    if (!block) return;
    if (block.type === "table" && (key === HEADER_ROW || key === HEADER_COLUMN || key.startsWith("width/"))) {
      return this.#content(id);
    }
    const { node, pos } = this.#find(id);
    const kind = nodeKind(this.#schema, block.type);
    const name = attributeOf(kind.node, key);
    if (name === undefined) return;
    const value: unknown = nodeAttributes(kind, block.properties)[name];
    if (contentOf(node).attrs[name] !== value) this.tr.setNodeAttribute(pos + 1, name, value);
  }

  /** @returns null for a text the editor does not show here: the title, the text of an image */
  #text(target: TextTarget): Text | null {
    const holder = this.link.shadow.holder(target);
    if (holder === null) return null;
    const { node, pos } = this.#find(holder);
    const content = contentOf(node);
    const place = this.link.shadow.cell(target);
    if (place) {
      const cell = content.type.name === "table" ? readTable(content).rows[place.row]?.[place.column] : undefined;
      return cell ? { start: pos + 1 + cell.start, nodes: cell.content, plain: false } : null;
    }
    if (!content.inlineContent) return null;
    return { start: pos + 2, nodes: content.children, plain: !takesMarks(content) };
  }

  #find(id: BlockId): Located {
    const located = locate(this.link, this.tr.doc, id);
    if (!located) throw new EditorMismatch("a block is not shown where the engine has it");
    return located;
  }

  /** Takes a container out; a group that would be left empty goes with it. */
  #cut({ node, pos }: Located): void {
    const $pos = this.tr.doc.resolve(pos);
    const nested = $pos.depth > 1;
    if (nested && $pos.parent.childCount === 1) this.tr.delete(pos - 1, pos + node.nodeSize + 1);
    else this.tr.delete(pos, pos + node.nodeSize);
  }

  /** @param parent where its group is, or will be; null = the top level */
  #put(container: Node, parent: Located | null, index: number): void {
    const group = parent ? groupOf(parent.node) : rootGroup(this.tr.doc);
    if (parent && !group) {
      this.tr.insert(parent.pos + parent.node.nodeSize - 1, nodeType(this.#schema, GROUP).create(null, container));
      return;
    }
    if (!group || index > group.childCount) throw new EditorMismatch("an index is beyond the siblings shown");
    let pos = parent ? parent.pos + 1 + contentOf(parent.node).nodeSize + 1 : 1;
    for (let before = 0; before < index; before++) pos += group.child(before).nodeSize;
    this.tr.insert(pos, container);
  }
}
