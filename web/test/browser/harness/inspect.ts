/** What a peer's editor shows and what its engine says, in one form, so that four of them can be compared. */
import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { buildDocument } from "../../../src/editor/binding/build";
import { allBlocks, contentOf, readText } from "../../../src/editor/binding/read";
import { Shadow } from "../../../src/editor/binding/shadow";
import { readTable } from "../../../src/editor/binding/tables";
import type { DocumentView } from "../../../src/engine/types";
import type { HarnessLink, Peer } from "./link";

export interface Inspection {
  /** `type: text` a line, two spaces a level; table cells between bars. */
  readonly outline: string[];
  /** Everything: attributes, marks, cells. */
  readonly whole: string;
  readonly title: string;
}

export function inspectEditor(peer: Peer): Inspection {
  const section = requireElement(`[data-peer="${peer}"]`);
  const title = section.querySelector("textarea")?.value ?? "";
  return inspect(viewOf(peer).state.doc, title);
}

export function inspectEngine(link: HarnessLink, peer: Peer): Inspection {
  const view = JSON.parse(link.document(peer).view()) as DocumentView;
  const schema = viewOf(peer).state.schema;
  return inspect(
    buildDocument(schema, new Shadow(view), (id) => id),
    view.title.text,
  );
}

/** ProseMirror's view, through the handle that Tiptap leaves on the element. */
export function viewOf(peer: Peer): EditorView {
  const dom = requireElement(`[data-peer="${peer}"] .bn-editor`);
  return (dom as Element & { editor: { view: EditorView } }).editor.view;
}

function inspect(doc: Node, title: string): Inspection {
  const depths = new Map<string, number>();
  const outline: string[] = [];
  const whole: unknown[] = [title];
  for (const block of allBlocks(doc)) {
    const depth = block.parent === null ? 0 : (depths.get(block.parent) ?? 0) + 1;
    depths.set(block.id, depth);
    const content = contentOf(block.node);
    const table = content.type.name === "table" ? readTable(content) : null;
    const text = table
      ? table.rows.map((row) => row.map((cell) => cell.text.text).join(" | ")).join(" || ")
      : readText(content).text;
    outline.push(`${"  ".repeat(depth)}${content.type.name}: ${text}`);
    whole.push([
      depth,
      content.type.name,
      content.attrs,
      readText(content),
      table && [
        table.rows.map((row) => row.map((cell) => cell.text)),
        table.headerRow,
        table.headerColumn,
        table.widths,
      ],
    ]);
  }
  return { outline, whole: JSON.stringify(whole), title };
}

function requireElement(selector: string): Element {
  const element = document.querySelector(selector);
  if (!element) throw new Error(`no element ${selector}`);
  return element;
}
