package dev.offing.sync.offline;

import java.util.List;
import java.util.Optional;

/**
 * What holds for one page.
 *
 * @param reasons why it is to be here, strongest first; empty = it is not
 * @param objection why it is not here for what was chosen; empty = it is
 */
public record Decision(String page, List<Reason> reasons, Optional<Objection> objection) {

    /** Why a page does not come although it is known. */
    public enum Objection {
        /** Nobody asked for it and nothing brings it by itself. */
        NOT_CHOSEN,
        /** The policy lets this account keep nothing. */
        NOT_ALLOWED,
        /** It would come by itself, and there is no room left. */
        OVER_BUDGET,
        /** The device was told to do without. */
        OPTED_OUT
    }

    public Decision {
        reasons = List.copyOf(reasons);
    }

    /** Whether the page is to be on the device. */
    public boolean chosen() {
        return !reasons.isEmpty();
    }

    /** Place in the order of fetching: of the strongest reason. Lower comes first. */
    public int tier() {
        return reasons.isEmpty()
                ? Reason.Kind.values().length
                : reasons.get(0).kind().ordinal();
    }
}
