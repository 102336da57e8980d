/**
 * Tables: BlockNote's rows and cells have no identity, the engine's rows and columns have. The shadow
 * keeps the ids; row `i` of the node is row `i` of the shadow.
 *
 * A changed table is first matched line by line: equal lines stay (the longest run of them in order),
 * equal lines elsewhere moved, what is left over in the same gap was edited, the rest came or went. A
 * transaction that changes rows and columns at once is taken by position. Cell texts are edits of that
 * cell, so two cells edited at the same time both live.
 */
import { Fragment, type Attrs, type Node, type Schema } from "prosemirror-model";
import type { BlockId, RichText, Value } from "../../engine/types";
import { buildInline } from "./inline";
import { nodeType, shownMarks } from "./mapping";
import { longestIncreasing } from "./order";
import { readInline } from "./read";
import type { ShadowBlock } from "./shadow";

/** Property of a table block: its first row, or column, holds headings. */
export const HEADER_ROW = "headerRow";
export const HEADER_COLUMN = "headerColumn";

/** Property of a table block that holds a column's width in CSS pixels. */
export function widthKey(column: BlockId): string {
  return `width/${column}`;
}

export function shownWidth(value: Value | undefined): number | null {
  return typeof value === "number" && value > 0 ? value : null;
}

export function buildTable(schema: Schema, block: ShadowBlock, attributes: Attrs): Node {
  const table = block.table;
  const columns = table?.columns ?? [];
  const headerRow = block.properties[HEADER_ROW] === true;
  const headerColumn = block.properties[HEADER_COLUMN] === true;
  const widths = columns.map((column) => {
    const width = shownWidth(block.properties[widthKey(column)]);
    return width === null ? null : [width];
  });
  const cell = (text: RichText | undefined, row: number, column: number) => {
    const heading = (headerRow && row === 0) || (headerColumn && column === 0);
    const shown =
      text === undefined ? [] : buildInline(schema, { ...text, marks: shownMarks(text.marks, true) }, false);
    return nodeType(schema, heading ? "tableHeader" : "tableCell").create(
      { colwidth: widths[column] ?? null },
      nodeType(schema, "tableParagraph").create(null, shown),
    );
  };
  const rows = (table?.rows ?? []).map((row, index) =>
    nodeType(schema, "tableRow").create(
      null,
      columns.length === 0
        ? cell(undefined, index, 0)
        : columns.map((_, column) => cell(row.cells[column], index, column)),
    ),
  );
  // A node without rows or cells is not valid; a table that lost all of them shows one empty cell.
  const shown = rows.length > 0 ? rows : [nodeType(schema, "tableRow").create(null, cell(undefined, 0, 0))];
  return nodeType(schema, "table").create(attributes, Fragment.from(shown));
}

/** One cell of the node, where its text begins (relative to the table's own start) and what it says. */
export interface EditorCell {
  readonly start: number;
  readonly text: RichText;
  /** Its inline nodes. */
  readonly content: readonly Node[];
}

export interface EditorTable {
  readonly rows: readonly (readonly EditorCell[])[];
  readonly columns: number;
  readonly headerRow: boolean;
  readonly headerColumn: boolean;
  /** CSS pixels by column, null = automatic. */
  readonly widths: readonly (number | null)[];
}

/** The grid of a table node. A cell over several columns (from a paste) counts once and leaves the rest empty. */
export function readTable(table: Node): EditorTable {
  const rows: EditorCell[][] = [];
  let rowPos = 1;
  for (const row of table.children) {
    const cells: EditorCell[] = [];
    let pos = rowPos + 1;
    for (const cell of row.children) {
      cells.push(readCell(cell, pos + 2));
      const span = Number(cell.attrs["colspan"]);
      for (let extra = 1; extra < span; extra++) cells.push(EMPTY_CELL);
      pos += cell.nodeSize;
    }
    rows.push(cells);
    rowPos += row.nodeSize;
  }
  const columns = Math.max(...rows.map((row) => row.length));
  for (const row of rows) while (row.length < columns) row.push(EMPTY_CELL);
  const first = table.child(0);
  return {
    rows,
    columns,
    headerRow: first.children.every(isHeading),
    headerColumn: table.children.every((row) => isHeading(row.child(0))),
    widths: rows[0]?.map((_, column) => cellWidth(first.maybeChild(column))) ?? [],
  };
}

/** What became of the lines (rows or columns) of a table. `from` is the old index, null for a new line. */
export interface LineMatch {
  readonly from: number | null;
  /** Whether it has to be moved to where it is now. */
  readonly moved: boolean;
}

