package dev.offing.engine;

/** Stored or received bytes cannot be read. The three kinds are three different answers to a user. */
public final class CodecException extends RuntimeException {

    /** What is wrong with the bytes. */
    public enum Kind {
        /** Damaged: fetch them again. */
        CORRUPT,
        /** Written by a version this one no longer reads: an older Offing has to convert them. */
        TOO_OLD,
        /** Written by a newer version: update. */
        TOO_NEW
    }

    /** What is wrong. */
    private final Kind kind;
    /** Where it was noticed. */
    private final int offsetBytes;

    /**
     * Refuses bytes.
     *
     * @param kind what is wrong
     * @param message constant text
     * @param offsetBytes where it was noticed
     */
    public CodecException(Kind kind, String message, int offsetBytes) {
        super(message);
        this.kind = kind;
        this.offsetBytes = offsetBytes;
    }

    /**
     * What to do about it.
     *
     * @return what is wrong with the bytes
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Where reading stopped.
     *
     * @return 0-based, in the structure that was read
     */
    public int offsetBytes() {
        return offsetBytes;
    }
}
