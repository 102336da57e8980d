package dev.offing.sync.client;

/** The one status line. Never better than the truth. */
public sealed interface SyncStatus {

    /** Own changes the server has not acknowledged, all durable on this device. */
    int toSend();

    /**
     * Connected and caught up; every own change is acknowledged, and every acknowledgement and every
     * entry received is durable here.
     */
    record Synced() implements SyncStatus {
        @Override
        public int toSend() {
            return 0;
        }
    }

    /** Connected, and something is under way; with 0 to send, from the server to here. */
    record Saved(int toSend) implements SyncStatus {}

    /**
     * The server cannot be reached.
     *
     * @param retryAtMillis when the next attempt is, on the environment's clock; {@link #NOW} = it is being made
     */
    record Unreachable(int toSend, long retryAtMillis) implements SyncStatus {
        public static final long NOW = -1;
    }

    /** A person has to act. Everything that can go on without it goes on. */
    record Attention(int toSend, Why why) implements SyncStatus {}

    /** Why a person has to act; the greatest concern is shown. */
    enum Why {
        /** The store could not be written: the device is full. Nothing is sent or received until it can. */
        STORAGE_FULL(Action.FREE_SPACE),
        /** The store could not be written for another reason. */
        STORAGE_FAILED(Action.RETRY),
        /** The store does not answer. What waits for it is not said to be saved. */
        STORAGE_SILENT(Action.RETRY),
        /** This program is too old for the server. */
        TOO_OLD(Action.UPDATE),
        /** The session has ended. */
        EXPIRED(Action.SIGN_IN),
        /** The session or this device was revoked. */
        REVOKED(Action.SIGN_IN),
        /** The server refused a change of some document. */
        REFUSED(Action.REVIEW),
        /** The server's log holds something else under the identity of a change made here. */
        EQUIVOCATION(Action.REVIEW);

        private final Action action;

        Why(Action action) {
            this.action = action;
        }

        public Action action() {
            return action;
        }
    }

    /** What helps. */
    enum Action {
        SIGN_IN,
        UPDATE,
        FREE_SPACE,
        REVIEW,
        RETRY
    }
}
