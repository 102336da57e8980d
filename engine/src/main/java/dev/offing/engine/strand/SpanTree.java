package dev.offing.engine.strand;

import static dev.offing.engine.strand.CountTree.BOUNDARIES;
import static dev.offing.engine.strand.CountTree.ELEMENTS;
import static dev.offing.engine.strand.CountTree.UTF16;

import java.util.Arrays;

/**
 * The spans of a strand in order, in a B+tree of plain {@code int} arrays.
 *
 * <p>A <em>span</em> is a run of neighbouring elements with consecutive ids of one agent, of which
 * each one's left origin is its predecessor, that share one right origin, one deletion count and one
 * UTF-16 width: 1, 2 (supplementary code points) or 0 (a boundary, always alone). So every position
 * inside a span is a multiplication away. Spans are records of {@value #STRIDE} ints: one array for a
 * whole strand, because most strands are the text of one block and hold a handful of spans.
 *
 * <p>A span is named by a <em>handle</em>, its leaf's number and its slot in one int, until the next
 * change. Leaves are linked both ways; {@link CountTree} holds what is above them. Nothing is ever
 * taken out but by joining two spans of a leaf, so leaves never become empty.
 *
 * <p>The tree keeps one <em>current span</em> with its three offsets in the strand. All look-ups move
 * it, and try it and its neighbours first, so work at one place (typing, walking) does not search.
 *
 * <p>Cost: a look-up by id or offset, and inserting, cutting or changing a span, are O(log n) plus the
 * scan of a leaf; at the current span and beside it O(1), but for the scan. Comparing two places is
 * O(log n).
 *
 * <p>Invariants, recomputed by {@link #checkInvariants}: leaves are not empty and linked in order, the
 * counts are true, the id index leads to every span, the current span's offsets are right.
 */
final class SpanTree {

    // A span.
    static final int AGENT = 0;
    static final int COUNTER = 1;
    static final int LENGTH = 2;
    static final int LEFT_AGENT = 3;
    static final int LEFT_COUNTER = 4;
    static final int RIGHT_AGENT = 5;
    static final int RIGHT_COUNTER = 6;
    static final int TEXT = 7;
    static final int DELETIONS = 8;
    static final int UNITS = 9;
    static final int STRIDE = 10;

    static final int NO_SPAN = -1;

    private static final int[] EMPTY = {};

    // A leaf: how many spans it has, and the leaves beside it.
    private static final int SIZE = 0;
    private static final int NEXT = 1;
    private static final int PREVIOUS = 2;
    private static final int LEAF_STRIDE = 3;

    private final int leafCapacity;
    private final int leafShift;
    private final CountTree counts;

    /** All spans; {@code spans[handle * STRIDE + column]}. */
    int[] spans = EMPTY;

    private int[] leaves = EMPTY;
    private int leafCount;
    private IdIndex[] ids = {};

    /** The current span; {@link #NO_SPAN} while the tree is empty. */
    int current = NO_SPAN;

    /** The current span's offset by each count. */
    private final int[] offsets = new int[CountTree.COUNTS];

    /** Grows with every change. */
    int revision;

    SpanTree(int leafCapacity, int fanout) {
        if (leafCapacity < 2) {
            throw new IllegalArgumentException("leaves hold at least two");
        }
        this.leafCapacity = leafCapacity;
        this.leafShift = 32 - Integer.numberOfLeadingZeros(leafCapacity - 1);
        this.counts = new CountTree(fanout);
    }

    /** How much there is of a count in the whole strand. */
    int total(int count) {
        return counts.total(count);
    }

    /** How much there is of a count before the current span. */
    int offset(int count) {
        return offsets[count];
    }

    /** A column of a span. */
    int get(int span, int column) {
        return spans[span * STRIDE + column];
    }

