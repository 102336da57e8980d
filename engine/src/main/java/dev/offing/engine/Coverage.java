package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/**
 * Which blocks deletions hide, and which outlived one (MERGE-30 to MERGE-34). Recomputed as a whole.
 * Cost: for every deletion in force the blocks it covers and the runs of their text.
 */
final class Coverage {

    private static final String URL = "url";

    private final AgentTable agents;

    /** Blocks that were ever deleted or restored. */
    private final List<Block> marked = new ArrayList<>();

    private List<Block> covered = new ArrayList<>();

    Coverage(AgentTable agents) {
        this.agents = agents;
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
        }
        covered = new ArrayList<>();
        for (Block block : marked) {
            if (block.deleted()) {
                for (Deletion deletion : block.deletions) {
                    cover(deletion);
                }
            }
        }
        for (Block block : covered) {
            decide(block);
        }
    }

    private void cover(Deletion deletion) {
        Block top = deletion.block();
        add(top, new Cover(deletion, List.of()));
        Block half = top.autoFollower();
        while (half != null && !deletion.saw(half.origin, half.counter)) {
            add(half, new Cover(deletion, List.of()));
            half = half.autoFollower();
        }
        Deque<Block> open = new ArrayDeque<>();
        Deque<List<PlaceWrite>> unseen = new ArrayDeque<>();
        pushBelow(deletion, top, List.of(), open, unseen);
        while (!open.isEmpty()) {
            Block block = open.pop();
            List<PlaceWrite> path = unseen.pop();
            add(block, new Cover(deletion, path));
            Block follower = block.autoFollower();
            if (follower != null) {
                open.push(follower);
                unseen.push(path);
            }
            pushBelow(deletion, block, path, open, unseen);
        }
    }

    private static void pushBelow(
            Deletion deletion,
            Block block,
            List<PlaceWrite> path,
            Deque<Block> open,
            Deque<List<PlaceWrite>> unseen) {
        for (Block child : block.children) {
            open.push(child);
            unseen.push(withUnseen(deletion, path, child.place));
        }
        for (Block continuation : block.continuations) {
            open.push(continuation);
            unseen.push(withUnseen(deletion, path, continuation.place));
        }
    }

    private static List<PlaceWrite> withUnseen(Deletion deletion, List<PlaceWrite> path, PlaceWrite place) {
        if (deletion.saw(place.origin, place.counter)) {
            return path;
        }
        List<PlaceWrite> longer = new ArrayList<>(path);
        longer.add(place);
        return longer;
    }

    private void add(Block block, Cover cover) {
        if (block.covers.isEmpty()) {
            covered.add(block);
        }
        block.covers.add(cover);
    }

    private void decide(Block block) {
        TreeSet<OpId> outlived = new TreeSet<>();
        TreeSet<ReplicaId> keepers = new TreeSet<>();
        for (Cover cover : block.covers) {
            boolean[] typists = unseenTypists(block, cover.deletion());
            boolean places = !cover.unseenPlaces().isEmpty() && hasContent(block);
            if (typists == null && !places) {
                block.hidden = true;
                return;
            }
            outlived.add(agents.id(cover.deletion().origin().agent, cover.deletion().counter()));
            for (int agent = 0; typists != null && agent < typists.length; agent++) {
                if (typists[agent]) {
                    keepers.add(agents.replica(agent));
                }
            }
            if (places) {
                for (PlaceWrite place : cover.unseenPlaces()) {
                    keepers.add(agents.replica(place.origin.agent));
                }
            }
        }
        block.survivor = new Survivor(List.copyOf(outlived), List.copyOf(keepers));
    }

    /** Who typed visible characters the deletion had not seen, by agent; null if nobody did. */
    private boolean[] unseenTypists(Block block, Deletion deletion) {
        boolean[] typists = unseenTypists(null, block.segment, deletion);
        for (TextStrand cell : block.cellList) {
            typists = unseenTypists(typists, cell.segment, deletion);
        }
        return typists;
    }

    private boolean[] unseenTypists(boolean[] found, Segment segment, Deletion deletion) {
        boolean[] typists = found;
        int end = segment.end();
        Strand.Cursor runs = segment.strand.elements.cursor(segment.start());
        while (runs.next() && runs.elementIndex() < end) {
            int last = runs.counter() + runs.length() - 1;
            if (runs.visible() && !deletion.origin().saw(deletion.counter(), runs.agent(), last)) {
                typists = typists == null ? new boolean[agents.size()] : typists;
                typists[runs.agent()] = true;
            }
        }
        return typists;
    }

    private static boolean hasContent(Block block) {
        if (block.segment.lengthUtf16() > 0
                || block.property(URL) instanceof Value.Text url && !url.value().isEmpty()) {
            return true;
        }
        for (TextStrand cell : block.cellList) {
            if (cell.elements.visibleUtf16() > 0) {
                return true;
            }
        }
        return false;
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
