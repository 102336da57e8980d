/** The text of a page, block by block: what search reads of it. */
import type { BlockId, DocumentView } from "../../engine/types";

/** Blocks that hold text, in the order of the page. A table is one, its cells one after the other. */
export type PageText = readonly (readonly [block: BlockId, text: string])[];

/** Properties that hold words a person wrote or would look for. */
const WORDS_IN_PROPERTIES = ["caption", "name"] as const;

export function textOf(view: DocumentView): PageText {
  const texts: [BlockId, string][] = [];
  for (const block of view.blocks) {
    const parts = [block.text];
    for (const key of WORDS_IN_PROPERTIES) {
      const value = block.properties[key];
      if (typeof value === "string") parts.push(value);
    }
    for (const row of block.table?.rows ?? []) {
      parts.push(
        row.cells
          .map((cell) => cell.text)
          .filter((text) => text !== "")
          .join(" · "),
      );
    }
    const text = parts.filter((part) => part !== "").join("\n");
    if (text !== "") texts.push([block.id, text]);
  }
  return texts;
}
