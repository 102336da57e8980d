package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which blocks deletions hide, and which outlived one (MERGE-30 to MERGE-34). Recomputed as a whole.
 * Cost: for every deletion in force the blocks it covers and the runs of their text.
 */
final class Coverage {

    private static final String URL = "url";

    private final AgentTable agents;
    private final ChangeLog log;
    private final TextDeletions textDeletions;

    /** Blocks that were ever deleted or restored. */
    private final List<Block> marked = new ArrayList<>();

    private List<Block> reached = new ArrayList<>();
    private List<Block> covered = new ArrayList<>();

    Coverage(AgentTable agents, ChangeLog log, TextDeletions textDeletions) {
        this.agents = agents;
        this.log = log;
        this.textDeletions = textDeletions;
    }

    /** Merges a write of the deletion register. */
    void write(Deletion write) {
        Block block = write.block();
        if (!block.marked) {
            block.marked = true;
            marked.add(block);
        }
        block.allDeletions.add(write);
        block.deletions.removeIf(write::saw);
        for (Deletion other : block.deletions) {
            if (other.saw(write)) {
                return;
            }
        }
        block.deletions.add(write);
    }

    /** Blocks under a deletion in force, hidden or not. */
    List<Block> covered() {
        return covered;
    }

    void recompute() {
        for (Block block : reached) {
            block.reached = false;
            block.covers.clear();
            block.hidden = false;
            block.survivor = null;
            block.strand.reached = false;
        }
        reached = new ArrayList<>();
        covered = new ArrayList<>();
        for (Block block : marked) {
            for (Deletion deletion : block.deletionsInForce()) {
                List<Reached> all = reach(deletion);
                keepTables(all);
                all.forEach(one -> add(one, deletion));
            }
        }
        for (Block block : covered) {
            decide(block);
        }
    }

    /**
     * A block on the walk down from a deleted one.
     *
     * @param parent what it stands in as a child; null if it is no child
     * @param joined whether it is the deleted block or joined into it: what follows it stands beside
     *     the deleted block, not below it
     */
    private record Step(Block block, Block parent, List<PlaceWrite> unseenPlaces, boolean joined) {}

    /** A block that a deletion reaches, and who keeps it from that. @param parent as for a step */
    private record Reached(Block block, Block parent, Cover cover) {}

    private void add(Reached one, Deletion deletion) {
        Block block = one.block;
        if (!block.reached) {
            reached.add(block);
            block.reached = true;
            block.strand.reached = true;
        }
        if (block == deletion.block() || !deletion.isKnownTo(block.place.origin, block.place.counter)) {
            if (block.covers.isEmpty()) {
                covered.add(block);
            }
            block.covers.add(one.cover);
        }
    }

