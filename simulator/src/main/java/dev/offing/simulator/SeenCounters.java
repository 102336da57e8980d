package dev.offing.simulator;

import dev.offing.engine.OpId;
import dev.offing.engine.ReplicaId;
import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.ChangeKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Up to where the counters of each replica have been seen in one document, and by that whether a change
 * comes after all it builds on (INV-41). A replica's counters are seen from 0 on without gaps.
 */
final class SeenCounters {

    private final Map<ReplicaId, Integer> ends = new HashMap<>();

    static int end(ChangeKey key) {
        return key.firstCounter() + key.idCount();
    }

    void add(Made made) {
        ends.merge(made.key.replica(), end(made.key), Math::max);
    }

    void addAll(SeenCounters others) {
        others.ends.forEach((replica, end) -> ends.merge(replica, end, Math::max));
    }

    void clear() {
        ends.clear();
    }

    /** Whether something was seen at or behind a change's first counter. */
    boolean reaches(ChangeKey key) {
        return end(key.replica()) > key.firstCounter();
    }

    /** Whether all that a change builds on was seen. */
    boolean hasCausesOf(Made made) {
        if (end(made.key.replica()) < made.key.firstCounter()) {
            return false;
        }
        for (OpId head : made.change.heads()) {
            if (end(head.replica()) <= head.counter()) {
                return false;
            }
        }
        return true;
    }

    private int end(ReplicaId replica) {
        return ends.getOrDefault(replica, 0);
    }

    /** The same changes, each behind its causes; at the end, as they were, those whose causes are not among them. */
    static List<Made> causesFirst(List<Made> changes) {
        SeenCounters seen = new SeenCounters();
        List<Made> sorted = new ArrayList<>(changes.size());
        List<Made> rest = changes;
        while (!rest.isEmpty()) {
            List<Made> later = new ArrayList<>();
            for (Made made : rest) {
                if (seen.hasCausesOf(made)) {
                    sorted.add(made);
                    seen.add(made);
                } else {
                    later.add(made);
                }
            }
            if (later.size() == rest.size()) {
                sorted.addAll(later); // Their causes cannot be read here.
                break;
            }
            rest = later;
        }
        return sorted;
    }
}
