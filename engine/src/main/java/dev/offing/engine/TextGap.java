package dev.offing.engine;

import dev.offing.engine.strand.Strand;

/**
 * Where a caret stands: in a segment, between two visible elements with nothing visible between
 * them. A tombstone or more may be there. What is on the right is looked up when it is asked for, which
 * must be before the strand changes.
 */
final class TextGap {

    final Segment segment;

    /** Index of the character or boundary on the left, -1 at the start of the strand. */
    final int leftIndex;

    /** Whether that is a character of the same shown text. */
    final boolean leftIsText;

    private final int units;
    private final int endUnits;
    private final int end;

    /**
     * @param units visible units of the strand before the gap
     * @param endUnits visible units of the strand before the end of the segment
     * @param end index of what ends the segment
     */
    TextGap(Segment segment, int leftIndex, boolean leftIsText, int units, int endUnits, int end) {
        this.segment = segment;
        this.leftIndex = leftIndex;
        this.leftIsText = leftIsText;
        this.units = units;
        this.endUnits = endUnits;
        this.end = end;
    }

    /** Index of the character or boundary on the right, the element count at the end of the strand. */
    int rightIndex() {
        Strand elements = segment.strand.elements;
        return rightIsText() ? elements.elementAtVisibleUtf16(units) : end;
    }

    /** Whether that is a character of the same segment. */
    boolean rightIsText() {
        return units < endUnits;
    }
}
