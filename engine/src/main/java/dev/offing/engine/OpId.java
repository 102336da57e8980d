package dev.offing.engine;

/**
 * The identity of one operation, and of one element of text: the replica that made it and that
 * replica's counter in this document. Counters start at 0 and have no gaps.
 *
 * @param replica who made it
 * @param counter 0-based, per replica and document
 */
public record OpId(ReplicaId replica, int counter) implements Comparable<OpId> {

    /** Refuses a negative counter with an {@link IllegalArgumentException}. */
    public OpId {
        if (counter < 0) {
            throw new IllegalArgumentException("counter is negative");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OpId id && counter == id.counter && replica.equals(id.replica);
    }

    @Override
    public int hashCode() {
        return 31 * replica.hashCode() + counter;
    }

    /** {@code replica.counter}, the counter in decimal; {@link #parse} is its inverse. */
    @Override
    public String toString() {
        return replica + "." + counter;
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @param text what it wrote
     * @return an equal id
     * @throws IllegalArgumentException if the text has another form
     */
    public static OpId parse(String text) {
        if (text.length() < 18 || text.charAt(16) != '.') {
            throw new IllegalArgumentException("operation id is not replica.counter");
        }
        return new OpId(ReplicaId.parse(text.substring(0, 16)), Integer.parseInt(text.substring(17)));
    }

    /** By replica, then by counter. */
    @Override
    public int compareTo(OpId other) {
        int byReplica = replica.compareTo(other.replica);
        return byReplica != 0 ? byReplica : Integer.compare(counter, other.counter);
    }
}
