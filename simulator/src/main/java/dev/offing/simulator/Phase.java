package dev.offing.simulator;

/** What the actor a fault hits was doing; the first that is true. */
public enum Phase {
    /** Not connected. */
    APART,
    /** Connected, not welcomed. */
    GREETING,
    /** A push has no answer yet. */
    PUSHING,
    /** A fetch has no answer yet. */
    FETCHING,
    /** A write or read of the store is under way. */
    STORING,
    /** Of the server: appended and not yet durable. */
    APPENDING,
    QUIET
}
