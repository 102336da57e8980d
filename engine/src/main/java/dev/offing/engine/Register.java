package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * A multi-value register (MERGE-40): the writes that no later write named. The latest in time order
 * is shown, the others are its losers.
 *
 * @param <V> what is written
 */
final class Register<V> {

    /** One write. */
    record Write<V>(Origin origin, int counter, V value) {}

    private final List<Write<V>> writes = new ArrayList<>(1);

    /** In time order; never empty after the first write. */
    List<Write<V>> writes() {
        return writes;
    }

    /** The write that is shown, null before the first one. */
    Write<V> winner() {
        return writes.isEmpty() ? null : writes.getLast();
    }

    /** The shown value. @param initial what it is before the first write */
    V valueOr(V initial) {
        return writes.isEmpty() ? initial : writes.getLast().value();
    }

    /** What lost against the winner, in time order. Cost: a search a loser, and the runs of its author's clock. */
    List<RegisterWrite<V>> losers(ChangeLog log) {
        List<RegisterWrite<V>> losers = new ArrayList<>();
        for (Write<V> write : writes.subList(0, Math.max(0, writes.size() - 1))) {
            losers.add(new RegisterWrite<>(write.value(), log.attribution(write.origin().agent, write.counter())));
        }
        return losers;
    }

    /** Ids of the writes: what the next write names. */
    List<OpId> writeIds(AgentTable agents) {
        List<OpId> ids = new ArrayList<>(writes.size());
        for (Write<V> write : writes) {
            ids.add(agents.id(write.origin().agent, write.counter()));
        }
        return ids;
    }

    /**
     * @param replaces the writes its author had seen here
     */
    void write(Write<V> write, List<OpId> replaces, AgentTable agents) {
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

    private static boolean isBefore(Write<?> a, Write<?> b, AgentTable agents) {
        return Origin.compare(agents, a.origin(), a.counter(), b.origin(), b.counter()) < 0;
    }
}
