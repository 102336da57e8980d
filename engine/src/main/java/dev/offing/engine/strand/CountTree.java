package dev.offing.engine.strand;

import java.util.Arrays;

/**
 * The upper part of a {@link SpanTree}: sums over its leaves, in order. For every child an inner node
 * keeps how many elements, visible UTF-16 units and boundaries are below it. It finds the leaf at an
 * offset, the offsets of a leaf, and which of two leaves comes first, each in O(log n).
 *
 * <p>Leaves are numbered by their owner in order of making. While there is one there is no node. Nodes
 * are records in one {@code int} array and never merged, as nothing is ever taken out.
 *
 * <p>Changes at one leaf are gathered and written upward when another leaf is changed or the tree is
 * asked, so typing at one place costs O(1) here.
 *
 * <p>Invariant, recomputed by {@link #check}: but for what is gathered, a child's entry equals the sum
 * of what is below, and its parent and slot lead to that entry.
 */
final class CountTree {

    // What is counted: the offset of the count in an entry, and in the arrays of the methods here.
    static final int ELEMENTS = 1;
    static final int UTF16 = 2;
    static final int BOUNDARIES = 3;
    static final int COUNTS = 4;

    private static final int NONE = -1;

    // A child, leaf or node, starts with its links.
    private static final int PARENT = 0;
    private static final int SLOT = 1;
    private static final int LEAF_STRIDE = 2;

    // A node goes on with its size and, for each child, an entry: the child and its counts.
    private static final int SIZE = 2;
    private static final int ENTRIES = 3;
    private static final int ENTRY_STRIDE = 4;

    private final int fanout;
    private final int nodeStride;
    private int[] leaves = {NONE, 0};
    private int[] nodes = {};
    private int nodeCount;
    private int root = NONE;

    /** Levels of nodes; children of level 1 are leaves. */
    private int height;

    private final int[] totals = new int[COUNTS];

    /** The leaf whose last changes are not in the nodes yet. */
    private int pendingLeaf = NONE;

    private int pendingElements;
    private int pendingUtf16;
    private int pendingBoundaries;

    CountTree(int fanout) {
        if (fanout < 2) {
            throw new IllegalArgumentException("nodes hold at least two");
        }
        this.fanout = fanout;
        this.nodeStride = ENTRIES + fanout * ENTRY_STRIDE;
    }

    int total(int count) {
        return totals[count];
    }

    int height() {
        return height;
    }

    /** Changes the counts of a leaf. */
    void add(int leaf, int elements, int utf16, int boundaries) {
        totals[ELEMENTS] += elements;
        totals[UTF16] += utf16;
        totals[BOUNDARIES] += boundaries;
        if (height == 0) {
            return;
        }
        if (leaf != pendingLeaf) {
            flush();
            pendingLeaf = leaf;
        }
        pendingElements += elements;
        pendingUtf16 += utf16;
        pendingBoundaries += boundaries;
    }

    private void flush() {
        if (pendingLeaf == NONE) {
            return;
        }
        int slot = leaves[pendingLeaf * LEAF_STRIDE + SLOT];
        int node = leaves[pendingLeaf * LEAF_STRIDE + PARENT];
        while (node != NONE) {
            int at = node * nodeStride;
            int entry = at + ENTRIES + slot * ENTRY_STRIDE;
            nodes[entry + ELEMENTS] += pendingElements;
            nodes[entry + UTF16] += pendingUtf16;
            nodes[entry + BOUNDARIES] += pendingBoundaries;
            slot = nodes[at + SLOT];
            node = nodes[at + PARENT];
        }
        pendingLeaf = NONE;
        pendingElements = 0;
        pendingUtf16 = 0;
        pendingBoundaries = 0;
    }

    /** Sets how much of each count is before a leaf. */
    void sumBefore(int leaf, int[] sums) {
        flush();
        Arrays.fill(sums, 0);
        int slot = leaves[leaf * LEAF_STRIDE + SLOT];
        int node = leaves[leaf * LEAF_STRIDE + PARENT];
        while (node != NONE) {
            int at = node * nodeStride;
            int end = at + ENTRIES + slot * ENTRY_STRIDE;
            for (int entry = at + ENTRIES; entry < end; entry += ENTRY_STRIDE) {
                addEntry(sums, entry);
            }
            slot = nodes[at + SLOT];
            node = nodes[at + PARENT];
        }
    }