export interface TableMatch {
  readonly rows: readonly LineMatch[];
  readonly columns: readonly LineMatch[];
}

export type Grid = readonly (readonly RichText[])[];

/**
 * @param before the cells as the engine has them, rows first
 * @param after the cells as the editor has them, every row equally long
 */
export function matchTables(before: Grid, beforeColumns: number, after: Grid, afterColumns: number): TableMatch {
  const byRow = () => ({
    rows: matchLines(before.map(signature), after.map(signature)),
    columns: inPlace(afterColumns, beforeColumns),
  });
  const byColumn = () => ({
    rows: inPlace(after.length, before.length),
    columns: matchLines(transpose(before, beforeColumns).map(signature), transpose(after, afterColumns).map(signature)),
  });
  const sameRows = before.length === after.length;
  const sameColumns = beforeColumns === afterColumns;
  if (sameColumns && !sameRows) return byRow();
  if (sameRows && !sameColumns) return byColumn();
  if (!sameRows) return { rows: inPlace(after.length, before.length), columns: inPlace(afterColumns, beforeColumns) };
  const [rows, columns] = [byRow(), byColumn()];
  return editedCells(columns, before, after) < editedCells(rows, before, after) ? columns : rows;
}

/** How many cells would have to be edited if lines are matched this way. */
function editedCells(match: TableMatch, before: Grid, after: Grid): number {
  let count = 0;
  match.rows.forEach((row, rowIndex) => {
    match.columns.forEach((column, columnIndex) => {
      const old = row.from === null || column.from === null ? undefined : before[row.from]?.[column.from];
      if (old?.text !== after[rowIndex]?.[columnIndex]?.text) count++;
    });
  });
  return count;
}

/** Equal exactly if all texts and marks of the line are. */
function signature(line: readonly RichText[]): string {
  return JSON.stringify(line.map((cell) => [cell.text, cell.marks]));
}

function transpose(grid: Grid, columns: number): RichText[][] {
  return Array.from({ length: columns }, (_, column) => grid.map((row) => row[column] ?? EMPTY));
}

function matchLines(before: readonly string[], after: readonly string[]): LineMatch[] {
  const from: (number | null)[] = after.map(() => null);
  const used = new Set<number>();
  const take = (line: number, old: number) => {
    from[line] = old;
    used.add(old);
  };
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) take(head, head++);
  let tail = 1;
  while (
    tail <= Math.min(before.length, after.length) - head &&
    before[before.length - tail] === after[after.length - tail]
  ) {
    take(after.length - tail, before.length - tail);
    tail++;
  }
  for (let line = head; line <= after.length - tail; line++) {
    const old = before.findIndex((text, index) => !used.has(index) && text === after[line]);
    if (old >= 0) take(line, old);
  }
  pairGaps(before.length, from, used);
  const order = from.flatMap((old) => (old === null ? [] : [old]));
  const stable = new Set(longestIncreasing(order).map((index) => order[index]));
  return from.map((old) => ({ from: old, moved: old !== null && !stable.has(old) }));
}

/** Unmatched old and new lines that stand between the same neighbours are the same line, edited. */
function pairGaps(oldLength: number, from: (number | null)[], used: Set<number>): void {
  let old = 0;
  for (let line = 0; line < from.length; line++) {
    const match = from[line];
    if (match != null) {
      old = match + 1;
    } else if (old < oldLength && !used.has(old)) {
      from[line] = old;
      used.add(old++);
    }
  }
}

function inPlace(after: number, before: number): LineMatch[] {
  return Array.from({ length: after }, (_, index) => ({ from: index < before ? index : null, moved: false }));
}

const EMPTY: RichText = { text: "", marks: [] };

const EMPTY_CELL: EditorCell = { start: 0, text: EMPTY, content: [] };

/** A cell holds several paragraphs only after cells were merged by a paste; they become lines of one text. */
function readCell(cell: Node, start: number): EditorCell {
  const lineBreak = nodeType(cell.type.schema, "hardBreak").create();
  const content = cell.children.flatMap((paragraph, index) => [
    ...(index > 0 ? [lineBreak] : []),
    ...paragraph.children,
  ]);
  return { start, text: readInline(content), content };
}

function isHeading(cell: Node): boolean {
  return cell.type.name === "tableHeader";
}

function cellWidth(cell: Node | null): number | null {
  const widths: unknown = cell?.attrs["colwidth"];
  const first: unknown = Array.isArray(widths) ? widths[0] : null;
  return shownWidth(typeof first === "number" ? first : undefined);
}
