/** Local changes of a table: rows, columns and cells → commands of the engine. */
import type { Node, Schema } from "prosemirror-model";
import type { BlockId, RichText, TextTarget } from "../../engine/types";
import type { Commands } from "./commands";
import { shownMarks } from "./mapping";
import {
  buildTable,
  HEADER_COLUMN,
  HEADER_ROW,
  matchTables,
  readTable,
  shownWidth,
  widthKey,
  type EditorTable,
  type LineMatch,
} from "./tables";

/** A table's node before and now, each with the position before it; `before` is null if there was none. */
export interface TableChange {
  readonly before: Node | null;
  readonly beforePos: number | null;
  readonly after: Node;
  readonly afterPos: number;
}

export function sendTable(commands: Commands, id: BlockId, change: TableChange): void {
  const old = commands.link.shadow.block(id)?.table ?? null;
  const oldColumns = old?.columns ?? [];
  const oldRows = old?.rows ?? [];
  const grid = oldRows.map((row) => row.cells.map(shown));
  const now = readTable(change.after);
  const match = matchTables(
    grid,
    oldColumns.length,
    now.rows.map((row) => row.map((cell) => cell.text)),
    now.columns,
  );
  const columns = sendLines(commands, id, "tableColumn", oldColumns, match.columns);
  const rows = sendLines(
    commands,
    id,
    "tableRow",
    oldRows.map((row) => row.id),
    match.rows,
  );
  // The layout is compared with the table as it has its new lines.
  commands.take();
  sendLayout(commands, id, now, change.after.type.schema, columns);

  const oldTable = change.before && readTable(change.before);
  rows.forEach((row, rowIndex) => {
    columns.forEach((column, columnIndex) => {
      const cell = now.rows[rowIndex]?.[columnIndex];
      if (!cell) return;
      const fromRow = match.rows[rowIndex]?.from ?? null;
      const fromColumn = match.columns[columnIndex]?.from ?? null;
      const was = fromRow === null || fromColumn === null ? undefined : oldTable?.rows[fromRow]?.[fromColumn];
      const oldStart = was === undefined || change.beforePos === null ? null : change.beforePos + was.start;
      commands.text(cellTarget(row, column), cell.content, oldStart, change.afterPos + cell.start);
    });
  });
}

export function cellTarget(row: BlockId, column: BlockId): TextTarget {
  return `${row}/${column}` as TextTarget;
}

/**
 * Brings the lines into the wanted order. Rows and columns are children of one block, in whatever order
 * merging left them in; only the order within each kind is shown.
 *
 * @returns their ids
 */
function sendLines(
  commands: Commands,
  table: BlockId,
  type: string,
  before: readonly BlockId[],
  match: readonly LineMatch[],
): BlockId[] {
  const kept = new Set(match.map((line) => line.from));
  let previous: BlockId | null = null;
  const ids = match.map(({ from, moved }) => {
    let id = from === null ? undefined : before[from];
    if (id === undefined) id = commands.engine.newBlock(table, previous, type) as BlockId;
    else if (moved) commands.engine.move(id, table, previous);
    previous = id;
    return id;
  });
  before.forEach((id, index) => {
    if (!kept.has(index)) commands.engine.deleteBlock(id);
  });
  return ids;
}

/**
 * Headings and widths. A single row or column can be read as either kind of heading, so headings are sent
 * only if they read differently from what the engine's table would show, and then both kinds.
 */
function sendLayout(
  commands: Commands,
  id: BlockId,
  now: EditorTable,
  schema: Schema,
  columns: readonly BlockId[],
): void {
  const block = commands.link.shadow.block(id);
  if (!block) return;
  const { properties } = block;
  const shown = readTable(buildTable(schema, block, {}));
  if (shown.headerRow !== now.headerRow || shown.headerColumn !== now.headerColumn) {
    for (const [key, is] of [
      [HEADER_ROW, now.headerRow],
      [HEADER_COLUMN, now.headerColumn],
    ] as const) {
      if ((properties[key] === true) !== is) commands.engine.setProperty(id, key, is ? "true" : null);
    }
  }
  columns.forEach((column, index) => {
    const key = widthKey(column);
    const width = now.widths[index] ?? null;
    if (shownWidth(properties[key]) !== width)
      commands.engine.setProperty(id, key, width === null ? null : String(width));
  });
}

function shown(text: RichText): RichText {
  return { text: text.text, marks: shownMarks(text.marks, true) };
}
