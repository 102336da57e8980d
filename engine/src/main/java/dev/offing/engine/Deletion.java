package dev.offing.engine;

/**
 * A write into the register that says whether a block is deleted (MERGE-30).
 *
 * @param deletes whether it deletes; otherwise it restores
 */
record Deletion(Origin origin, int counter, Block block, boolean deletes) {

    boolean saw(Origin other, int otherCounter) {
        return origin.saw(counter, other.agent, otherCounter);
    }
}
