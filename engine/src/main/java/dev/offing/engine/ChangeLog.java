package dev.offing.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All applied changes, by arrival and by replica, with the version vector and the heads. Keeps for
 * every change what its author had seen, so that causality questions cost one array access;
 * consecutive changes of one author without news share the array.
 *
 * <p>Invariants: a change is here only after all its causes; per agent the entries are gapless from
 * counter 0; the heads are the entries that no other entry has seen.
 */
final class ChangeLog {

    private static final int[] NOTHING = {};

    private final AgentTable agents;
    private final List<LogEntry> arrivals = new ArrayList<>();
    private final List<List<LogEntry>> byAgent = new ArrayList<>();
    private final List<LogEntry> heads = new ArrayList<>();

    ChangeLog(AgentTable agents) {
        this.agents = agents;
    }

    /** Entries in the order they were applied: causes first. */
    List<LogEntry> arrivals() {
        return arrivals;
    }

    /** Counter after the last one of an agent. */
    int end(int agent) {
        List<LogEntry> entries = entries(agent);
        return entries.isEmpty() ? 0 : entries.getLast().end;
    }

    /** Counter after the last one of a replica. */
    int end(ReplicaId replica) {
        int agent = agents.find(replica);
        return agent == AgentTable.NONE ? 0 : end(agent);
    }

    /** The entries of an agent by counter; empty if there are none. */
    List<LogEntry> entries(int agent) {
        return agent < byAgent.size() ? byAgent.get(agent) : List.of();
    }

    VersionVector version() {
        Map<ReplicaId, Integer> ends = new HashMap<>();
        for (int agent = 0; agent < byAgent.size(); agent++) {
            ends.put(agents.replica(agent), end(agent));
        }
        return VersionVector.of(ends);
    }

    /** The entry that holds a counter, null if it is not there. */
    LogEntry entry(int agent, int counter) {
        List<LogEntry> entries = entries(agent);
        int low = 0;
        int high = entries.size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            LogEntry entry = entries.get(middle);
            if (counter < entry.first) {
                high = middle - 1;
            } else if (counter >= entry.end) {
                low = middle + 1;
            } else {
                return entry;
            }
        }
        return null;
    }

    /**
     * The counter from which on everything an agent did knows a deletion. What is not in the log yet
     * knows all that is.
     */
    int firstKnowing(int agent, Deletion deletion) {
        int deleter = deletion.origin().agent;
        if (agent == deleter) {
            return deletion.counter() + 1;
        }
        List<LogEntry> entries = entries(agent);
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (entries.get(middle).origin.seenEnd(deleter) > deletion.counter()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low < entries.size() ? entries.get(low).first : end(agent);
    }

    /** The applied operation with this id, null if there is none. */
    Operation operation(int agent, int counter) {
        LogEntry entry = entry(agent, counter);
        return entry == null ? null : entry.operationAt(counter);
    }

    void append(LogEntry entry) {
        int agent = entry.origin.agent;
        while (byAgent.size() <= agent) {
            byAgent.add(new ArrayList<>());
        }
        List<LogEntry> own = byAgent.get(agent);
        LogEntry previous = own.isEmpty() ? null : own.getLast();
        heads.removeIf(head -> head == previous || head.end <= entry.origin.seenEnd(head.origin.agent));
        heads.add(entry);
        arrivals.add(entry);
        own.add(entry);
    }

    /** The heads as the next change of an agent names them: without its own, sorted. */
    List<OpId> headsFor(int agent) {
        List<OpId> ids = new ArrayList<>();
        for (LogEntry head : heads) {
            if (head.origin.agent != agent) {
                ids.add(agents.id(head.origin.agent, head.lastOperation()));
            }
        }
        ids.sort(null);
        return ids;
    }

    /**
     * What a change of an agent comes after: its previous change and its heads.
     *
     * @param causes the entries its heads name, all here
     */
    Origin after(int agent, List<LogEntry> causes) {
        List<LogEntry> own = entries(agent);
        long stamp = own.isEmpty() ? 0 : own.getLast().origin.stamp;
        int[] seen = own.isEmpty() ? NOTHING : own.getLast().origin.seen();
        if (!causes.isEmpty()) {
            seen = Arrays.copyOf(seen, agents.size());
        }
        for (LogEntry cause : causes) {
            stamp = Math.max(stamp, cause.origin.stamp);
            int[] theirs = cause.origin.seen();
            for (int i = 0; i < theirs.length; i++) {
                seen[i] = Math.max(seen[i], theirs[i]);
            }
            seen[cause.origin.agent] = Math.max(seen[cause.origin.agent], cause.end);
        }
        return new Origin(agent, stamp + 1, seen);
    }

    /** {@link #after} for the next change of an agent, which has seen everything here. */
    Origin next(int agent) {
        List<LogEntry> causes = new ArrayList<>(heads);
        causes.removeIf(head -> head.origin.agent == agent);
        return after(agent, causes);
    }

    /** The seen part of an origin as a version vector, its own replica's earlier changes included. */
    VersionVector seen(Origin origin, int firstCounter) {
        Map<ReplicaId, Integer> ends = new HashMap<>();
        for (int agent = 0; agent < agents.size(); agent++) {
            ends.put(agents.replica(agent), agent == origin.agent ? firstCounter : origin.seenEnd(agent));
        }
        return VersionVector.of(ends);
    }

    /** Applied changes the vector has not seen, causes first. */
    List<Change> changesSince(VersionVector seen) {
        List<Change> changes = new ArrayList<>();
        for (LogEntry entry : arrivals) {
            if (entry.end > seen.end(entry.change.replica())) {
                changes.add(entry.change);
            }
        }
        return changes;
    }

    /** The changes of a replica by counter. */
    List<Change> changesOf(ReplicaId replica) {
        List<Change> changes = new ArrayList<>();
        int agent = agents.find(replica);
        if (agent != AgentTable.NONE) {
            for (LogEntry entry : entries(agent)) {
                changes.add(entry.change);
            }
        }
        return changes;
    }
}