    /**
     * Finds the leaf that holds the unit {@code target}, from 0, of a count; it must exist. Sets how much
     * of each count is before that leaf.
     */
    int descend(int count, int target, int[] sums) {
        flush();
        Arrays.fill(sums, 0);
        int child = height == 0 ? 0 : root;
        for (int level = height; level > 0; level--) {
            int entry = child * nodeStride + ENTRIES;
            while (sums[count] + nodes[entry + count] <= target) {
                addEntry(sums, entry);
                entry += ENTRY_STRIDE;
            }
            child = nodes[entry];
        }
        return child;
    }

    private void addEntry(int[] sums, int entry) {
        sums[ELEMENTS] += nodes[entry + ELEMENTS];
        sums[UTF16] += nodes[entry + UTF16];
        sums[BOUNDARIES] += nodes[entry + BOUNDARIES];
    }

    /** Negative or positive as one leaf stands before or after another one. */
    int compare(int leafA, int leafB) {
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

    /** Puts a new leaf right after another one, from which it takes these counts. */
    void split(int leaf, int newLeaf, int elements, int utf16, int boundaries) {
        flush();
        if ((newLeaf + 1) * LEAF_STRIDE > leaves.length) {
            leaves = Arrays.copyOf(leaves, 2 * leaves.length);
        }
        addSibling(1, leaf, newLeaf, elements, utf16, boundaries);
    }

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
        int entry = node * nodeStride + ENTRIES + slot * ENTRY_STRIDE;
        if (slot > 0) {
            nodes[entry - ENTRY_STRIDE + ELEMENTS] -= elements;
            nodes[entry - ENTRY_STRIDE + UTF16] -= utf16;
            nodes[entry - ENTRY_STRIDE + BOUNDARIES] -= boundaries;
        }
        int size = nodes[node * nodeStride + SIZE]++;
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
        int[] links = level == 1 ? leaves : nodes;
        int stride = level == 1 ? LEAF_STRIDE : nodeStride;
        for (int slot = firstSlot; slot < size; slot++) {
            int at = nodes[node * nodeStride + ENTRIES + slot * ENTRY_STRIDE] * stride;
            links[at + PARENT] = node;
            links[at + SLOT] = slot;
        }
    }

    private int addNode() {
        int at = nodeCount * nodeStride;
        if (at == nodes.length) {
            nodes = Arrays.copyOf(nodes, Math.max(nodeStride, 2 * at));
        }
        nodes[at + PARENT] = NONE;
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
        int from = at + ENTRIES + keep * ENTRY_STRIDE;
        System.arraycopy(nodes, from, nodes, upperAt + ENTRIES, moved * ENTRY_STRIDE);
        nodes[at + SIZE] = keep;
        nodes[upperAt + SIZE] = moved;
        adoptFrom(level, upper, 0);
        int[] sums = new int[COUNTS];
        for (int i = 0; i < moved; i++) {
            addEntry(sums, upperAt + ENTRIES + i * ENTRY_STRIDE);
        }
        addSibling(level + 1, node, upper, sums[ELEMENTS], sums[UTF16], sums[BOUNDARIES]);
        return upper;
    }

    /** Where {@link #check} gets the true counts of a leaf from. */
    interface Leaves {
        int[] sums(int leaf);
    }

    /** Recomputes every entry, link and total. */
    void check(Leaves truth) {
        flush();
        int[] sums = height == 0 ? truth.sums(0) : checkNode(height, root, truth);
        require(Arrays.equals(sums, totals), "totals");
        require(height == 0 || nodes[root * nodeStride + PARENT] == NONE, "parent of the root");
    }

    private int[] checkNode(int level, int node, Leaves truth) {
        int[] sums = new int[COUNTS];
        int size = nodes[node * nodeStride + SIZE];
        require(size > 0 && size <= fanout, "size of a node");
        for (int slot = 0; slot < size; slot++) {
            int entry = node * nodeStride + ENTRIES + slot * ENTRY_STRIDE;
            int child = nodes[entry];
            require(parent(level, child) == node && slot(level, child) == slot, "links of a child");
            int[] below = level == 1 ? truth.sums(child) : checkNode(level - 1, child, truth);
            for (int count = ELEMENTS; count < COUNTS; count++) {
                require(nodes[entry + count] == below[count], "counts of a child");
            }
            addEntry(sums, entry);
        }
        return sums;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("strand: " + what);
        }
    }
}
