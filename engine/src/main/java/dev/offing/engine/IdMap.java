package dev.offing.engine;

import java.util.Arrays;

/**
 * A map from (agent, counter) to objects: open addressing with linear probing over primitive arrays,
 * at most half full. Entries are never removed. Cost: O(1) expected.
 */
final class IdMap<V> {

    private static final int CAPACITY_MIN = 8;

    private int[] agents = new int[CAPACITY_MIN];
    private int[] counters = new int[CAPACITY_MIN];
    private Object[] values = new Object[CAPACITY_MIN];
    private int size;

    int size() {
        return size;
    }

    /** The value of an id, null if there is none. */
    @SuppressWarnings("unchecked")
    V get(int agent, int counter) {
        return (V) values[slot(agent, counter)];
    }

    void put(int agent, int counter, V value) {
        if (size * 2 >= values.length) {
            grow();
        }
        int slot = slot(agent, counter);
        size += values[slot] == null ? 1 : 0;
        agents[slot] = agent;
        counters[slot] = counter;
        values[slot] = value;
    }

    /** Hears of ids. */
    interface IdVisitor {
        void visit(int agent, int counter);
    }

    /** Tells all ids, in no order. */
    void forEachKey(IdVisitor visitor) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                visitor.visit(agents[i], counters[i]);
            }
        }
    }

    /** Where the id is, or the free slot where it would be. */
    private int slot(int agent, int counter) {
        int mask = values.length - 1;
        int hash = (counter + agent * 0x61c88647) * 0x9e3779b1;
        int slot = (hash ^ hash >>> 15) & mask;
        while (values[slot] != null && (counters[slot] != counter || agents[slot] != agent)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldAgents = agents;
        int[] oldCounters = counters;
        Object[] oldValues = values;
        agents = new int[oldValues.length * 2];
        counters = new int[oldValues.length * 2];
        values = new Object[oldValues.length * 2];
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldAgents[i], oldCounters[i]);
                agents[slot] = oldAgents[i];
                counters[slot] = oldCounters[i];
                values[slot] = oldValues[i];
            }
        }
    }

    void clear() {
        size = 0;
        Arrays.fill(values, null);
    }
}
