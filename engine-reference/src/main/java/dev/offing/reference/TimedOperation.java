package dev.offing.reference;

import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.VersionVector;
import java.util.Comparator;

/**
 * An applied operation and what its change says about it. The natural order is the time order of the
 * merge rules: stamp, replica, counter.
 *
 * @param id its own id; elements of a run have the following counters
 * @param stamp the stamp of its change
 * @param past the causal past of its change
 * @param operation what was done
 */
record TimedOperation(OpId id, long stamp, VersionVector past, Operation operation)
        implements Comparable<TimedOperation> {

    private static final Comparator<TimedOperation> TIME =
            Comparator.comparingLong(TimedOperation::stamp).thenComparing(TimedOperation::id);

    /** MERGE-8: the past of its change, and what stands before it in its own change. */
    boolean hasSeen(OpId other) {
        return past.includes(other) || other.replica().equals(id.replica()) && other.counter() < id.counter();
    }

    /** The id of the element {@code index} of a run. */
    OpId element(int index) {
        return new OpId(id.replica(), id.counter() + index);
    }

    @Override
    public int compareTo(TimedOperation other) {
        return TIME.compare(this, other);
    }
}
