package dev.offing.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What changed from one version to a later one, and by whom (MERGE-72). */
final class VersionDifference {

    private final DocumentState before;
    private final DocumentState after;
    private final Map<ReplicaId, List<Change>> since = new HashMap<>();
    private final VersionVector from;
    private final List<Difference> found = new ArrayList<>();

    /** The first deletion in between that names a character and was not taken back, by replica and counter. */
    private final Map<OpId, OpId> deletedBy = new HashMap<>();

    /** The undelete in between that named a deletion of the character last. */
    private final Map<OpId, OpId> revivedBy = new HashMap<>();

    /**
     * @param from the version of {@code before}
     * @param since the changes of {@code after} that {@code before} has not seen, causes first
     */
    VersionDifference(DocumentState before, DocumentState after, VersionVector from, List<Change> since) {
        this.before = before;
        this.after = after;
        this.from = from;
        for (Change change : since) {
            this.since.computeIfAbsent(change.replica(), r -> new ArrayList<>()).add(change);
            noteDeletions(change);
        }
    }

    List<Difference> find() {
        addBlocks();
        addRegisters(null, before.properties, after.properties);
        for (Block block : after.tree.blocks()) {
            Block earlier = before.block(block.id);
            if (block.shown != null && earlier != null && earlier.shown != null) {
                if (!block.type().equals(earlier.type())) {
                    Attribution by = ofWrite(block.registers.get(Operation.TYPE));
                    found.add(new Difference.Changed(
                            block.id,
                            Operation.TYPE,
                            new Value.Text(earlier.type()),
                            new Value.Text(block.type()),
                            by));
                }
                addRegisters(block.id, earlier.registers, block.registers);
            }
        }
        addTexts();
        new MarkDifference(before, after, this::by, found).find();
        return found;
    }

    // ---- who did it ----

    private void noteDeletions(Change change) {
        int counter = change.firstCounter();
        for (Operation operation : change.operations()) {
            OpId id = new OpId(change.replica(), counter);
            if (operation instanceof Operation.DeleteText delete
                    && !after.textDeletions.isCancelled(after.agents.find(id.replica()), counter)) {
                noteTargets(delete, id, deletedBy, false);
            } else if (operation instanceof Operation.UndeleteText undelete) {
                OpId deletion = undelete.deletion();
                int agent = after.agents.find(deletion.replica());
                Operation named = after.log.operation(agent, deletion.counter());
                noteTargets((Operation.DeleteText) named, id, revivedBy, true);
            }
            counter += operation.idCount();
        }
    }

    private static void noteTargets(Operation.DeleteText delete, OpId by, Map<OpId, OpId> authors, boolean last) {
        for (IdRange range : delete.targets()) {
            for (int counter = range.first(); counter < range.end(); counter++) {
                OpId character = new OpId(range.replica(), counter);
                if (last) {
                    authors.put(character, by);
                } else {
                    authors.putIfAbsent(character, by);
                }
            }
        }
    }

    /** The operation in between, null if it is none of those. */
    private Attribution by(OpId operation) {
        Change change = operation == null ? null : changeOf(operation);
        return change == null ? null : new Attribution(operation, change.wallMillis());
    }

