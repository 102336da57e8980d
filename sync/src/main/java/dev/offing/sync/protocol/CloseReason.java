package dev.offing.sync.protocol;

/** Why the server ends a session, and what the client does about it. Closed: a new reason is a new protocol. */
public enum CloseReason {
    /** The ticket is unknown, used or too old. Get another and connect again. */
    TICKET_REFUSED(1, Answer.RETRY),
    /** The account's session ended by time. Sign in; local work goes on. */
    EXPIRED(2, Answer.SIGN_IN),
    /** The session or the device was revoked by a person. */
    REVOKED(3, Answer.SIGN_IN),
    /** The last frame could not be read. */
    BAD_FRAME(4, Answer.RETRY),
    /** The last frame could be read and was not allowed then. */
    OUT_OF_ORDER(5, Answer.RETRY),
    /** This client is too old for the server. */
    TOO_OLD_CLIENT(6, Answer.UPDATE),
    /** This client is newer than the server. It waits for the server's update. */
    TOO_NEW_CLIENT(7, Answer.RETRY),
    /** The client asks for more than it may, or the server cannot write now. */
    OVERLOAD(8, Answer.RETRY),
    /** The server stops or starts again. */
    SERVER_STOPPING(9, Answer.RETRY),
    /** Nothing was heard from the client for too long. */
    SILENT(10, Answer.RETRY);

    /** What a client does after a close. */
    public enum Answer {
        /** Connect again after the usual wait. */
        RETRY,
        /** Wait for a person to sign in. */
        SIGN_IN,
        /** Wait for a person to take the new version. */
        UPDATE
    }

    private final int code;
    private final Answer answer;

    CloseReason(int code, Answer answer) {
        this.code = code;
        this.answer = answer;
    }

    /** What stands for it in a frame. */
    int code() {
        return code;
    }

    public Answer answer() {
        return answer;
    }
}
