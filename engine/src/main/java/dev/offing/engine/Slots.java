package dev.offing.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds keys for places among shown siblings, and pins what would not stay where its author sees it
 * (MERGE-24).
 *
 * <p>The blocks under a parent fall into stretches, one for each block with a Child place, its anchor:
 * that block and the Auto followers behind it, hidden ones included. A new explicit place is always
 * between two stretches. So whatever stands in a stretch behind the wanted place is pinned: given an
 * explicit place where it stands, unless it follows something that was pinned. What a hidden block
 * lets through comes along with it.
 */
final class Slots {

    private final DocumentState state;
    private final Author author;

    /** An open interval of keys under a parent. */
    record Slot(Block parent, PositionKey left, PositionKey right) {}

    Slots(DocumentState state, Author author) {
        this.state = state;
        this.author = author;
    }

    /** A place in a slot, with a key of the next operation. */
    Place.Child place(Slot slot) {
        PositionKey key = state.keyRuns().between(slot.left, slot.right, author.nextCounter());
        return new Place.Child(slot.parent.id, key);
    }

    /**
     * Makes room right after a shown sibling, which is pinned first if it is shown elsewhere than its
     * place says.
     *
     * @param after null = before all children
     * @param moving a block that is about to leave its place, null for none
     */
    Slot open(Shown parent, Shown after, Block moving) {
        List<Block> explicit = parent.block.children;
        if (after == null) {
            return new Slot(parent.block, null, explicit.isEmpty() ? null : explicit.getFirst().place.key);
        }
        pinFollowers(after.block);
        if (isElsewhere(after)) {
            return pinShown(parent, after, moving);
        }
        List<Block> stretch = stretch(after.anchor);
        List<Block> behind = stretch.subList(stretch.indexOf(after.block) + 1, stretch.size());
        PositionKey left = after.anchor.place.key;
        PositionKey right = keyAfter(after.anchor);
        return new Slot(parent.block, left, pinStretch(behind, parent.block, left, right, moving));
    }

    /** Pins a block that is shown elsewhere than its place says. */
    void settle(Shown shown) {
        if (isElsewhere(shown)) {
            pinFollowers(shown.block);
            pinShown(shown.parent, shown, null);
        }
    }

    /** Whether a hidden block, or a joined one, lets it through to where it is shown. */
    private static boolean isElsewhere(Shown shown) {
        return shown.unit != shown.block || shown.anchor.place.target != shown.parent.block;
    }

    /**
     * Pins the Auto followers of a block and of its continuations, so that they stay when it goes, and
     * what would have stood behind them.
     */
    void pinFollowers(Block leaving) {
        Block follower = null;
        for (Block part : Layout.joined(leaving)) {
            follower = follower == null ? part.autoFollower() : follower;
        }
        if (follower == null) {
            return;
        }
        Block anchor = leaving.outermostHost();
        while (anchor.isAuto()) {
            anchor = anchor.preceding().outermostHost();
        }
        List<Block> stretch = stretch(anchor);
        List<Block> behind = stretch.subList(stretch.indexOf(follower), stretch.size());
        pinStretch(behind, anchor.place.target, anchor.place.key, keyAfter(anchor), null);
    }

    /**
     * Gives a shown block, and what is shown between it and the nearest explicit places, explicit
     * places where they are shown.
     *
     * @return the room right after it
     */
    private Slot pinShown(Shown parent, Shown shown, Block moving) {
        int index = parent.children.indexOf(shown);
        Block target = parent.block;
        PositionKey left = shown.anchor.place.key;
        PositionKey right = keyAfter(shown.anchor);
        if (shown.anchor.place.target != target) {
            // Children of joined blocks stand behind all of the parent's own.
            left = target.children.isEmpty() ? null : target.children.getLast().place.key;
            right = null;
            for (int i = 0; i < index; i++) {
                Shown before = parent.children.get(i);
                if (before.anchor.place.target != target && before.block != moving) {
                    left = pin(before.block, target, left, right);
                }
            }
            return new Slot(target, pin(shown.block, target, left, right), right);
        }
        List<Block> stretch = stretch(shown.anchor);
        List<Block> behind = new ArrayList<>();
        for (int i = index + 1; i < parent.children.size(); i++) {
            Shown next = parent.children.get(i);
            if (next.anchor == shown.anchor && next.unit == shown.unit) {
                behind.add(next.block);
            }
        }
        behind.addAll(stretch.subList(stretch.indexOf(shown.unit) + 1, stretch.size()));
        left = pin(shown.block, target, left, right);
        return new Slot(target, left, pinStretch(behind, target, left, right, moving));
    }

    /** A block with a Child place and all that follows it, hidden ones included, in order. */
    private static List<Block> stretch(Block anchor) {
        List<Block> stretch = new ArrayList<>();
        Deque<Block> open = new ArrayDeque<>();
        open.push(anchor);
        while (!open.isEmpty()) {
            Block block = open.pop();
            stretch.add(block);
            for (Block part : Layout.joined(block).reversed()) {
                if (part.autoFollower() != null) {
                    open.push(part.autoFollower());
                }
            }
        }
        return stretch;
    }

    /**
     * Pins blocks one after the other, those left out that follow a pinned one.
     *
     * @return the key of the first pin, {@code right} if there was none
     */
    private PositionKey pinStretch(
            List<Block> blocks, Block parent, PositionKey left, PositionKey right, Block moving) {
        Set<Block> placed = new HashSet<>();
        PositionKey first = null;
        PositionKey last = left;
        for (Block block : blocks) {
            if (block.isAuto() && placed.contains(block.preceding().outermostHost())) {
                placed.add(block);
            } else if (block != moving) {
                placed.add(block);
                last = pin(block, parent, last, right);
                first = first == null ? last : first;
            }
        }
        return first == null ? right : first;
    }

    private PositionKey pin(Block block, Block parent, PositionKey left, PositionKey right) {
        Place.Child place = place(new Slot(parent, left, right));
        author.performUnrecorded(new Operation.PlaceBlock(block.id, place));
        return place.key();
    }

    /** The next greater key among the siblings of a block with a Child place, null if there is none. */
    private static PositionKey keyAfter(Block anchor) {
        PositionKey key = anchor.place.key;
        for (Block sibling : anchor.place.target.children) {
            if (sibling.place.key.compareTo(key) > 0) {
                return sibling.place.key;
            }
        }
        return null;
    }
}