    /** The change in between that an id belongs to, null if it belongs to an earlier one. */
    private Change changeOf(OpId id) {
        if (from.includes(id)) {
            return null;
        }
        List<Change> changes = since.get(id.replica());
        int low = 0;
        int high = changes.size() - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (changes.get(middle).firstCounter() <= id.counter()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return changes.get(low);
    }

    private OpId id(Origin origin, int counter) {
        return after.agents.id(origin.agent, counter);
    }

    // ---- blocks ----

    private void addBlocks() {
        addBlocks(before.view.root(), true);
        addBlocks(after.view.root(), false);
    }

    private void addBlocks(Shown parent, boolean earlier) {
        for (Shown shown : parent.children) {
            Block other = (earlier ? after : before).block(shown.block.id);
            boolean there = other != null && other.shown != null;
            if (earlier && !there) {
                found.add(new Difference.Vanished(shown.block.id, byOfVanished(other)));
            } else if (!earlier && !there) {
                found.add(new Difference.Appeared(shown.block.id, byOfAppeared(shown.block, other)));
            } else if (!earlier && isElsewhere(shown, other.shown)) {
                OpId place = id(shown.block.place.origin, shown.block.place.counter);
                if (by(place) != null) {
                    found.add(new Difference.Moved(shown.block.id, by(place)));
                }
            }
            addBlocks(shown, earlier);
        }
    }

    private Attribution byOfVanished(Block now) {
        if (!now.hidden) {
            return by(id(now.place.origin, now.place.counter));
        }
        for (Cover cover : now.covers) {
            if (cover.keepers.isEmpty()) {
                return by(id(cover.deletion.origin(), cover.deletion.counter()));
            }
        }
        return null;
    }

    private Attribution byOfAppeared(Block now, Block earlier) {
        if (earlier == null) {
            return by(now.id.op());
        }
        for (Deletion write : now.deletions) {
            if (!write.deletes()) {
                return by(id(write.origin(), write.counter()));
            }
        }
        return by(id(now.place.origin, now.place.counter));
    }

    /** Whether it has another parent, or follows another one of the siblings both versions show there. */
    private boolean isElsewhere(Shown now, Shown earlier) {
        return !Objects.equals(now.parent.block.id, earlier.parent.block.id)
                || !Objects.equals(siblingBefore(now, before), siblingBefore(earlier, after));
    }

    private static BlockId siblingBefore(Shown shown, DocumentState other) {
        List<Shown> siblings = shown.parent.children;
        for (int i = siblings.indexOf(shown) - 1; i >= 0; i--) {
            Block there = other.block(siblings.get(i).block.id);
            if (there != null
                    && there.shown != null
                    && Objects.equals(there.shown.parent.block.id, shown.parent.block.id)) {
                return there.id;
            }
        }
        return null;
    }

    // ---- registers ----

    private void addRegisters(BlockId block, Map<String, Register<Value>> earlier, Map<String, Register<Value>> now) {
        Set<String> keys = new TreeSet<>(now.keySet());
        keys.remove(Operation.TYPE);
        for (String key : keys) {
            Value was = earlier.containsKey(key) ? earlier.get(key).valueOr(Value.ABSENT) : Value.ABSENT;
            Value is = now.get(key).valueOr(Value.ABSENT);
            if (!was.equals(is)) {
                found.add(new Difference.Changed(block, key, was, is, ofWrite(now.get(key))));
            }
        }
    }

    private Attribution ofWrite(Register<Value> register) {
        Register.Write<Value> winner = register.winner();
        return by(id(winner.origin(), winner.counter()));
    }

    // ---- texts ----

    private void addTexts() {
        Map<ReplicaId, BitSet> shownBefore = EarlierVersion.shownCharacters(before);
        Map<ReplicaId, BitSet> shownAfter = EarlierVersion.shownCharacters(after);
        addTexts(before, shownAfter, false);
        addTexts(after, shownBefore, true);
    }

    private void addTexts(DocumentState state, Map<ReplicaId, BitSet> shownInOther, boolean inserted) {
        EarlierVersion.texts(state).forEach((target, segments) -> {
            Stretches stretches = new Stretches(target, inserted);
            EarlierVersion.forEachRun(
                    state,
                    segments,
                    (replica, counter, offset, text) ->
                            stretches.add(replica, counter, offset, text, shownInOther.get(replica)));
            stretches.end();
        });
    }

    /** Joins characters that stand side by side and have one author and change into differences. */
    private final class Stretches {
        private final TextTarget target;
        private final boolean inserted;
        private final StringBuilder text = new StringBuilder();
        private int start;
        private Attribution by;
        private Change change;

        Stretches(TextTarget target, boolean inserted) {
            this.target = target;
            this.inserted = inserted;
        }

        void add(ReplicaId replica, int first, int offset, String run, BitSet shownInOther) {
            int counter = first;
            for (int at = 0; at < run.length(); counter++) {
                int next = run.offsetByCodePoints(at, 1);
                OpId id = new OpId(replica, counter);
                boolean missing = shownInOther == null || !shownInOther.get(counter);
                // What is gone and was not deleted itself went with its block, which is the difference then.
                if (missing && (inserted || deletedBy.containsKey(id))) {
                    add(id, offset + at, run.substring(at, next));
                }
                at = next;
            }
        }

        private void add(OpId id, int offset, String character) {
            OpId operation = inserted && !from.includes(id) ? id : inserted ? revivedBy.get(id) : deletedBy.get(id);
            Change source = operation == null ? null : changeOf(operation);
            if (text.length() > 0 && (offset != start + text.length() || source != change)) {
                end();
            }
            if (text.length() == 0) {
                start = offset;
                change = source;
                by = by(operation);
            }
            text.append(character);
        }

        void end() {
            if (text.length() > 0) {
                found.add(
                        inserted
                                ? new Difference.Inserted(target, start, text.toString(), by)
                                : new Difference.Deleted(target, start, text.toString(), by));
                text.setLength(0);
            }
        }
    }
}
