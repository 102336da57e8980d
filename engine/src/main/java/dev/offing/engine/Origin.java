package dev.offing.engine;

/**
 * Who made a change, when in logical time, and what its author had seen. Shared by everything the
 * change did. The author's own earlier operations always count as seen, those of the same change
 * included.
 */
final class Origin {

    final int agent;

    /** Exact Lamport stamp of the change. */
    final long stamp;

    /** Counter after the last seen one by agent; agents beyond the end: nothing seen. The own entry is not read. */
    private final int[] seen;

    Origin(int agent, long stamp, int[] seen) {
        this.agent = agent;
        this.stamp = stamp;
        this.seen = seen;
    }

    /** Counter after the last operation of another agent that was seen. */
    int seenEnd(int otherAgent) {
        return otherAgent < seen.length ? seen[otherAgent] : 0;
    }

    /** For {@link ChangeLog} only: the array is shared and must not be written. */
    int[] seen() {
        return seen;
    }

    /**
     * Whether the author had seen an operation or element when making the one with {@code ownCounter}.
     */
    boolean saw(int ownCounter, int otherAgent, int otherCounter) {
        return otherAgent == agent ? otherCounter < ownCounter : otherCounter < seenEnd(otherAgent);
    }

    /** Time order of two operations: (stamp, replica, counter). */
    static int compare(AgentTable agents, Origin a, int counterA, Origin b, int counterB) {
        if (a.stamp != b.stamp) {
            return a.stamp < b.stamp ? -1 : 1;
        }
        int byReplica = agents.compare(a.agent, b.agent);
        return byReplica != 0 ? byReplica : Integer.compare(counterA, counterB);
    }
}
