package dev.offing.sync;

import dev.offing.engine.Change;

/** The engine's encoding of changes, until it is there. */
public final class ChangeBytes {

    private ChangeBytes() {}

    /** @throws dev.offing.engine.CodecException if the bytes are not an encoded change */
    public static Change decode(byte[] change) {
        throw new UnsupportedOperationException();
    }
}
