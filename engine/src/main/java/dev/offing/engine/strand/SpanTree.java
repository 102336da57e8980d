package dev.offing.engine.strand;

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
 * <p>A span is named by a <em>handle</em>, leaf × leaf capacity + slot, until the next change. Leaves
 * are linked both ways and know their parent. An inner node keeps for each child what it holds:
 * elements, visible UTF-16 units, boundaries. Nothing is ever taken out but by joining two spans of a
 * leaf, so leaves never become empty and nodes are never merged.
 *
 * <p>The tree keeps one <em>current span</em> with its three offsets in the strand. All look-ups move
 * it, and try it and its neighbours first, so work at one place (typing, walking) does not search.
 *
 * <p>Cost: a look-up by id or offset, and inserting, cutting or changing a span, are O(log n) with
 * small node scans. Comparing two positions is two climbs.
 *
 * <p>Invariants, recomputed by {@link #checkInvariants}: every child entry equals the sum of what is
 * below it; links, parents and slots agree; the id index leads to every span; the current span's
 * offsets are right.
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

    // What a tree counts; the offset of the count in a child entry and of the current span.
    static final int ELEMENTS = 1;
    static final int UTF16 = 2;
    static final int BOUNDARIES = 3;

    static final int NO_SPAN = -1;

    private static final int[] EMPTY = {};

    // A leaf's links.
    private static final int SIZE = 0;
    private static final int PARENT = 1;
    private static final int SLOT = 2;
    private static final int NEXT = 3;
    private static final int PREVIOUS = 4;
    private static final int LEAF_STRIDE = 5;

    // An inner node: size, parent, slot, then an entry of four ints a child: child and its counts.
    private static final int ENTRIES = 3;
    private static final int ENTRY_STRIDE = 4;

    private final int leafCapacity;
    private final int fanout;
    private final int nodeStride;

    /** All spans; {@code spans[handle * STRIDE + column]}. */
    int[] spans = EMPTY;

    private int[] leaves = EMPTY;
    private int leafCount;
    private int[] nodes = EMPTY;
    private int nodeCount;
    private int root;
    private int height;
    private IdIndex[] ids = {};
    private final int[] totals = new int[4];

    /** The current span; {@link #NO_SPAN} while the tree is empty. */
    int current = NO_SPAN;

    /** The current span's offset by each count. */
    private final int[] offsets = new int[4];

    /** Grows with every change. */
    int revision;

    SpanTree(int leafCapacity, int fanout) {
        if (leafCapacity < 2 || fanout < 2) {
            throw new IllegalArgumentException("nodes hold at least two");
        }
        this.leafCapacity = leafCapacity;
        this.fanout = fanout;
        this.nodeStride = ENTRIES + fanout * ENTRY_STRIDE;
    }

    /** How much there is of a count in the whole strand. */
    int total(int count) {
        return totals[count];
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
        int leaf = span / leafCapacity;
        if (span - leaf * leafCapacity + 1 < leaves[leaf * LEAF_STRIDE + SIZE]) {
            return span + 1;
        }
        int after = leaves[leaf * LEAF_STRIDE + NEXT];
        return after == NO_SPAN ? NO_SPAN : after * leafCapacity;
    }

    int previous(int span) {
        int leaf = span / leafCapacity;
        if (span > leaf * leafCapacity) {
            return span - 1;
        }
        int before = leaves[leaf * LEAF_STRIDE + PREVIOUS];
        return before == NO_SPAN ? NO_SPAN : before * leafCapacity + leaves[before * LEAF_STRIDE + SIZE] - 1;
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
        if (current != NO_SPAN && holds(current * STRIDE, agent, counter)) {
            return current;
        }
        if (agent < 0 || agent >= ids.length || ids[agent] == null) {
            return NO_SPAN;
        }
        int leaf = ids[agent].leafOf(counter);
        if (leaf == IdIndex.NONE) {
            return NO_SPAN;
        }
        int first = leaf * leafCapacity;
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
        int leaf = span / leafCapacity;
        if (leaf != current / leafCapacity) {
            sumBefore(leaf);
        }
        while (current < span) {
            stepForward(current + 1);
        }
        while (current > span) {
            stepBackward(current - 1);
        }
    }

    /** Makes the first span of a leaf current. */
    private void sumBefore(int leaf) {
        current = leaf * leafCapacity;
        offsets[ELEMENTS] = 0;
        offsets[UTF16] = 0;
        offsets[BOUNDARIES] = 0;
        int slot = leaves[leaf * LEAF_STRIDE + SLOT];
        int node = leaves[leaf * LEAF_STRIDE + PARENT];
        while (node != NO_SPAN) {
            int at = node * nodeStride;
            int end = at + ENTRIES + slot * ENTRY_STRIDE;
            for (int entry = at + ENTRIES; entry < end; entry += ENTRY_STRIDE) {
                offsets[ELEMENTS] += nodes[entry + ELEMENTS];
                offsets[UTF16] += nodes[entry + UTF16];
                offsets[BOUNDARIES] += nodes[entry + BOUNDARIES];
            }
            slot = nodes[at + SLOT];
            node = nodes[at + PARENT];
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
        descend(count, target);
    }

    private void descend(int count, int target) {
        offsets[ELEMENTS] = 0;
        offsets[UTF16] = 0;
        offsets[BOUNDARIES] = 0;
        int node = root;
        for (int level = height; level > 0; level--) {
            int entry = node * nodeStride + ENTRIES;
            while (offsets[count] + nodes[entry + count] <= target) {
                offsets[ELEMENTS] += nodes[entry + ELEMENTS];
                offsets[UTF16] += nodes[entry + UTF16];
                offsets[BOUNDARIES] += nodes[entry + BOUNDARIES];
                entry += ENTRY_STRIDE;
            }
            node = nodes[entry];
        }
        current = node * leafCapacity;
        while (offsets[count] + amount(current, count) <= target) {
            stepForward(current + 1);
        }
    }

    /** Negative, zero or positive as one span stands before, is, or stands after another. */
    int compare(int spanA, int spanB) {
        int leafA = spanA / leafCapacity;
        int leafB = spanB / leafCapacity;
        if (leafA == leafB) {
            return spanA - spanB;
        }
        int slotA = leaves[leafA * LEAF_STRIDE + SLOT];
        int slotB = leaves[leafB * LEAF_STRIDE + SLOT];
        int nodeA = leaves[leafA * LEAF_STRIDE + PARENT];
        int nodeB = leaves[leafB * LEAF_STRIDE + PARENT];
        while (nodeA != nodeB) {
            slotA = nodes[nodeA * nodeStride + SLOT];
            slotB = nodes[nodeB * nodeStride + SLOT];
            nodeA = nodes[nodeA * nodeStride + PARENT];
            nodeB = nodes[nodeB * nodeStride + PARENT];
        }
        return slotA - slotB;
    }

    // ---- Changing spans

    /** Adds elements to the end of the current span. */
    void extend(int length) {
        revision++;
        int at = current * STRIDE;
        int leaf = current / leafCapacity;
        ids[spans[at + AGENT]].assign(spans[at + COUNTER] + spans[at + LENGTH], length, leaf);
        spans[at + LENGTH] += length;
        widen(leaf, length, length * spans[at + UNITS], 0);
    }

    /**
     * Puts a new, visible span into the gap that many elements into the current span, which is cut if
     * it must be, and makes it current. An empty tree has one gap.
     *
     * @param gap 0 to the length of the current span
     * @param span a record of {@value #STRIDE} ints; copied
     */
    void insert(int gap, int[] span) {
        revision++;
        int leaf = 0;
        int slot = 0;
        if (current == NO_SPAN) {
            addLeaf();
        } else {
            if (gap > 0 && gap < get(current, LENGTH)) {
                cut(gap);
            }
            leaf = current / leafCapacity;
            slot = current - leaf * leafCapacity;
            if (gap > 0) {
                slot++;
                stepForward(current);
            }
        }
        current = open(leaf, slot);
        System.arraycopy(span, 0, spans, current * STRIDE, STRIDE);
        leaf = current / leafCapacity;
        assignIds(current, leaf);
        widen(leaf, amount(current, ELEMENTS), amount(current, UTF16), amount(current, BOUNDARIES));
    }

    /** Cuts the current span after some of its elements; the part before the cut becomes current. */
    void cut(int length) {
        revision++;
        int leaf = current / leafCapacity;
        int tail = open(leaf, current - leaf * leafCapacity + 1);
        current = previous(tail);
        System.arraycopy(spans, current * STRIDE, spans, tail * STRIDE, STRIDE);
        int at = tail * STRIDE;
        spans[at + LEFT_AGENT] = spans[at + AGENT];
        spans[at + LEFT_COUNTER] = spans[at + COUNTER] + length - 1;
        spans[at + COUNTER] += length;
        spans[at + LENGTH] -= length;
        spans[at + TEXT] += length * spans[at + UNITS];
        spans[current * STRIDE + LENGTH] = length;
        int tailLeaf = tail / leafCapacity;
        if (tailLeaf != current / leafCapacity) {
            assignIds(tail, tailLeaf);
            int elements = amount(tail, ELEMENTS);
            int utf16 = amount(tail, UTF16);
            widen(current / leafCapacity, -elements, -utf16, 0);
            widen(tailLeaf, elements, utf16, 0);
        }
    }

    /** Changes the deletion count of the current span. */
    void addDeletions(int step) {
        revision++;
        int before = amount(current, UTF16);
        spans[current * STRIDE + DELETIONS] += step;
        int change = amount(current, UTF16) - before;
        if (change != 0) {
            widen(current / leafCapacity, 0, change, 0);
        }
    }

    /** Joins the current span with its neighbours in the leaf where they continue each other. */
    void join() {
        int leaf = current / leafCapacity;
        int first = leaf * leafCapacity;
        if (current + 1 < first + leaves[leaf * LEAF_STRIDE + SIZE] && continues(current, current + 1)) {
            joinWithNext(leaf);
        }
        if (current > first && continues(current - 1, current)) {
            stepBackward(current - 1);
            joinWithNext(leaf);
        }
    }

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
                && spans[b + DELETIONS] == spans[a + DELETIONS]
                && spans[b + UNITS] == spans[a + UNITS]
                && spans[b + UNITS] != 0
                && spans[b + TEXT] == spans[a + TEXT] + length * spans[a + UNITS];
    }

    private void joinWithNext(int leaf) {
        revision++;
        int next = current + 1;
        spans[current * STRIDE + LENGTH] += spans[next * STRIDE + LENGTH];
        int size = --leaves[leaf * LEAF_STRIDE + SIZE];
        int rest = leaf * leafCapacity + size - next;
        System.arraycopy(spans, (next + 1) * STRIDE, spans, next * STRIDE, rest * STRIDE);
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

    // ---- The tree

    /** Changes the counts of a leaf, all the way up. */
    private void widen(int leaf, int elements, int utf16, int boundaries) {
        totals[ELEMENTS] += elements;
        totals[UTF16] += utf16;
        totals[BOUNDARIES] += boundaries;
        widenEntry(leaves[leaf * LEAF_STRIDE + PARENT], leaves[leaf * LEAF_STRIDE + SLOT], elements, utf16, boundaries);
    }

    private void widenEntry(int node, int slot, int elements, int utf16, int boundaries) {
        while (node != NO_SPAN) {
            int at = node * nodeStride;
            int entry = at + ENTRIES + slot * ENTRY_STRIDE;
            nodes[entry + ELEMENTS] += elements;
            nodes[entry + UTF16] += utf16;
            nodes[entry + BOUNDARIES] += boundaries;
            slot = nodes[at + SLOT];
            node = nodes[at + PARENT];
        }
    }

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
        int room = leaf * leafCapacity + slot;
        ensureSpans(leaf * leafCapacity + size + 1);
        System.arraycopy(spans, room * STRIDE, spans, (room + 1) * STRIDE, (size - slot) * STRIDE);
        leaves[leaf * LEAF_STRIDE + SIZE] = size + 1;
        return room;
    }

    private void ensureSpans(int count) {
        if (count * STRIDE > spans.length) {
            spans = Arrays.copyOf(spans, Math.max(count * STRIDE, 2 * spans.length));
        }
    }

    private int addLeaf() {
        int at = leafCount * LEAF_STRIDE;
        if (at == leaves.length) {
            leaves = Arrays.copyOf(leaves, Math.max(LEAF_STRIDE, 2 * at));
        }
        leaves[at + PARENT] = NO_SPAN;
        leaves[at + NEXT] = NO_SPAN;
        leaves[at + PREVIOUS] = NO_SPAN;
        return leafCount++;
    }

    private int splitLeaf(int leaf, int keep) {
        int upper = addLeaf();
        int at = leaf * LEAF_STRIDE;
        int upperAt = upper * LEAF_STRIDE;
        int moved = leaves[at + SIZE] - keep;
        ensureSpans(upper * leafCapacity + moved);
        int first = upper * leafCapacity;
        System.arraycopy(spans, (leaf * leafCapacity + keep) * STRIDE, spans, first * STRIDE, moved * STRIDE);
        leaves[at + SIZE] = keep;
        leaves[upperAt + SIZE] = moved;
        int after = leaves[at + NEXT];
        leaves[upperAt + NEXT] = after;
        leaves[upperAt + PREVIOUS] = leaf;
        leaves[at + NEXT] = upper;
        if (after != NO_SPAN) {
            leaves[after * LEAF_STRIDE + PREVIOUS] = upper;
        }
        int elements = 0;
        int utf16 = 0;
        int boundaries = 0;
        for (int span = first; span < first + moved; span++) {
            assignIds(span, upper);
            elements += amount(span, ELEMENTS);
            utf16 += amount(span, UTF16);
            boundaries += amount(span, BOUNDARIES);
        }
        addSibling(1, leaf, upper, elements, utf16, boundaries);
        return upper;
    }

    /** Hangs a new child after its sibling, which gave it these counts. Leaves are children of level 1. */
    private void addSibling(int level, int sibling, int child, int elements, int utf16, int boundaries) {
        if (level > height) {
            addRoot(level, sibling);
        }
        int node = parent(level, sibling);
        int slot = slot(level, sibling) + 1;
        if (nodes[node * nodeStride + SIZE] == fanout) {
            // Only an appended child is still empty; it leaves the full node behind.
            if (elements == 0 && slot == fanout) {
                node = splitNode(level, node, fanout);
                slot = 0;
            } else {
                splitNode(level, node, fanout / 2);
                node = parent(level, sibling);
                slot = slot(level, sibling) + 1;
            }
        }
        if (slot > 0) {
            int entry = node * nodeStride + ENTRIES + (slot - 1) * ENTRY_STRIDE;
            nodes[entry + ELEMENTS] -= elements;
            nodes[entry + UTF16] -= utf16;
            nodes[entry + BOUNDARIES] -= boundaries;
        }
        int size = nodes[node * nodeStride + SIZE]++;
        int entry = node * nodeStride + ENTRIES + slot * ENTRY_STRIDE;
        System.arraycopy(nodes, entry, nodes, entry + ENTRY_STRIDE, (size - slot) * ENTRY_STRIDE);
        nodes[entry] = child;
        nodes[entry + ELEMENTS] = elements;
        nodes[entry + UTF16] = utf16;
        nodes[entry + BOUNDARIES] = boundaries;
        adoptFrom(level, node, slot);
    }

    private int parent(int level, int child) {
        return level == 1 ? leaves[child * LEAF_STRIDE + PARENT] : nodes[child * nodeStride + PARENT];
    }

    private int slot(int level, int child) {
        return level == 1 ? leaves[child * LEAF_STRIDE + SLOT] : nodes[child * nodeStride + SLOT];
    }

    /** Tells the children of a node from a slot on where they are. */
    private void adoptFrom(int level, int node, int firstSlot) {
        int size = nodes[node * nodeStride + SIZE];
        for (int slot = firstSlot; slot < size; slot++) {
            int child = nodes[node * nodeStride + ENTRIES + slot * ENTRY_STRIDE];
            int[] links = level == 1 ? leaves : nodes;
            int at = child * (level == 1 ? LEAF_STRIDE : nodeStride);
            links[at + PARENT] = node;
            links[at + SLOT] = slot;
        }
    }

    private int addNode() {
        int at = nodeCount * nodeStride;
        if (at == nodes.length) {
            nodes = Arrays.copyOf(nodes, Math.max(nodeStride, 2 * at));
        }
        nodes[at + PARENT] = NO_SPAN;
        return nodeCount++;
    }

    private void addRoot(int level, int child) {
        root = addNode();
        height = level;
        int at = root * nodeStride;
        nodes[at + SIZE] = 1;
        nodes[at + ENTRIES] = child;
        nodes[at + ENTRIES + ELEMENTS] = totals[ELEMENTS];
        nodes[at + ENTRIES + UTF16] = totals[UTF16];
        nodes[at + ENTRIES + BOUNDARIES] = totals[BOUNDARIES];
        adoptFrom(level, root, 0);
    }

    private int splitNode(int level, int node, int keep) {
        int upper = addNode();
        int at = node * nodeStride;
        int upperAt = upper * nodeStride;
        int moved = nodes[at + SIZE] - keep;
        System.arraycopy(nodes, at + ENTRIES + keep * ENTRY_STRIDE, nodes, upperAt + ENTRIES, moved * ENTRY_STRIDE);
        nodes[at + SIZE] = keep;
        nodes[upperAt + SIZE] = moved;
        adoptFrom(level, upper, 0);
        int elements = 0;
        int utf16 = 0;
        int boundaries = 0;
        int end = upperAt + ENTRIES + moved * ENTRY_STRIDE;
        for (int entry = upperAt + ENTRIES; entry < end; entry += ENTRY_STRIDE) {
            elements += nodes[entry + ELEMENTS];
            utf16 += nodes[entry + UTF16];
            boundaries += nodes[entry + BOUNDARIES];
        }
        addSibling(level + 1, node, upper, elements, utf16, boundaries);
        return upper;
    }

    // ---- Checks

    int leafCount() {
        return leafCount;
    }

    int height() {
        return height;
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
        int[] sums = new int[4];
        int[] currentOffsets = null;
        int previous = NO_SPAN;
        for (int span = first(); span != NO_SPAN; span = next(span)) {
            check(previous(span) == previous, "links between leaves");
            checkSpan(span);
            if (span == current) {
                currentOffsets = sums.clone();
            }
            sums[ELEMENTS] += amount(span, ELEMENTS);
            sums[UTF16] += amount(span, UTF16);
            sums[BOUNDARIES] += amount(span, BOUNDARIES);
            previous = span;
        }
        check(Arrays.equals(sums, totals), "totals");
        check(currentOffsets == null ? current == NO_SPAN : Arrays.equals(currentOffsets, offsets), "current span");
        for (int node = 0; node < nodeCount; node++) {
            check(nodes[node * nodeStride + SIZE] > 0, "empty node");
        }
        if (height > 0) {
            check(nodes[root * nodeStride + PARENT] == NO_SPAN, "parent of the root");
            check(Arrays.equals(checkNode(height, root), totals), "counts of the root");
        }
        for (IdIndex index : ids) {
            if (index != null) {
                index.checkInvariants();
            }
        }
    }

    private void checkSpan(int span) {
        int at = span * STRIDE;
        int last = spans[at + COUNTER] + spans[at + LENGTH] - 1;
        check(spans[at + LENGTH] > 0 && (spans[at + UNITS] > 0 || spans[at + LENGTH] == 1), "span length");
        check(spans[at + DELETIONS] >= 0 && (spans[at + UNITS] > 0 || spans[at + DELETIONS] == 0), "deletions");
        int leaf = span / leafCapacity;
        check(ids[spans[at + AGENT]].leafOf(spans[at + COUNTER]) == leaf, "id index, first of a span");
        check(ids[spans[at + AGENT]].leafOf(last) == leaf, "id index, last of a span");
    }

    private int[] checkNode(int level, int node) {
        int[] sums = new int[4];
        for (int slot = 0; slot < nodes[node * nodeStride + SIZE]; slot++) {
            int entry = node * nodeStride + ENTRIES + slot * ENTRY_STRIDE;
            int child = nodes[entry];
            check(parent(level, child) == node && slot(level, child) == slot, "parent and slot of a child");
            int[] below = level == 1 ? leafSums(child) : checkNode(level - 1, child);
            for (int count = ELEMENTS; count <= BOUNDARIES; count++) {
                check(nodes[entry + count] == below[count], "counts of a child");
                sums[count] += below[count];
            }
        }
        return sums;
    }

    private int[] leafSums(int leaf) {
        int[] sums = new int[4];
        int size = leaves[leaf * LEAF_STRIDE + SIZE];
        check(size > 0 && size <= leafCapacity, "size of a leaf");
        for (int span = leaf * leafCapacity; span < leaf * leafCapacity + size; span++) {
            for (int count = ELEMENTS; count <= BOUNDARIES; count++) {
                sums[count] += amount(span, count);
            }
        }
        return sums;
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("strand: " + what);
        }
    }
}
