package dev.offing.conformance;

import dev.offing.engine.DocumentView;
import java.util.List;

/**
 * What a vector says about a document; equality is the comparison of the vectors.
 *
 * @param blocks the blocks in document order, null if the vector does not speak of them
 * @param database schema and rows, null if the vector does not speak of them
 */
public record ShownState(List<ShownBlock> blocks, ShownDatabase database) {

    /** Copies its list. */
    public ShownState {
        blocks = blocks == null ? null : List.copyOf(blocks);
    }

    /** As much of a view as this one speaks of, under the names of the vector. */
    public ShownState of(DocumentView view, BlockNames names) {
        return new ShownState(
                blocks == null ? null : ShownBlock.of(view, names), database == null ? null : database.of(view, names));
    }

    /** One line for a report. */
    @Override
    public String toString() {
        if (database == null) {
            return String.valueOf(blocks);
        }
        return blocks == null ? database.toString() : blocks + " " + database;
    }
}
