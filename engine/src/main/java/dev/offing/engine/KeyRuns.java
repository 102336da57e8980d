package dev.offing.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * The runs of position keys that one replica made, to know which of them may be continued at which
 * end: a key is never made twice, not even after the block that had it went elsewhere.
 */
final class KeyRuns {

    private final ReplicaId replica;
    private final Map<PositionKey, Run> runs = new HashMap<>();

    private static final class Run {
        PositionKey first;
        PositionKey last;
    }

    KeyRuns(ReplicaId replica) {
        this.replica = replica;
    }

    /** Hears of every key that comes into the document. */
    void add(PositionKey key) {
        if (!key.lastReplica().equals(replica)) {
            return;
        }
        Run run = runs.computeIfAbsent(key.runStart(), start -> new Run());
        if (run.first == null || key.compareTo(run.first) < 0) {
            run.first = key;
        }
        if (run.last == null || key.compareTo(run.last) > 0) {
            run.last = key;
        }
    }

    /**
     * A new key between two.
     *
     * @param left the key before, null = none
     * @param right the key after, null = none
     * @param counter of the operation that will carry the key
     */
    PositionKey between(PositionKey left, PositionKey right, int counter) {
        Run leftRun = left == null ? null : runs.get(left.runStart());
        Run rightRun = right == null ? null : runs.get(right.runStart());
        boolean leftEndsRun = leftRun != null && leftRun.last.equals(left);
        boolean rightStartsRun = rightRun != null && rightRun.first.equals(right);
        return PositionKey.between(left, right, replica, counter, leftEndsRun, rightStartsRun);
    }
}
