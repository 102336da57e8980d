package dev.offing.engine;

import java.util.List;

/**
 * What changed in the view between two moments. The edits, applied in order to the earlier {@link
 * DocumentView}, give the later one exactly.
 *
 * @param edits in order; empty if nothing shown changed
 */
public record Patch(List<Edit> edits) {

    public static final Patch EMPTY = new Patch(List.of());

    public Patch {
        edits = List.copyOf(edits);
    }

    /** One step. Indexes count the visible siblings as they are when the step is taken. */
    public sealed interface Edit {

        /** A block appears, with all it shows, at an index among its parent's children; its children come as inserts of their own. */
        record Insert(BlockView block, int index) implements Edit {}

        /** A block without remaining children disappears. */
        record Remove(BlockId block) implements Edit {}

        /** A block, with all its children, goes elsewhere. The index counts the siblings without it. */
        record Move(BlockId block, BlockId parent, int index) implements Edit {}

        /** Text replaced: {@code removed} UTF-16 units from {@code offset} on give way to {@code inserted}. */
        record Splice(TextTarget target, int offset, int removed, String inserted) implements Edit {}

        /** All marks of a text, as they are after the splices before this edit. */
        record Marks(TextTarget target, List<MarkRun> runs) implements Edit {
            public Marks {
                runs = List.copyOf(runs);
            }
        }

        record Type(BlockId block, String type) implements Edit {}

        /** A property of a block, or of the document where {@code block} is null; absent = removed. */
        record Property(BlockId block, String key, Value value) implements Edit {}

        /** @param survivor the new badge, null = none */
        record Badge(BlockId block, Survivor survivor) implements Edit {}

        /** Rows or columns of a table changed: its whole new table, null = none. */
        record Table(BlockId block, BlockView.TableView table) implements Edit {}
    }
}
