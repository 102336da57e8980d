package dev.offing.engine.strand;

import static dev.offing.engine.strand.CountTree.BOUNDARIES;
import static dev.offing.engine.strand.CountTree.ELEMENTS;
import static dev.offing.engine.strand.CountTree.UTF16;
import static dev.offing.engine.strand.SpanTree.AGENT;
import static dev.offing.engine.strand.SpanTree.COUNTER;
import static dev.offing.engine.strand.SpanTree.DELETIONS;
import static dev.offing.engine.strand.SpanTree.LEFT_AGENT;
import static dev.offing.engine.strand.SpanTree.LEFT_COUNTER;
import static dev.offing.engine.strand.SpanTree.LENGTH;
import static dev.offing.engine.strand.SpanTree.NO_SPAN;
import static dev.offing.engine.strand.SpanTree.RIGHT_AGENT;
import static dev.offing.engine.strand.SpanTree.RIGHT_COUNTER;
import static dev.offing.engine.strand.SpanTree.STRIDE;
import static dev.offing.engine.strand.SpanTree.TEXT;
import static dev.offing.engine.strand.SpanTree.UNITS;

import java.util.Arrays;

/**
 * A sequence CRDT of characters (code points) and boundaries: rules MERGE-5 and MERGE-6. Replicas that
 * integrated the same elements, each after its origins, hold them in the same order, and runs that
 * were typed at one place at the same time do not interleave, whether typed forward or backward.
 *
 * <p>Four parts: {@link FugueMax} finds where a new element belongs, {@link SpanTree} keeps the
 * elements as runs in a B+tree and counts them, {@link IdIndex} leads from an id to its leaf, and this
 * class holds the text (one {@code char[]} in order of arrival, never shortened) and cuts operations
 * into spans. Nothing is ever forgotten: a deleted character stays as a tombstone, since others may
 * still name it as an origin, and can be undeleted.
 *
 * <p>Cost, with n spans: a local or non-concurrent insertion, and every look-up, O(log n), and a few
 * comparisons at the place of the last call; a deletion O(log n) a span; a concurrent insertion that
 * plus O(log n) for each concurrent span at the same place. Memory is 40 bytes a span, two bytes a
 * UTF-16 unit ever typed, and the nodes. Typing one run is one span.
 *
 * <p>Indexes are 0-based, ranges half-open; an <em>element index</em> counts all elements, deleted
 * ones and boundaries too. Not thread-safe, look-ups included: they move a cache.
 *
 * <p>Invariants, beside those of the parts: a character's deletion count is at least 0 and it is visible
 * while that is 0; boundaries are always visible and have no width.
 */
public final class Strand {

    /** The agent of no element: the start of the strand as a left origin, its end as a right origin. */
    public static final int NONE = -1;

    /** Spans of a leaf, as a rule. */
    public static final int LEAF_SPANS = 32;

    /** Children of an inner node, as a rule. */
    public static final int FANOUT = 32;

    private static final char[] NO_TEXT = {};

    private final SpanTree tree;
    private final FugueMax fugue;

    /** The record of the span being inserted; {@link #span} fills it. */
    private final int[] draft = new int[STRIDE];

    private char[] text = NO_TEXT;
    private int textLength;

    /** The order of interned agents: that of their replica ids, unsigned. */
    public interface AgentOrder {

        /** Negative, zero or positive as {@code agentA} stands before, is, or stands after {@code agentB}. */
        int compare(int agentA, int agentB);
    }

    /** Hears which characters became visible or invisible. It must not change the strand. */
    public interface VisibilityListener {

        /** Hears nothing. */
        VisibilityListener NONE = (elementIndex, elementCount, visible) -> {};

        /**
         * One run of neighbouring elements changed, as long as the ids of the call allow. The strand
         * shows this run's new state already, and not yet that of the runs reported later.
         */
        void changed(int elementIndex, int elementCount, boolean visible);
    }

    /**
     * An empty strand.
     *
     * @param order how agents stand to each other; asked for agents of elements of this strand only
     */
    public Strand(AgentOrder order) {
        this(order, LEAF_SPANS, FANOUT);
    }

    /**
     * An empty strand with nodes of its own size: small ones reach every split with few elements.
     *
     * @param order how agents stand to each other; asked for agents of elements of this strand only
     * @param leafSpans spans of a leaf, at least 2
     * @param fanout children of an inner node, at least 2
     */
    public Strand(AgentOrder order, int leafSpans, int fanout) {
        tree = new SpanTree(leafSpans, fanout);
        fugue = new FugueMax(tree, order);
    }

