package dev.offing.engine;

/** A well-formed change breaks a rule of the document. It was not applied, the document is as before. */
public final class InvalidChangeException extends RuntimeException {

    /** Which rule. */
    public enum Reason {
        /** The stamp is not one more than the greatest among the causes (MERGE-2). */
        STAMP_NOT_EXACT,
        /** The heads are not sorted, or cause each other; or a {@code seen} is not what was seen. */
        CAUSES_NOT_EXACT,
        /** Some of its counters belong to another change (MERGE-3). */
        COUNTER_REUSED,
        /** Names something its author cannot have seen. */
        UNKNOWN_TARGET,
        /** Names something of the wrong kind: a boundary to delete, origins that are not neighbours, … */
        WRONG_TARGET,
        /** A value that does not belong there: a block type that is no text, a comment without its id, … */
        WRONG_VALUE,
        /** Larger than {@link Limits} allows. */
        LIMIT_EXCEEDED,
        /** A lone surrogate (MERGE-7). */
        MALFORMED_TEXT
    }

    /** Which rule. */
    private final Reason reason;
    /** Place in the change. */
    private final int operationIndex;

    /**
     * Refuses a change.
     *
     * @param reason which rule
     * @param message constant text
     * @param operationIndex 0-based place in the change, -1 for the header
     */
    public InvalidChangeException(Reason reason, String message, int operationIndex) {
        super(message);
        this.reason = reason;
        this.operationIndex = operationIndex;
    }

    /**
     * The broken rule.
     *
     * @return which
     */
    public Reason reason() {
        return reason;
    }

    /**
     * The operation that broke it.
     *
     * @return 0-based place in the change, -1 for its header
     */
    public int operationIndex() {
        return operationIndex;
    }
}
