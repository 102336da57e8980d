package dev.offing.engine;

/**
 * Who did something, and when.
 *
 * @param operation id of the operation that did it, or of the first character of those typed; its replica is
 *     the author
 * @param wallMillis what the author's clock said, milliseconds since the epoch; for people only
 */
public record Attribution(OpId operation, long wallMillis) {

    /**
     * The author.
     *
     * @return the replica of the operation
     */
    public ReplicaId author() {
        return operation.replica();
    }
}
