package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The structural half of {@link VersionRestore}: which blocks are shown, of which type, where, and
 * joined from what. Blocks are brought to their places parents first, so that no step closes a cycle.
 */
final class StructureRestore {

    /** One does nearly always; the second finds nothing left to do. */
    private static final int ROUNDS_MAX = 5;

    private final DocumentState now;
    private final DocumentState then;
    private final Author author;
    private final BlockCommands blocks;
    private final Slots slots;

    StructureRestore(DocumentState now, DocumentState then, Author author, BlockCommands blocks) {
        this.now = now;
        this.then = then;
        this.author = author;
        this.blocks = blocks;
        this.slots = new Slots(now, author, true);
    }

    /** @return false if the open change is full */
    boolean run() {
        if (!endDeletions()) {
            return false;
        }
        // What goes takes along what stands in it, which then gets a place that knows of it.
        for (int round = 0; round < ROUNDS_MAX; round++) {
            List<Block> others = others();
            if (round > 0 && others.isEmpty()) {
                return true;
            }
            if (!remove(others) || !restoreChildren(then.view.root())) {
                return false;
            }
        }
        return remove(others());
    }

    /**
     * Restores what was deleted since, all of it before anything is put into its place: a host that comes
     * back takes in again what was joined into it and outlived it. Also what outlived its deletion: the
     * words that kept it may go with the text.
     */
    private boolean endDeletions() {
        for (Block earlier : then.tree.blocks()) {
            Block block = now.block(earlier.id);
            if (earlier.host != null && block.deleted() && (block.hidden || !earlier.deleted())) {
                if (!author.hasRoom()) {
                    return false;
                }
                restore(block);
            }
        }
        return true;
    }

    private void restore(Block block) {
        author.perform(new Operation.RestoreBlock(block.id, author.seen()));
        now.view.refresh();
    }

    /** Whether it outlived only deletions of today: words that go with the text may have kept it. */
    private static boolean isKeptNow(Block block, Block earlier) {
        return !block.covers.isEmpty() && earlier.covers.isEmpty();
    }

    /** Whether a block was shown then, if only as part of a text, or is a half split off such a one since. */
    private boolean isWanted(Block block) {
        Block step = block;
        while (then.block(step.id) == null) {
            if (step.isHead()) {
                return false;
            }
            step = step.preceding();
        }
        return then.block(step.id).host != null;
    }

    /** What is shown and was not then, the outermost ones. */
    private List<Block> others() {
        now.view.refresh();
        List<Block> others = new ArrayList<>();
        for (Block block : now.tree.blocks()) {
            if (block.host != null && !isWanted(block) && !isInsideOther(block)) {
                others.add(block);
            }
        }
        return others;
    }

    private boolean remove(List<Block> others) {
        for (Block block : others) {
            if (!author.hasRoom()) {
                return false;
            }
            author.perform(new Operation.DeleteBlock(block.id, author.seen()));
        }
        now.view.refresh();
        return true;
    }

    /** Whether it goes with another one that goes; not if it stands in one that stays, which is taken out of that. */
    private boolean isInsideOther(Block block) {
        for (Block step = standsIn(block); !step.isRoot(); step = standsIn(step)) {
            if (isWanted(step)) {
                return false;
            }
            if (step.host != null) {
                return true;
            }
        }
        return false;
    }

    /** The parent or host of a block by its place, or by that of the one it follows. */
    private static Block standsIn(Block block) {
        Block step = block;
        while (step.isAuto()) {
            step = step.preceding().outermostHost();
        }
        return step.place.target;
    }

    /** Preorder, as the tree is as deep as a person made it. */
    private boolean restoreChildren(Shown earlierParent) {
        Block after = null;
        for (Shown earlier : earlierParent.children) {
            Block block = now.block(earlier.block.id);
            if (!author.hasRoom()) {
                return false;
            }
            restoreType(block, earlier.block);
            restorePlace(
                    block, earlier.block, earlierParent.isRoot() ? null : now.block(earlierParent.block.id), after);
            if (!restoreParts(earlier, block)) {
                return false;
            }
            if (!restoreChildren(earlier)) {
                return false;
            }
            after = block;
        }
        return true;
    }

    private void restoreType(Block block, Block earlier) {
        if (!block.type().equals(earlier.type())) {
            blocks.writeRegister(block, Operation.TYPE, new Value.Text(earlier.type()));
        }
    }

