package dev.offing.engine;

/** A well-formed change breaks a rule of the document. It was not applied, the document is as before. */
public final class InvalidChangeException extends RuntimeException {

    /** Which rule. */
    public enum Reason {
        STAMP_NOT_EXACT,
        COUNTER_REUSED,
        COUNTER_GAP,
        UNKNOWN_TARGET,
        WRONG_TARGET,
        LIMIT_EXCEEDED,
        MALFORMED_TEXT
    }

    private final Reason reason;
    private final int operationIndex;

    /**
     * @param reason which rule
     * @param message constant text
     * @param operationIndex 0-based place in the change, -1 for the header
     */
    public InvalidChangeException(Reason reason, String message, int operationIndex) {
        super(message);
        this.reason = reason;
        this.operationIndex = operationIndex;
    }

    public Reason reason() {
        return reason;
    }

    public int operationIndex() {
        return operationIndex;
    }
}
