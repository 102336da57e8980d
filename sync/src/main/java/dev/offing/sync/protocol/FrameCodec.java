package dev.offing.sync.protocol;

/**
 * Frames of the protocol; docs/spec/sync.md has the byte tables. One WebSocket message is one frame.
 *
 * <p>Law: {@code decode(encode(m))} equals {@code m}; every other input of {@code decode} gives a
 * {@link FrameException} or a message that lies within every limit. Cost: the length of the frame.
 */
public final class FrameCodec {

    private FrameCodec() {}

    /**
     * @throws IllegalArgumentException if the message is beyond a limit; a caller that cuts its
     *     batches by {@link dev.offing.sync.SyncLimits} never sees it
     */
    public static byte[] encode(Message message) {
        throw new UnsupportedOperationException();
    }

    /** @throws FrameException if the bytes are not exactly one frame */
    public static Message decode(byte[] frame) {
        throw new UnsupportedOperationException();
    }
}
