package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns the published tree of blocks into the present one, edit by edit, and publishes it: blocks that
 * went with their whole subtree are removed first; then parents get their children from the top
 * down, moving as few of them as possible (all but a longest increasing subsequence of the places
 * they had); blocks that went while something in them stayed are removed last, when they are empty.
 *
 * <p>A move is never into the moved block: its new parent already stands where it belongs. Cost: the
 * number of blocks, n log n for the children of a parent whose order changed.
 */
final class TreeDiff {

    private final View view;
    private final List<Patch.Edit> edits;

    TreeDiff(View view, List<Patch.Edit> edits) {
        this.view = view;
        this.edits = edits;
    }

    /**
     * Publishes a tree of which nothing is published yet, but for its texts, without telling anybody. Cost: the
     * number of blocks.
     *
     * @param root of the present tree
     */
    static void publishAll(View view, Shown root) {
        List<Shown> open = new ArrayList<>();
        open.add(root);
        while (!open.isEmpty()) {
            Shown parent = open.removeLast();
            parent.publishedChildren = parent.listedChildren();
            for (Shown child : parent.publishedChildren) {
                child.publishedParent = parent;
                view.publishRegisters(child);
                view.publishTable(child);
                open.add(child);
            }
        }
    }

    void publish(Shown root) {
        List<Shown> emptiedLater = removeGone(root);
        List<Shown> open = new ArrayList<>();
        open.add(root);
        while (!open.isEmpty()) {
            Shown parent = open.removeLast();
            List<Shown> children = parent.listedChildren();
            if (!children.equals(parent.publishedChildren)) {
                arrange(parent, children);
            }
            for (Shown child : children) {
                publishState(child);
            }
            open.addAll(children);
        }
        for (Shown gone : emptiedLater) {
            remove(gone);
        }
    }

    /**
     * Publishes what grew by new blocks, as nothing else changed. Cost: the number of children of each, once.
     *
     * @param parents those with a new child, before what was made in it
     */
    void publishGrown(Iterable<Shown> parents) {
        for (Shown parent : parents) {
            int index = 0;
            for (Shown child : parent.children) {
                if (!child.listed()) {
                    continue;
                }
                if (child.publishedParent == null) {
                    parent.publishedChildren.add(index, child);
                    child.publishedParent = parent;
                    insert(child, index);
                }
                index++;
            }
        }
    }

    /** Badge and table of a block that stays. */
    private void publishState(Shown shown) {
        Survivor survivor = shown.block.survivor;
        if (survivor == null ? shown.publishedSurvivor != null : !survivor.equals(shown.publishedSurvivor)) {
            edits.add(new Patch.Edit.Badge(shown.block.id, survivor));
            shown.publishedSurvivor = survivor;
        }
        view.takeTable(shown, edits);
    }

    /** Removes what can go at once. @return what is to go later, children before parents */
    private List<Shown> removeGone(Shown root) {
        List<Shown> order = new ArrayList<>();
        List<Shown> open = new ArrayList<>();
        open.add(root);
        while (!open.isEmpty()) {
            Shown shown = open.removeLast();
            order.add(shown);
            open.addAll(shown.publishedChildren);
        }
        List<Shown> later = new ArrayList<>();
        for (Shown shown : order.reversed()) {
            if (shown.isRoot() || shown.listed()) {
                continue;
            }
            if (shown.publishedChildren.isEmpty()) {
                remove(shown);
            } else {
                later.add(shown);
            }
        }
        return later;
    }

    private void remove(Shown gone) {
        Invariant.check(gone.publishedChildren.isEmpty(), "a block is removed with children");
        edits.add(new Patch.Edit.Remove(gone.block.id));
        gone.publishedParent.publishedChildren.remove(gone);
        gone.publishedParent = null;
    }

    private void arrange(Shown parent, List<Shown> children) {
        boolean[] stays = staying(parent, children);
        List<Shown> published = parent.publishedChildren;
        int index = 0;
        for (int i = 0; i < children.size(); i++) {
            Shown child = children.get(i);
            if (stays[i]) {
                while (published.get(index) != child) {
                    index++;
                }
            } else if (child.publishedParent == null) {
                published.add(index, child);
                insert(child, index);
            } else {
                List<Shown> from = child.publishedParent.publishedChildren;
                int before = from.indexOf(child);
                from.remove(before);
                index -= from == published && before < index ? 1 : 0;
                published.add(index, child);
                edits.add(new Patch.Edit.Move(child.block.id, parent.block.id, index));
            }
            child.publishedParent = parent;
            index++;
        }
    }

    private void insert(Shown child, int index) {
        edits.add(new Patch.Edit.Insert(view.blockView(child), index));
        child.text.publish();
        view.publishRegisters(child);
        view.publishTable(child);
    }

    /** Which children need not move: a longest increasing subsequence of their published indexes. */
    private static boolean[] staying(Shown parent, List<Shown> children) {
        for (int i = 0; i < parent.publishedChildren.size(); i++) {
            parent.publishedChildren.get(i).publishedIndex = i;
        }
        int count = children.size();
        int[] tails = new int[count];
        int[] previous = new int[count];
        int length = 0;
        for (int i = 0; i < count; i++) {
            Shown child = children.get(i);
            if (child.publishedParent != parent) {
                continue;
            }
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = low + high >>> 1;
                if (children.get(tails[middle]).publishedIndex < child.publishedIndex) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            previous[i] = low == 0 ? -1 : tails[low - 1];
            tails[low] = i;
            length = Math.max(length, low + 1);
        }
        boolean[] stays = new boolean[count];
        for (int i = length == 0 ? -1 : tails[length - 1]; i >= 0; i = previous[i]) {
            stays[i] = true;
        }
        return stays;
    }
}
