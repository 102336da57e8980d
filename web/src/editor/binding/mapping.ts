/**
 * Names on both sides of the border: which ProseMirror node shows which block type, which attribute
 * holds which property, which ProseMirror mark shows which mark.
 *
 * The law: `nodeAttributes(node, blockProperties(node attributes)) = node attributes` for every node
 * type the editor knows. What the editor does not know (a type, a property, a mark, a value of an
 * unexpected kind) is shown as well as it can be and never written back.
 */
import type { Attrs, Node, NodeType, Schema } from "prosemirror-model";
import type { MarkRun, Value } from "../../engine/types";

/** The node that shows block types this version does not know; its `engineType` attribute keeps the name. */
export const UNSUPPORTED = "unsupported";

const NODE_OF_TYPE: Readonly<Record<string, string>> = {
  paragraph: "paragraph",
  bulleted: "bulletListItem",
  numbered: "numberedListItem",
  todo: "checkListItem",
  toggle: "toggleListItem",
  quote: "quote",
  code: "codeBlock",
  divider: "divider",
  image: "image",
  file: "file",
  audio: "audio",
  video: "video",
  table: "table",
};
const TYPE_OF_NODE: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(NODE_OF_TYPE).map(([type, node]) => [node, type]),
);
const HEADING = /^heading([1-6])$/;

/** Attributes that are part of the type, or of the table's shape, and no property. */
const NOT_A_PROPERTY: ReadonlySet<string> = new Set(["level", "engineType"]);

/** Property keys that differ from the attribute's name. */
const KEY_OF_ATTRIBUTE: Readonly<Record<string, string>> = { isToggleable: "toggleable", previewWidth: "width" };

const KIND_OF_ATTRIBUTE: Readonly<Record<string, "boolean" | "number">> = {
  isToggleable: "boolean",
  checked: "boolean",
  showPreview: "boolean",
  previewWidth: "number",
  start: "number",
};
const ALIGNMENTS: ReadonlySet<Value> = new Set(["left", "center", "right", "justify"]);

export interface NodeKind {
  readonly node: NodeType;
  /** Attributes that follow from the type alone. */
  readonly fixed: Attrs;
}

export function nodeKind(schema: Schema, type: string): NodeKind {
  const heading = HEADING.exec(type);
  if (heading) return { node: nodeType(schema, "heading"), fixed: { level: Number(heading[1]) } };
  const name = Object.hasOwn(NODE_OF_TYPE, type) ? NODE_OF_TYPE[type] : undefined;
  if (name !== undefined) return { node: nodeType(schema, name), fixed: {} };
  return { node: nodeType(schema, UNSUPPORTED), fixed: { engineType: type } };
}

/** @param content a block content node */
export function blockType(content: Node): string {
  switch (content.type.name) {
    case "heading":
      return `heading${String(content.attrs["level"])}`;
    case UNSUPPORTED:
      return String(content.attrs["engineType"]);
    default:
      return TYPE_OF_NODE[content.type.name] ?? content.type.name;
  }
}

/** Attributes of the node that shows a block: properties it knows, defaults for the rest. */
export function nodeAttributes(kind: NodeKind, properties: Readonly<Record<string, Value>>): Attrs {
  const attributes: Record<string, unknown> = { ...kind.fixed };
  for (const [name, spec] of Object.entries(attributesOf(kind.node))) {
    if (NOT_A_PROPERTY.has(name)) continue;
    const key = propertyKey(name);
    const value = Object.hasOwn(properties, key) ? properties[key] : undefined;
    attributes[name] = value !== undefined && accepts(name, value) ? value : spec.default;
  }
  return attributes;
}

/** One property as the editor's node shows it; `null` is the default, that is: unset. */
export type ShownProperty = readonly [key: string, value: Value | null];

/** The properties of a content node that differ from what `before` shows. */
export function changedProperties(content: Node, before: Attrs): ShownProperty[] {
  const changed: ShownProperty[] = [];
  for (const [name, spec] of Object.entries(attributesOf(content.type))) {
    if (NOT_A_PROPERTY.has(name)) continue;
    const value: unknown = content.attrs[name];
    if (value === before[name]) continue;
    changed.push([propertyKey(name), value === spec.default || !isValue(value) ? null : value]);
  }
  return changed;
}

