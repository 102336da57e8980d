package dev.offing.engine;

/**
 * The identity of a strand: one sequence of characters and boundaries. Identities derive from what
 * the strand belongs to, never from the operation that first wrote into it, so that two replicas
 * which start the same title or the same table cell meet in one strand.
 */
public sealed interface StrandId {

    /** The title of the document. Has no boundaries. */
    record Title() implements StrandId {}

    /**
     * The strand begun by a block that {@link Operation.NewBlock} made. Splits put the boundaries of
     * further blocks into it.
     *
     * @param head the block whose (implicit) boundary starts the strand
     */
    record OfBlock(BlockId head) implements StrandId {}

    /**
     * The text of one table cell. Has no boundaries.
     *
     * @param row a block of type {@code tableRow}
     * @param column a block of type {@code tableColumn} of the same table
     */
    record Cell(BlockId row, BlockId column) implements StrandId {}
}
