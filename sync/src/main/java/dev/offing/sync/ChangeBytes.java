package dev.offing.sync;

import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;

/** The engine's encoding of changes. */
public final class ChangeBytes {

    private ChangeBytes() {}

    /** @throws dev.offing.engine.CodecException if the bytes are not an encoded change */
    public static Change decode(byte[] change) {
        return ChangeCodec.decode(change);
    }
}
