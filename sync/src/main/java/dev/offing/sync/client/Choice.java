package dev.offing.sync.client;

import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which page documents the device keeps, as the rules decided: the policy that comes with them.
 *
 * @param tiers the pages that are to be here, each with its place in the order of fetching, 0 or more, lower first
 * @param leftOut the pages that are not to be here. A page in neither was made or heard of since: it stays, and
 *     waits for the next decision
 * @param paused whether pages that are not here yet wait
 */
public record Choice(Map<String, Integer> tiers, Set<String> leftOut, boolean paused) implements FetchPolicy {

    /** Nothing was decided yet: nothing leaves, and no page comes but what a person waits for (OFF-11). */
    public static final FetchPolicy UNDECIDED = new FetchPolicy() {
        @Override
        public int rank(Candidate candidate) {
            return rankOfNeeded(candidate);
        }

        @Override
        public int fetchesAtOnce(int rank) {
            return SyncLimits.FETCHES_IN_FLIGHT_MAX;
        }
    };

    private static final int FIRST_TIER = 3;

    /** Pages somebody chose come several at a time; what comes by itself never stands in the way. */
    private static final int BY_HAND_AT_ONCE = 4;

    /** Places up to this one are of pages somebody chose. */
    private static final int LAST_BY_HAND = FIRST_TIER + 2;

    public Choice {
        tiers = Map.copyOf(tiers);
        leftOut = Set.copyOf(leftOut);
    }

    /** Pages that this choice places otherwise than another one, in order; whether it is paused is not looked at. */
    SortedSet<String> differsFrom(Choice other) {
        SortedSet<String> pages = new TreeSet<>();
        addOthers(tiers, other.tiers, pages);
        addOthers(other.tiers, tiers, pages);
        addOthers(leftOut, other.leftOut, pages);
        addOthers(other.leftOut, leftOut, pages);
        return pages;
    }

    private static void addOthers(Map<String, Integer> some, Map<String, Integer> others, Set<String> pages) {
        some.forEach((page, tier) -> {
            if (!tier.equals(others.get(page))) {
                pages.add(page);
            }
        });
    }

    private static void addOthers(Set<String> some, Set<String> others, Set<String> pages) {
        for (String page : some) {
            if (!others.contains(page)) {
                pages.add(page);
            }
        }
    }

    private static int rankOfNeeded(Candidate candidate) {
        if (candidate.wanted()) {
            return 0;
        }
        return candidate.document().isPage() ? candidate.here() ? 2 : NEVER : 1;
    }

    @Override
    public int rank(Candidate candidate) {
        int needed = rankOfNeeded(candidate);
        if (needed < 2) {
            return needed;
        }
        Integer tier = tiers.get(candidate.document().pageId());
        if (tier == null) {
            return NEVER;
        }
        return candidate.here() ? 2 : paused ? NEVER : FIRST_TIER + tier;
    }

    @Override
    public int fetchesAtOnce(int rank) {
        if (rank < FIRST_TIER) {
            return SyncLimits.FETCHES_IN_FLIGHT_MAX;
        }
        return rank <= LAST_BY_HAND ? BY_HAND_AT_ONCE : 1;
    }

    @Override
    public boolean keeps(DocumentId document) {
        return !document.isPage() || !leftOut.contains(document.pageId());
    }
}