    /** How much a span adds to a count. */
    int amount(int span, int count) {
        int at = span * STRIDE;
        return switch (count) {
            case ELEMENTS -> spans[at + LENGTH];
            case UTF16 -> spans[at + DELETIONS] == 0 ? spans[at + LENGTH] * spans[at + UNITS] : 0;
            default -> spans[at + UNITS] == 0 ? 1 : 0;
        };
    }

    // ---- Walking

    int first() {
        return leafCount == 0 ? NO_SPAN : 0;
    }

    int next(int span) {
        int leaf = span >> leafShift;
        if (span - (leaf << leafShift) + 1 < leaves[leaf * LEAF_STRIDE + SIZE]) {
            return span + 1;
        }
        int after = leaves[leaf * LEAF_STRIDE + NEXT];
        return after == NO_SPAN ? NO_SPAN : (after << leafShift);
    }

    int previous(int span) {
        int leaf = span >> leafShift;
        if (span > (leaf << leafShift)) {
            return span - 1;
        }
        int before = leaves[leaf * LEAF_STRIDE + PREVIOUS];
        return before == NO_SPAN ? NO_SPAN : (before << leafShift) + leaves[before * LEAF_STRIDE + SIZE] - 1;
    }

    private void stepForward(int next) {
        offsets[ELEMENTS] += amount(current, ELEMENTS);
        offsets[UTF16] += amount(current, UTF16);
        offsets[BOUNDARIES] += amount(current, BOUNDARIES);
        current = next;
    }

    private void stepBackward(int previous) {
        current = previous;
        offsets[ELEMENTS] -= amount(current, ELEMENTS);
        offsets[UTF16] -= amount(current, UTF16);
        offsets[BOUNDARIES] -= amount(current, BOUNDARIES);
    }

    // ---- Looking up

    /** The span that holds an id, or {@link #NO_SPAN}. The current span stays. */
    int find(int agent, int counter) {
        if (current != NO_SPAN) {
            int at = current * STRIDE;
            if (holds(at, agent, counter)) {
                return current;
            }
            int slot = current & (1 << leafShift) - 1;
            if (slot > 0 && holds(at - STRIDE, agent, counter)) {
                return current - 1;
            }
            int size = leaves[(current >> leafShift) * LEAF_STRIDE + SIZE];
            if (slot + 1 < size && holds(at + STRIDE, agent, counter)) {
                return current + 1;
            }
        }
        if (agent < 0 || agent >= ids.length || ids[agent] == null) {
            return NO_SPAN;
        }
        int leaf = ids[agent].leafOf(counter);
        if (leaf == IdIndex.NONE) {
            return NO_SPAN;
        }
        int first = leaf << leafShift;
        int end = first + leaves[leaf * LEAF_STRIDE + SIZE];
        for (int span = first, at = first * STRIDE; span < end; span++, at += STRIDE) {
            if (holds(at, agent, counter)) {
                return span;
            }
        }
        return NO_SPAN;
    }

    private boolean holds(int at, int agent, int counter) {
        int offset = counter - spans[at + COUNTER];
        return offset >= 0 && offset < spans[at + LENGTH] && spans[at + AGENT] == agent;
    }

    /** Makes the span that holds an id current; false, and nothing moves, if there is none. */
    boolean seekId(int agent, int counter) {
        int span = find(agent, counter);
        if (span == NO_SPAN) {
            return false;
        }
        moveTo(span);
        return true;
    }

    /** Makes a span current. */
    void moveTo(int span) {
        int leaf = span >> leafShift;
        if (leaf != current >> leafShift) {
            counts.sumBefore(leaf, offsets);
            current = leaf << leafShift;
        }
        while (current < span) {
            stepForward(current + 1);
        }
        while (current > span) {
            stepBackward(current - 1);
        }
    }

