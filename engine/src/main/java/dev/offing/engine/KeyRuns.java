package dev.offing.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * The runs of position keys that one replica made, to know which of them may be continued: a key is
 * never made twice, not even after the block that had it went elsewhere.
 */
final class KeyRuns {

    private final ReplicaId replica;
    private final Map<PositionKey, PositionKey> lasts = new HashMap<>();

    KeyRuns(ReplicaId replica) {
        this.replica = replica;
    }

    /** Hears of every key that comes into the document. */
    void add(PositionKey key) {
        if (key.lastReplica().equals(replica)) {
            PositionKey start = key.runStart();
            PositionKey last = lasts.get(start);
            if (last == null || last.compareTo(key) < 0) {
                lasts.put(start, key);
            }
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
        boolean runEnd = left != null && left.lastReplica().equals(replica) && left.equals(lasts.get(left.runStart()));
        return PositionKey.between(left, right, replica, counter, runEnd);
    }
}