    /** The block whose place brings a shown one into its parent: what stands in a joined text goes with that. */
    private static Optional<BlockId> isShownIn(Block block) {
        return Optional.ofNullable(block.shown.anchor.place.target.id);
    }

    private void restorePlace(Block block, Block earlier, Block parentBlock, Block afterBlock) {
        reveal(block);
        Shown parent = parentBlock == null ? now.view.root() : now.view.shown(parentBlock);
        Shown after = afterBlock == null ? null : afterBlock.shown;
        if (block.shown != null
                && block.shown.parent == parent
                && !isKeptNow(block, earlier)
                && isShownIn(block).equals(isShownIn(earlier))) {
            int at = parent.children.indexOf(block.shown);
            if ((at == 0 ? null : parent.children.get(at - 1)) == after) {
                return;
            }
        }
        if (block.shown != null) {
            slots.pinFollowers(block.shown);
            now.view.refresh();
        }
        Slots.Slot slot = slots.open(parent, after, block);
        author.perform(new Operation.PlaceBlock(block.id, slots.place(slot)));
        now.view.refresh();
    }

    private void reveal(Block block) {
        now.view.refresh();
        if (block.hidden && block.deleted()) {
            restore(block);
        }
    }

    /**
     * Joins again what was joined. What leads from a part to its host may stand elsewhere now, if it was hidden
     * then: from such a part on all are joined to the host itself, one behind the other.
     */
    private boolean restoreParts(Shown earlier, Block host) {
        boolean astray = false;
        for (Block part : Layout.joined(earlier.block)) {
            if (part.host != earlier) {
                continue;
            }
            Block block = now.block(part.id);
            if (!restorePart(block, part, earlier)) {
                return false;
            }
            now.view.refresh();
            astray |= block.host != host.shown;
            if (astray && block != host) {
                leave(block);
                PositionKey key = now.keyRuns().between(lastContinuation(host, block), null, author.nextCounter());
                author.perform(new Operation.PlaceBlock(block.id, new Place.Continuation(host.id, key)));
            }
        }
        return true;
    }

    /** The greatest key of what is joined into a block, one part left out; null if nothing is. */
    private static PositionKey lastContinuation(Block host, Block part) {
        PositionKey last = null;
        for (Block block : host.continuations) {
            if (block != part && (last == null || block.place.key.compareTo(last) > 0)) {
                last = block.place.key;
            }
        }
        return last;
    }

    /** Puts a joined block back into its text, and after it the halves that were split off it since. */
    private boolean restorePart(Block block, Block earlier, Shown host) {
        if (earlier != host.block) {
            reveal(block);
            PlaceWrite place = earlier.place;
            boolean there = block.place.kind == PlaceWrite.Kind.CONTINUATION
                    && block.place.target.id.equals(place.target.id)
                    && block.place.key.equals(place.key);
            if (!there || block.hidden || isKeptNow(block, earlier)) {
                leave(block);
                author.perform(new Operation.PlaceBlock(block.id, place.toPlace()));
            }
        }
        for (int i = block.ordinal + 1; i < block.strand.blocks.size(); i++) {
            Block half = block.strand.blocks.get(i);
            if (then.block(half.id) != null) {
                break;
            }
            if (!author.hasRoom()) {
                return false;
            }
            joinHalf(half);
        }
        return true;
    }

    private void joinHalf(Block half) {
        reveal(half);
        Block host = half.preceding();
        PositionKey first = firstContinuation(host, half);
        boolean joined = half.place.kind == PlaceWrite.Kind.CONTINUATION
                && half.place.target == host
                && (first == null || half.place.key.compareTo(first) < 0);
        if (joined && !half.hidden) {
            return;
        }
        leave(half);
        PositionKey key = now.keyRuns().between(null, first, author.nextCounter());
        author.perform(new Operation.PlaceBlock(half.id, new Place.Continuation(host.id, key)));
    }

    /** The least key of what is joined into a block, now or then, one half left out; null if nothing is. */
    private PositionKey firstContinuation(Block host, Block half) {
        List<Block> all = new ArrayList<>(host.continuations);
        all.remove(half);
        Block earlier = then.block(host.id);
        if (earlier != null) {
            all.addAll(earlier.continuations);
        }
        PositionKey first = null;
        for (Block block : all) {
            if (first == null || block.place.key.compareTo(first) < 0) {
                first = block.place.key;
            }
        }
        return first;
    }

    /** What is shown behind a block only because it follows it stays. */
    private void leave(Block block) {
        now.view.refresh();
        if (block.shown != null) {
            slots.pinFollowers(block.shown);
        }
    }
}