    /** Makes the span current that holds the unit {@code target}, from 0, of a count; it must exist. */
    void seek(int count, int target) {
        int offset = offsets[count];
        int end = offset + amount(current, count);
        if (target >= offset && target < end) {
            return;
        }
        if (target >= end) {
            int next = next(current);
            if (next != NO_SPAN && target < end + amount(next, count)) {
                stepForward(next);
                return;
            }
        } else {
            int previous = previous(current);
            if (previous != NO_SPAN && target >= offset - amount(previous, count)) {
                stepBackward(previous);
                return;
            }
        }
        current = counts.descend(count, target, offsets) << leafShift;
        while (offsets[count] + amount(current, count) <= target) {
            stepForward(current + 1);
        }
    }

    /** Negative, zero or positive as one span stands before, is, or stands after another. */
    int compare(int spanA, int spanB) {
        int leafA = spanA >> leafShift;
        int leafB = spanB >> leafShift;
        return leafA == leafB ? spanA - spanB : counts.compare(leafA, leafB);
    }

    // ---- Changing spans

    /** Adds elements to the end of the current span. */
    void extend(int length) {
        revision++;
        int at = current * STRIDE;
        int leaf = current >> leafShift;
        ids[spans[at + AGENT]].assign(spans[at + COUNTER] + spans[at + LENGTH], length, leaf);
        spans[at + LENGTH] += length;
        counts.add(leaf, length, length * spans[at + UNITS], 0);
    }

    /**
     * Puts a new, visible span into the gap that many elements into the current span, which is cut if
     * it must be, and makes it current. An empty tree has one gap.
     *
     * @param gap 0 to the length of the current span
     * @param span a record of {@value #STRIDE} ints; copied
     */
    void insert(int gap, int[] span) {
        place(gap, span);
        assignIds(current, current >> leafShift);
    }

    /**
     * {@link #insert} after everything, for loading: ids lead to the span only after {@link #indexIds}.
     *
     * @param span a record of {@value #STRIDE} ints; copied
     */
    void append(int[] span) {
        place(current == NO_SPAN ? 0 : get(current, LENGTH), span);
    }

    private void place(int gap, int[] span) {
        revision++;
        int leaf = 0;
        int slot = 0;
        if (current == NO_SPAN) {
            addLeaf();
        } else {
            if (gap > 0 && gap < get(current, LENGTH)) {
                cut(gap);
            }
            leaf = current >> leafShift;
            slot = current - (leaf << leafShift);
            if (gap > 0) {
                slot++;
                stepForward(current);
            }
        }
        current = open(leaf, slot);
        System.arraycopy(span, 0, spans, current * STRIDE, STRIDE);
        leaf = current >> leafShift;
        counts.add(leaf, amount(current, ELEMENTS), amount(current, UTF16), amount(current, BOUNDARIES));
    }

    /** Leads ids to all spans: agent by agent in order of counters, so that each is appended. */
    void indexIds() {
        int count = spanCount();
        int[] handles = new int[count];
        int[] agents = new int[count];
        int[] counters = new int[count];
        int next = 0;
        for (int span = first(); span != NO_SPAN; span = next(span)) {
            handles[next] = span;
            agents[next] = get(span, AGENT);
            counters[next++] = get(span, COUNTER);
        }
        for (int at : RadixSort.sort(agents, RadixSort.sort(counters, RadixSort.identity(count)))) {
            assignIds(handles[at], handles[at] >> leafShift);
        }
    }

    /** Cuts the current span after some of its elements; the part before the cut becomes current. */
    private void cut(int length) {
        int leaf = current >> leafShift;
        int tail = open(leaf, current - (leaf << leafShift) + 1);
        current = previous(tail);
        System.arraycopy(spans, current * STRIDE, spans, tail * STRIDE, STRIDE);
        int at = tail * STRIDE;
        spans[at + LEFT_AGENT] = spans[at + AGENT];
        spans[at + LEFT_COUNTER] = spans[at + COUNTER] + length - 1;
        spans[at + COUNTER] += length;
        spans[at + LENGTH] -= length;
        spans[at + TEXT] += length * spans[at + UNITS];
        spans[current * STRIDE + LENGTH] = length;
        int tailLeaf = tail >> leafShift;
        if (tailLeaf != current >> leafShift) {
            assignIds(tail, tailLeaf);
            int elements = amount(tail, ELEMENTS);
            int utf16 = amount(tail, UTF16);
            counts.add(current >> leafShift, -elements, -utf16, 0);
            counts.add(tailLeaf, elements, utf16, 0);
        }
    }

