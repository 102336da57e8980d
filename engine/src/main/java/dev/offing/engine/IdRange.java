package dev.offing.engine;

/**
 * Consecutive ids of one replica.
 *
 * @param replica whose ids
 * @param first the first counter
 * @param length how many, at least 1
 */
public record IdRange(ReplicaId replica, int first, int length) {

    public IdRange {
        if (first < 0 || length < 1 || first > Integer.MAX_VALUE - length) {
            throw new IllegalArgumentException("id range is out of bounds");
        }
    }

    /** The counter after the last one of the range. */
    public int end() {
        return first + length;
    }
}
