package dev.offing.sync.directory;

import dev.offing.engine.PositionKey;
import dev.offing.engine.ReplicaId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The tree of pages as it is shown: a pure function of the set of page records, the same on the
 * server and on every device. Every page is shown exactly once, in the tree or in the trash, whatever
 * was moved, trashed or not yet received.
 */
public final class DirectoryTree {

    /** Cost: sorting the pages. */
    public static DirectoryTree of(Collection<PageRecordView> records) {
        throw new UnsupportedOperationException();
    }

    /** Pages shown at the top level, in order. */
    public List<String> topLevel() {
        throw new UnsupportedOperationException();
    }

    /** Pages shown under a page, in order; none for a page in the trash or unknown. */
    public List<String> children(String page) {
        throw new UnsupportedOperationException();
    }

    /** Where the page is shown: the page above it, empty at the top level, in the trash, or for an unknown page. */
    public Optional<String> shownParent(String page) {
        throw new UnsupportedOperationException();
    }

    /** Whether the page is known and not in the trash. */
    public boolean isShown(String page) {
        throw new UnsupportedOperationException();
    }

    /** Tops of the trashed subtrees, by page id. */
    public List<String> trash() {
        throw new UnsupportedOperationException();
    }

    /** Pages in the trash below one of {@link #trash}, in order, depth first, itself excluded. */
    public List<String> trashedBelow(String top) {
        throw new UnsupportedOperationException();
    }

    /** All shown pages below a page, depth first, itself excluded: what goes with it into the trash. */
    public List<String> subtree(String page) {
        throw new UnsupportedOperationException();
    }

    /** Value of {@link PageRecordView#MOVED} for a move or creation that has seen this tree: 1 + the greatest. */
    public long nextMove() {
        throw new UnsupportedOperationException();
    }

    /**
     * The order of a page that is put under a parent after a sibling.
     *
     * @param page the page that is moved or created; as a sibling it is not counted
     * @param parent empty = top level
     * @param after the sibling it follows, empty = it becomes the first
     * @param replica who moves it
     * @param unique a number this replica has not used here before (random is good enough)
     */
    public PositionKey orderAfter(
            String page, Optional<String> parent, Optional<String> after, ReplicaId replica, int unique) {
        throw new UnsupportedOperationException();
    }

    /** The form of {@link PageRecordView#ORDER}. */
    public static String orderText(PositionKey key) {
        throw new UnsupportedOperationException();
    }
}
