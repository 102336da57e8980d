package dev.offing.engine;

import java.util.List;
import java.util.SortedMap;

/**
 * A document as it is shown.
 *
 * @param title its title
 * @param properties winning values of the document's own registers
 * @param blocks the visible blocks in document order: parents before children, siblings in order
 */
public record DocumentView(RichText title, SortedMap<String, Value> properties, List<BlockView> blocks) {

    /** Copies the list of blocks. */
    public DocumentView {
        blocks = List.copyOf(blocks);
    }
}
