package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Replicas by small numbers ("agents"), in order of first appearance in this process. An agent number
 * is a local index: it never leaves the document, and no rule depends on it. Hot paths carry agents
 * because 64-bit numbers are slow in JavaScript. Cost: one hash look-up a conversion, none for the
 * replica asked for last.
 */
final class AgentTable implements Strand.AgentOrder {

    /** No agent. */
    static final int NONE = Strand.NONE;

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
        Integer agent = agents.get(replica);
        if (agent == null) {
            return NONE;
        }
        lastReplica = replica;
        lastAgent = agent;
        return agent;
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
