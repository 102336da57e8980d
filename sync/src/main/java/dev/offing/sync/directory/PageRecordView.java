package dev.offing.sync.directory;

import dev.offing.engine.DocumentView;
import dev.offing.engine.PositionKey;
import java.util.Optional;
import java.util.Set;

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

    /** Keys of the properties. */
    public static final String PARENT = "parent";

    /** {@link PositionKey} bytes as base64url without padding. */
    public static final String ORDER = "order";

    /** A number, written in the same change as parent and order. */
    public static final String MOVED = "moved";

    public static final String ICON = "icon";

    public static final String TRASHED = "trashed";

    /** Page ids, 32 digits each, one after the other, written in the same change as {@link #TRASHED}. */
    public static final String TRASHED_WITH = "trashedWith";

    public PageRecordView {
        trashedWith = trashedWith.map(Set::copyOf);
    }

    /** Reads the document properties of a page record. */
    public static PageRecordView of(String page, DocumentView view) {
        throw new UnsupportedOperationException();
    }
}
