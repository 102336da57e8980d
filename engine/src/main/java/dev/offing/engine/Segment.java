package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.List;

/**
 * A piece of a shown text: what one strand has from a block's boundary to the next one. Knows no
 * positions of its own, they are looked up where they are now.
 */
final class Segment {

    final TextStrand strand;

    /** The block whose own text it is, null for title and cells. */
    final Block block;

    private List<Mark> marks;
    private int marksVersion = -1;

    Segment(TextStrand strand, Block block) {
        this.strand = strand;
        this.block = block;
    }

    int start() {
        return strand.start(block);
    }

    int end() {
        return strand.end(block);
    }

    /** UTF-16 units shown. */
    int lengthUtf16() {
        Strand elements = strand.elements;
        return elements.visibleUtf16Before(end()) - elements.visibleUtf16Before(start());
    }

    String text() {
        return strand.elements.text(start(), end());
    }

    /**
     * Marks that can win something here, located, in time order. Which marks they are is remembered:
     * the order of anchors and boundaries never changes, so only a new mark or boundary can add one.
     */
    List<Mark> marks() {
        if (marksVersion != strand.marksVersion()) {
            marks = strand.marksThatCanWin(start(), end());
            marksVersion = strand.marksVersion();
        } else {
            for (Mark mark : marks) {
                mark.locate(strand);
            }
        }
        return marks;
    }
}
