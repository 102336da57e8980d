package dev.offing.engine;

import java.util.List;
import java.util.SortedMap;

/**
 * One visible block, as it is shown.
 *
 * @param id its identity
 * @param parent the visible block it is shown in, null at the top level (not always its stored place:
 *     survivors are hoisted)
 * @param type winning value of its type register
 * @param text own text and that of its continuations
 * @param properties winning values by key, {@link Operation#TYPE} excluded, absent values excluded
 * @param cells what a row of a database shows by property, empty cells excluded; empty for other blocks
 * @param survivor why it is shown although deleted, null for ordinary blocks
 * @param table rows and columns if it has any, else null
 */
public record BlockView(
        BlockId id,
        BlockId parent,
        String type,
        RichText text,
        SortedMap<String, Value> properties,
        SortedMap<String, CellView> cells,
        Survivor survivor,
        TableView table) {

    /**
     * A block's table: its visible children of type {@code tableColumn} and {@code tableRow}, which
     * are not listed as blocks of their own.
     *
     * @param columns column blocks, in order
     * @param rows rows, in order
     */
    public record TableView(List<BlockId> columns, List<Row> rows) {
        /** Copies its lists. */
        public TableView {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /**
     * A row of a table.
     *
     * @param id the row block
     * @param cells one text a column, in the order of the columns
     */
    public record Row(BlockId id, List<RichText> cells) {
        /** Copies its list. */
        public Row {
            cells = List.copyOf(cells);
        }
    }
}
