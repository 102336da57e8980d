package dev.offing.engine;

/**
 * A write into the register that says whether a block is deleted (MERGE-30).
 *
 * @param deletes whether it deletes; otherwise it restores
 */
record Deletion(Origin origin, int counter, Block block, boolean deletes) {

    /** Counter after the last operation or element of an agent that was seen. */
    int seenEnd(int agent) {
        return agent == origin.agent ? counter : origin.seenEnd(agent);
    }

    /** Whether an operation was made in knowledge of it. */
    boolean isKnownTo(Origin later, int laterCounter) {
        return later.saw(laterCounter, origin.agent, counter);
    }

    boolean saw(Deletion other) {
        return saw(other.origin, other.counter);
    }

    boolean saw(Origin other, int otherCounter) {
        return origin.saw(counter, other.agent, otherCounter);
    }
}
