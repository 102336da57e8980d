package dev.offing.engine.strand;

import static dev.offing.engine.strand.SpanTree.AGENT;
import static dev.offing.engine.strand.SpanTree.COUNTER;
import static dev.offing.engine.strand.SpanTree.LEFT_AGENT;
import static dev.offing.engine.strand.SpanTree.LEFT_COUNTER;
import static dev.offing.engine.strand.SpanTree.LENGTH;
import static dev.offing.engine.strand.SpanTree.NO_SPAN;
import static dev.offing.engine.strand.SpanTree.RIGHT_AGENT;
import static dev.offing.engine.strand.SpanTree.RIGHT_COUNTER;
import static dev.offing.engine.strand.SpanTree.UNITS;
import static dev.offing.engine.strand.Strand.NONE;

/**
 * Finds the gap where a new element belongs: rule MERGE-5, FugueMax (Weidner, Kleppmann, "The Art of
 * the Fugue: Minimizing Interleaving in Collaborative Text Editing", arXiv 2305.00583) without
 * storing its tree.
 *
 * <p>The paper's tree follows from the recorded origins. Let an element have left origin L and right
 * origin R. If R's own left origin is L too, R was inside L's right subtree when the element was made:
 * it is a <em>left child of R</em>. Otherwise nothing followed L in its subtree: it is a <em>right
 * child of L</em>. In the list, a node stands after its left children's subtrees and before those of
 * its right children. Left siblings stand by (kind, agent, counter); right siblings by the place of
 * their right origins, the further right first, then by (kind, agent, counter). Kind puts characters
 * before boundaries.
 *
 * <p>Three facts turn the tree walk into a scan of neighbouring spans:
 *
 * <ul>
 *   <li>L's right subtree is what follows L up to the first element whose left origin is before L.
 *   <li>In it, the elements with left origin L exactly are L's right children and, before each of
 *       them, its left children, and before those theirs: the postorder of a forest. Whatever stands
 *       between two of them belongs to the right subtree of the first.
 *   <li>Of a span only the first element can have another left origin than its predecessor, so a span
 *       is one step, but for L's own.
 * </ul>
 *
 * <p>Nothing here needs the origins to have been neighbours when the element was made, so any origins
 * that exist, honest or forged, give the same order on every replica.
 *
 * <p>Cost: when the element after L is R, nothing is concurrent, and no scan takes place. Otherwise
 * the scan visits, for an honest author, spans concurrent with the new element only, and looks origins
 * up in O(log n).
 */
final class FugueMax {

    private final SpanTree tree;
    private final Strand.AgentOrder order;

    // The new element.
    private int agent;
    private int counter;
    private int leftAgent;
    private int leftCounter;
    private int rightAgent;
    private int rightCounter;
    private boolean boundary;

    // The gap found: that many elements into a span.
    private int gapSpan;
    private int gap;

    FugueMax(SpanTree tree, Strand.AgentOrder order) {
        this.tree = tree;
        this.order = order;
    }

    /**
     * Makes the span current that has the gap in it or at one of its ends.
     *
     * @param element a span record; its agent, counter, origins and units are read
     * @return the gap: how many elements of the current span stand before it
     * @throws IllegalArgumentException if an origin is missing
     */
    int locate(int[] element) {
        agent = element[AGENT];
        counter = element[COUNTER];
        leftAgent = element[LEFT_AGENT];
        leftCounter = element[LEFT_COUNTER];
        rightAgent = element[RIGHT_AGENT];
        rightCounter = element[RIGHT_COUNTER];
        boundary = element[UNITS] == 0;
        if (tree.current == NO_SPAN) {
            requireOrigin(leftAgent == NONE && rightAgent == NONE);
            return 0;
        }
        gapAfterLeftOrigin();
        if (!rightOriginFollows()) {
            int right = rightAgent == NONE ? NO_SPAN : tree.find(rightAgent, rightCounter);
            requireOrigin(rightAgent == NONE || right != NO_SPAN);
            if (right != NO_SPAN && hasLeftOrigin(right, rightCounter - tree.get(right, COUNTER))) {
                scanLeftChildren(right);
            } else {
                scanRightChildren(right);
            }
            tree.moveTo(gapSpan);
        }
        return gap;
    }

    private static void requireOrigin(boolean exists) {
        if (!exists) {
            throw new IllegalArgumentException("origin is missing");
        }
    }

    private void gapAfterLeftOrigin() {
        if (leftAgent == NONE) {
            tree.seek(CountTree.ELEMENTS, 0);
            gap = 0;
        } else {
            requireOrigin(tree.seekId(leftAgent, leftCounter));
            gap = leftCounter - tree.get(tree.current, COUNTER) + 1;
        }
        gapSpan = tree.current;
    }

    private boolean rightOriginFollows() {
        if (gap < tree.get(gapSpan, LENGTH)) {
            return tree.get(gapSpan, AGENT) == rightAgent && tree.get(gapSpan, COUNTER) + gap == rightCounter;
        }
        int next = tree.next(gapSpan);
        return next == NO_SPAN
                ? rightAgent == NONE
                : tree.get(next, AGENT) == rightAgent && tree.get(next, COUNTER) == rightCounter;
    }

