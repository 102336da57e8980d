package dev.offing.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lays the tree out as it is shown (MERGE-22, MERGE-23, MERGE-33): which blocks, in which parent, in
 * which order, with which continuations in their text. Recomputed as a whole when the structure
 * changed, without recursion, as strands of thousands of boundaries exist. Cost: the number of blocks;
 * for a new block beside which nothing changes, a search among its shown siblings.
 *
 * <p>A block is followed by its Auto followers and those of its continuations. Where a hidden block
 * would be, stand its continuations, children and followers.
 */
final class Layout {

    static final String TABLE_ROW = "tableRow";
    static final String TABLE_COLUMN = "tableColumn";

    private final BlockTree tree;
    private final Deque<Item> open = new ArrayDeque<>();

    /**
     * Something to be laid out in a parent.
     *
     * @param anchor in whose stretch ({@link Shown#anchor})
     * @param unit at whose place ({@link Shown#unit})
     * @param continuation whether it is a continuation of a hidden host, which shows its followers
     */
    private record Item(Block block, Shown parent, Block anchor, Block unit, boolean continuation) {}

    private final Consumer<ShownText> textChanged;

    /** @param textChanged hears of texts that are made of other segments now */
    Layout(BlockTree tree, Consumer<ShownText> textChanged) {
        this.tree = tree;
        this.textChanged = textChanged;
    }

    void run(Shown root) {
        for (Block block : tree.blocks()) {
            block.host = null;
            if (block.lastShown != null) {
                block.lastShown.wasPresent = block.shown != null;
            }
            if (block.shown != null) {
                block.shown.parent = null;
                block.shown.children.clear();
                block.shown = null;
            }
        }
        root.children.clear();
        List<Item> next = new ArrayList<>();
        for (Block block : tree.root.children) {
            next.add(new Item(block, root, block, block, false));
        }
        push(next);
        while (!open.isEmpty()) {
            next.clear();
            Item item = open.pop();
            if (item.block.hidden) {
                passHidden(item, next);
            } else {
                show(item, next);
            }
            push(next);
        }
    }

    /**
     * Shows a block that has just been made, if nothing else is shown otherwise because of it: no text is
     * joined, no table grows, no deletion is in force there.
     *
     * @return whether it did; if not, the layout has to run
     */
    boolean add(Block made) {
        if (isTablePart(made.type())) {
            return false;
        }
        return made.isAuto() ? addHalf(made) : addChild(made);
    }

    private boolean addChild(Block made) {
        Block parent = made.place.target;
        if (made.place.kind != PlaceWrite.Kind.CHILD || parent.shown == null || !isPlain(parent, parent.shown)) {
            return false;
        }
        List<Shown> siblings = parent.shown.children;
        Block next = BlockTree.nextSibling(made);
        int index = next == null ? siblings.size() : siblings.indexOf(next.shown);
        if (index < 0) {
            return false;
        }
        add(made, parent.shown, index, made, made);
        return true;
    }

    private boolean addHalf(Block made) {
        Block before = made.preceding();
        Shown shown = before.shown;
        // A deletion may pass over the block before this one and cover this one.
        if (shown == null
                || made.strand.reached
                || before.place.kind == PlaceWrite.Kind.CONTINUATION
                || shown.parent.tablePart
                || !isPlain(before, shown)) {
            return false;
        }
        Block unit = shown.unit == before ? made : shown.unit;
        add(made, shown.parent, shown.parent.children.indexOf(shown) + 1, shown.anchor, unit);
        return true;
    }

    /** Whether a block has a text of its own alone, is in no table and in reach of no deletion, and may have children. */
    private static boolean isPlain(Block block, Shown shown) {
        return block.continuations.isEmpty() && !block.reached && !shown.tablePart && shown.depth < Limits.DEPTH_MAX;
    }

    private void add(Block made, Shown parent, int index, Block anchor, Block unit) {
        Shown shown = new Shown(made);
        shown.wasPresent = true;
        shown.parent = parent;
        shown.anchor = anchor;
        shown.unit = unit;
        shown.depth = parent.depth + 1;
        made.shown = shown;
        made.lastShown = shown;
        made.host = shown;
        shown.text.setSegments(List.of(made.segment));
        shown.text.changedUnknown();
        textChanged.accept(shown.text);
        parent.children.add(index, shown);
    }

    /** Puts items on the stack so that the first one comes off first. */
    private void push(List<Item> items) {
        for (int i = items.size() - 1; i >= 0; i--) {
            open.push(items.get(i));
        }
    }

    private static void passHidden(Item item, List<Item> next) {
        for (Block continuation : item.block.continuations) {
            next.add(new Item(continuation, item.parent, item.anchor, item.unit, true));
        }
        for (Block child : item.block.children) {
            next.add(new Item(child, item.parent, item.anchor, item.unit, false));
        }
        if (!item.continuation) {
            addFollowers(joined(item.block), item, next);
        }
    }

    /** The followers of a block that is no continuation of another one here. */
    private static void addFollowers(List<Block> joined, Item item, List<Item> next) {
        for (Block part : joined) {
            Block follower = part.autoFollower();
            if (follower != null) {
                Block unit = item.unit == item.block ? follower : item.unit;
                next.add(new Item(follower, item.parent, item.anchor, unit, false));
            }
        }
    }

    private void show(Item item, List<Item> next) {
        Block block = item.block;
        Shown shown = block.lastShown == null ? new Shown(block) : block.lastShown;
        if (!shown.wasPresent) {
            shown.text.changedUnknown();
            textChanged.accept(shown.text);
        }
        shown.wasPresent = true;
        block.shown = shown;
        block.lastShown = shown;
        shown.parent = item.parent;
        shown.anchor = item.anchor;
        shown.unit = item.unit;
        shown.depth = item.parent.depth + 1;
        shown.tablePart = !item.parent.isRoot() && isTablePart(block.type());
        item.parent.children.add(shown);

        List<Block> joined = joined(block);
        List<Segment> segments = new ArrayList<>(joined.size());
        for (Block part : joined) {
            if (!part.hidden) {
                part.host = shown;
                segments.add(part.segment);
            }
        }
        if (shown.text.setSegments(segments)) {
            textChanged.accept(shown.text);
        }

        boolean flat = shown.depth >= Limits.DEPTH_MAX;
        for (Block part : joined) {
            for (Block child : part.children) {
                next.add(
                        flat
                                ? new Item(child, item.parent, item.anchor, item.unit, false)
                                : new Item(child, shown, child, child, false));
            }
        }
        if (!item.continuation) {
            addFollowers(joined, item, next);
        }
    }

    /** A block and its continuations at any depth, hidden ones included, in the order of their texts. */
    static List<Block> joined(Block block) {
        if (block.continuations.isEmpty()) {
            return List.of(block);
        }
        List<Block> all = new ArrayList<>();
        Deque<Block> stack = new ArrayDeque<>();
        stack.push(block);
        while (!stack.isEmpty()) {
            Block part = stack.pop();
            all.add(part);
            for (int i = part.continuations.size() - 1; i >= 0; i--) {
                stack.push(part.continuations.get(i));
            }
        }
        return all;
    }

    static boolean isTablePart(String type) {
        return type.equals(TABLE_ROW) || type.equals(TABLE_COLUMN);
    }
}
