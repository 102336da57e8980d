package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The places of all blocks (MERGE-20, MERGE-21).
 *
 * <p>Place operations are kept in time order. The latest one of a block that closes no cycle is its
 * place; one that comes last is tried against the current places, any other makes all places be found
 * again. A boundary needs no new search: it only lengthens the ways through its strand by a block
 * that nothing was placed under before.
 *
 * <p>Cost: one step up the tree an ancestor for an operation in time order, all operations times that
 * for one out of order. Invariants: from every block the way up ends at the root; {@code children}
 * and {@code continuations} are the inverse of the places, sorted by (key, id).
 */
final class BlockTree {

    private final AgentTable agents;
    final Block root = new Block(null, null, 0, "");

    /** All blocks, in the order they became known. */
    private final List<Block> blocks = new ArrayList<>();

    private final List<PlaceWrite> writes = new ArrayList<>();

    BlockTree(AgentTable agents) {
        this.agents = agents;
    }

    List<Block> blocks() {
        return blocks;
    }

    /** Adds a block with its first place. */
    void add(Block block, PlaceWrite initial) {
        block.initialPlace = initial;
        block.place = initial;
        blocks.add(block);
        attach(block);
    }

    /** Tells every key that came into the tree, of places that lost too. */
    void forEachKey(Consumer<PositionKey> listener) {
        for (Block block : blocks) {
            if (block.initialPlace.key != null) {
                listener.accept(block.initialPlace.key);
            }
        }
        for (PlaceWrite write : writes) {
            listener.accept(write.key);
        }
    }

    /** Merges a place operation. */
    void place(PlaceWrite write) {
        int at = writes.size();
        while (at > 0 && isBefore(write, writes.get(at - 1))) {
            at--;
        }
        writes.add(at, write);
        if (at < writes.size() - 1) {
            resolveAll();
        } else if (!closesCycle(write)) {
            detach(write.block);
            take(write);
            attach(write.block);
        }
    }

    /** Makes a place the block's, and keeps the one before it: a deletion may ask for that (MERGE-31). */
    private static void take(PlaceWrite write) {
        PlaceWrite earlier = write.block.place;
        write.block.formerPlaces.add(earlier);
        if (earlier.target != null) {
            earlier.target.formerlyHere.add(earlier);
        }
        write.block.place = write;
    }

    private boolean isBefore(PlaceWrite a, PlaceWrite b) {
        return Origin.compare(agents, a.origin, a.counter, b.origin, b.counter) < 0;
    }

    /** Whether the block is the target or above it. */
    boolean isAbove(Block block, Block target) {
        for (Block step = target; !step.isRoot(); step = above(step)) {
            if (step == block) {
                return true;
            }
        }
        return false;
    }

    private boolean closesCycle(PlaceWrite write) {
        return isAbove(write.block, write.target);
    }

    /** What a block hangs on: its parent, its host, or the block it follows. */
    static Block above(Block block) {
        return block.isAuto() ? block.preceding() : block.place.target;
    }

    private void resolveAll() {
        root.formerlyHere.clear();
        for (Block block : blocks) {
            block.place = block.initialPlace;
            block.formerPlaces.clear();
            block.formerlyHere.clear();
        }
        for (PlaceWrite write : writes) {
            if (!closesCycle(write)) {
                take(write);
            }
        }
        // The lists are sorted by places that are not current any more: nothing could be found in them.
        root.children.clear();
        for (Block block : blocks) {
            block.children.clear();
            block.continuations.clear();
        }
        for (Block block : blocks) {
            attach(block);
        }
    }

    private static List<Block> siblings(PlaceWrite place) {
        return switch (place.kind) {
            case AUTO -> null;
            case CHILD -> place.target.children;
            case CONTINUATION -> place.target.continuations;
        };
    }

    private static void detach(Block block) {
        List<Block> siblings = siblings(block.place);
        if (siblings != null) {
            siblings.remove(search(siblings, block));
        }
    }

    private static void attach(Block block) {
        List<Block> siblings = siblings(block.place);
        if (siblings != null) {
            siblings.add(-1 - search(siblings, block), block);
        }
    }

    private static int search(List<Block> siblings, Block block) {
        int low = 0;
        int high = siblings.size() - 1;
        // Most blocks are made after all others.
        if (high >= 0 && compareSiblings(siblings.get(high), block) < 0) {
            return -1 - siblings.size();
        }
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = compareSiblings(siblings.get(middle), block);
            if (order == 0) {
                return middle;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    private static int compareSiblings(Block a, Block b) {
        int byKey = a.place.key.compareTo(b.place.key);
        return byKey != 0 ? byKey : a.id.compareTo(b.id);
    }

    /** What stands after a block with a Child place among its siblings; null if it is the last one. */
    static Block nextSibling(Block block) {
        List<Block> siblings = block.place.target.children;
        int next = search(siblings, block) + 1;
        return next < siblings.size() ? siblings.get(next) : null;
    }

    /** The least key greater than that of a block with a Child place, among its siblings; null if there is none. */
    static PositionKey keyAfter(Block block) {
        List<Block> siblings = block.place.target.children;
        for (int i = search(siblings, block) + 1; i < siblings.size(); i++) {
            if (!siblings.get(i).place.key.equals(block.place.key)) {
                return siblings.get(i).place.key;
            }
        }
        return null;
    }

    void checkInvariants() {
        for (Block block : blocks) {
            List<Block> siblings = siblings(block.place);
            Invariant.check(siblings == null || search(siblings, block) >= 0, "block is missing among its siblings");
            int steps = 0;
            for (Block step = block; !step.isRoot(); step = above(step)) {
                Invariant.check(steps++ <= blocks.size(), "way up does not end");
            }
        }
    }
}