    /**
     * The new element is a left child of its right origin R, whose left children's subtrees end right
     * before it. Goes backward from R through that forest in postorder, to the first child that stands
     * before the new element, or out of the forest.
     */
    private void scanLeftChildren(int right) {
        gapSpan = right;
        gap = rightCounter - tree.get(right, COUNTER);
        int span = gapSpan;
        int end = gap;
        while (true) {
            if (end == 0) {
                span = tree.previous(span);
                if (span == NO_SPAN) {
                    return;
                }
                end = tree.get(span, LENGTH);
            }
            int sibling = firstWithLeftOrigin(span);
            if (sibling >= end) {
                return; // L itself
            }
            if (sibling >= 0) {
                if (hasRightOrigin(span)) {
                    if (!precedes(span, sibling)) {
                        return;
                    }
                } else if (!isDescendantOfRight(span, right)) {
                    return;
                }
                gapSpan = span;
                gap = sibling;
            }
            end = Math.max(sibling, 0);
        }
    }

    /**
     * The element of a span that has left origin L, as an offset; the length if L is the last of the
     * span, so that none here can have it; -1 if there is none.
     */
    private int firstWithLeftOrigin(int span) {
        if (leftAgent != NONE && tree.get(span, AGENT) == leftAgent) {
            int offset = leftCounter - tree.get(span, COUNTER);
            if (offset >= 0 && offset < tree.get(span, LENGTH)) {
                return offset + 1;
            }
        }
        return hasLeftOrigin(span, 0) ? 0 : -1;
    }

    /** Whether an element with left origin L, before R, is below one of R's left children. */
    private boolean isDescendantOfRight(int span, int right) {
        int parent = leftChildOf(span);
        return parent != NO_SPAN && comparePlaces(parent, tree.get(span, RIGHT_COUNTER), right, rightCounter) < 0;
    }

    /**
     * The new element is a right child of L. Goes forward through L's right subtree, past the right
     * children that stand before the new element, each with its left children before it.
     */
    private void scanRightChildren(int right) {
        int left = leftAgent == NONE ? NO_SPAN : gapSpan;
        int span = gapSpan;
        int offset = gap;
        boolean inLeftChildren = false;
        while (true) {
            if (offset == tree.get(span, LENGTH)) {
                span = tree.next(span);
                if (span == NO_SPAN) {
                    return;
                }
                offset = 0;
            }
            if (hasLeftOrigin(span, offset)) {
                if (leftChildOf(span) != NO_SPAN) {
                    inLeftChildren = true;
                } else if (precedesRightSibling(span, offset, right)) {
                    return;
                } else {
                    inLeftChildren = false;
                }
            } else if (left != NO_SPAN && hasLeftOriginBefore(span, left)) {
                return;
            }
            offset = tree.get(span, LENGTH);
            if (!inLeftChildren) {
                gapSpan = span;
                gap = offset;
            }
        }
    }

    private boolean precedesRightSibling(int span, int offset, int right) {
        if (hasRightOrigin(span)) {
            return precedes(span, offset);
        }
        if (rightAgent == NONE || tree.get(span, RIGHT_AGENT) == NONE) {
            return rightAgent == NONE;
        }
        int otherCounter = tree.get(span, RIGHT_COUNTER);
        int other = tree.find(tree.get(span, RIGHT_AGENT), otherCounter);
        return comparePlaces(right, rightCounter, other, otherCounter) > 0;
    }

    /** The parent of an element with left origin L if it is a left child, else {@link SpanTree#NO_SPAN}. */
    private int leftChildOf(int span) {
        int parentAgent = tree.get(span, RIGHT_AGENT);
        if (parentAgent == NONE) {
            return NO_SPAN;
        }
        int parentCounter = tree.get(span, RIGHT_COUNTER);
        int parent = tree.find(parentAgent, parentCounter);
        return hasLeftOrigin(parent, parentCounter - tree.get(parent, COUNTER)) ? parent : NO_SPAN;
    }

    private boolean hasLeftOrigin(int span, int offset) {
        if (offset > 0) {
            return tree.get(span, AGENT) == leftAgent && tree.get(span, COUNTER) + offset - 1 == leftCounter;
        }
        int other = tree.get(span, LEFT_AGENT);
        return other == leftAgent && (other == NONE || tree.get(span, LEFT_COUNTER) == leftCounter);
    }

    private boolean hasRightOrigin(int span) {
        int other = tree.get(span, RIGHT_AGENT);
        return other == rightAgent && (other == NONE || tree.get(span, RIGHT_COUNTER) == rightCounter);
    }

    /** Whether the left origin of a span's first element, which is not L, stands before L. */
    private boolean hasLeftOriginBefore(int span, int left) {
        int otherAgent = tree.get(span, LEFT_AGENT);
        if (otherAgent == NONE) {
            return true;
        }
        int otherCounter = tree.get(span, LEFT_COUNTER);
        return comparePlaces(tree.find(otherAgent, otherCounter), otherCounter, left, leftCounter) < 0;
    }

    private int comparePlaces(int spanA, int counterA, int spanB, int counterB) {
        return spanA == spanB ? counterA - counterB : tree.compare(spanA, spanB);
    }

    /** Whether the new element stands before its sibling by kind and id. */
    private boolean precedes(int span, int offset) {
        boolean otherBoundary = tree.get(span, UNITS) == 0;
        if (boundary != otherBoundary) {
            return otherBoundary;
        }
        int byAgent = order.compare(agent, tree.get(span, AGENT));
        return byAgent != 0 ? byAgent < 0 : counter < tree.get(span, COUNTER) + offset;
    }
}