/** @returns the attribute of the node type that shows this property, if it has one */
export function attributeOf(node: NodeType, key: string): string | undefined {
  return Object.keys(attributesOf(node)).find((name) => !NOT_A_PROPERTY.has(name) && propertyKey(name) === key);
}

export function sameAttributes(a: Attrs, b: Attrs): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

// ---- marks ----

interface MarkRule {
  readonly mark: string;
  /** The attribute that holds the mark's value; absent: the mark has none. */
  readonly attribute?: string;
  /** Whether text typed at its end gets the mark too (MERGE-11). */
  readonly grows: boolean;
}
const MARKS: Readonly<Record<string, MarkRule>> = {
  bold: { mark: "bold", grows: true },
  italic: { mark: "italic", grows: true },
  underline: { mark: "underline", grows: true },
  strike: { mark: "strike", grows: true },
  code: { mark: "code", grows: false },
  link: { mark: "link", attribute: "href", grows: false },
  color: { mark: "textColor", attribute: "stringValue", grows: true },
  highlight: { mark: "backgroundColor", attribute: "stringValue", grows: true },
};
const TYPE_OF_MARK: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(MARKS).map(([type, rule]) => [rule.mark, type]),
);

/** Mark types the editor shows and may write. */
export const MARK_TYPES: readonly string[] = Object.keys(MARKS);

export function markGrows(type: string): boolean {
  return Object.hasOwn(MARKS, type) && MARKS[type]?.grows === true;
}

/** The value as the editor shows it, `undefined` if it cannot. */
export function shownMarkValue(type: string, value: Value): Value | undefined {
  const rule = Object.hasOwn(MARKS, type) ? MARKS[type] : undefined;
  if (rule === undefined) return undefined;
  if (rule.attribute === undefined) return true;
  return typeof value === "string" ? value : undefined;
}

/** The runs the editor can show in a text of this node type, in the engine's order. */
export function shownMarks(runs: readonly MarkRun[], takesMarks: boolean): readonly MarkRun[] {
  if (!takesMarks) return [];
  const shown: MarkRun[] = [];
  for (const [type, start, end, value] of runs) {
    const known = shownMarkValue(type, value);
    if (known !== undefined) shown.push([type, start, end, known]);
  }
  return shown;
}

export function proseMark(schema: Schema, type: string, value: Value) {
  const rule = MARKS[type];
  const mark = rule === undefined ? undefined : schema.marks[rule.mark];
  if (rule === undefined || mark === undefined) throw new Error("the schema lacks a mark");
  return mark.create(rule.attribute === undefined ? null : { [rule.attribute]: value });
}

/** Type → value of a node's marks. */
export function engineMarks(node: Node): Record<string, Value> {
  const marks: Record<string, Value> = {};
  for (const mark of node.marks) {
    const type = TYPE_OF_MARK[mark.type.name];
    if (type === undefined) continue;
    const attribute = MARKS[type]?.attribute;
    const value: unknown = attribute === undefined ? true : mark.attrs[attribute];
    if (isValue(value)) marks[type] = value;
  }
  return marks;
}

// ---- internals ----

function attributesOf(node: NodeType): Readonly<Record<string, { readonly default?: unknown }>> {
  return node.spec.attrs ?? {};
}

function propertyKey(attribute: string): string {
  return KEY_OF_ATTRIBUTE[attribute] ?? attribute;
}

function accepts(attribute: string, value: Value): boolean {
  if (attribute === "textAlignment") return ALIGNMENTS.has(value);
  return typeof value === (KIND_OF_ATTRIBUTE[attribute] ?? "string");
}

function isValue(value: unknown): value is Value {
  return typeof value === "string" || typeof value === "boolean" || typeof value === "number";
}

/** @throws Error if the schema lacks the node: the schema and this file belong together */
export function nodeType(schema: Schema, name: string): NodeType {
  const node = schema.nodes[name];
  if (node === undefined) throw new Error(`the schema lacks the node ${name}`);
  return node;
}
