package dev.offing.client;

/** Something a workspace cannot do now. Its reason says what helps; nothing was half done. */
public final class WorkspaceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Another process, or another part of this one, has the folder open. */
        IN_USE,
        /** The key does not open what the folder holds. */
        WRONG_KEY,
        /** A newer version of this library wrote the folder. */
        TOO_NEW,
        /** The disk is full. What was being saved is not saved; all else is as before. */
        STORAGE_FULL,
        /** The folder cannot be read or written. */
        STORAGE_FAILED,
        /** Nobody has signed in here yet. */
        NOT_SIGNED_IN,
        /** The email or the password is wrong. */
        WRONG_CREDENTIALS,
        /** Too many attempts to sign in: wait. */
        TOO_MANY_ATTEMPTS,
        /** The folder holds the workspace of another account or another server. */
        OTHER_ACCOUNT,
        /** The server cannot be reached. */
        UNREACHABLE,
        /** The server answered something this library does not understand, or that it has failed. */
        SERVER_FAILED,
        /** A new device has to reach the server once before it can write. */
        NO_REPLICA_ID,
        /** This device does not know the page. */
        NO_SUCH_PAGE,
        /** The page's content is not on this device yet. {@link Workspace#want} asks for it. */
        PAGE_NOT_HERE,
        /** A part of the page's copy cannot be read; the page is read-only until the server has given it back. */
        PAGE_DAMAGED,
        /** The workspace was closed. */
        CLOSED
    }

    /** What went wrong. */
    private final Reason reason;

    WorkspaceException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    WorkspaceException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * What went wrong.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
