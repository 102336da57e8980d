package dev.offing.engine;

/**
 * Consecutive ids of one replica.
 *
 * @param replica whose ids
 * @param first the first counter
 * @param length how many, at least 1
 */
public record IdRange(ReplicaId replica, int first, int length) {

    /** Refuses what is out of bounds with an {@link IllegalArgumentException}. */
    public IdRange {
        if (first < 0 || length < 1 || first > Integer.MAX_VALUE - length) {
            throw new IllegalArgumentException("id range is out of bounds");
        }
    }

    /**
     * The end of the range.
     *
     * @return the counter after its last one
     */
    public int end() {
        return first + length;
    }
}
