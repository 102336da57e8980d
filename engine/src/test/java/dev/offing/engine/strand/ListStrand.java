package dev.offing.engine.strand;

import java.util.ArrayList;
import java.util.List;

/**
 * The first oracle of {@link Strand}: the same interface over a plain list with one object an element
 * and nothing cached, every call O(elements) or worse. Its order comes from a forward scan of the flat
 * list between the origins, which remembers the last place where the new element may stand; {@link
 * Strand} scans in another direction and by spans, and {@link FugueTree} does not scan at all.
 */
final class ListStrand {

    /** The agent of no element: the start of the strand as a left origin, its end as a right origin. */
    public static final int NONE = -1;

    private final Strand.AgentOrder order;
    private final List<Element> elements = new ArrayList<>();

    private static final class Element {
        int agent;
        int counter;
        int leftAgent;
        int leftCounter;
        int rightAgent;
        int rightCounter;
        boolean boundary;
        int codePoint;
        int deletions;

        boolean is(int agent, int counter) {
            return this.agent == agent && this.counter == counter;
        }

        boolean visible() {
            return deletions == 0;
        }

        int width() {
            return boundary ? 0 : Character.charCount(codePoint);
        }
    }

    /** An empty strand. */
    ListStrand(Strand.AgentOrder order) {
        this.order = order;
    }

