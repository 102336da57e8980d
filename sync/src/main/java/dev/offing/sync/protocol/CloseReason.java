package dev.offing.sync.protocol;

/** Why the server ends a session, and what the client does about it. Closed: a new reason is a new protocol. */
public enum CloseReason {
    /** The ticket is unknown, used or too old. Get another and connect again. */
    TICKET_REFUSED(Answer.RETRY),
    /** The account's session ended by time. Sign in; local work goes on. */
    EXPIRED(Answer.SIGN_IN),
    /** The session or the device was revoked by a person. */
    REVOKED(Answer.SIGN_IN),
    /** The last frame could not be read. */
    BAD_FRAME(Answer.RETRY),
    /** The last frame could be read and was not allowed then. */
    OUT_OF_ORDER(Answer.RETRY),
    /** This client is too old for the server. */
    TOO_OLD_CLIENT(Answer.UPDATE),
    /** This client is newer than the server. It waits for the server's update. */
    TOO_NEW_CLIENT(Answer.RETRY),
    /** The client asks for more than it may, or the server cannot write now. */
    OVERLOAD(Answer.RETRY),
    /** The server stops or starts again. */
    SERVER_STOPPING(Answer.RETRY),
    /** Nothing was heard from the client for too long. */
    SILENT(Answer.RETRY);

    /** What a client does after a close. */
    public enum Answer {
        /** Connect again after the usual wait. */
        RETRY,
        /** Wait for a person to sign in. */
        SIGN_IN,
        /** Wait for a person to take the new version. */
        UPDATE
    }

    private final Answer answer;

    CloseReason(Answer answer) {
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }
}
