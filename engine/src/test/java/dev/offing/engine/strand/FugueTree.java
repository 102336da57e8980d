package dev.offing.engine.strand;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The second oracle of {@link Strand}, for the order alone: the tree of the FugueMax paper (arXiv
 * 2305.00583, algorithm FugueMax) as it is written there, with explicit left and right children and a traversal,
 * and with rule MERGE-5's tie-break (characters before boundaries, then agent, then counter).
 */
final class FugueTree {

    record Id(int agent, int counter) {}

    private static final class Node {
        Id id;
        boolean boundary;
        Node leftOrigin;
        Node rightOrigin; // null is the end
        boolean leftChild;
        Node parent;
        final List<Node> leftChildren = new ArrayList<>();
        final List<Node> rightChildren = new ArrayList<>();
    }

    private final Strand.AgentOrder order;
    private final Node root = new Node();
    private final Map<Id, Node> nodes = new HashMap<>();

    /** Insertions that found a sibling on their side, by kind: what a fuzz run must have seen. */
    int leftSiblings;

    int rightSiblings;
    int rightSiblingsByOrigin;

    /** Insertions where the paper's "right origin descends from left origin" says another side than MERGE-5. */
    int otherwiseByDescent;

    FugueTree(Strand.AgentOrder order) {
        this.order = order;
    }

    /** Adds a node; a null origin is the start or the end. */
    void insert(Id id, Id left, Id right, boolean boundary) {
        Node node = new Node();
        node.id = id;
        node.boundary = boundary;
        node.leftOrigin = left == null ? root : nodes.get(left);
        node.rightOrigin = right == null ? null : nodes.get(right);
        node.leftChild = node.rightOrigin != null && node.rightOrigin.leftOrigin == node.leftOrigin;
        node.parent = node.leftChild ? node.rightOrigin : node.leftOrigin;
        otherwiseByDescent += descends(node.rightOrigin, node.leftOrigin) == node.leftChild ? 0 : 1;
        List<Node> siblings = node.leftChild ? node.rightOrigin.leftChildren : node.leftOrigin.rightChildren;
        List<Node> traversal = traversal();
        int at = 0;
        while (at < siblings.size() && stands(siblings.get(at), node, traversal) < 0) {
            at++;
        }
        count(node, siblings);
        siblings.add(at, node);
        nodes.put(id, node);
    }

    private static boolean descends(Node node, Node ancestor) {
        Node at = node;
        while (at != null && at != ancestor) {
            at = at.parent;
        }
        return at != null;
    }

    private void count(Node node, List<Node> siblings) {
        if (siblings.isEmpty()) {
            return;
        }
        if (node.leftChild) {
            leftSiblings++;
        } else {
            rightSiblings++;
            boolean differs = false;
            for (Node sibling : siblings) {
                differs |= sibling.rightOrigin != node.rightOrigin;
            }
            rightSiblingsByOrigin += differs ? 1 : 0;
        }
    }

    /** The order of siblings on one side: right ones in the reverse order of their right origins. */
    private int stands(Node a, Node b, List<Node> traversal) {
        if (!a.leftChild && a.rightOrigin != b.rightOrigin) {
            return place(b.rightOrigin, traversal) - place(a.rightOrigin, traversal);
        }
        if (a.boundary != b.boundary) {
            return a.boundary ? 1 : -1;
        }
        int byAgent = order.compare(a.id.agent, b.id.agent);
        return byAgent != 0 ? byAgent : Integer.compare(a.id.counter, b.id.counter);
    }

    private static int place(Node node, List<Node> traversal) {
        return node == null ? traversal.size() : traversal.indexOf(node);
    }

    /** The ids in order. */
    List<Id> ids() {
        List<Id> ids = new ArrayList<>();
        for (Node node : traversal()) {
            ids.add(node.id);
        }
        return ids;
    }

    /** Left children, node, right children; with an explicit stack, as typing makes chains. */
    private List<Node> traversal() {
        List<Node> result = new ArrayList<>();
        Deque<Object> stack = new ArrayDeque<>();
        stack.push(root);
        while (!stack.isEmpty()) {
            Object top = stack.pop();
            if (top instanceof Id id) {
                result.add(nodes.get(id));
            } else {
                Node node = (Node) top;
                for (int i = node.rightChildren.size() - 1; i >= 0; i--) {
                    stack.push(node.rightChildren.get(i));
                }
                if (node != root) {
                    stack.push(node.id);
                }
                for (int i = node.leftChildren.size() - 1; i >= 0; i--) {
                    stack.push(node.leftChildren.get(i));
                }
            }
        }
        return result;
    }
}
