package dev.offing.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds keys for places among shown siblings, and pins what would not stay where its author sees it
 * (MERGE-24).
 *
 * <p>The shown children of a parent fall into stretches, one for each block with a Child place (its
 * anchor): that block, the Auto followers behind it, and what hidden blocks among these let through.
 * A new explicit place lies between two stretches. So whatever stands in a stretch after the wanted
 * place is pinned behind it: given an explicit place where it is shown, unless it follows something
 * that is pinned already.
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
     * Makes room right after a shown sibling.
     *
     * @param after null = before all children
     * @param moving a block that is about to leave its place, null for none
     */
    Slot open(Shown parent, Shown after, Block moving) {
        List<Block> explicit = parent.block.children;
        if (after == null) {
            return new Slot(parent.block, null, explicit.isEmpty() ? null : explicit.getFirst().place.key);
        }
        Block anchor = after.anchor;
        boolean inTail = anchor.place.target != parent.block;
        Set<Shown> before = new HashSet<>();
        PositionKey left = anchor.place.key;
        PositionKey right = keyAfter(anchor);
        if (inTail) {
            left = explicit.isEmpty() ? null : explicit.getLast().place.key;
            right = null;
            for (Shown sibling : parent.children) {
                if (sibling.anchor.place.target != parent.block && !before.contains(after)) {
                    left = pin(sibling, parent.block, left, right, before, moving);
                }
            }
        } else if (after.block != anchor && !after.block.isAuto()) {
            left = pin(after, parent.block, left, right, before, moving);
        }
        return new Slot(parent.block, left, pinBehind(parent, after, left, right, inTail ? before : null, moving));
    }

    /**
     * Pins what shall stand behind the new place.
     *
     * @param onlyFollowersOf pins only these one's followers; null = the whole rest of the stretch
     * @return the key of the first pin, else {@code right}
     */
    private PositionKey pinBehind(
            Shown parent, Shown after, PositionKey left, PositionKey right, Set<Shown> onlyFollowersOf, Block moving) {
        Set<Shown> behind = new HashSet<>();
        PositionKey first = right;
        PositionKey last = left;
        for (int i = parent.children.indexOf(after) + 1; i < parent.children.size(); i++) {
            Shown sibling = parent.children.get(i);
            if (sibling.anchor != after.anchor) {
                break;
            }
            Shown leader = leader(sibling.block);
            if (onlyFollowersOf != null && !onlyFollowersOf.contains(leader) && !behind.contains(leader)) {
                continue;
            }
            PositionKey key = pin(sibling, parent.block, last, right, behind, moving);
            if (key != last) {
                first = first == right ? key : first;
                last = key;
            }
        }
        return first;
    }

    /** Pins what stands behind a block and would go away, or be hidden, with it. */
    void pinFollowers(Shown leaving, boolean onlyIfBelow) {
        Shown parent = leaving.parent;
        int index = parent.children.indexOf(leaving);
        boolean needed = false;
        for (int i = index + 1; i < parent.children.size(); i++) {
            Shown behind = parent.children.get(i);
            needed |= behind.anchor == leaving.anchor && dependsOn(behind.block, leaving.block, onlyIfBelow);
        }
        if (!needed) {
            return;
        }
        Block anchor = leaving.anchor;
        Block target = anchor.place.target;
        PositionKey left = anchor.place.key;
        PositionKey right = keyAfter(anchor);
        Set<Shown> placed = new HashSet<>();
        for (int i = index + 1; i < parent.children.size(); i++) {
            Shown behind = parent.children.get(i);
            if (behind.anchor == anchor) {
                left = pin(behind, target, left, right, placed, null);
            }
        }
    }

    /** Whether a block goes where the other one goes; or only whether it is covered by its deletion. */
    private static boolean dependsOn(Block block, Block leaving, boolean onlyIfBelow) {
        Block step = block;
        while (!step.isRoot()) {
            Block above = step.isAuto() ? step.preceding() : step.place.target;
            if (above == leaving) {
                return !onlyIfBelow || !step.isAuto();
            }
            step = above;
        }
        return false;
    }

    /** Pins unless it follows something placed already. @return the key of the last pin */
    private PositionKey pin(
            Shown shown, Block parent, PositionKey left, PositionKey right, Set<Shown> placed, Block moving) {
        if (shown.block == moving) {
            return left;
        }
        Shown leader = leader(shown.block);
        if (leader != null && placed.contains(leader)) {
            placed.add(shown);
            return left;
        }
        placed.add(shown);
        Place.Child place = place(new Slot(parent, left, right));
        author.performUnrecorded(new Operation.PlaceBlock(shown.block.id, place));
        return place.key();
    }

    /** The shown block an Auto block stands behind, hidden ones skipped; null if there is none. */
    private static Shown leader(Block block) {
        if (!block.isAuto()) {
            return null;
        }
        Block step = block.preceding();
        while (step.host == null) {
            switch (step.place.kind) {
                case AUTO -> step = step.preceding();
                case CONTINUATION -> step = step.place.target;
                case CHILD -> {
                    return null;
                }
            }
        }
        return step.host;
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
