package dev.offing.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All applied changes by replica, with the version vector and the heads; changes and operations are
 * made when somebody asks for them. Keeps what each author had seen, so that causality questions cost
 * a search; consecutive changes of one author without news share it.
 *
 * <p>Invariants: a change is here only after all its causes; per agent the changes are gapless from
 * counter 0; the heads are the last changes of those agents whose last change no other one has seen.
 */
final class ChangeLog {

    private static final int[] NOTHING = {};

    private final AgentTable agents;
    private final ElementIndex elements;
    private final List<AgentLog> byAgent = new ArrayList<>();

    /** The agents whose last change is a head. */
    private int[] heads = new int[2];

    private int headCount;

    /** @param elements where the characters and boundaries are that insertions made */
    ChangeLog(AgentTable agents, ElementIndex elements) {
        this.agents = agents;
        this.elements = elements;
    }

    /** Counter after the last change of an agent. */
    int end(int agent) {
        return agent < byAgent.size() ? byAgent.get(agent).end() : 0;
    }

    /** Counter after the last change of a replica. */
    int end(ReplicaId replica) {
        int agent = agents.find(replica);
        return agent == AgentTable.NONE ? 0 : end(agent);
    }

    /** The log of an agent, begun if there is none. */
    AgentLog of(int agent) {
        while (byAgent.size() <= agent) {
            byAgent.add(new AgentLog(byAgent.size()));
        }
        return byAgent.get(agent);
    }

    /** Agents from 0 to this, exclusive, may have changes. */
    int agentCount() {
        return byAgent.size();
    }

    VersionVector version() {
        Map<ReplicaId, Integer> ends = new HashMap<>();
        for (int agent = 0; agent < byAgent.size(); agent++) {
            ends.put(agents.replica(agent), end(agent));
        }
        return VersionVector.of(ends);
    }

