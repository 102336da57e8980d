package dev.offing.engine;

/**
 * The identity of a block, for ever: the id of the operation that made it ({@link
 * Operation.NewBlock} or {@link Operation.SplitBlock}).
 *
 * @param op the making operation
 */
public record BlockId(OpId op) implements Comparable<BlockId> {

    @Override
    public String toString() {
        return op.toString();
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @param text what it wrote
     * @return an equal id
     * @throws IllegalArgumentException if the text has another form
     */
    public static BlockId parse(String text) {
        return new BlockId(OpId.parse(text));
    }

    @Override
    public int compareTo(BlockId other) {
        return op.compareTo(other.op);
    }
}
