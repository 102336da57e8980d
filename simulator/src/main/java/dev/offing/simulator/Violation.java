package dev.offing.simulator;

/** A law is broken: the finding of a run. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Invariant invariant;
    private final String what;

    /** @param what constant text */
    Violation(Invariant invariant, Object subject, String what) {
        super(invariant + ": " + subject + " " + what);
        this.invariant = invariant;
        this.what = what;
    }

    Invariant invariant() {
        return invariant;
    }

    /** Without whom it hit. */
    String what() {
        return what;
    }
}