    /** The change that holds a counter, null if it is not there. */
    LogEntry entry(int agent, int counter) {
        return counter < 0 || counter >= end(agent) ? null : byAgent.get(agent).entry(counter);
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
        if (agent >= byAgent.size()) {
            return 0;
        }
        AgentLog own = byAgent.get(agent);
        int low = 0;
        int high = own.runCount();
        while (low < high) {
            int middle = low + high >>> 1;
            if (own.seenEnd(middle, deleter) > deletion.counter()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low < own.runCount() ? own.first(low) : own.end();
    }

    /** The operation with this id, one of an open change too; null if there is none. */
    Operation operation(int agent, int counter) {
        return agent < byAgent.size() ? byAgent.get(agent).operations.at(agent, counter, agents, elements) : null;
    }

    /** Who made an operation of an applied change, and when. */
    Attribution attribution(int agent, int counter) {
        return new Attribution(agents.id(agent, counter), byAgent.get(agent).wallMillis(counter));
    }

    /** Whether an id is that of a character. */
    boolean isCharacter(int agent, int counter) {
        return counter < end(agent) && byAgent.get(agent).operations.isInsertion(counter);
    }

    /** Notes an operation that takes effect; {@link #append} makes a change of it and those before. */
    void record(Operation operation, Origin origin) {
        of(origin.agent).operations.append(operation, agents);
    }

    /** Closes the change whose operations were recorded. */
    void append(Change change, Origin origin) {
        of(origin.agent).close(change.heads(), origin, change.wallMillis());
        addHead(origin);
    }

    private void addHead(Origin origin) {
        int kept = 0;
        for (int i = 0; i < headCount; i++) {
            int head = heads[i];
            if (head != origin.agent && end(head) > origin.seenEnd(head)) {
                heads[kept++] = head;
            }
        }
        if (kept == heads.length) {
            heads = Arrays.copyOf(heads, 2 * kept);
        }
        heads[kept] = origin.agent;
        headCount = kept + 1;
    }

    /** Finds the heads anew, after changes were put here otherwise than by {@link #append}. */
    void findHeads() {
        int[] seenByOthers = new int[byAgent.size()];
        for (AgentLog log : byAgent) {
            int[] seen = log.seen();
            for (int agent = 0; agent < seen.length; agent++) {
                seenByOthers[agent] =
                        agent == log.agent ? seenByOthers[agent] : Math.max(seenByOthers[agent], seen[agent]);
            }
        }
        headCount = 0;
        heads = new int[Math.max(2, byAgent.size())];
        for (AgentLog log : byAgent) {
            if (seenByOthers[log.agent] < log.end()) {
                heads[headCount++] = log.agent;
            }
        }
    }

    /** The heads as the next change of an agent names them: without its own, sorted. */
    List<OpId> headsFor(int agent) {
        if (headCount == 1 && heads[0] == agent) {
            return List.of();
        }
        List<OpId> ids = new ArrayList<>();
        for (LogEntry head : foreignHeads(agent)) {
            ids.add(agents.id(head.origin().agent, head.lastOperation()));
        }
        ids.sort(null);
        return ids;
    }

    private List<LogEntry> foreignHeads(int agent) {
        if (headCount == 0 || headCount == 1 && heads[0] == agent) {
            return List.of();
        }
        List<LogEntry> foreign = new ArrayList<>(headCount);
        for (int i = 0; i < headCount; i++) {
            if (heads[i] != agent) {
                foreign.add(entry(heads[i], end(heads[i]) - 1));
            }
        }
        return foreign;
    }

    /**
     * What a change of an agent comes after: its previous change and its heads.
     *
     * @param causes the changes its heads name, all here
     */
    Origin after(int agent, List<LogEntry> causes) {
        long stamp = agent < byAgent.size() ? byAgent.get(agent).lastStamp() : 0;
        int[] seen = agent < byAgent.size() ? byAgent.get(agent).seen() : NOTHING;
        if (!causes.isEmpty()) {
            seen = Arrays.copyOf(seen, Math.max(seen.length, seenLength(causes)));
        }
        for (LogEntry cause : causes) {
            stamp = Math.max(stamp, cause.origin().stamp);
            int[] theirs = cause.origin().seen();
            for (int i = 0; i < theirs.length; i++) {
                seen[i] = Math.max(seen[i], theirs[i]);
            }
            seen[cause.origin().agent] = Math.max(seen[cause.origin().agent], cause.end());
        }
        return new Origin(agent, stamp + 1, seen);
    }

    private static int seenLength(List<LogEntry> causes) {
        int length = 0;
        for (LogEntry cause : causes) {
            length = Math.max(
                    length, Math.max(cause.origin().agent + 1, cause.origin().seen().length));
        }
        return length;
    }

    /** {@link #after} for the next change of an agent, which has seen everything here. */
    Origin next(int agent) {
        return after(agent, foreignHeads(agent));
    }

    /** The seen part of an origin as a version vector, its own replica's earlier changes included. */
    VersionVector seen(Origin origin, int firstCounter) {
        Map<ReplicaId, Integer> ends = new HashMap<>();
        for (int agent = 0; agent < agents.size(); agent++) {
            ends.put(agents.replica(agent), agent == origin.agent ? firstCounter : origin.seenEnd(agent));
        }
        return VersionVector.of(ends);
    }

    /**
     * Applied changes the vector has not seen, in time order, so causes first. Cost: what it returns, and the clocks.
     *
     * @throws HistoryNotHereException if one of them typed what is deleted, and its text is not here
     */
    List<Change> changesSince(VersionVector seen) {
        List<Change> changes = new ArrayList<>();
        int authors = 0;
        for (AgentLog log : byAgent) {
            int before = changes.size();
            log.addChanges(seen.end(agents.replica(log.agent)), agents, elements, changes);
            authors += changes.size() > before ? 1 : 0;
        }
        if (authors > 1) {
            changes.sort(ChangeLog::inTimeOrder);
        }
        return changes;
    }

    static int inTimeOrder(Change a, Change b) {
        int byStamp = Long.compare(a.stamp(), b.stamp());
        return byStamp != 0 ? byStamp : a.replica().compareTo(b.replica());
    }
}
