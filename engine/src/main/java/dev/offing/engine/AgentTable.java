package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Replicas by small numbers ("agents"), in order of first appearance in this process. An agent number
 * is a local index: it never leaves the document, and no rule depends on it. Hot paths carry agents
 * because 64-bit numbers are slow in JavaScript. Cost: one look-up a conversion, none for the
 * replica asked for last.
 */
final class AgentTable implements Strand.AgentOrder {

    /** No agent. */
    static final int NONE = Strand.NONE;

    private static final int SCANNED = 8;

    private final Map<ReplicaId, Integer> agents = new HashMap<>();
    private ReplicaId[] replicas = new ReplicaId[4];
    private int count;
    private ReplicaId lastReplica;
    private int lastAgent;

    int size() {
        return count;
    }

    /** The agent of a replica; a new one if it was not known. */
    int intern(ReplicaId replica) {
        int agent = find(replica);
        if (agent != NONE) {
            return agent;
        }
        if (count == replicas.length) {
            replicas = Arrays.copyOf(replicas, count * 2);
        }
        replicas[count] = replica;
        agents.put(replica, count);
        return count++;
    }

    /** The agent of a replica, {@link #NONE} if it is not known. */
    int find(ReplicaId replica) {
        if (replica.equals(lastReplica)) {
            return lastAgent;
        }
        int agent = count <= SCANNED ? scan(replica) : lookUp(replica);
        if (agent != NONE) {
            lastReplica = replica;
            lastAgent = agent;
        }
        return agent;
    }

    /** Faster than hashing while there are few, as in most documents. */
    private int scan(ReplicaId replica) {
        for (int agent = 0; agent < count; agent++) {
            if (replicas[agent].equals(replica)) {
                return agent;
            }
        }
        return NONE;
    }

    private int lookUp(ReplicaId replica) {
        Integer agent = agents.get(replica);
        return agent == null ? NONE : agent;
    }

    ReplicaId replica(int agent) {
        return replicas[agent];
    }

    OpId id(int agent, int counter) {
        return new OpId(replicas[agent], counter);
    }

    /** The order of the replica ids. */
    @Override
    public int compare(int agentA, int agentB) {
        return agentA == agentB ? 0 : replicas[agentA].compareTo(replicas[agentB]);
    }
}