    // ---- Changes

    /**
     * Integrates a run of characters with the ids {@code counter}, {@code counter + 1}, …
     *
     * @param agent their agent, 0 or greater
     * @param leftAgent left origin of the first character, {@link #NONE} for the start; the left origin
     *     of each further one is its predecessor
     * @param rightAgent right origin of all of them, {@link #NONE} for the end
     * @param text well-formed UTF-16, not empty
     * @return the element index of the first; the others follow it
     * @throws IllegalArgumentException if an origin is missing, an id is there already or out of range, or
     *     the text is empty or malformed; nothing was changed
     */
    public int insertText(
            int agent, int counter, int leftAgent, int leftCounter, int rightAgent, int rightCounter, String text) {
        int elements = countCodePoints(text);
        requireNew(agent, counter, elements);
        int[] span = span(agent, counter, leftAgent, leftCounter, rightAgent, rightCounter);
        int start = 0;
        int first = -1;
        while (start < text.length()) {
            // A span has one width, so a run that mixes them becomes several.
            boolean wide = Character.isSurrogate(text.charAt(start));
            int units = wide ? 2 : 1;
            int end = start + units;
            while (end < text.length() && Character.isSurrogate(text.charAt(end)) == wide) {
                end += units;
            }
            span[LENGTH] = wide ? end - start >> 1 : end - start;
            span[TEXT] = textLength;
            span[UNITS] = units;
            int gap;
            if (first < 0) {
                gap = fugue.locate(span);
                first = gapIndex(gap);
            } else {
                gap = tree.get(tree.current, LENGTH);
            }
            appendText(text, start, end);
            put(gap, span);
            span[COUNTER] += span[LENGTH];
            span[LEFT_AGENT] = agent;
            span[LEFT_COUNTER] = span[COUNTER] - 1;
            start = end;
        }
        return first;
    }

    /**
     * Integrates one boundary.
     *
     * @return its element index
     * @throws IllegalArgumentException as for {@link #insertText}
     */
    public int insertBoundary(
            int agent, int counter, int leftAgent, int leftCounter, int rightAgent, int rightCounter) {
        requireNew(agent, counter, 1);
        int[] span = span(agent, counter, leftAgent, leftCounter, rightAgent, rightCounter);
        int gap = fugue.locate(span);
        int index = gapIndex(gap);
        tree.insert(gap, span);
        return index;
    }

