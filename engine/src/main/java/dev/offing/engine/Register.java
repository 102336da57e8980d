package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * A multi-value register (MERGE-40): the writes that no later write named. The latest in time order
 * is shown, the others are its losers.
 */
final class Register {

    /** One write. */
    record Write(Origin origin, int counter, Value value) {}

    private final List<Write> writes = new ArrayList<>(1);

    /** In time order; never empty after the first write. */
    List<Write> writes() {
        return writes;
    }

    /** The write that is shown, null before the first one. */
    Write winner() {
        return writes.isEmpty() ? null : writes.getLast();
    }

    /** The shown value, {@link Value#ABSENT} before the first write. */
    Value value() {
        return writes.isEmpty() ? Value.ABSENT : writes.getLast().value();
    }

    /**
     * @param replaces the writes its author had seen here
     */
    void write(Write write, List<OpId> replaces, AgentTable agents) {
        for (OpId replaced : replaces) {
            int agent = agents.find(replaced.replica());
            writes.removeIf(old -> old.origin().agent == agent && old.counter() == replaced.counter());
        }
        int at = writes.size();
        while (at > 0 && isBefore(write, writes.get(at - 1), agents)) {
            at--;
        }
        writes.add(at, write);
    }

    private static boolean isBefore(Write a, Write b, AgentTable agents) {
        return Origin.compare(agents, a.origin(), a.counter(), b.origin(), b.counter()) < 0;
    }
}