    /**
     * Integrates a run of characters with the ids {@code counter}, {@code counter + 1}, …
     *
     * @param leftAgent left origin of the first character, {@link #NONE} for the start; the left
     *     origin of each further one is its predecessor
     * @param rightAgent right origin of all of them, {@link #NONE} for the end
     * @param text well-formed UTF-16, not empty
     * @return the element index of the first
     * @throws IllegalArgumentException if an origin is missing, the id is there already or the text is
     *     empty or malformed; nothing was changed
     */
    public int insertText(
            int agent, int counter, int leftAgent, int leftCounter, int rightAgent, int rightCounter, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("text is empty");
        }
        checkInsert(agent, counter, leftAgent, leftCounter, rightAgent, rightCounter);
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int codePoint = text.codePointAt(at);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException("text has a lone surrogate");
            }
        }
        int first = -1;
        int id = counter;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            Element element = new Element();
            element.codePoint = text.codePointAt(at);
            element.agent = agent;
            element.counter = id;
            element.leftAgent = id == counter ? leftAgent : agent;
            element.leftCounter = id == counter ? leftCounter : id - 1;
            element.rightAgent = rightAgent;
            element.rightCounter = rightCounter;
            int index = integrate(element);
            first = id == counter ? index : first;
            id++;
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
        checkInsert(agent, counter, leftAgent, leftCounter, rightAgent, rightCounter);
        Element element = new Element();
        element.boundary = true;
        element.agent = agent;
        element.counter = counter;
        element.leftAgent = leftAgent;
        element.leftCounter = leftCounter;
        element.rightAgent = rightAgent;
        element.rightCounter = rightCounter;
        return integrate(element);
    }

    private void checkInsert(int agent, int counter, int leftAgent, int leftCounter, int rightAgent, int rightCounter) {
        if (contains(agent, counter)) {
            throw new IllegalArgumentException("element is there already");
        }
        if (leftAgent != NONE && !contains(leftAgent, leftCounter)
                || rightAgent != NONE && !contains(rightAgent, rightCounter)) {
            throw new IllegalArgumentException("origin is missing");
        }
    }

    private int integrate(Element element) {
        int left = leftIndex(element);
        int parent = rightParent(element);
        int destination = left + 1;
        boolean undecided = false;
        for (int i = left + 1; i < parent; i++) {
            Element other = elements.get(i);
            int otherLeft = leftIndex(other);
            if (otherLeft < left) {
                break;
            }
            if (otherLeft == left) {
                int otherParent = rightParent(other);
                if (otherParent == parent && precedes(element, other, parent == elements.size())) {
                    break;
                }
                undecided = otherParent < parent;
            }
            if (!undecided) {
                destination = i + 1;
            }
        }
        elements.add(destination, element);
        return destination;
    }

    private int leftIndex(Element element) {
        return element.leftAgent == NONE ? -1 : indexOf(element.leftAgent, element.leftCounter);
    }

    private int rightIndex(Element element) {
        return element.rightAgent == NONE ? elements.size() : indexOf(element.rightAgent, element.rightCounter);
    }

    /** The index of the element this one is a left child of, or the element count if it is a right child. */
    private int rightParent(Element element) {
        int right = rightIndex(element);
        if (right == elements.size()) {
            return right;
        }
        Element parent = elements.get(right);
        boolean child = parent.leftAgent == element.leftAgent
                && (parent.leftAgent == NONE || parent.leftCounter == element.leftCounter);
        return child ? right : elements.size();
    }

    private boolean precedes(Element a, Element b, boolean byRightOrigin) {
        int difference = byRightOrigin ? rightIndex(b) - rightIndex(a) : 0;
        if (difference == 0 && a.boundary != b.boundary) {
            return b.boundary;
        }
        difference = difference != 0 ? difference : order.compare(a.agent, b.agent);
        return difference != 0 ? difference < 0 : a.counter < b.counter;
    }

    /**
     * Adds one deletion to every character of an id range.
     *
     * @throws IllegalArgumentException if an id is missing or a boundary; nothing was changed
     */
    public void delete(int agent, int first, int length, Strand.VisibilityListener listener) {
        checkRange(agent, first, length, 0);
        changeDeletions(agent, first, length, 1, listener);
    }

    /**
     * Takes one deletion from every character of an id range.
     *
     * @throws IllegalArgumentException if an id is missing, a boundary or not deleted; nothing was changed
     */
    public void undelete(int agent, int first, int length, Strand.VisibilityListener listener) {
        checkRange(agent, first, length, 1);
        changeDeletions(agent, first, length, -1, listener);
    }

    private void checkRange(int agent, int first, int length, int minDeletions) {
        for (int i = 0; i < length; i++) {
            int index = find(agent, first + i);
            if (index < 0 || elements.get(index).boundary) {
                throw new IllegalArgumentException("no such character");
            }
            if (elements.get(index).deletions < minDeletions) {
                throw new IllegalArgumentException("character is not deleted");
            }
        }
    }

    private void changeDeletions(int agent, int first, int length, int step, Strand.VisibilityListener listener) {
        int from = 0;
        int to = 0;
        for (int i = 0; i < length; i++) {
            int index = indexOf(agent, first + i);
            Element element = elements.get(index);
            boolean flips = element.deletions + step == (step > 0 ? 1 : 0);
            if (flips && from < to && index != to && index != from - 1) {
                listener.changed(from, to - from, step < 0);
                from = to;
            }
            element.deletions += step;
            if (flips && from == to) {
                from = index;
                to = index + 1;
            } else if (flips && index == to) {
                to++;
            } else if (flips) {
                from--;
            }
        }
        if (from < to) {
            listener.changed(from, to - from, step < 0);
        }
    }

    /** Whether the element was integrated, visible or not. */
    public boolean contains(int agent, int counter) {
        return find(agent, counter) >= 0;
    }

    private int find(int agent, int counter) {
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).is(agent, counter)) {
                return i;
            }
        }
        return -1;
    }

    /** All elements: visible and deleted characters, and boundaries. */
    public int elementCount() {
        return elements.size();
    }

    /** UTF-16 units of the visible characters. */
    public int visibleUtf16() {
        return visibleUtf16Before(elements.size());
    }

    /** How many boundaries there are. */
    public int boundaryCount() {
        return boundariesBefore(elements.size());
    }

    /**
     * The element index of an id.
     *
     * @throws IllegalArgumentException if it is missing
     */
    public int indexOf(int agent, int counter) {
        int index = find(agent, counter);
        if (index < 0) {
            throw new IllegalArgumentException("no such element");
        }
        return index;
    }

    /** The agent of the element at an index. */
    public int agentAt(int elementIndex) {
        return elements.get(elementIndex).agent;
    }

    /** The counter of the element at an index. */
    public int counterAt(int elementIndex) {
        return elements.get(elementIndex).counter;
    }

    /** How many deletions stand against the element at an index. */
    int deletionsAt(int elementIndex) {
        return elements.get(elementIndex).deletions;
    }

    /** UTF-16 units of the visible characters before an element index, 0 to {@link #elementCount}. */
    public int visibleUtf16Before(int elementIndex) {
        int units = 0;
        for (int i = 0; i < elementIndex; i++) {
            units += elements.get(i).visible() ? elements.get(i).width() : 0;
        }
        return units;
    }

    /** Boundaries before an element index, 0 to {@link #elementCount}. */
    public int boundariesBefore(int elementIndex) {
        int count = 0;
        for (int i = 0; i < elementIndex; i++) {
            count += elements.get(i).boundary ? 1 : 0;
        }
        return count;
    }

    /** The index of the visible character that holds a visible UTF-16 unit; the element count at the end. */
    public int elementAtVisibleUtf16(int offset) {
        int units = 0;
        for (int i = 0; i < elements.size(); i++) {
            units += elements.get(i).visible() ? elements.get(i).width() : 0;
            if (units > offset) {
                return i;
            }
        }
        if (offset != units) {
            throw new IndexOutOfBoundsException("offset is outside the visible text");
        }
        return elements.size();
    }

    /** The element index of the n-th boundary, from 0. */
    public int boundaryIndex(int n) {
        int seen = 0;
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).boundary && seen++ == n) {
                return i;
            }
        }
        throw new IndexOutOfBoundsException("no such boundary");
    }

    /** A cursor in the gap before an element index, 0 to {@link #elementCount}. */
    public Cursor cursor(int elementIndex) {
        return new Cursor(this, elementIndex);
    }

    /** The visible characters of the elements from {@code fromElement} to {@code toElement}, exclusive. */
    public String text(int fromElement, int toElement) {
        StringBuilder text = new StringBuilder();
        for (int i = fromElement; i < toElement; i++) {
            Element element = elements.get(i);
            if (element.visible() && !element.boundary) {
                text.appendCodePoint(element.codePoint);
            }
        }
        return text.toString();
    }

    /** Checks what the strand keeps about itself. */
    public void checkInvariants() {
        for (Element element : elements) {
            if (element.deletions < 0 || element.boundary && element.deletions != 0) {
                throw new IllegalStateException("deletion count");
            }
        }
    }

    /**
     * Walks a strand by runs of neighbouring elements with consecutive ids and one visibility. It
     * stands on a run, or in a gap: at first in that before the given index, at last at an end. Where
     * a run is cut by the start index it is delivered in parts. It ends with the next change.
     */
    public static final class Cursor {
        private final ListStrand strand;
        private int from;
        private int to;

        private Cursor(ListStrand strand, int elementIndex) {
            if (elementIndex < 0 || elementIndex > strand.elementCount()) {
                throw new IndexOutOfBoundsException("element index is outside the strand");
            }
            this.strand = strand;
            this.from = elementIndex;
            this.to = elementIndex;
        }

        /** Moves to the run after the current one; false and in the last gap if there is none. */
        public boolean next() {
            from = to;
            if (to == strand.elements.size()) {
                return false;
            }
            do {
                to++;
            } while (to < strand.elements.size() && joined(to - 1, to));
            return true;
        }

        /** Moves to the run before the current one; false and in the first gap if there is none. */
        public boolean previous() {
            to = from;
            if (from == 0) {
                return false;
            }
            do {
                from--;
            } while (from > 0 && joined(from - 1, from));
            return true;
        }

        private boolean joined(int a, int b) {
            Element first = strand.elements.get(a);
            Element second = strand.elements.get(b);
            return second.is(first.agent, first.counter + 1)
                    && !first.boundary
                    && !second.boundary
                    && first.visible() == second.visible();
        }

        /** Agent of the run's ids. */
        public int agent() {
            return strand.elements.get(from).agent;
        }

        /** Counter of its first element. */
        public int counter() {
            return strand.elements.get(from).counter;
        }

        /** Elements of the run. */
        public int length() {
            return to - from;
        }

        /** Whether it is a boundary; then its length is 1. */
        public boolean boundary() {
            return strand.elements.get(from).boundary;
        }

        /** Whether its elements are visible; boundaries are. */
        public boolean visible() {
            return strand.elements.get(from).visible();
        }

        /** Index of its first element. */
        public int elementIndex() {
            return from;
        }

        /** Its characters, also if they are deleted; empty for a boundary. */
        public String text() {
            StringBuilder text = new StringBuilder();
            for (int i = from; i < to; i++) {
                if (!strand.elements.get(i).boundary) {
                    text.appendCodePoint(strand.elements.get(i).codePoint);
                }
            }
            return text.toString();
        }

        /** UTF-16 units of {@link #text}. */
        public int utf16Length() {
            int units = 0;
            for (int i = from; i < to; i++) {
                units += strand.elements.get(i).width();
            }
            return units;
        }
    }
}
