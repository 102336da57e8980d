package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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

    private List<Block> covered = new ArrayList<>();

    Coverage(AgentTable agents, ChangeLog log, TextDeletions textDeletions) {
        this.agents = agents;
        this.log = log;
        this.textDeletions = textDeletions;
    }

    /** Merges a write of the deletion register. */
    void write(Deletion write) {
        List<Deletion> remaining = write.block().deletions;
        if (!write.block().marked) {
            write.block().marked = true;
            marked.add(write.block());
        }
        remaining.removeIf(old -> write.saw(old.origin(), old.counter()));
        for (Deletion other : remaining) {
            if (other.saw(write.origin(), write.counter())) {
                return;
            }
        }
        remaining.add(write);
    }

    /** Blocks under a deletion in force, hidden or not. */
    List<Block> covered() {
        return covered;
    }

    void recompute() {
        for (Block block : covered) {
            block.covers.clear();
            block.hidden = false;
            block.survivor = null;
            block.strand.covered = false;
        }
        covered = new ArrayList<>();
        for (Block block : marked) {
            if (block.deleted()) {
                for (Deletion deletion : block.deletions) {
                    coverings(deletion).forEach(this::add);
                }
            }
        }
        keepTables();
        for (Block block : covered) {
            decide(block);
        }
    }

    /**
     * A block on the walk down from a deleted one.
     *
     * @param joined whether it is the deleted block or joined into it: what follows it stands beside
     *     the deleted block, not below it
     */
    private record Step(Block block, List<PlaceWrite> unseenPlaces, boolean joined) {}

    private record Covering(Block block, Cover cover) {}

    private void add(Covering covering) {
        Block block = covering.block;
        if (block.covers.isEmpty()) {
            covered.add(block);
            block.strand.covered = true;
        }
        block.covers.add(covering.cover);
    }

    /**
     * Whether somebody would keep one of some blocks from a deletion that is not made.
     *
     * @param imagined the deletion, with what it would have seen
     */
    boolean wouldKeep(Deletion imagined, Set<Block> blocks) {
        for (Covering covering : coverings(imagined)) {
            if (blocks.contains(covering.block) && !covering.cover.keepers.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** What a deletion covers, and who keeps it from that, for tables see {@link #keepTables}. */
    private List<Covering> coverings(Deletion deletion) {
        List<Covering> coverings = new ArrayList<>();
        Deque<Step> open = new ArrayDeque<>();
        open.push(new Step(deletion.block(), List.of(), true));
        while (!open.isEmpty()) {
            Step step = open.pop();
            Block block = step.block;
            if (block != deletion.block() && deletion.isKnownTo(block.place.origin, block.place.counter)) {
                continue;
            }
            coverings.add(new Covering(block, cover(block, deletion, step.unseenPlaces)));
            for (Block child : block.children) {
                open.push(new Step(child, withUnseen(deletion, step.unseenPlaces, child.place), false));
            }
            for (Block part : block.continuations) {
                open.push(new Step(part, withUnseen(deletion, step.unseenPlaces, part.place), step.joined));
            }
            Block follower = follower(block, deletion);
            if (follower != null && !step.joined) {
                open.push(new Step(follower, step.unseenPlaces, false));
            }
            while (step.joined && follower != null && !deletion.saw(follower.origin, follower.counter)) {
                coverings.add(new Covering(follower, cover(follower, deletion, List.of())));
                follower = follower(follower, deletion);
            }
        }
        return coverings;
    }

    /** The Auto follower of a block as if nothing had been split off in knowledge of a deletion; null if none. */
    private static Block follower(Block block, Deletion deletion) {
        List<Block> blocks = block.strand.blocks;
        int next = block.ordinal + 1;
        while (next < blocks.size() && deletion.isKnownTo(blocks.get(next).origin, blocks.get(next).counter)) {
            next++;
        }
        return next < blocks.size() && blocks.get(next).isAuto() ? blocks.get(next) : null;
    }

    private static List<PlaceWrite> withUnseen(Deletion deletion, List<PlaceWrite> path, PlaceWrite place) {
        if (deletion.saw(place.origin, place.counter)) {
            return path;
        }
        List<PlaceWrite> longer = new ArrayList<>(path);
        longer.add(place);
        return longer;
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

    /** A rescued row or column keeps the block it is placed in, and so on upwards (MERGE-32). */
    private void keepTables() {
        for (Block block : covered) {
            for (Cover cover : block.covers) {
                Block part = block;
                while (!cover.keepers.isEmpty()
                        && part.place.kind == PlaceWrite.Kind.CHILD
                        && Layout.isTablePart(part.type())) {
                    part = part.place.target;
                    Cover table = part.cover(cover.deletion);
                    if (table == null) {
                        break;
                    }
                    table.keepers.addAll(cover.keepers);
                }
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
