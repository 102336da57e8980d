package dev.offing.engine.strand;

import static dev.offing.engine.strand.SpanTree.AGENT;
import static dev.offing.engine.strand.SpanTree.COUNTER;
import static dev.offing.engine.strand.SpanTree.DELETIONS;
import static dev.offing.engine.strand.SpanTree.LEFT_AGENT;
import static dev.offing.engine.strand.SpanTree.LEFT_COUNTER;
import static dev.offing.engine.strand.SpanTree.LENGTH;
import static dev.offing.engine.strand.SpanTree.RIGHT_AGENT;
import static dev.offing.engine.strand.SpanTree.RIGHT_COUNTER;
import static dev.offing.engine.strand.SpanTree.STRIDE;
import static dev.offing.engine.strand.SpanTree.TEXT;
import static dev.offing.engine.strand.SpanTree.UNITS;

import java.util.Arrays;

/**
 * Fills an empty strand with elements in their order, found before: without looking for a place by origins. The
 * order is believed. Cost: O(log n) a run of ids.
 */
public final class StrandLoader {

    private final Strand strand;
    private final SpanTree tree;
    private char[] text;
    private int textLength;

    /** Where the next text that is not here would be; see {@link Strand#hasText}. */
    private int missingAt = Integer.MIN_VALUE;

    /** The span that grows while what is added continues it; none while its length is 0. */
    private final int[] span = new int[STRIDE];

    /**
     * A loader of a strand.
     *
     * @param strand empty; not to be used before {@link #finish}
     * @param utf16Length of all text that will be added
     * @param pieces how many pieces will be added at most
     */
    public StrandLoader(Strand strand, int utf16Length, int pieces) {
        this.strand = strand;
        this.tree = strand.tree();
        this.text = new char[utf16Length];
        tree.reserve(pieces);
    }

    /**
     * Appends elements that follow each other by id; of each but the first the left origin is the one before it.
     *
     * @param agent their agent
     * @param counter the first counter
     * @param length how many elements
     * @param leftAgent left origin of the first, {@link Strand#NONE} for the start
     * @param leftCounter its counter
     * @param rightAgent right origin of all, {@link Strand#NONE} for the end
     * @param rightCounter its counter
     * @param deletions how many deletions name each of them
     * @param units UTF-16 units of each, 1 or 2; 0 for a boundary
     * @param source what their text is copied from, null if it is not here
     * @param start where in it
     */
    public void add(
            int agent,
            int counter,
            int length,
            int leftAgent,
            int leftCounter,
            int rightAgent,
            int rightCounter,
            int deletions,
            int units,
            String source,
            int start) {
        int at = textLength;
        if (source == null && units > 0) {
            at = missingAt;
            missingAt += length * units;
        } else if (units > 0) {
            if (textLength + length * units > text.length) {
                text = Arrays.copyOf(text, Math.max(textLength + length * units, 2 * text.length));
            }
            source.getChars(start, start + length * units, text, textLength);
            textLength += length * units;
        }
        boolean continues = span[LENGTH] > 0
                && span[AGENT] == agent
                && span[COUNTER] + span[LENGTH] == counter
                && leftAgent == agent
                && leftCounter == counter - 1
                && span[RIGHT_AGENT] == rightAgent
                && span[RIGHT_COUNTER] == rightCounter
                && span[DELETIONS] == deletions
                && span[UNITS] == units
                && units > 0
                && span[TEXT] + span[LENGTH] * units == at;
        if (continues) {
            span[LENGTH] += length;
            return;
        }
        flush();
        span[AGENT] = agent;
        span[COUNTER] = counter;
        span[LENGTH] = length;
        span[LEFT_AGENT] = leftAgent;
        span[LEFT_COUNTER] = leftCounter;
        span[RIGHT_AGENT] = rightAgent;
        span[RIGHT_COUNTER] = rightCounter;
        span[TEXT] = at;
        span[DELETIONS] = deletions;
        span[UNITS] = units;
    }

    private void flush() {
        if (span[LENGTH] > 0) {
            tree.append(span);
        }
    }

    /** Ends loading; the strand can be used from now on. */
    public void finish() {
        flush();
        tree.indexIds();
        tree.trim();
        strand.takeText(text.length == textLength ? text : Arrays.copyOf(text, textLength), textLength);
    }
}