    private static int countCodePoints(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("text is empty");
        }
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new IllegalArgumentException("text has a lone surrogate");
                }
                i++;
            }
            count++;
        }
        return count;
    }

    private void requireNew(int agent, int counter, int length) {
        if (agent < 0 || counter < 0 || counter > Integer.MAX_VALUE - length) {
            throw new IllegalArgumentException("id is out of range");
        }
        if (contains(agent, counter) || length > 1 && contains(agent, counter + length - 1)) {
            throw new IllegalArgumentException("element is there already");
        }
    }

    private int[] span(int agent, int counter, int leftAgent, int leftCounter, int rightAgent, int rightCounter) {
        int[] span = draft;
        span[AGENT] = agent;
        span[COUNTER] = counter;
        span[LEFT_AGENT] = leftAgent;
        span[LEFT_COUNTER] = leftAgent == NONE ? 0 : leftCounter;
        span[RIGHT_AGENT] = rightAgent;
        span[RIGHT_COUNTER] = rightAgent == NONE ? 0 : rightCounter;
        span[LENGTH] = 1;
        span[TEXT] = textLength;
        span[DELETIONS] = 0;
        span[UNITS] = 0;
        return span;
    }

    private int gapIndex(int gap) {
        return tree.offset(ELEMENTS) + gap;
    }

    private void appendText(String added, int start, int end) {
        int length = textLength + end - start;
        if (length > text.length) {
            text = Arrays.copyOf(text, Math.max(length, text.length + text.length / 4 + 16));
        }
        added.getChars(start, end, text, textLength);
        textLength = length;
    }

    /** Puts characters whose text was just appended into a gap of the current span, extending it if it may. */
    private void put(int gap, int[] span) {
        int current = tree.current;
        boolean continues = current != NO_SPAN
                && span[AGENT] == tree.get(current, AGENT)
                && span[COUNTER] == tree.get(current, COUNTER) + gap
                && span[LEFT_AGENT] == span[AGENT]
                && span[LEFT_COUNTER] == span[COUNTER] - 1
                && span[RIGHT_AGENT] == tree.get(current, RIGHT_AGENT)
                && span[RIGHT_COUNTER] == tree.get(current, RIGHT_COUNTER)
                && span[UNITS] == tree.get(current, UNITS)
                && span[TEXT] == tree.get(current, TEXT) + gap * span[UNITS]
                && tree.get(current, DELETIONS) == 0;
        if (continues) {
            tree.extend(span[LENGTH]);
        } else {
            tree.insert(gap, span);
        }
    }

    /**
     * Adds one deletion to every character of an id range.
     *
     * @param listener hears what became invisible, in order of ids
     * @throws IllegalArgumentException if an id is missing or a boundary; nothing was changed
     */
    public void delete(int agent, int first, int length, VisibilityListener listener) {
        requireCharacters(agent, first, length, 0);
        addDeletions(agent, first, length, 1, listener);
    }

    /**
     * Takes one deletion from every character of an id range.
     *
     * @param listener hears what became visible, in order of ids
     * @throws IllegalArgumentException if an id is missing, a boundary or not deleted; nothing was changed
     */
    public void undelete(int agent, int first, int length, VisibilityListener listener) {
        requireCharacters(agent, first, length, 1);
        if (!hasText(agent, first, length)) {
            throw new IllegalStateException("text of a deleted character is not here");
        }
        addDeletions(agent, first, length, -1, listener);
    }

    private void requireCharacters(int agent, int first, int length, int minDeletions) {
        if (length < 1 || first > Integer.MAX_VALUE - length) {
            throw new IllegalArgumentException("id range is out of range");
        }
        int counter = first;
        while (counter < first + length) {
            int span = tree.find(agent, counter);
            if (span == NO_SPAN || tree.get(span, UNITS) == 0) {
                throw new IllegalArgumentException("no such character");
            }
            if (tree.get(span, DELETIONS) < minDeletions) {
                throw new IllegalArgumentException("character is not deleted");
            }
            counter = tree.get(span, COUNTER) + tree.get(span, LENGTH);
        }
    }

    private void addDeletions(int agent, int first, int length, int step, VisibilityListener listener) {
        int end = first + length;
        // The run that flipped and was not reported yet.
        int from = 0;
        int to = 0;
        int counter = first;
        while (counter < end) {
            tree.seekId(agent, counter);
            int start = counter - tree.get(tree.current, COUNTER);
            int count = Math.min(tree.get(tree.current, LENGTH) - start, end - counter);
            int index = tree.offset(ELEMENTS) + start;
            boolean flips = tree.get(tree.current, DELETIONS) == (step > 0 ? 0 : 1);
            if (flips && from < to && index != to && index + count != from) {
                listener.changed(from, to - from, step < 0);
                from = 0;
                to = 0;
                tree.seekId(agent, counter);
            }
            if (flips && from == to) {
                from = index;
                to = index + count;
            } else if (flips && index == to) {
                to += count;
            } else if (flips) {
                from = index;
            }
            tree.addDeletions(start, count, step);
            counter += count;
        }
        if (from < to) {
            listener.changed(from, to - from, step < 0);
        }
    }

    // ---- Look-ups

    /** Whether the element was integrated, visible or not. */
    public boolean contains(int agent, int counter) {
        return tree.find(agent, counter) != NO_SPAN;
    }

    /** All elements: visible and deleted characters, and boundaries. */
    public int elementCount() {
        return tree.total(ELEMENTS);
    }

    /** UTF-16 units of the visible characters. */
    public int visibleUtf16() {
        return tree.total(UTF16);
    }

    /** How many boundaries there are. */
    public int boundaryCount() {
        return tree.total(BOUNDARIES);
    }

    /**
     * The element index of an id.
     *
     * @throws IllegalArgumentException if it is missing
     */
    public int indexOf(int agent, int counter) {
        if (!tree.seekId(agent, counter)) {
            throw new IllegalArgumentException("no such element");
        }
        return tree.offset(ELEMENTS) + counter - tree.get(tree.current, COUNTER);
    }

    /**
     * The agent of the element at an index.
     *
     * @throws IndexOutOfBoundsException if the index is not below {@link #elementCount}
     */
    public int agentAt(int elementIndex) {
        seekElement(elementIndex);
        return tree.get(tree.current, AGENT);
    }

    /**
     * The counter of the element at an index.
     *
     * @throws IndexOutOfBoundsException if the index is not below {@link #elementCount}
     */
    public int counterAt(int elementIndex) {
        seekElement(elementIndex);
        return tree.get(tree.current, COUNTER) + elementIndex - tree.offset(ELEMENTS);
    }

    /**
     * UTF-16 units of the visible characters before an element index, 0 to {@link #elementCount}.
     *
     * @throws IndexOutOfBoundsException if the index is outside
     */
    public int visibleUtf16Before(int elementIndex) {
        // Both ends are asked for often, from anywhere: the current span need not go there.
        if (elementIndex == 0) {
            return 0;
        }
        if (elementIndex == tree.total(ELEMENTS)) {
            return tree.total(UTF16);
        }
        seekElement(elementIndex);
        int units = tree.get(tree.current, DELETIONS) == 0 ? tree.get(tree.current, UNITS) : 0;
        return tree.offset(UTF16) + (elementIndex - tree.offset(ELEMENTS)) * units;
    }

    /**
     * Boundaries before an element index, 0 to {@link #elementCount}.
     *
     * @throws IndexOutOfBoundsException if the index is outside
     */
    public int boundariesBefore(int elementIndex) {
        if (elementIndex == tree.total(ELEMENTS) || elementIndex == 0) {
            return elementIndex == 0 ? 0 : tree.total(BOUNDARIES);
        }
        seekElement(elementIndex);
        return tree.offset(BOUNDARIES);
    }

    /**
     * The index of the visible character that holds a visible UTF-16 unit, its first or its second; the
     * element count if the offset is the end of the visible text.
     *
     * @param offset 0 to {@link #visibleUtf16}
     * @throws IndexOutOfBoundsException if the offset is outside
     */
    public int elementAtVisibleUtf16(int offset) {
        if (offset == tree.total(UTF16)) {
            return tree.total(ELEMENTS);
        }
        if (offset < 0 || offset > tree.total(UTF16)) {
            throw new IndexOutOfBoundsException("offset is outside the visible text");
        }
        tree.seek(UTF16, offset);
        // Visible characters have one unit or two.
        return tree.offset(ELEMENTS) + (offset - tree.offset(UTF16) >> tree.get(tree.current, UNITS) - 1);
    }

    /**
     * Whether an offset of the visible text is between the two units of one character.
     *
     * @param offset 1 to {@link #visibleUtf16}
     * @return true inside a surrogate pair
     * @throws IndexOutOfBoundsException if the offset is outside
     */
    public boolean isInsidePair(int offset) {
        if (offset < 1 || offset > tree.total(UTF16)) {
            throw new IndexOutOfBoundsException("offset is outside the visible text");
        }
        tree.seek(UTF16, offset - 1);
        return tree.get(tree.current, UNITS) == 2 && (offset - tree.offset(UTF16) & 1) != 0;
    }

    /**
     * The element index of the n-th boundary.
     *
     * @param n 0 to {@link #boundaryCount}, exclusive
     * @throws IndexOutOfBoundsException if there is none
     */
    public int boundaryIndex(int n) {
        if (n < 0 || n >= tree.total(BOUNDARIES)) {
            throw new IndexOutOfBoundsException("no such boundary");
        }
        tree.seek(BOUNDARIES, n);
        return tree.offset(ELEMENTS);
    }

    private void seekElement(int elementIndex) {
        if (elementIndex < 0 || elementIndex >= tree.total(ELEMENTS)) {
            throw new IndexOutOfBoundsException("element index is outside the strand");
        }
        tree.seek(ELEMENTS, elementIndex);
    }

    /**
     * The visible characters of the elements from {@code fromElement} to {@code toElement}, exclusive.
     *
     * @throws IndexOutOfBoundsException if the range is outside
     */
    public String text(int fromElement, int toElement) {
        if (fromElement < 0 || fromElement > toElement || toElement > tree.total(ELEMENTS)) {
            throw new IndexOutOfBoundsException("element range is outside the strand");
        }
        if (fromElement == toElement) {
            return "";
        }
        tree.seek(ELEMENTS, fromElement);
        int index = tree.offset(ELEMENTS);
        if (tree.current != NO_SPAN && toElement <= index + tree.get(tree.current, LENGTH)) {
            return textOfSpan(tree.current, fromElement - index, toElement - index);
        }
        StringBuilder result = new StringBuilder();
        for (int span = tree.current; span != NO_SPAN && index < toElement; span = tree.next(span)) {
            int length = tree.get(span, LENGTH);
            if (tree.get(span, DELETIONS) == 0) {
                int units = tree.get(span, UNITS);
                int from = Math.max(fromElement - index, 0);
                int to = Math.min(toElement - index, length);
                result.append(text, tree.get(span, TEXT) + from * units, (to - from) * units);
            }
            index += length;
        }
        return result.toString();
    }

    /** The text of a part of one span. */
    private String textOfSpan(int span, int from, int to) {
        int units = tree.get(span, UNITS);
        boolean visible = tree.get(span, DELETIONS) == 0;
        return visible ? new String(text, tree.get(span, TEXT) + from * units, (to - from) * units) : "";
    }

    /**
     * What was recorded when an element was integrated.
     *
     * @param leftAgent agent of its left origin, {@link #NONE} for the start
     * @param leftCounter its counter, 0 for the start
     * @param rightAgent agent of its right origin, {@link #NONE} for the end
     * @param rightCounter its counter, 0 for the end
     */
    public record Element(int leftAgent, int leftCounter, int rightAgent, int rightCounter) {}

    /**
     * The origins of an element.
     *
     * @throws IllegalArgumentException if it is missing
     */
    public Element element(int agent, int counter) {
        int span = require(agent, counter);
        boolean first = counter == tree.get(span, COUNTER);
        return new Element(
                first ? tree.get(span, LEFT_AGENT) : agent,
                first ? tree.get(span, LEFT_COUNTER) : counter - 1,
                tree.get(span, RIGHT_AGENT),
                tree.get(span, RIGHT_COUNTER));
    }

    /**
     * The characters of an id range, visible or not. Cost: a look-up a span.
     *
     * @throws IllegalArgumentException if one is missing
     */
    public String textOf(int agent, int first, int length) {
        StringBuilder result = new StringBuilder(length);
        int counter = first;
        while (counter < first + length) {
            int span = require(agent, counter);
            int start = counter - tree.get(span, COUNTER);
            int count = Math.min(tree.get(span, LENGTH) - start, first + length - counter);
            int units = tree.get(span, UNITS);
            if (tree.get(span, TEXT) < 0) {
                throw new IllegalStateException("text of a deleted character is not here");
            }
            result.append(text, tree.get(span, TEXT) + start * units, count * units);
            counter += count;
        }
        return result.toString();
    }

    /**
     * Whether the characters of an id range are here: those of deleted ones may have been left out when the strand
     * was loaded.
     *
     * @param agent of the ids
     * @param first the first counter
     * @param length how many
     * @return false if one is missing here
     * @throws IllegalArgumentException if an element is missing
     */
    public boolean hasText(int agent, int first, int length) {
        int counter = first;
        while (counter < first + length) {
            int span = require(agent, counter);
            if (tree.get(span, TEXT) < 0) {
                return false;
            }
            counter = tree.get(span, COUNTER) + tree.get(span, LENGTH);
        }
        return true;
    }

    private int require(int agent, int counter) {
        int span = tree.find(agent, counter);
        if (span == NO_SPAN) {
            throw new IllegalArgumentException("no such element");
        }
        return span;
    }

    /**
     * A cursor in the gap before an element index.
     *
     * @param elementIndex 0 to {@link #elementCount}
     * @throws IndexOutOfBoundsException if the index is outside
     */
    public Cursor cursor(int elementIndex) {
        if (elementIndex < 0 || elementIndex > tree.total(ELEMENTS)) {
            throw new IndexOutOfBoundsException("element index is outside the strand");
        }
        return new Cursor(this, elementIndex);
    }

    /**
     * Checks everything the strand caches about itself; O(elements).
     *
     * @throws IllegalStateException naming what is broken
     */
    public void checkInvariants() {
        tree.checkInvariants();
        int units = 0;
        for (int span = tree.first(); span != NO_SPAN; span = tree.next(span)) {
            int leftAgent = tree.get(span, LEFT_AGENT);
            int rightAgent = tree.get(span, RIGHT_AGENT);
            if (leftAgent != NONE && !contains(leftAgent, tree.get(span, LEFT_COUNTER))
                    || rightAgent != NONE && !contains(rightAgent, tree.get(span, RIGHT_COUNTER))) {
                throw new IllegalStateException("strand: origin of a span");
            }
            int start = tree.get(span, TEXT);
            if (start < 0) {
                if (tree.get(span, DELETIONS) == 0) {
                    throw new IllegalStateException("strand: visible text is not here");
                }
                continue;
            }
            int end = start + tree.get(span, LENGTH) * tree.get(span, UNITS);
            for (int i = start; i < end; i++) {
                if (Character.isSurrogate(text[i]) != (tree.get(span, UNITS) == 2)) {
                    throw new IllegalStateException("strand: width of a character");
                }
            }
            units += end - start;
        }
        if (units != textLength) {
            throw new IllegalStateException("strand: text length");
        }
    }

    SpanTree tree() {
        return tree;
    }

    /** For {@link StrandLoader}. */
    void takeText(char[] loaded, int length) {
        text = loaded;
        textLength = length;
    }

    /**
     * Walks a strand by runs of neighbouring elements that have consecutive ids and one visibility.
     * Where such a run is cut in two is not defined. A cursor stands on a run or in a gap: at first in
     * the gap before the index it was made for, and in that before or after everything when there is no
     * further run. In a gap only {@link #elementIndex} and {@link #length} (0) may be asked. The next
     * change of the strand ends its life.
     */
    public static final class Cursor {
        private final Strand strand;
        private final SpanTree tree;
        private final int revision;
        private int span;
        private int spanIndex;

        // The run, or gap, is from one element of the span to another.
        private int from;
        private int to;

        private Cursor(Strand strand, int elementIndex) {
            this.strand = strand;
            tree = strand.tree;
            revision = tree.revision;
            if (tree.current != NO_SPAN) {
                tree.seek(ELEMENTS, Math.min(elementIndex, tree.total(ELEMENTS) - 1));
            }
            span = tree.current;
            spanIndex = tree.offset(ELEMENTS);
            from = elementIndex - spanIndex;
            to = from;
        }

        /**
         * Moves to the run after the current one; false, and in the last gap, if there is none.
         *
         * @throws IllegalStateException if the strand was changed
         */
        public boolean next() {
            requireUnchanged();
            if (span == NO_SPAN) {
                return false;
            }
            from = to;
            int length = tree.get(span, LENGTH);
            if (from == length) {
                int next = tree.next(span);
                if (next == NO_SPAN) {
                    return false;
                }
                span = next;
                spanIndex += length;
                from = 0;
            }
            to = tree.get(span, LENGTH);
            return true;
        }

        /**
         * Moves to the run before the current one; false, and in the first gap, if there is none.
         *
         * @throws IllegalStateException if the strand was changed
         */
        public boolean previous() {
            requireUnchanged();
            if (span == NO_SPAN) {
                return false;
            }
            to = from;
            if (to == 0) {
                int previous = tree.previous(span);
                if (previous == NO_SPAN) {
                    return false;
                }
                span = previous;
                to = tree.get(span, LENGTH);
                spanIndex -= to;
            }
            from = 0;
            return true;
        }

        private void requireUnchanged() {
            if (revision != tree.revision) {
                throw new IllegalStateException("the strand was changed under its cursor");
            }
        }

        private int get(int column) {
            requireUnchanged();
            if (from == to) {
                throw new IllegalStateException("the cursor is in a gap");
            }
            return tree.get(span, column);
        }

        /** Agent of the run's ids. */
        public int agent() {
            return get(AGENT);
        }

        /** Counter of its first element. */
        public int counter() {
            return get(COUNTER) + from;
        }

        /** Elements of the run. */
        public int length() {
            return to - from;
        }

        /** Whether it is a boundary; then its length is 1. */
        public boolean boundary() {
            return get(UNITS) == 0;
        }

        /** Whether its elements are visible; boundaries always are. */
        public boolean visible() {
            return get(DELETIONS) == 0;
        }

        /** Index of its first element. */
        public int elementIndex() {
            return spanIndex + from;
        }

        /**
         * Whether {@link #text} can be asked for: that of deleted characters may have been left out when the strand
         * was loaded.
         *
         * @return false if it was left out
         */
        public boolean hasText() {
            return get(TEXT) >= 0;
        }

        /** Its characters, also if they are deleted; empty for a boundary. */
        public String text() {
            if (!hasText()) {
                throw new IllegalStateException("text of a deleted character is not here");
            }
            return new String(strand.text, get(TEXT) + from * get(UNITS), utf16Length());
        }

        /**
         * How many deletions name its elements.
         *
         * @return 0 if they are visible
         */
        public int deletions() {
            return get(DELETIONS);
        }

        /** UTF-16 units of {@link #text}. */
        public int utf16Length() {
            return (to - from) * get(UNITS);
        }
    }
}
