package dev.offing.sync.offline;

import java.util.Optional;

/**
 * Why a page is on the device, or is to come.
 *
 * @param from of {@link Kind#INHERITED}: the nearest page above that is pinned with its subpages, empty = the
 *     whole workspace is pinned; of others empty
 */
public record Reason(Kind kind, Optional<String> from) {

    /** The strongest first, and what is fetched first. */
    public enum Kind {
        OPEN,
        PINNED,
        INHERITED,
        FAVOURITE,
        RECENT,
        EVERYTHING,
        UNSENT;

        /** Whether it came by itself: what leaves first when there is no room. */
        public boolean isAutomatic() {
            return this == FAVOURITE || this == RECENT || this == EVERYTHING;
        }
    }

    static Reason of(Kind kind) {
        return new Reason(kind, Optional.empty());
    }
}
