package dev.offing.engine;

import java.util.List;

/**
 * What changed in the view between two moments. The edits, applied in order to the earlier {@link
 * DocumentView}, give the later one exactly.
 *
 * @param edits in order; empty if nothing shown changed
 */
public record Patch(List<Edit> edits) {

    /** Nothing changed. */
    public static final Patch EMPTY = new Patch(List.of());

    /** Copies its list. */
    public Patch {
        edits = List.copyOf(edits);
    }

    /** One step. Indexes count the visible siblings as they are when the step is taken. */
    public sealed interface Edit {

        /**
         * A block appears; its children come as inserts of their own.
         *
         * @param block the block with all it shows
         * @param index 0-based, among the children of its parent
         */
        record Insert(BlockView block, int index) implements Edit {}

        /**
         * A block without remaining children disappears.
         *
         * @param block which
         */
        record Remove(BlockId block) implements Edit {}

        /**
         * A block, with all its children, goes elsewhere.
         *
         * @param block which
         * @param parent the block it is shown in from now on, null = top level
         * @param index 0-based, among its new siblings without it
         */
        record Move(BlockId block, BlockId parent, int index) implements Edit {}

        /**
         * Text gives way to other text.
         *
         * @param target which text
         * @param offset UTF-16 units from its start
         * @param removed how many UTF-16 units go, 0 for none
         * @param inserted what comes in their place, may be empty
         */
        record Splice(TextTarget target, int offset, int removed, String inserted) implements Edit {}

        /**
         * All marks of a text, as they are after the splices before this edit.
         *
         * @param target which text
         * @param runs all its marks, in the order {@link MarkRun} states
         */
        record Marks(TextTarget target, List<MarkRun> runs) implements Edit {
            /** Copies its list. */
            public Marks {
                runs = List.copyOf(runs);
            }
        }

        /**
         * Another type of a block.
         *
         * @param block which
         * @param type the new one
         */
        record Type(BlockId block, String type) implements Edit {}

        /**
         * Another value of a property.
         *
         * @param block whose, null = the document's own
         * @param key which property
         * @param value the new value, {@link Value#ABSENT} = none any more
         */
        record Property(BlockId block, String key, Value value) implements Edit {}

        /**
         * Another value of a cell.
         *
         * @param row the row block
         * @param property id of the property
         * @param cell what is shown from now on, null = nothing any more
         */
        record Cell(BlockId row, String property, CellView cell) implements Edit {}

        /**
         * Properties of the database changed. Cells that are shown otherwise now have edits of their own.
         *
         * @param properties all of them, in order
         */
        record Schema(List<PropertyView> properties) implements Edit {
            /** Copies its list. */
            public Schema {
                properties = List.copyOf(properties);
            }
        }

        /**
         * Another badge of a block.
         *
         * @param block which
         * @param survivor the new badge, null = none
         */
        record Badge(BlockId block, Survivor survivor) implements Edit {}

        /**
         * Rows or columns of a table changed.
         *
         * @param block which block's
         * @param table the whole new table, null = none
         */
        record Table(BlockId block, BlockView.TableView table) implements Edit {}
    }
}
