package dev.offing.sync;

import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.CodecException;
import dev.offing.engine.ReplicaId;

/**
 * The identity of a change within its document: which ids it takes. Two changes of one document with
 * the same key and other bytes are an incident (equivocation), never a merge.
 *
 * @param replica who made it
 * @param firstCounter the counter of its first operation, 0-based
 * @param idCount how many counters it takes, at least 1
 */
public record ChangeKey(ReplicaId replica, int firstCounter, int idCount) {

    /** @throws IllegalArgumentException if a number is out of bounds */
    public ChangeKey {
        if (firstCounter < 0 || idCount < 1 || firstCounter > Integer.MAX_VALUE - idCount) {
            throw new IllegalArgumentException("change key is out of bounds");
        }
    }

    /**
     * Reads the key out of an encoded change.
     *
     * @throws CodecException if the bytes are not an encoded change
     */
    public static ChangeKey of(byte[] encodedChange) {
        return of(ChangeCodec.decode(encodedChange));
    }

    /**
     * The key of a change. Cost: the number of its operations.
     *
     * @throws CodecException if its counters are out of bounds
     */
    public static ChangeKey of(Change change) {
        int idCount = change.idCount();
        if (idCount < 1 || change.firstCounter() > Integer.MAX_VALUE - idCount) {
            throw new CodecException(CodecException.Kind.CORRUPT, "counters of the change are out of bounds", 0);
        }
        return new ChangeKey(change.replica(), change.firstCounter(), idCount);
    }
}
