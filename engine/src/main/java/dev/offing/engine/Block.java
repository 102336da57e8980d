package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A block with everything that was written about it, and what the tree and the layout derived from
 * that. The tree's root is a block without id, strand and place.
 */
final class Block {

    // ---- what it is ----

    /** Null for the root. */
    final BlockId id;

    final Origin origin;
    final int counter;

    /** The strand its boundary is in; null for the root. */
    TextStrand strand;

    /** Its place in {@code strand.blocks}: 0 for the head. */
    int ordinal;

    /** Its own text. */
    Segment segment;

    /** Its type until a write (MERGE-41). */
    final String initialType;

    // ---- what was written about it ----

    final TreeMap<String, Register<Value>> registers = new TreeMap<>();

    /** Writes of its deletion register that no other write had seen. */
    final List<Deletion> deletions = new ArrayList<>(0);

    /** All writes of that register, superseded ones too. */
    final List<Deletion> allDeletions = new ArrayList<>(0);

    /** Whether it was ever deleted or restored. */
    boolean marked;

    /** Cells of the table row or column it is, in the order they were first written. */
    final List<TextStrand> cellList = new ArrayList<>(0);

    /** Its cells as a row of a database, by property; null before the first write into one. */
    TreeMap<String, Cell> cells;

    /** Everything done to its cells, in the order of arrival; null before the first. */
    List<CellEdit> cellEdits;

    // ---- derived by BlockTree ----

    PlaceWrite initialPlace;
    PlaceWrite place;

    /** Places it had before, in time order. */
    final List<PlaceWrite> formerPlaces = new ArrayList<>(0);

    /** Former places of other blocks in this one. */
    final List<PlaceWrite> formerlyHere = new ArrayList<>(0);

    /** Blocks whose place is Child of this, by (key, id), hidden ones included. */
    final List<Block> children = new ArrayList<>(0);

    /** Blocks whose place is Continuation of this, by (key, id), hidden ones included. */
    final List<Block> continuations = new ArrayList<>(0);

    // ---- derived by Coverage ----

    /** Whether a deletion in force reaches it, whether or not it covers it. */
    boolean reached;

    final List<Cover> covers = new ArrayList<>(0);
    boolean hidden;

    /** Its badge, null for none. */
    Survivor survivor;

    // ---- derived by Layout ----

    /** How it is shown as a block of its own; null if it is hidden or shown inside a host. */
    Shown shown;

    /** How it was shown when it was last shown, to be used again. */
    Shown lastShown;

    /** Whether the view has it among the blocks whose registers changed. */
    boolean registersNoted;

    /** The block whose text holds its text; null if it is hidden. */
    Shown host;

    Block(BlockId id, Origin origin, int counter, String initialType) {
        this.id = id;
        this.origin = origin;
        this.counter = counter;
        this.initialType = initialType;
    }

    boolean isRoot() {
        return id == null;
    }

    boolean isHead() {
        return ordinal == 0;
    }

    boolean isAuto() {
        return place.kind == PlaceWrite.Kind.AUTO;
    }

    /**
     * The place from which people who knew of a deletion took it (MERGE-31): from its place back, each time to the
     * latest one its author had seen, to the first that had not seen the deletion. Null if it was made in knowledge
     * of it.
     */
    PlaceWrite placeBefore(Deletion deletion) {
        PlaceWrite at = place;
        for (int i = formerPlaces.size() - 1; i >= 0 && deletion.isKnownTo(at.origin, at.counter); i--) {
            PlaceWrite earlier = formerPlaces.get(i);
            if (at.origin.saw(at.counter, earlier.origin.agent, earlier.counter)) {
                at = earlier;
            }
        }
        return deletion.isKnownTo(at.origin, at.counter) ? null : at;
    }

    /** The block it is a continuation of at last; itself if it is none. */
    Block outermostHost() {
        Block step = this;
        while (step.place.kind == PlaceWrite.Kind.CONTINUATION) {
            step = step.place.target;
        }
        return step;
    }

    /** The block of the preceding boundary; only for split-born blocks. */
    Block preceding() {
        return strand.blocks.get(ordinal - 1);
    }

    /** The block of the next boundary if it stands wherever this one stands, else null. */
    Block autoFollower() {
        if (isRoot() || ordinal == strand.blocks.size() - 1) {
            return null;
        }
        Block next = strand.blocks.get(ordinal + 1);
        return next.isAuto() ? next : null;
    }

    /** The write of the type register that is shown, else the initial type. */
    String type() {
        return property(Operation.TYPE) instanceof Value.Text text ? text.value() : initialType;
    }

    Value property(String key) {
        Register<Value> register = registers.get(key);
        return register == null ? Value.ABSENT : register.valueOr(Value.ABSENT);
    }

    /** Whether some cell of it holds anything. */
    boolean hasCellContent() {
        if (cells != null) {
            for (Cell cell : cells.values()) {
                if (!cell.isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How a deletion covers it, null if it does not. */
    Cover cover(Deletion deletion) {
        for (Cover cover : covers) {
            if (cover.deletion == deletion) {
                return cover;
            }
        }
        return null;
    }

    /** The deletions that reach something (MERGE-30). */
    List<Deletion> deletionsInForce() {
        if (!deleted()) {
            return List.of();
        }
        List<Deletion> inForce = new ArrayList<>(deletions);
        for (Deletion write : allDeletions) {
            if (write.deletes() && !deletions.contains(write) && isInForce(write)) {
                inForce.add(write);
            }
        }
        return inForce;
    }

    private boolean isInForce(Deletion deletion) {
        for (Deletion restore : allDeletions) {
            if (!restore.deletes() && !deletion.saw(restore) && !isAnswered(restore, deletion)) {
                return false;
            }
        }
        return true;
    }

    /** Whether somebody who did not know of a deletion deleted again what was restored. */
    private boolean isAnswered(Deletion restore, Deletion deletion) {
        for (Deletion other : allDeletions) {
            if (other.deletes() && other.saw(restore) && !other.saw(deletion)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is deleted itself: its register holds deletions only, at least one (MERGE-30). */
    boolean deleted() {
        if (deletions.isEmpty()) {
            return false;
        }
        for (Deletion write : deletions) {
            if (!write.deletes()) {
                return false;
            }
        }
        return true;
    }
}
