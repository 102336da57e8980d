package dev.offing.reference;

import dev.offing.engine.Change;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.VersionVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * MERGE-1 to MERGE-4: which of the received changes are applied, and their operations in time order.
 * A change is later than its causes, so one pass over the changes in time order meets causes first.
 */
final class History {

    private final List<TimedOperation> operations = new ArrayList<>();
    private final List<Change> applied = new ArrayList<>();
    private final Map<ReplicaId, Integer> version = new TreeMap<>();
    private final Map<Change, VersionVector> pasts = new IdentityHashMap<>();

    /** @param received any changes, in any order, without duplicates */
    History(List<Change> received) {
        List<Change> byTime = new ArrayList<>(received);
        byTime.sort(Comparator.comparingLong(Change::stamp)
                .thenComparing(Change::replica)
                .thenComparingInt(Change::firstCounter));
        for (Change change : byTime) {
            if (causesAreApplied(change)) {
                add(change);
            }
        }
    }

    /** Operations of the applied changes, in time order. */
    List<TimedOperation> operations() {
        return operations;
    }

    /** The applied changes, in time order. */
    List<Change> applied() {
        return applied;
    }

    VersionVector version() {
        return VersionVector.of(version);
    }

    private boolean causesAreApplied(Change change) {
        if (version.getOrDefault(change.replica(), 0) != change.firstCounter()) {
            return false;
        }
        return change.heads().stream().allMatch(head -> version.getOrDefault(head.replica(), 0) > head.counter());
    }

    private void add(Change change) {
        VersionVector past = past(change);
        pasts.put(change, past);
        applied.add(change);
        int counter = change.firstCounter();
        for (Operation operation : change.operations()) {
            requireSeenIsPast(operation, past);
            operations.add(new TimedOperation(new OpId(change.replica(), counter), change.stamp(), past, operation));
            counter += operation.idCount();
        }
        version.put(change.replica(), counter);
    }

    /** What the causes had seen, and the causes; checks the stamp on the way (MERGE-2). */
    private VersionVector past(Change change) {
        List<Change> causes = new ArrayList<>();
        change.heads().forEach(head -> causes.add(holder(head)));
        if (change.firstCounter() > 0) {
            causes.add(holder(new OpId(change.replica(), change.firstCounter() - 1)));
        }
        Map<ReplicaId, Integer> past = new TreeMap<>();
        long greatestStamp = 0;
        for (Change cause : causes) {
            greatestStamp = Math.max(greatestStamp, cause.stamp());
            for (ReplicaId replica : pasts.get(cause).replicas()) {
                past.merge(replica, pasts.get(cause).end(replica), Math::max);
            }
            past.merge(cause.replica(), cause.firstCounter() + cause.idCount(), Math::max);
        }
        if (change.stamp() != greatestStamp + 1) {
            throw new IllegalStateException("stamp is not exact: " + change);
        }
        return VersionVector.of(past);
    }

    private Change holder(OpId id) {
        for (Change change : applied) {
            if (change.replica().equals(id.replica())
                    && change.firstCounter() <= id.counter()
                    && id.counter() < change.firstCounter() + change.idCount()) {
                return change;
            }
        }
        throw new IllegalStateException("no applied change holds " + id);
    }

    private static void requireSeenIsPast(Operation operation, VersionVector past) {
        VersionVector seen = switch (operation) {
            case Operation.DeleteBlock delete -> delete.seen();
            case Operation.RestoreBlock restore -> restore.seen();
            default -> past;
        };
        if (!seen.equals(past)) {
            throw new IllegalStateException("seen is not the causal past: " + operation + ", past " + past);
        }
    }
}
