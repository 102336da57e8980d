package dev.offing.sync.protocol;

/** Why one change was not taken into the log. Its document waits for a person, other documents go on. */
public enum RefusalReason {
    /** It follows changes this server does not have. The client compares the whole document and offers what is missing. */
    MISSING_CAUSES(1),
    /** Its key belongs to other bytes. Both are kept, the replica id is not used again. */
    EQUIVOCATION(2),
    /** Its replica id was issued to somebody else. */
    FOREIGN_REPLICA(3),
    /** Its stamp is not 1 + the greatest stamp among its causes. */
    STAMP_NOT_EXACT(4),
    /** It breaks a rule of the document: unknown or wrong target, reused counter, malformed text. */
    INVALID_CHANGE(5),
    /** It is not an encoded change, or one of a version the server cannot read. */
    UNREADABLE(6),
    /** It is beyond a limit of size or count. */
    LIMIT_EXCEEDED(7),
    /** A page record holds operations other than its own properties. */
    WRONG_KIND(8),
    /** The account may not write this document. */
    NO_RIGHT(9),
    /** The account or the workspace has used the room it was given. */
    QUOTA(10);

    private final int code;

    RefusalReason(int code) {
        this.code = code;
    }

    /** What stands for it in a frame. */
    int code() {
        return code;
    }
}
