package dev.offing.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings deleted blocks back so that it can be taken back (MERGE-52). A deletion hides what its author
 * had seen; done again, its author has seen more. So not the deletion is to be repeated: what is
 * recorded lets every block that came back go again, and nothing that was shown before.
 */
final class DeletedBlocks {

    private final DocumentState state;
    private final Author author;

    DeletedBlocks(DocumentState state, Author author) {
        this.state = state;
        this.author = author;
    }

    /**
     * Restores deleted blocks, one after the other as {@link #restore} does, the outermost first: so each is
     * recorded by itself, and goes again whatever is taken out of the ones above it before. Cost: those whose deletion is the only
     * one that covers anything they bring back need no new layout each; of the others each needs one.
     */
    void restoreAll(List<Block> blocks) {
        Set<Block> alone = blocks.size() > 1 ? hiddenAlone() : Set.of();
        List<Block> sorted = new ArrayList<>(blocks);
        sorted.sort(Comparator.comparingInt(DeletedBlocks::depth));
        for (Block block : sorted) {
            if (!block.deleted()) {
                continue;
            }
            if (alone.contains(block)) {
                author.perform(new Operation.RestoreBlock(block.id, author.seen()));
                author.history().noteEffect();
            } else {
                restore(block);
            }
        }
    }

    /** Deleted blocks that are hidden by one deletion, with what is below them and nothing else, all hidden by it alone. */
    private Set<Block> hiddenAlone() {
        state.view.refresh();
        Map<Deletion, Integer> covered = new HashMap<>();
        Set<Deletion> shared = new HashSet<>();
        for (Block block : state.coverage.covered()) {
            for (Cover cover : block.covers) {
                covered.merge(cover.deletion, 1, Integer::sum);
                if (block.covers.size() > 1 || !block.hidden) {
                    shared.add(cover.deletion);
                }
            }
        }
        Set<Block> alone = new HashSet<>();
        covered.forEach((deletion, count) -> {
            Block block = deletion.block();
            if (!shared.contains(deletion)
                    && block.deletionsInForce().size() == 1
                    && coversAll(deletion, below(block), count)) {
                alone.add(block);
            }
        });
        return alone;
    }

    /** @param count how many blocks the deletion covers */
    private static boolean coversAll(Deletion deletion, Set<Block> blocks, int count) {
        for (Block block : blocks) {
            if (block.cover(deletion) == null) {
                return false;
            }
        }
        return blocks.size() == count;
    }

    /**
     * Restores a deleted block. Recorded are restores of the blocks that came back with it and can go
     * again without taking a survivor, or what is in a half, along: that of the block itself in the plain case, none for a
     * survivor, one more for each half that was split off without knowledge of the deletion.
     */
    void restore(Block block) {
        state.view.refresh();
        Set<Block> broughtBack = new HashSet<>();
        Set<Block> survivors = new HashSet<>();
        for (Block one : state.coverage.covered()) {
            if (one.hidden) {
                broughtBack.add(one);
            } else if (isCoveredBy(one, block)) {
                survivors.add(one);
            }
        }
        Operation.RestoreBlock restore = new Operation.RestoreBlock(block.id, author.seen());
        int counter = author.performUnrecorded(restore);
        state.view.refresh();
        broughtBack.removeIf(one -> one.hidden);
        if (!broughtBack.isEmpty() || !survivors.isEmpty()) {
            author.history().noteEffect();
        }
        Set<Block> going = new HashSet<>();
        for (Block one : outermostFirst(broughtBack)) {
            Set<Block> below = below(one);
            boolean spares =
                    one == block ? takesAny(below, survivors) : one.deleted() || takesShown(below, broughtBack);
            if (going.contains(one) || spares) {
                continue;
            }
            going.addAll(below);
            if (one == block) {
                author.history().record(restore, counter, null);
            } else {
                author.perform(new Operation.RestoreBlock(one.id, author.seen()));
            }
        }
    }

    private static boolean takesAny(Set<Block> going, Set<Block> survivors) {
        for (Block survivor : survivors) {
            if (going.contains(survivor)) {
                return true;
            }
        }
        return false;
    }

    /** Whether something would go that was shown before: the deletion covered the half, not what stands in it. */
    private static boolean takesShown(Set<Block> going, Set<Block> broughtBack) {
        for (Block block : going) {
            if (!block.hidden && !broughtBack.contains(block)) {
                return true;
            }
        }
        return false;
    }

    static boolean isCoveredBy(Block block, Block deleted) {
        for (Cover cover : block.covers) {
            if (cover.deletion.block() == deleted) {
                return true;
            }
        }
        return false;
    }

    private static List<Block> outermostFirst(Set<Block> blocks) {
        List<Block> sorted = new ArrayList<>(blocks);
        sorted.sort(Comparator.comparingInt(DeletedBlocks::depth).thenComparing(block -> block.id));
        return sorted;
    }

    private static int depth(Block block) {
        int depth = 0;
        for (Block step = block; !step.isRoot(); step = BlockTree.above(step)) {
            depth++;
        }
        return depth;
    }

    /** What a deletion covers that has seen everything (MERGE-31). */
    static Set<Block> below(Block deleted) {
        Set<Block> below = new HashSet<>();
        Deque<Block> parts = new ArrayDeque<>(List.of(deleted));
        Deque<Block> placed = new ArrayDeque<>();
        while (!parts.isEmpty()) {
            Block part = parts.pop();
            below.add(part);
            parts.addAll(part.continuations);
            placed.addAll(part.children);
        }
        while (!placed.isEmpty()) {
            Block block = placed.pop();
            if (below.add(block)) {
                placed.addAll(block.continuations);
                placed.addAll(block.children);
                if (block.autoFollower() != null) {
                    placed.add(block.autoFollower());
                }
            }
        }
        return below;
    }
}
