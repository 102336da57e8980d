package dev.offing.sync.client;

import dev.offing.sync.DocumentId;

/** Which documents are brought to this device, in which order, how many at once, and which leave. Stateless. */
public interface FetchPolicy {

    /** A document of which the server has more than this device. */
    record Candidate(DocumentId document, boolean wanted, boolean here, long changedAtMillis) {}

    /** Not fetched until something about it changes. */
    int NEVER = Integer.MAX_VALUE;

    /**
     * Lower ranks go first, all of one rank newest first. Depends on the candidate alone.
     *
     * @return 0 or more, or {@link #NEVER}
     */
    int rank(Candidate candidate);

    /** Whether a document stays that is here. One that does not leaves once nothing of it is under way (OFF-12). */
    default boolean keeps(DocumentId document) {
        return true;
    }

    /** How many fetches may be under way when one of this rank starts, 1 or more. */
    int fetchesAtOnce(int rank);

    /**
     * Everything comes: wanted documents, then records, then what is here already, then all
     * other page documents, one at a time, so that they never stand in the way.
     */
    FetchPolicy EVERYTHING = new FetchPolicy() {
        @Override
        public int rank(Candidate candidate) {
            if (candidate.wanted()) {
                return 0;
            }
            if (!candidate.document().isPage()) {
                return 1;
            }
            return candidate.here() ? 2 : 3;
        }

        @Override
        public int fetchesAtOnce(int rank) {
            return rank == 3 ? 1 : dev.offing.sync.SyncLimits.FETCHES_IN_FLIGHT_MAX;
        }
    };
}
