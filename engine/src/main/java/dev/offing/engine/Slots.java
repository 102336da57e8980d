package dev.offing.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds keys for places among shown siblings, and pins what would not stay where its author sees it
 * (MERGE-24).
 *
 * <p>What is shown in a parent falls into stretches, one for each block with a Child place, its
 * anchor: that block, its Auto followers, and what hidden ones among them let through. A new explicit
 * place is always between two stretches. So whatever is shown in a stretch behind the wanted place is
 * pinned: given an explicit place where it is shown, unless something pinned carries it along. Hidden
 * blocks are never pinned, it would end the deletion that hides them (MERGE-31).
 */
final class Slots {

    private final DocumentState state;
    private final Author author;
    private final boolean undoUnpins;

    /** An open interval of keys under a parent. */
    record Slot(Block parent, PositionKey left, PositionKey right) {}

    /**
     * @param undoUnpins whether undo lets followers that were pinned follow again. After one move it need not, as
     *     they were pinned where they are shown then, too; what moves many blocks may pin them on the way
     */
    Slots(DocumentState state, Author author, boolean undoUnpins) {
        this.state = state;
        this.author = author;
        this.undoUnpins = undoUnpins;
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
     * @param sibling null = before all children
     * @param moving a block that is about to leave its place, null for none
     */
    Slot open(Shown parent, Shown sibling, Block moving) {
        List<Block> explicit = parent.block.children;
        if (sibling == null) {
            return new Slot(parent.block, null, explicit.isEmpty() ? null : explicit.getFirst().place.key);
        }
        pinFollowers(sibling);
        if (isElsewhere(sibling)) {
            return pinShown(sibling, moving);
        }
        PositionKey left = sibling.anchor.place.key;
        return new Slot(
                parent.block,
                left,
                pin(behind(sibling), parent.block, left, BlockTree.keyAfter(sibling.anchor), moving, false));
    }

    /**
     * Makes room where a block of a split would be shown if it followed the block before it in its strand,
     * whose host is shown: behind the followers of what is joined into the host before that one.
     */
    Slot openForFollower(Block half) {
        Shown host = half.preceding().outermostHost().shown;
        Set<Block> earlier = new HashSet<>();
        for (Block part : Layout.joined(host.block)) {
            if (part == half.preceding()) {
                break;
            }
            if (part.autoFollower() != null) {
                earlier.add(part.autoFollower());
            }
        }
        Shown last = host;
        for (Shown sibling : behind(host)) {
            if (earlier.contains(sibling.block) || isCarried(sibling, earlier)) {
                last = sibling;
            }
        }
        return open(last.parent, last, half);
    }

    /** Makes room right behind the stretch a hidden block is in. */
    Slot openBehind(Block hidden) {
        Block anchor = hidden.outermostHost();
        while (anchor.isAuto()) {
            anchor = anchor.preceding().outermostHost();
        }
        return new Slot(anchor.place.target, anchor.place.key, BlockTree.keyAfter(anchor));
    }

    /** Pins a block that is shown elsewhere than its place says. */
    void settle(Shown shown) {
        if (isElsewhere(shown)) {
            pinFollowers(shown);
            pinShown(shown, null);
        }
    }

    /** Whether a hidden block, or a joined one, lets it through to where it is shown. */
    private static boolean isElsewhere(Shown shown) {
        return shown.unit != shown.block || shown.anchor.place.target != shown.parent.block;
    }

    /**
     * Pins what is shown behind a block only because it follows it, so that it stays when the block
     * goes, and what would have stood behind that.
     */
    void pinFollowers(Shown leaving) {
        List<Shown> behind = behind(leaving);
        for (int i = 0; i < behind.size(); i++) {
            if (isCarried(behind.get(i), Set.of(leaving.block))) {
                Block anchor = leaving.anchor;
                List<Shown> moved = behind.subList(i, behind.size());
                pin(moved, anchor.place.target, anchor.place.key, BlockTree.keyAfter(anchor), null, false);
                state.view.refresh();
                return;
            }
        }
    }

    /** What is shown after a block in its stretch. */
    private static List<Shown> behind(Shown shown) {
        List<Shown> siblings = shown.parent.children;
        int first = siblings.indexOf(shown) + 1;
        int end = first;
        while (end < siblings.size() && siblings.get(end).anchor == shown.anchor) {
            end++;
        }
        return siblings.subList(first, end);
    }

    /**
     * Gives a block that is shown elsewhere than its place says an explicit place where it is shown.
     *
     * @return the room right after it
     */
    private Slot pinShown(Shown shown, Block moving) {
        Block target = shown.parent.block;
        if (shown.anchor.place.target == target) {
            PositionKey right = BlockTree.keyAfter(shown.anchor);
            PositionKey left = pin(shown.block, target, shown.anchor.place.key, right, false);
            return new Slot(target, left, pin(behind(shown), target, left, right, moving, false));
        }
        // Children of joined blocks stand behind all of the parent's own: those before it become its own.
        List<Shown> before = new ArrayList<>();
        for (Shown sibling : shown.parent.children) {
            if (sibling == shown) {
                break;
            }
            if (sibling.anchor.place.target != target) {
                before.add(sibling);
            }
        }
        PositionKey last = target.children.isEmpty() ? null : target.children.getLast().place.key;
        pin(before, target, last, null, moving, true);
        last = target.children.isEmpty() ? null : target.children.getLast().place.key;
        PositionKey left = pin(shown.block, target, last, null, true);
        return new Slot(target, left, pin(behind(shown), target, left, null, moving, true));
    }

    /**
     * Pins shown siblings one after the other, those left out that a pinned one carries along.
     *
     * @param moving left out too, null for none
     * @param adopted whether they were children of texts joined into the parent until now
     * @return the key of the first pin, {@code right} if there was none
     */
    private PositionKey pin(
            List<Shown> siblings, Block parent, PositionKey left, PositionKey right, Block moving, boolean adopted) {
        Set<Block> pinned = new HashSet<>();
        PositionKey first = null;
        PositionKey last = left;
        for (Shown sibling : siblings) {
            if (sibling.block != moving && !isCarried(sibling, pinned)) {
                last = pin(sibling.block, parent, last, right, adopted);
                first = first == null ? last : first;
                pinned.add(sibling.block);
            }
        }
        return first == null ? right : first;
    }

    /** Whether a shown block stands where it does because of one of these, its siblings. */
    private static boolean isCarried(Shown shown, Set<Block> carriers) {
        for (Block step = shown.block; step != shown.anchor; step = BlockTree.above(step)) {
            if (carriers.contains(BlockTree.above(step))) {
                return true;
            }
        }
        return false;
    }

    /** @param adopted whether it was a child of a text joined into the parent until now */
    private PositionKey pin(Block block, Block parent, PositionKey left, PositionKey right, boolean adopted) {
        Place.Child place = place(new Slot(parent, left, right));
        Operation.PlaceBlock pin = new Operation.PlaceBlock(block.id, place);
        if (block.isAuto() && !adopted && !undoUnpins) {
            author.performUnrecorded(pin);
        } else {
            // Undo puts it back into its own place, and behind what goes along when a joined parent comes back.
            author.perform(pin);
        }
        return place.key();
    }
}
