package dev.offing.sync.offline;

import dev.offing.engine.DocumentView;
import dev.offing.engine.Limits;
import dev.offing.engine.Value;
import dev.offing.sync.DocumentId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an account chose, as its user record says it: one property for each page and kind of choice, so
 * that choices made on two devices both stand. Properties of another form count as absent.
 *
 * @param workspacePinned whether the whole workspace is pinned
 * @param pins pinned pages; the value is whether with the pages below; by page id
 * @param favourites in the order they were made favourites
 * @param recents the page opened last first
 * @param nextNumber greater than every number in the record: for the next favourite or opening
 */
public record UserChoices(
        boolean workspacePinned,
        Map<String, Boolean> pins,
        List<String> favourites,
        List<String> recents,
        long nextNumber) {

    /** Key of the pin of the whole workspace: true. */
    public static final String WORKSPACE_PIN = "pin:workspace";

    /** Before a page id, the key of its pin: {@link #PAGE_ALONE} or {@link #WITH_SUBPAGES}. */
    public static final String PIN = "pin:";

    public static final String PAGE_ALONE = "page";

    public static final String WITH_SUBPAGES = "subpages";

    /** Before a page id, the key of a number: a favourite, in ascending order. */
    public static final String FAVOURITE = "favourite:";

    /** Before a page id, the key of a number: greater = opened later. Counted, not timed: clocks may be wrong. */
    public static final String OPENED = "opened:";

    /** Nobody has chosen anything. */
    public static final UserChoices NONE = new UserChoices(false, Map.of(), List.of(), List.of(), 1);

    public UserChoices {
        pins = Collections.unmodifiableMap(new TreeMap<>(pins));
        favourites = List.copyOf(favourites);
        recents = List.copyOf(recents);
    }

    /** Reads the user record. */
    public static UserChoices of(DocumentView view) {
        SortedMap<String, Value> properties = view.properties();
        SortedMap<String, Boolean> pins = new TreeMap<>();
        of(properties, PIN).forEach((page, value) -> {
            if (value instanceof Value.Text text
                    && (text.value().equals(PAGE_ALONE) || text.value().equals(WITH_SUBPAGES))) {
                pins.put(page, text.value().equals(WITH_SUBPAGES));
            }
        });
        SortedMap<String, Long> favourites = numbers(properties, FAVOURITE);
        SortedMap<String, Long> opened = numbers(properties, OPENED);
        long greatest = 0;
        for (long number : favourites.values()) {
            greatest = Math.max(greatest, number);
        }
        for (long number : opened.values()) {
            greatest = Math.max(greatest, number);
        }
        return new UserChoices(
                Value.TRUE.equals(properties.get(WORKSPACE_PIN)),
                pins,
                sorted(favourites, Comparator.naturalOrder()),
                sorted(opened, Comparator.reverseOrder()),
                Math.min(greatest + 1, Limits.STAMP_MAX));
    }

    /** Properties whose key is a prefix and a page id. */
    private static SortedMap<String, Value> of(SortedMap<String, Value> properties, String prefix) {
        SortedMap<String, Value> found = new TreeMap<>();
        for (Map.Entry<String, Value> property : properties.tailMap(prefix).entrySet()) {
            if (!property.getKey().startsWith(prefix)) {
                break;
            }
            String page = property.getKey().substring(prefix.length());
            if (DocumentId.isPageId(page)) {
                found.put(page, property.getValue());
            }
        }
        return found;
    }

    private static SortedMap<String, Long> numbers(SortedMap<String, Value> properties, String prefix) {
        SortedMap<String, Long> numbers = new TreeMap<>();
        of(properties, prefix).forEach((page, value) -> {
            if (value instanceof Value.Num number && number.value() >= 1 && number.value() <= Limits.STAMP_MAX) {
                numbers.put(page, (long) number.value());
            }
        });
        return numbers;
    }

    private static List<String> sorted(SortedMap<String, Long> numbers, Comparator<Long> order) {
        List<String> pages = new ArrayList<>(numbers.keySet());
        pages.sort((a, b) -> {
            int byNumber = order.compare(numbers.get(a), numbers.get(b));
            return byNumber != 0 ? byNumber : a.compareTo(b);
        });
        return pages;
    }
}
