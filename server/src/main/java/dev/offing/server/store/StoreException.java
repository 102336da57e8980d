package dev.offing.server.store;

/**
 * The store did not do what it was asked, and nothing of it is in effect. The message is constant
 * text for people; the cause is for the log of the server.
 */
public final class StoreException extends RuntimeException {

    /** What a caller can do about it. */
    public enum Reason {
        /** No room on the device that holds the data folder. Reading still works. */
        FULL,
        /** A unique value (an email address, a file id) is there already. */
        TAKEN,
        /** Something else was appended to the document first, or what this builds on was not. */
        OUT_OF_ORDER,
        /** The data folder belongs to a running server. */
        IN_USE,
        /** The data folder was written by a newer Offing. */
        TOO_NEW,
        /** The store was closed, or its disk fails: the request may be repeated later. */
        UNAVAILABLE
    }

    private final Reason reason;

    public StoreException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public StoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
