package dev.offing.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes that wait for their causes (MERGE-1), each filed under the first cause it misses. A change
 * is looked at again only when that cause arrives. Cost: one tree look-up a missing cause.
 */
final class PendingChanges {

    /** By (replica, first counter). */
    private final TreeMap<OpId, Change> changes = new TreeMap<>();

    /** By the replica they wait for, then by the counter after the operation they need. */
    private final Map<ReplicaId, TreeMap<Integer, List<Change>>> waiting = new HashMap<>();

    int size() {
        return changes.size();
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Sorted by (replica, first counter). */
    List<Change> all() {
        return List.copyOf(changes.values());
    }

    boolean contains(Change change) {
        return changes.containsKey(new OpId(change.replica(), change.firstCounter()));
    }

    /** Files a change under its first missing cause. */
    void add(Change change, OpId missing, int neededEnd) {
        changes.put(new OpId(change.replica(), change.firstCounter()), change);
        waiting.computeIfAbsent(missing.replica(), replica -> new TreeMap<>())
                .computeIfAbsent(neededEnd, end -> new ArrayList<>())
                .add(change);
    }

    void remove(Change change) {
        changes.remove(new OpId(change.replica(), change.firstCounter()));
    }

    /** Takes out of their files the changes that waited for what a replica has now. */
    List<Change> release(ReplicaId replica, int end) {
        TreeMap<Integer, List<Change>> files = waiting.get(replica);
        if (files == null) {
            return List.of();
        }
        List<Change> released = new ArrayList<>();
        while (!files.isEmpty() && files.firstKey() <= end) {
            released.addAll(files.pollFirstEntry().getValue());
        }
        if (files.isEmpty()) {
            waiting.remove(replica);
        }
        return released;
    }
}