    /**
     * Changes the deletion count of some elements of the current span. Which span is current after that
     * is not said.
     *
     * @param start the first of them, counted from the start of the span
     */
    void addDeletions(int start, int count, int step) {
        revision++;
        int length = get(current, LENGTH);
        int deletions = get(current, DELETIONS) + step;
        if (start > 0 && start + count == length && continuesWith(current, deletions, current + 1)) {
            giveToNext(count);
        } else if (start == 0 && count < length && continuesWith(current - 1, deletions, current)) {
            giveToPrevious(count);
        } else {
            if (start > 0) {
                cut(start);
                stepForward(next(current));
            }
            if (start + count < length) {
                cut(count);
            }
            setDeletions(deletions);
            join();
        }
    }

    private void setDeletions(int deletions) {
        int before = amount(current, UTF16);
        spans[current * STRIDE + DELETIONS] = deletions;
        int change = amount(current, UTF16) - before;
        if (change != 0) {
            counts.add(current >> leafShift, 0, change, 0);
        }
    }

    /**
     * Whether both spans are in one leaf, the second has or would have that deletion count as the first,
     * and it continues the first: so that elements between them may change sides.
     */
    private boolean continuesWith(int span, int deletions, int next) {
        int leaf = current >> leafShift;
        int first = leaf << leafShift;
        if (span < first || next >= first + leaves[leaf * LEAF_STRIDE + SIZE]) {
            return false;
        }
        int neighbour = span == current ? next : span;
        return get(neighbour, DELETIONS) == deletions && continues(span, next);
    }

    // Backspace and Delete go on where they stopped: the border moves, no span is made.

    private void giveToNext(int count) {
        int next = current + 1;
        int change = -amount(current, UTF16) - amount(next, UTF16);
        spans[current * STRIDE + LENGTH] -= count;
        moveStart(next * STRIDE, -count);
        change += amount(current, UTF16) + amount(next, UTF16);
        counts.add(current >> leafShift, 0, change, 0);
    }

    private void giveToPrevious(int count) {
        int previous = current - 1;
        int before = amount(previous, UTF16);
        int change = -before - amount(current, UTF16);
        spans[previous * STRIDE + LENGTH] += count;
        moveStart(current * STRIDE, count);
        offsets[ELEMENTS] += count;
        offsets[UTF16] += amount(previous, UTF16) - before;
        change += amount(previous, UTF16) + amount(current, UTF16);
        counts.add(current >> leafShift, 0, change, 0);
    }

    /** Moves the start of a span that continues the one before it. */
    private void moveStart(int at, int count) {
        spans[at + COUNTER] += count;
        spans[at + LEFT_COUNTER] += count;
        spans[at + LENGTH] -= count;
        spans[at + TEXT] += count * spans[at + UNITS];
    }

    /** Joins the current span with its neighbours in the leaf where nothing parts them any more. */
    private void join() {
        int leaf = current >> leafShift;
        int deletions = get(current, DELETIONS);
        if (continuesWith(current, deletions, current + 1)) {
            joinWithNext(leaf);
        }
        if (continuesWith(current - 1, deletions, current)) {
            stepBackward(current - 1);
            joinWithNext(leaf);
        }
    }

