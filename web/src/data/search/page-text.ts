/** The text of a page, block by block: what search reads of it. */
import { COMMENT_MARK, commentTexts } from "../../editor/comments/threads";
import type { BlockId, BlockView, DocumentView } from "../../engine/types";

/**
 * Blocks that hold text, in the order of the page. A table is one, its cells one after the other; comments
 * belong to the block they are about, those of the page and those whose text is gone to the first.
 */
export type PageText = readonly (readonly [block: BlockId, text: string])[];

/** Properties that hold words a person wrote or would look for. */
const WORDS_IN_PROPERTIES = ["caption", "name"] as const;

export function textOf(view: DocumentView): PageText {
  const texts: [BlockId, string][] = [];
  const comments = commentsByBlock(view);
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
    parts.push(...(comments.get(block.id) ?? []));
    const text = parts.filter((part) => part !== "").join("\n");
    if (text !== "") texts.push([block.id, text]);
  }
  return texts;
}

function commentsByBlock({ properties, blocks }: DocumentView): ReadonlyMap<BlockId, readonly string[]> {
  const found = commentTexts(properties);
  const byBlock = new Map<BlockId, string[]>();
  const [first] = blocks;
  if (found.length === 0 || first === undefined) return byBlock;
  const places = new Map<unknown, BlockId>();
  for (const block of blocks) {
    for (const value of anchorsIn(block)) if (!places.has(value)) places.set(value, block.id);
  }
  for (const [thread, text] of found) {
    const block = places.get(thread) ?? first.id;
    byBlock.set(block, [...(byBlock.get(block) ?? []), text]);
  }
  return byBlock;
}

function anchorsIn(block: BlockView): unknown[] {
  const texts = [block, ...(block.table?.rows ?? []).flatMap((row) => row.cells)];
  return texts.flatMap(({ marks }) => marks.filter(([type]) => type === COMMENT_MARK).map(([, , , value]) => value));
}
