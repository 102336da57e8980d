package dev.offing.engine;

import dev.offing.engine.Document.UndoLoaded;
import dev.offing.engine.UndoHistory.Group;
import dev.offing.engine.UndoHistory.Step;
import java.util.List;
import java.util.Set;

/**
 * Reads the content of an undo state (docs/spec/bytes.md) with the document it belongs to: the bytes
 * name operations, the document has them.
 */
final class UndoReader {

    /** The least a group takes: its count of runs, and one run's gap and count. */
    private static final int GROUP_BYTES_MIN = 3;

    private static final int RESTORED_BYTES_MIN = 2;

    private final ByteReader in;
    private final Author author;
    private ReplicaTable replicas;

    UndoReader(ByteReader in, Author author) {
        this.in = in;
        this.author = author;
    }

    /** An operation the bytes name is not in the document, or is another one. */
    private static final class Unfit extends RuntimeException {}

    /** @param into empty; filled if the result is {@link UndoLoaded.Done}, else empty again */
    UndoLoaded read(UndoHistory into) {
        replicas = ReplicaTable.read(in, 1);
        if (replicas.size() == 0) {
            throw in.corrupt("undo state has no replica");
        }
        replicas.markUsed(0);
        if (!replicas.get(0).equals(author.replica())) {
            return new UndoLoaded.Dropped(UndoLoaded.Misfit.OTHER_REPLICA);
        }
        try {
            readStack(into.undoStack());
            readStack(into.redoStack());
            for (Restored restored : into.restored()) {
                readRestored(restored, into.steps());
            }
        } catch (Unfit unfit) {
            into.clear();
            return new UndoLoaded.Dropped(UndoLoaded.Misfit.UNKNOWN_OPERATION);
        }
        if (!replicas.allUsed()) {
            throw in.corrupt("a replica is not used");
        }
        in.expectEnd();
        return new UndoLoaded.Done();
    }

    private void readStack(List<Group> stack) {
        int groups = in.readCount(GROUP_BYTES_MIN);
        if (groups > Limits.UNDO_GROUPS_MAX) {
            throw in.corrupt("too many undo groups");
        }
        int end = 0;
        for (int i = 0; i < groups; i++) {
            Group group = new Group();
            int runs = in.readCount(2);
            if (runs == 0) {
                throw in.corrupt("undo group is empty");
            }
            for (int run = 0; run < runs; run++) {
                int gap = in.readVarint();
                if (run > 0 && gap == 0) {
                    throw in.corrupt("runs of an undo group touch");
                }
                end = readRun(counter(end, gap), group);
            }
            stack.add(group);
        }
    }

    private int counter(int end, int gap) {
        int counter = end + gap;
        if (counter < 0) {
            throw in.corrupt("counter is too large");
        }
        return counter;
    }

    /** @return the counter after the run's last one */
    private int readRun(int first, Group group) {
        int count = in.readVarint();
        if (count == 0) {
            throw in.corrupt("run of an undo group is empty");
        }
        int counter = first;
        for (int i = 0; i < count; i++) {
            Operation operation = author.operation(new OpId(author.replica(), counter));
            if (operation == null) {
                throw new Unfit();
            }
            OpId before = operation instanceof Operation.PlaceBlock place ? readPlaceBefore(place) : null;
            group.steps.add(new Step(operation, counter, before));
            counter += operation.idCount();
        }
        return counter;
    }

    private OpId readPlaceBefore(Operation.PlaceBlock place) {
        OpId before = readId();
        boolean fits = before.equals(place.block().op())
                || author.operation(before) instanceof Operation.PlaceBlock earlier
                        && earlier.block().equals(place.block());
        if (!fits) {
            throw new Unfit();
        }
        return before;
    }

    /** @param steps counters of the operations in the stacks */
    private void readRestored(Restored restored, Set<Integer> steps) {
        int count = in.readCount(RESTORED_BYTES_MIN);
        int end = 0;
        for (int i = 0; i < count; i++) {
            int counter = counter(end, in.readVarint());
            int distance = in.readVarint();
            if (distance < 1 || distance > counter) {
                throw in.corrupt("a write brought back what is not earlier");
            }
            if (!steps.contains(counter - distance) && !restored.writes().containsKey(counter - distance)) {
                throw in.corrupt("what was brought back leads to no operation of a stack");
            }
            if (author.operation(new OpId(author.replica(), counter)) == null) {
                throw new Unfit();
            }
            restored.add(counter, new OpId(author.replica(), counter - distance));
            end = counter(counter, 1);
        }
    }

    private OpId readId() {
        ReplicaId replica = replicas.get(replicas.readIndex(in));
        return new OpId(replica, in.readVarint());
    }
}
