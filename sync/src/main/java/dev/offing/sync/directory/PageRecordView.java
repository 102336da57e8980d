package dev.offing.sync.directory;

import dev.offing.engine.DocumentView;
import dev.offing.engine.Limits;
import dev.offing.engine.PositionKey;
import dev.offing.engine.Value;
import dev.offing.sync.DocumentId;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What a page record says. A property of the wrong kind or form counts as absent: the directory never
 * fails because of what merged.
 *
 * @param page the page: 32 lower-case hexadecimal digits
 * @param parent the page it was put under; empty = top level
 * @param order its place among its siblings; empty = after those that have one
 * @param moved logical time of the move that wrote parent and order, 0 = none ({@link DirectoryTree#nextMove})
 * @param icon its icon
 * @param trashed whether it was put into the trash
 * @param trashedWith the pages below it that went with it; empty = whatever is below it
 */
public record PageRecordView(
        String page,
        Optional<String> parent,
        Optional<PositionKey> order,
        long moved,
        Optional<String> icon,
        boolean trashed,
        Optional<Set<String>> trashedWith) {

    /** Key of the property that holds the parent's page id. */
    public static final String PARENT = "parent";

    /** Key of the place among siblings: {@link PositionKey} bytes as base64url without padding. */
    public static final String ORDER = "order";

    /** Key of a number, written in the same change as parent and order. */
    public static final String MOVED = "moved";

    /** Key of a short text, an emoji for one. */
    public static final String ICON = "icon";

    /** Key of a boolean. */
    public static final String TRASHED = "trashed";

    /** Key of page ids, 32 digits each, one after the other, written in the same change as {@link #TRASHED}. */
    public static final String TRASHED_WITH = "trashedWith";

    private static final int PAGE_ID_DIGITS = 32;

    public PageRecordView {
        trashedWith = trashedWith.map(Set::copyOf);
    }

    /** Reads the document properties of a page record. */
    public static PageRecordView of(String page, DocumentView view) {
        SortedMap<String, Value> properties = view.properties();
        return new PageRecordView(
                page,
                text(properties, PARENT).filter(DocumentId::isPageId),
                text(properties, ORDER).flatMap(PageRecordView::readOrder),
                properties.get(MOVED) instanceof Value.Num moved ? readMoved(moved.value()) : 0,
                text(properties, ICON).filter(icon -> !icon.isEmpty()),
                Value.TRUE.equals(properties.get(TRASHED)),
                text(properties, TRASHED_WITH).flatMap(PageRecordView::readPages));
    }

    /** The form of {@link #ORDER}. */
    public static String orderText(PositionKey key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.toBytes());
    }

    /**
     * The form of {@link #TRASHED_WITH}.
     *
     * @return empty if they are more than a property holds: then whatever is below goes too
     */
    public static Optional<String> trashedWithText(Collection<String> pages) {
        if (pages.size() > Limits.VALUE_UTF16_MAX / PAGE_ID_DIGITS) {
            return Optional.empty();
        }
        return Optional.of(String.join("", new TreeSet<>(pages)));
    }

    private static Optional<String> text(SortedMap<String, Value> properties, String key) {
        return properties.get(key) instanceof Value.Text text ? Optional.of(text.value()) : Optional.empty();
    }

    private static Optional<PositionKey> readOrder(String text) {
        try {
            return Optional.of(PositionKey.of(Base64.getUrlDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not a key: as if it had none
        }
    }

    private static long readMoved(double value) {
        boolean counts = value >= 1 && value <= Limits.STAMP_MAX && Math.rint(value) == value;
        return counts ? (long) value : 0;
    }

    private static Optional<Set<String>> readPages(String text) {
        if (text.length() % PAGE_ID_DIGITS != 0) {
            return Optional.empty();
        }
        Set<String> pages = new TreeSet<>();
        for (int i = 0; i < text.length(); i += PAGE_ID_DIGITS) {
            String page = text.substring(i, i + PAGE_ID_DIGITS);
            if (!DocumentId.isPageId(page)) {
                return Optional.empty();
            }
            pages.add(page);
        }
        return Optional.of(pages);
    }
}
