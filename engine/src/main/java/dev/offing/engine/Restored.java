package dev.offing.engine;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which earlier write each write of an undo or redo brought back. A brought back write counts as
 * current, so that one undo after the other finds its own write still winning (MERGE-50).
 */
final class Restored {

    /** By counter of the own write: the write it brought back, null for the initial value. */
    private final TreeMap<Integer, OpId> writes = new TreeMap<>();

    void add(int counter, OpId restored) {
        writes.put(counter, restored);
    }

    void clear() {
        writes.clear();
    }

    /** By counter, ascending. */
    Map<Integer, OpId> writes() {
        return writes;
    }

    /**
     * Whether an own write is the current one, or was brought back by it.
     *
     * @param current id of the current write
     */
    boolean isCurrent(OpId own, OpId current) {
        OpId step = current;
        while (step != null) {
            if (step.equals(own)) {
                return true;
            }
            step = step.replica().equals(own.replica()) ? writes.get(step.counter()) : null;
        }
        return false;
    }
}
