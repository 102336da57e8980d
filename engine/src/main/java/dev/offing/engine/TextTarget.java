package dev.offing.engine;

/** A text a person can put the caret into, as it is shown: joined blocks are one text. */
public sealed interface TextTarget {

    /** The title of the document. */
    record Title() implements TextTarget {}

    /**
     * The text of a visible block, continuations included.
     *
     * @param block which
     */
    record Block(BlockId block) implements TextTarget {}

    /**
     * The text of a table cell.
     *
     * @param row the row block
     * @param column the column block
     */
    record Cell(BlockId row, BlockId column) implements TextTarget {}
}