    /** Whether the second span could be the rest of the first one, but for their deletion counts. */
    private boolean continues(int span, int next) {
        int a = span * STRIDE;
        int b = next * STRIDE;
        int length = spans[a + LENGTH];
        return spans[b + AGENT] == spans[a + AGENT]
                && spans[b + COUNTER] == spans[a + COUNTER] + length
                && spans[b + LEFT_AGENT] == spans[a + AGENT]
                && spans[b + LEFT_COUNTER] == spans[b + COUNTER] - 1
                && spans[b + RIGHT_AGENT] == spans[a + RIGHT_AGENT]
                && spans[b + RIGHT_COUNTER] == spans[a + RIGHT_COUNTER]
                && spans[b + UNITS] == spans[a + UNITS]
                && spans[b + UNITS] != 0
                && spans[b + TEXT] == spans[a + TEXT] + length * spans[a + UNITS];
    }

    private void joinWithNext(int leaf) {
        int next = current + 1;
        spans[current * STRIDE + LENGTH] += spans[next * STRIDE + LENGTH];
        int size = --leaves[leaf * LEAF_STRIDE + SIZE];
        int rest = (leaf << leafShift) + size - next;
        if (rest > 0) {
            System.arraycopy(spans, (next + 1) * STRIDE, spans, next * STRIDE, rest * STRIDE);
        }
    }

    private void assignIds(int span, int leaf) {
        int agent = get(span, AGENT);
        if (agent >= ids.length) {
            ids = Arrays.copyOf(ids, Math.max(agent + 1, 2 * ids.length));
        }
        if (ids[agent] == null) {
            ids[agent] = new IdIndex();
        }
        ids[agent].assign(get(span, COUNTER), get(span, LENGTH), leaf);
    }

    // ---- Leaves

    /**
     * Makes room for a span in a leaf, splitting it if it is full. The span before the room stays right
     * before it, if need be as the last one of the leaf before.
     *
     * @return the handle of the room, whose content is undefined and counted nowhere
     */
    private int open(int leaf, int slot) {
        int size = leaves[leaf * LEAF_STRIDE + SIZE];
        if (size == leafCapacity) {
            // Appending leaves the full leaf behind, so that text loaded in order fills its leaves.
            boolean append = slot == size && leaves[leaf * LEAF_STRIDE + NEXT] == NO_SPAN;
            int keep = append ? size : size / 2;
            int upper = splitLeaf(leaf, keep);
            if (append || slot > keep) {
                leaf = upper;
                slot -= keep;
            }
            size = leaves[leaf * LEAF_STRIDE + SIZE];
        }
        int room = (leaf << leafShift) + slot;
        ensureSpans((leaf << leafShift) + size + 1);
        if (slot < size) {
            System.arraycopy(spans, room * STRIDE, spans, (room + 1) * STRIDE, (size - slot) * STRIDE);
        }
        leaves[leaf * LEAF_STRIDE + SIZE] = size + 1;
        return room;
    }

    /** Makes room for so many spans, to be appended. */
    void reserve(int count) {
        ensureSpans(count);
    }

    /** Gives back room that is not used. */
    void trim() {
        int used = 0;
        for (int leaf = 0; leaf < leafCount; leaf++) {
            used = Math.max(used, (leaf << leafShift) + leaves[leaf * LEAF_STRIDE + SIZE]);
        }
        if (used * STRIDE < spans.length) {
            spans = Arrays.copyOf(spans, used * STRIDE);
        }
    }

    private void ensureSpans(int count) {
        if (count * STRIDE > spans.length) {
            spans = Arrays.copyOf(spans, Math.max(count * STRIDE, spans.length + spans.length / 4));
        }
    }

    private int addLeaf() {
        int at = leafCount * LEAF_STRIDE;
        if (at == leaves.length) {
            leaves = Arrays.copyOf(leaves, Math.max(LEAF_STRIDE, 2 * at));
        }
        leaves[at + NEXT] = NO_SPAN;
        leaves[at + PREVIOUS] = NO_SPAN;
        return leafCount++;
    }