    /**
     * Whether somebody would keep one of some blocks from a deletion that is not made.
     *
     * @param imagined the deletion, with what it would have seen
     */
    boolean wouldKeep(Deletion imagined, Set<Block> blocks) {
        for (Reached one : reach(imagined)) {
            if (blocks.contains(one.block) && !one.cover.keepers.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** What a deletion reaches, and who keeps it from that, for tables see {@link #keepTables}. */
    private List<Reached> reach(Deletion deletion) {
        List<Reached> all = new ArrayList<>();
        Deque<Step> open = new ArrayDeque<>();
        open.push(new Step(deletion.block(), null, List.of(), true));
        while (!open.isEmpty()) {
            Step step = open.pop();
            Block block = step.block;
            all.add(new Reached(block, step.parent, cover(block, deletion, step.unseenPlaces)));
            block.children.forEach(child -> push(step, child.place, deletion, open));
            block.continuations.forEach(part -> push(step, part.place, deletion, open));
            block.formerlyHere.forEach(place -> push(step, place, deletion, open));
            Block follower = follower(block, deletion);
            if (follower != null && !step.joined) {
                open.push(new Step(follower, null, step.unseenPlaces, false));
            }
            while (step.joined && follower != null && !deletion.saw(follower.origin, follower.counter)) {
                all.add(new Reached(follower, null, cover(follower, deletion, List.of())));
                follower = follower(follower, deletion);
            }
        }
        return all;
    }

    /** Goes on with a block that has, or had, a place in the one of a step, if it is there as far as the deletion goes. */
    private static void push(Step step, PlaceWrite place, Deletion deletion, Deque<Step> open) {
        Block block = place.block;
        if (block == deletion.block() || block.placeBefore(deletion) != place) {
            return;
        }
        List<PlaceWrite> unseen = step.unseenPlaces;
        if (!deletion.saw(place.origin, place.counter)) {
            unseen = new ArrayList<>(unseen);
            unseen.add(place);
        }
        boolean child = place.kind == PlaceWrite.Kind.CHILD;
        open.push(new Step(block, child ? step.block : null, unseen, !child && step.joined));
    }

    /** The Auto follower of a block as if nothing had been split off in knowledge of a deletion; null if none. */
    private static Block follower(Block block, Deletion deletion) {
        List<Block> blocks = block.strand.blocks;
        int at = block.ordinal + 1;
        while (at < blocks.size() && deletion.isKnownTo(blocks.get(at).origin, blocks.get(at).counter)) {
            at++;
        }
        Block next = at < blocks.size() ? blocks.get(at) : null;
        boolean follows =
                next != null && next != deletion.block() && next.placeBefore(deletion).kind == PlaceWrite.Kind.AUTO;
        return follows ? next : null;
    }

    private Cover cover(Block block, Deletion deletion, List<PlaceWrite> unseenPlaces) {
        Cover cover = new Cover(deletion);
        boolean content =
                block.property(URL) instanceof Value.Text url && !url.value().isEmpty();
        content |= addEditors(block, cover) | block.hasCellContent();
        content |= weigh(cover, block.strand, block.segment.start(), block.segment.end(), false);
        content |= weigh(cover, block.strand, block.segment.end(), endOfHalves(block, deletion), true);
        for (TextStrand cell : block.cellList) {
            content |= weigh(cover, cell, 0, cell.elements.elementCount(), false);
        }
        if (content) {
            for (PlaceWrite place : unseenPlaces) {
                cover.keepers.add(agents.replica(place.origin.agent));
            }
        }
        return cover;
    }

    /**
     * Notes who edited cells of a row while it was deleted (MERGE-32).
     *
     * @return whether cells were edited in knowledge of the deletion, which takes no rescue away
     */
    private boolean addEditors(Block row, Cover cover) {
        boolean knowing = false;
        if (row.cellEdits != null) {
            for (CellEdit edit : row.cellEdits) {
                if (edit.meets(cover.deletion)) {
                    cover.keepers.add(agents.replica(edit.origin().agent));
                }
                knowing |= cover.deletion.isKnownTo(edit.origin(), edit.counter());
            }
        }
        return knowing;
    }

    /** Where the halves end that were split off a block in knowledge of a deletion. */
    private static int endOfHalves(Block block, Deletion deletion) {
        List<Block> blocks = block.strand.blocks;
        int last = block.ordinal;
        while (last + 1 < blocks.size()
                && deletion.isKnownTo(blocks.get(last + 1).origin, blocks.get(last + 1).counter)) {
            last++;
        }
        return blocks.get(last).segment.end();
    }

    /**
     * Weighs elements of a covered block (MERGE-32): notes who typed what the deletion had not seen.
     *
     * @param concurrent whether to leave out what was typed in knowledge of the deletion
     * @return whether anything is held at all
     */
    private boolean weigh(Cover cover, TextStrand strand, int start, int end, boolean concurrent) {
        if (start >= end) {
            return false;
        }
        Deletion deletion = cover.deletion;
        boolean content = false;
        Strand.Cursor runs = strand.elements.cursor(start);
        while (runs.next() && runs.elementIndex() < end) {
            int agent = runs.agent();
            int first = runs.counter();
            int runEnd = first + runs.length();
            runEnd = concurrent ? Math.min(runEnd, log.firstKnowing(agent, deletion)) : runEnd;
            if (runs.boundary() || first >= runEnd) {
                continue;
            }
            int unseen = Math.max(first, deletion.seenEnd(agent));
            content = content || runs.visible() || textDeletions.isHeld(strand, deletion, agent, first, runEnd);
            if (unseen < runEnd && (runs.visible() || textDeletions.isHeld(strand, deletion, agent, unseen, runEnd))) {
                cover.keepers.add(agents.replica(agent));
            }
        }
        return content;
    }

    /** A rescued row or column keeps the block it stood in, and so on upwards (MERGE-32). */
    private static void keepTables(List<Reached> all) {
        Map<Block, Reached> byBlock = null;
        for (Reached one : all) {
            Reached part = one;
            while (part != null
                    && part.parent != null
                    && !one.cover.keepers.isEmpty()
                    && Layout.isTablePart(part.block.type())) {
                if (byBlock == null) {
                    byBlock = new HashMap<>();
                    for (Reached other : all) {
                        byBlock.put(other.block, other);
                    }
                }
                part = byBlock.get(part.parent);
                part.cover.keepers.addAll(one.cover.keepers);
            }
        }
    }

    private void decide(Block block) {
        TreeSet<OpId> outlived = new TreeSet<>();
        TreeSet<ReplicaId> keepers = new TreeSet<>();
        for (Cover cover : block.covers) {
            if (cover.keepers.isEmpty()) {
                block.hidden = true;
                return;
            }
            outlived.add(agents.id(cover.deletion.origin().agent, cover.deletion.counter()));
            keepers.addAll(cover.keepers);
        }
        block.survivor = new Survivor(List.copyOf(outlived), List.copyOf(keepers));
    }

    /** Deleted blocks, in the order they were first deleted. */
    List<Block> deletedBlocks() {
        List<Block> deleted = new ArrayList<>();
        for (Block block : marked) {
            if (block.deleted()) {
                deleted.add(block);
            }
        }
        return deleted;
    }
}
