package dev.offing.browser;

import dev.offing.engine.PositionKey;
import dev.offing.engine.ReplicaId;
import dev.offing.sync.directory.DirectoryTree;
import dev.offing.sync.directory.PageRecordView;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSExport;

/**
 * {@link DirectoryTree} as JavaScript calls it: records are added one by one, then {@link #build}
 * arranges them. Everything after that answers from the arranged tree.
 */
public final class PageDirectory {

    private static final int PAGE_ID_LENGTH = 32;

    private final List<PageRecordView> records = new ArrayList<>();
    private DirectoryTree tree = DirectoryTree.of(List.of());

    PageDirectory() {}

    /**
     * One page record.
     *
     * @param order as the record holds it; one that is no position key counts as absent
     * @param trashedWith page ids one after the other
     */
    @JSExport
    public void add(
            String page,
            @Nullable String parent,
            @Nullable String order,
            double moved,
            boolean trashed,
            @Nullable String trashedWith) {
        records.add(new PageRecordView(
                page,
                Optional.ofNullable(parent),
                Optional.ofNullable(order).flatMap(PageDirectory::position),
                (long) moved,
                Optional.empty(),
                trashed,
                Optional.ofNullable(trashedWith).map(PageDirectory::pages)));
    }

    @JSExport
    public void build() {
        tree = DirectoryTree.of(records);
    }

    /** JSON of `[page, string[]][]`: the children of every page that has some, null = top level first. */
    @JSExport
    public String children() {
        JsonWriter out = new JsonWriter();
        out.raw("[");
        entry(out, null, tree.topLevel());
        for (PageRecordView record : records) {
            List<String> children = tree.children(record.page());
            if (!children.isEmpty()) {
                entry(out, record.page(), children);
            }
        }
        return out.raw("]").toString();
    }

    /** JSON of `string[]`: tops of trashed subtrees. */
    @JSExport
    public String trash() {
        return list(new JsonWriter(), tree.trash()).toString();
    }

    /** JSON of `string[]`: shown pages below a page, depth first. */
    @JSExport
    public String subtree(String page) {
        return list(new JsonWriter(), tree.subtree(page)).toString();
    }

    @JSExport
    public double nextMove() {
        return tree.nextMove();
    }

    /** The order, as a record holds it, of a page put after a sibling; null = first. */
    @JSExport
    public String orderAfter(String page, @Nullable String parent, @Nullable String after, String replica, int unique) {
        return PageRecordView.orderText(tree.orderAfter(
                page, Optional.ofNullable(parent), Optional.ofNullable(after), ReplicaId.parse(replica), unique));
    }

    DirectoryTree tree() {
        return tree;
    }

    /** JSON of RecordRow: what the record of a page says. */
    static String record(PageRecordView record) {
        JsonWriter out = new JsonWriter();
        out.raw("{").name("parent").string(record.parent().orElse(null));
        out.name("order").string(record.order().map(PageRecordView::orderText).orElse(null));
        out.name("moved").number((double) record.moved());
        out.name("icon").string(record.icon().orElse(null));
        out.name("trashed").bool(record.trashed());
        out.name("trashedWith")
                .string(record.trashedWith()
                        .flatMap(PageRecordView::trashedWithText)
                        .orElse(null));
        return out.raw("}").toString();
    }

    static Set<String> pages(String joined) {
        Set<String> pages = new HashSet<>();
        for (int at = 0; at + PAGE_ID_LENGTH <= joined.length(); at += PAGE_ID_LENGTH) {
            pages.add(joined.substring(at, at + PAGE_ID_LENGTH));
        }
        return pages;
    }

    private static Optional<PositionKey> position(String text) {
        try {
            return Optional.of(PositionKey.of(Base64.getUrlDecoder().decode(text)));
        } catch (IllegalArgumentException notAKey) {
            return Optional.empty();
        }
    }

    private static void entry(JsonWriter out, @Nullable String parent, List<String> children) {
        out.separate().raw("[").string(parent).raw(",");
        list(out, children).raw("]");
    }

    private static JsonWriter list(JsonWriter out, List<String> pages) {
        out.raw("[");
        for (String page : pages) {
            out.separate().string(page);
        }
        return out.raw("]");
    }
}
