package dev.offing.reference;

import dev.offing.engine.OpId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * MERGE-5: the order of a strand, from the tree definition of Weidner and Kleppmann, "The Art of the
 * Fugue" (2023), algorithm FugueMax. Elements are added after their origins. Cost: siblings are
 * compared by their paths, the square of the depth of the tree at worst.
 */
final class FugueMaxTree {

    private static final class Node {
        final Element element;
        final Node parent;
        final boolean isLeftChild;
        final List<Node> leftChildren = new ArrayList<>();
        final List<Node> rightChildren = new ArrayList<>();

        Node(Element element, Node parent, boolean isLeftChild) {
            this.element = element;
            this.parent = parent;
            this.isLeftChild = isLeftChild;
        }
    }

    private final Node root = new Node(null, null, false);
    private final Map<OpId, Node> nodes = new HashMap<>();

    void add(Element element) {
        Node left = element.left() == null ? root : nodes.get(element.left());
        Node right = element.right() == null ? null : nodes.get(element.right());
        if (left == null || element.right() != null && right == null) {
            throw new IllegalStateException("origin of " + element + " is not in its strand");
        }
        boolean isLeftChild = right != null && Objects.equals(right.element.left(), element.left());
        Node parent = isLeftChild ? right : left;
        Node node = new Node(element, parent, isLeftChild);
        (isLeftChild ? parent.leftChildren : parent.rightChildren).add(node);
        nodes.put(element.id(), node);
    }

    /** All elements, first to last. */
    List<Element> inOrder() {
        for (Node node : nodes.values()) {
            node.leftChildren.sort(CHARACTERS_FIRST);
            node.rightChildren.sort(this::compareRightSiblings);
        }
        root.rightChildren.sort(this::compareRightSiblings);
        List<Element> order = new ArrayList<>();
        walk(root, order);
        return order;
    }

    private static void walk(Node node, List<Element> order) {
        node.leftChildren.forEach(child -> walk(child, order));
        if (node.element != null) {
            order.add(node.element);
        }
        node.rightChildren.forEach(child -> walk(child, order));
    }

    private static final Comparator<Node> CHARACTERS_FIRST =
            Comparator.comparing((Node node) -> node.element.isBoundary()).thenComparing(node -> node.element.id());

    private int compareRightSiblings(Node a, Node b) {
        int byRightOrigin = compareRightOrigins(a.element.right(), b.element.right());
        return byRightOrigin != 0 ? -byRightOrigin : CHARACTERS_FIRST.compare(a, b);
    }

    private int compareRightOrigins(OpId a, OpId b) {
        if (a == null || b == null) {
            return (a == null ? 1 : 0) - (b == null ? 1 : 0);
        }
        return a.equals(b) ? 0 : comparePositions(nodes.get(a), nodes.get(b));
    }

    /** Compares two places in the walk by their paths from the root. */
    private int comparePositions(Node a, Node b) {
        List<Node> pathA = pathFromRoot(a);
        List<Node> pathB = pathFromRoot(b);
        int common = 0;
        while (common < pathA.size() && common < pathB.size() && pathA.get(common) == pathB.get(common)) {
            common++;
        }
        if (common == pathA.size()) {
            return pathB.get(common).isLeftChild ? 1 : -1;
        }
        if (common == pathB.size()) {
            return pathA.get(common).isLeftChild ? -1 : 1;
        }
        Node siblingA = pathA.get(common);
        Node siblingB = pathB.get(common);
        if (siblingA.isLeftChild != siblingB.isLeftChild) {
            return siblingA.isLeftChild ? -1 : 1;
        }
        return siblingA.isLeftChild
                ? CHARACTERS_FIRST.compare(siblingA, siblingB)
                : compareRightSiblings(siblingA, siblingB);
    }

    private static List<Node> pathFromRoot(Node node) {
        List<Node> path = new ArrayList<>();
        for (Node at = node; at != null; at = at.parent) {
            path.addFirst(at);
        }
        return path;
    }
}
