package dev.offing.engine;

/**
 * Where a caret stands: in a segment, between two visible elements with nothing visible between
 * them. A tombstone or more may be there.
 */
final class TextGap {

    final Segment segment;

    /** Index of the character or boundary on the left, -1 at the start of the strand. */
    final int leftIndex;

    /** Whether that is a character of the same shown text. */
    final boolean leftIsText;

    /** Index of the character or boundary on the right, the element count at the end of the strand. */
    final int rightIndex;

    /** Whether that is a character of the same segment. */
    final boolean rightIsText;

    TextGap(Segment segment, int leftIndex, boolean leftIsText, int rightIndex, boolean rightIsText) {
        this.segment = segment;
        this.leftIndex = leftIndex;
        this.leftIsText = leftIsText;
        this.rightIndex = rightIndex;
        this.rightIsText = rightIsText;
    }
}
