package dev.offing.engine;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a replica has seen: for each replica the counter after the last one seen. Immutable; replicas
 * with nothing seen are absent; iteration is by ascending replica id.
 */
public final class VersionVector {

    public static final VersionVector EMPTY = new VersionVector(new TreeMap<>());

    private final TreeMap<ReplicaId, Integer> ends;

    private VersionVector(TreeMap<ReplicaId, Integer> ends) {
        this.ends = ends;
    }

    /**
     * @param ends counter after the last seen one, by replica; zero entries are dropped
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

    /** The counter after the last seen one of a replica; 0 if nothing of it was seen. */
    public int end(ReplicaId replica) {
        Integer end = ends.get(replica);
        return end == null ? 0 : end;
    }

    /** Whether the operation or element was seen. */
    public boolean includes(OpId id) {
        return id.counter() < end(id.replica());
    }

    /** Whether everything the other one has seen was seen here. */
    public boolean includesAll(VersionVector other) {
        for (Map.Entry<ReplicaId, Integer> entry : other.ends.entrySet()) {
            if (end(entry.getKey()) < entry.getValue()) {
                return false;
            }
        }
        return true;
    }

    /** Replicas of which something was seen, ascending. */
    public Iterable<ReplicaId> replicas() {
        return ends.keySet();
    }

    /** How many replicas were seen. */
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
