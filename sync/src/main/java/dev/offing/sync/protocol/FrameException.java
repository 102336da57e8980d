package dev.offing.sync.protocol;

/** A received message is not a frame this code can take. Nothing was done with it; its session ends. */
public final class FrameException extends RuntimeException {

    /** What is wrong with the bytes. */
    public enum Reason {
        /** Shorter than its own length says, or than a frame can be. */
        TRUNCATED,
        /** Longer than {@link dev.offing.sync.SyncLimits#FRAME_BYTES_MAX}. */
        TOO_LONG,
        /** Bytes follow the end of the frame or of its payload. */
        TRAILING_BYTES,
        /** Another framing version. */
        UNKNOWN_VERSION,
        UNKNOWN_TYPE,
        CHECKSUM_MISMATCH,
        /** A count, number or text beyond its limit. */
        LIMIT_EXCEEDED,
        /** A field holds a value that means nothing. */
        MALFORMED_FIELD
    }

    private final Reason reason;
    private final int offsetBytes;

    /**
     * @param reason what is wrong
     * @param message constant text
     * @param offsetBytes where it was noticed, from the start of the frame
     */
    public FrameException(Reason reason, String message, int offsetBytes) {
        super(message);
        this.reason = reason;
        this.offsetBytes = offsetBytes;
    }

    public Reason reason() {
        return reason;
    }

    public int offsetBytes() {
        return offsetBytes;
    }
}
