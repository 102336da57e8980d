package dev.offing.engine;

/** A range of one segment that begins and ends with a visible character. */
final class TextRange {

    final Segment segment;

    /** Index of its first character. */
    final int first;

    /** Index of its last character. */
    final int last;

    /** Index after its last character. */
    final int end;

    TextRange(Segment segment, int first, int last) {
        this.segment = segment;
        this.first = first;
        this.last = last;
        this.end = last + 1;
    }

    /**
     * Whether another range goes on where this one ends: at the end of a segment, with the next segment
     * of the same strand, so that only a boundary is between them.
     */
    boolean continuedBy(TextRange next) {
        return next.segment.strand == segment.strand
                && segment.block != null
                && next.segment.block.ordinal == segment.block.ordinal + 1;
    }

    /** Index of the next visible character or boundary, the element count if there is none. */
    int nextVisible() {
        int segmentEnd = segment.end();
        int units = segment.strand.elements.visibleUtf16Before(end);
        if (units == segment.strand.elements.visibleUtf16Before(segmentEnd)) {
            return segmentEnd;
        }
        return segment.strand.elements.elementAtVisibleUtf16(units);
    }
}
