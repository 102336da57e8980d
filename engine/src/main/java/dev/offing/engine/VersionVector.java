package dev.offing.engine;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a replica has seen: for each replica the counter after the last one seen. Immutable; replicas
 * with nothing seen are absent; iteration is by ascending replica id.
 */
public final class VersionVector {

    /** Nothing seen. */
    public static final VersionVector EMPTY = new VersionVector(new TreeMap<>());

    private final TreeMap<ReplicaId, Integer> ends;

    private VersionVector(TreeMap<ReplicaId, Integer> ends) {
        this.ends = ends;
    }

    /**
     * A vector with these entries.
     *
     * @param ends counter after the last seen one, by replica; zero entries are dropped; copied
     * @return the vector
     * @throws IllegalArgumentException if an end is negative
     */
    public static VersionVector of(Map<ReplicaId, Integer> ends) {
        TreeMap<ReplicaId, Integer> copy = new TreeMap<>();
        for (Map.Entry<ReplicaId, Integer> entry : ends.entrySet()) {
            if (entry.getValue() < 0) {
                throw new IllegalArgumentException("version vector entry is negative");
            }
            if (entry.getValue() > 0) {
                copy.put(entry.getKey(), entry.getValue());
            }
        }
        return copy.isEmpty() && EMPTY != null ? EMPTY : new VersionVector(copy);
    }

    /**
     * How much of a replica was seen.
     *
     * @param replica any
     * @return the counter after the last seen one; 0 if nothing of it was seen
     */
    public int end(ReplicaId replica) {
        Integer end = ends.get(replica);
        return end == null ? 0 : end;
    }

    /**
     * Whether an operation or element was seen.
     *
     * @param id of it
     * @return whether its counter is below the entry of its replica
     */
    public boolean includes(OpId id) {
        return id.counter() < end(id.replica());
    }

    /**
     * Whether everything the other one has seen was seen here.
     *
     * @param other of the same document
     * @return true also if both are equal. Cost: the entries of the other one
     */
    public boolean includesAll(VersionVector other) {
        for (Map.Entry<ReplicaId, Integer> entry : other.ends.entrySet()) {
            if (end(entry.getKey()) < entry.getValue()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Replicas of which something was seen.
     *
     * @return ascending, unsigned
     */
    public Iterable<ReplicaId> replicas() {
        return ends.keySet();
    }

    /**
     * How many replicas were seen.
     *
     * @return 0 for the empty vector
     */
    public int size() {
        return ends.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionVector vector && ends.equals(vector.ends);
    }

    @Override
    public int hashCode() {
        return ends.hashCode();
    }

    @Override
    public String toString() {
        return ends.toString();
    }
}