    private int splitLeaf(int leaf, int keep) {
        int upper = addLeaf();
        int at = leaf * LEAF_STRIDE;
        int upperAt = upper * LEAF_STRIDE;
        int moved = leaves[at + SIZE] - keep;
        ensureSpans((upper << leafShift) + moved);
        int first = (upper << leafShift);
        System.arraycopy(spans, ((leaf << leafShift) + keep) * STRIDE, spans, first * STRIDE, moved * STRIDE);
        leaves[at + SIZE] = keep;
        leaves[upperAt + SIZE] = moved;
        int after = leaves[at + NEXT];
        leaves[upperAt + NEXT] = after;
        leaves[upperAt + PREVIOUS] = leaf;
        leaves[at + NEXT] = upper;
        if (after != NO_SPAN) {
            leaves[after * LEAF_STRIDE + PREVIOUS] = upper;
        }
        int[] sums = new int[CountTree.COUNTS];
        for (int span = first; span < first + moved; span++) {
            assignIds(span, upper);
            addAmounts(sums, span);
        }
        counts.split(leaf, upper, sums[ELEMENTS], sums[UTF16], sums[BOUNDARIES]);
        return upper;
    }

    // ---- Checks

    int leafCount() {
        return leafCount;
    }

    int height() {
        return counts.height();
    }

    int spanCount() {
        int count = 0;
        for (int leaf = 0; leaf < leafCount; leaf++) {
            count += leaves[leaf * LEAF_STRIDE + SIZE];
        }
        return count;
    }

    int idEntryCount() {
        int count = 0;
        for (IdIndex index : ids) {
            count += index == null ? 0 : index.entryCount();
        }
        return count;
    }

    /** Recomputes everything the tree keeps about its spans, by walking the leaves in order. */
    void checkInvariants() {
        int[] sums = new int[CountTree.COUNTS];
        int previous = NO_SPAN;
        boolean currentMet = current == NO_SPAN;
        for (int span = first(); span != NO_SPAN; span = next(span)) {
            check(previous(span) == previous, "links between leaves");
            checkSpan(span);
            if (span == current) {
                currentMet = Arrays.equals(sums, offsets);
            }
            addAmounts(sums, span);
            previous = span;
        }
        check(currentMet, "current span");
        for (int count = ELEMENTS; count < CountTree.COUNTS; count++) {
            check(sums[count] == total(count), "total by the links");
        }
        if (leafCount > 0) {
            counts.check(this::leafSums);
        }
        for (IdIndex index : ids) {
            if (index != null) {
                index.checkInvariants();
            }
        }
    }

    private void addAmounts(int[] sums, int span) {
        sums[ELEMENTS] += amount(span, ELEMENTS);
        sums[UTF16] += amount(span, UTF16);
        sums[BOUNDARIES] += amount(span, BOUNDARIES);
    }

    private void checkSpan(int span) {
        int at = span * STRIDE;
        int last = spans[at + COUNTER] + spans[at + LENGTH] - 1;
        check(spans[at + LENGTH] > 0 && (spans[at + UNITS] > 0 || spans[at + LENGTH] == 1), "span length");
        check(spans[at + DELETIONS] >= 0 && (spans[at + UNITS] > 0 || spans[at + DELETIONS] == 0), "deletions");
        int leaf = span >> leafShift;
        check(ids[spans[at + AGENT]].leafOf(spans[at + COUNTER]) == leaf, "id index, first of a span");
        check(ids[spans[at + AGENT]].leafOf(last) == leaf, "id index, last of a span");
    }

    private int[] leafSums(int leaf) {
        int[] sums = new int[CountTree.COUNTS];
        int size = leaves[leaf * LEAF_STRIDE + SIZE];
        check(size > 0 && size <= leafCapacity, "size of a leaf");
        for (int slot = 0; slot < size; slot++) {
            addAmounts(sums, (leaf << leafShift) + slot);
        }
        return sums;
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("strand: " + what);
        }
    }
}
