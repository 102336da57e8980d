package dev.offing.engine;

import java.util.List;
import java.util.SortedMap;

/**
 * A document as it is shown.
 *
 * @param title its title
 * @param properties winning values of the document's own registers
 * @param schema properties of the database it is, in order; empty for pages
 * @param blocks the visible blocks in document order: parents before children, siblings in order
 */
public record DocumentView(
        RichText title, SortedMap<String, Value> properties, List<PropertyView> schema, List<BlockView> blocks) {

    /** Copies its lists. */
    public DocumentView {
        schema = List.copyOf(schema);
        blocks = List.copyOf(blocks);
    }
}
