package dev.offing.engine;

/**
 * One thing that a later version shows otherwise than an earlier one, and who did it (MERGE-72). {@code
 * by} is null where no operation in between did it alone: text that shows again because a block was
 * restored, a block that moved because the one before it did.
 */
public sealed interface Difference {

    /**
     * Who did it.
     *
     * @return null if no single operation did
     */
    Attribution by();

    /**
     * Characters that the later version shows and the earlier one does not, typed in one go or brought
     * back by one undo.
     *
     * @param target where the later version shows them
     * @param offset UTF-16 units of that text in the later version
     * @param text what was typed
     * @param by as for {@link Difference#by}
     */
    record Inserted(TextTarget target, int offset, String text, Attribution by) implements Difference {}

    /**
     * Characters that the earlier version shows and that were deleted since. Those that went with their
     * block are not told apart from it.
     *
     * @param target where the earlier version shows them
     * @param offset UTF-16 units of that text in the earlier version
     * @param text what is gone
     * @param by as for {@link Difference#by}
     */
    record Deleted(TextTarget target, int offset, String text, Attribution by) implements Difference {}

    /**
     * Characters that both versions show, with another mark in the later one: set, changed or removed.
     *
     * @param target where the later version shows them
     * @param offset UTF-16 units of that text in the later version
     * @param length UTF-16 units, positive
     * @param type of the mark, for example {@code bold}; of a type with instances, one instance is a difference of
     *     its own
     * @param before {@link Value#ABSENT} if they did not have it
     * @param after {@link Value#ABSENT} if they do not have it any more
     * @param by as for {@link Difference#by}
     */
    record Formatted(TextTarget target, int offset, int length, String type, Value before, Value after, Attribution by)
            implements Difference {}

    /**
     * A block of the later version that the earlier one does not list: made, restored, or split off.
     *
     * @param block which
     * @param by as for {@link Difference#by}
     */
    record Appeared(BlockId block, Attribution by) implements Difference {}

    /**
     * A block of the earlier version that the later one does not list: deleted, or joined into another.
     *
     * @param block which
     * @param by as for {@link Difference#by}
     */
    record Vanished(BlockId block, Attribution by) implements Difference {}

    /**
     * A block of both that was moved to another parent, or among its siblings.
     *
     * @param block which
     * @param by as for {@link Difference#by}
     */
    record Moved(BlockId block, Attribution by) implements Difference {}

    /**
     * A register with another value.
     *
     * @param block null for a property of the document
     * @param key the name, {@link Operation#TYPE} for the type of the block
     * @param before {@link Value#ABSENT} if it was not set
     * @param after {@link Value#ABSENT} if it is not set
     * @param by as for {@link Difference#by}
     */
    record Changed(BlockId block, String key, Value before, Value after, Attribution by) implements Difference {}
}
