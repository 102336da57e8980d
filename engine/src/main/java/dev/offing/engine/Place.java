package dev.offing.engine;

/**
 * Where a block hangs. A block born of a split has no place operation of its own until somebody
 * moves it: it stands right after the block of the preceding boundary ("auto", MERGE-20).
 */
public sealed interface Place {

    /**
     * A child of a block, or of the document where {@code parent} is null.
     *
     * @param parent the parent block, null for the top level
     * @param key the place among the siblings
     */
    record Child(BlockId parent, PositionKey key) implements Place {}

    /**
     * Joined: the block's text renders at the end of the host's text, its children after the host's.
     *
     * @param host the block it was joined into
     * @param key the place among the host's continuations
     */
    record Continuation(BlockId host, PositionKey key) implements Place {}
}
