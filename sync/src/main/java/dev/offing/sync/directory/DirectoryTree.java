package dev.offing.sync.directory;

import dev.offing.engine.Limits;
import dev.offing.engine.PositionKey;
import dev.offing.engine.ReplicaId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tree of pages as it is shown: a pure function of the set of page records, the same on the
 * server and on every device. Every page is shown exactly once, in the tree or in the trash, whatever
 * was moved, trashed or not yet received (docs/spec/sync.md, SYNC-60 to 65; docs/adr/0004).
 *
 * <p>Three steps, each linear but for the sorting of siblings. <em>Parents</em>: a page whose parent
 * is unknown stands at the top level; a cycle, which only concurrent moves can make, is opened at the
 * page that was moved last, by (moved, page id). <em>Trash</em>: a trashed page hides itself and of
 * the pages below it those its trasher saw. <em>Tree</em>: a page that is shown although the one above
 * it is not hangs under the nearest page above that is shown.
 */
public final class DirectoryTree {

    private static final Comparator<PageRecordView> SIBLINGS = (a, b) -> {
        if (a.order().isPresent() && b.order().isPresent()) {
            int byKey = a.order().get().compareTo(b.order().get());
            return byKey != 0 ? byKey : a.page().compareTo(b.page());
        }
        int byPresence = Boolean.compare(b.order().isPresent(), a.order().isPresent());
        return byPresence != 0 ? byPresence : a.page().compareTo(b.page());
    };

    private static final String TOP = "";

    private final Map<String, PageRecordView> records = new TreeMap<>();
    /** Where pages were put, cycles opened; {@link #TOP} or a known page. */
    private final Map<String, String> parents = new HashMap<>();
    /** For each page the nearest shown page from itself upwards, or {@link #TOP}; and the nearest hidden one. */
    private final Map<String, String> nearestShown = new HashMap<>();

    private final Map<String, String> nearestHidden = new HashMap<>();

    /** Shown pages: the page above, or {@link #TOP}. */
    private final Map<String, String> shownParents = new HashMap<>();

    private final Map<String, List<String>> shown = new HashMap<>();
    private final Map<String, List<String>> inTrash = new HashMap<>();
    private final List<String> trash = new ArrayList<>();
    private long greatestMove;

    private DirectoryTree() {}

    /** Cost: sorting the pages. */
    public static DirectoryTree of(Collection<PageRecordView> records) {
        DirectoryTree tree = new DirectoryTree();
        for (PageRecordView record : records) {
            tree.records.put(record.page(), record);
            tree.greatestMove = Math.max(tree.greatestMove, record.moved());
        }
        tree.findParents();
        tree.openCycles();
        tree.place();
        return tree;
    }

    /** Pages shown at the top level, in order. */
    public List<String> topLevel() {
        return shown.getOrDefault(TOP, List.of());
    }

    /** Pages shown under a page, in order; none for a page in the trash or unknown. */
    public List<String> children(String page) {
        return page.isEmpty() ? List.of() : shown.getOrDefault(page, List.of());
    }

    /** Where the page is shown: the page above it, empty at the top level, in the trash, or for an unknown page. */
    public Optional<String> shownParent(String page) {
        String parent = shownParents.getOrDefault(page, TOP);
        return parent.isEmpty() ? Optional.empty() : Optional.of(parent);
    }

    /**
     * The page above, in the tree or in the trash, as the records say it with cycles opened: empty at the top
     * level or for an unknown page.
     */
    public Optional<String> parent(String page) {
        String parent = parents.getOrDefault(page, TOP);
        return parent.isEmpty() ? Optional.empty() : Optional.of(parent);
    }

    /** Whether the page is known and not in the trash. */
    public boolean isShown(String page) {
        return shownParents.containsKey(page);
    }

    /** Tops of the trashed subtrees, by page id. */
    public List<String> trash() {
        return List.copyOf(trash);
    }

    /** Pages in the trash below one of {@link #trash}, in order, depth first, itself excluded. */
    public List<String> trashedBelow(String top) {
        return below(top, inTrash);
    }

    /** All shown pages below a page, depth first, itself excluded: what goes with it into the trash. */
    public List<String> subtree(String page) {
        return below(page, shown);
    }

    /** Value of {@link PageRecordView#MOVED} for a move or creation that has seen this tree: 1 + the greatest. */
    public long nextMove() {
        return Math.min(greatestMove + 1, Limits.STAMP_MAX);
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
        List<String> siblings = new ArrayList<>(shown.getOrDefault(parent.orElse(TOP), List.of()));
        siblings.remove(page);
        int at = after.map(siblings::indexOf).orElse(-1);
        PositionKey left = null;
        for (int i = at; i >= 0 && left == null; i--) {
            left = records.get(siblings.get(i)).order().orElse(null);
        }
        PositionKey right = null;
        for (int i = at + 1; i < siblings.size() && right == null; i++) {
            PositionKey key = records.get(siblings.get(i)).order().orElse(null);
            right = key != null && (left == null || left.compareTo(key) < 0) ? key : null;
        }
        return PositionKey.between(left, right, replica, unique, left != null && endsItsRun(left, page));
    }

    private void findParents() {
        for (PageRecordView record : records.values()) {
            String parent = record.parent().orElse(TOP);
            boolean known = records.containsKey(parent) && !parent.equals(record.page());
            parents.put(record.page(), known ? parent : TOP);
        }
    }

    private void openCycles() {
        Set<String> done = new HashSet<>();
        for (String start : records.keySet()) {
            List<String> path = new ArrayList<>();
            Map<String, Integer> onPath = new HashMap<>();
            String at = start;
            while (!at.isEmpty() && done.add(at)) {
                onPath.put(at, path.size());
                path.add(at);
                at = parents.get(at);
            }
            Integer cycle = onPath.get(at);
            if (cycle != null) {
                parents.put(movedLast(path.subList(cycle, path.size())), TOP);
            }
        }
    }

    private String movedLast(List<String> pages) {
        String last = pages.get(0);
        for (String page : pages) {
            long difference = records.get(page).moved() - records.get(last).moved();
            if (difference > 0 || difference == 0 && page.compareTo(last) > 0) {
                last = page;
            }
        }
        return last;
    }

    /** From the top down, so that whatever a page needs of the pages above it is there. */
    private void place() {
        Map<String, List<String>> below = new HashMap<>();
        List<PageRecordView> ordered = new ArrayList<>(records.values());
        ordered.sort(SIBLINGS);
        for (PageRecordView record : ordered) {
            below.computeIfAbsent(parents.get(record.page()), key -> new ArrayList<>())
                    .add(record.page());
        }
        Map<String, String> trashedAbove = new HashMap<>();
        ArrayDeque<String> queue = new ArrayDeque<>(below.getOrDefault(TOP, List.of()));
        while (!queue.isEmpty()) {
            String page = queue.remove();
            String parent = parents.get(page);
            String above = parent.isEmpty() ? TOP : records.get(parent).trashed() ? parent : trashedAbove.get(parent);
            trashedAbove.put(page, above);
            placeOne(page, parent, hiddenBy(page, above, trashedAbove));
            queue.addAll(below.getOrDefault(page, List.of()));
        }
        Comparator<String> siblings = (a, b) -> SIBLINGS.compare(records.get(a), records.get(b));
        shown.values().forEach(pages -> pages.sort(siblings));
        inTrash.values().forEach(pages -> pages.sort(siblings));
        trash.sort(Comparator.naturalOrder());
    }

    private void placeOne(String page, String parent, Optional<String> hiddenBy) {
        String shownAbove = nearestShown.getOrDefault(parent, TOP);
        String hiddenAbove = nearestHidden.getOrDefault(parent, TOP);
        if (hiddenBy.isEmpty()) {
            shownParents.put(page, shownAbove);
            shown.computeIfAbsent(shownAbove, key -> new ArrayList<>()).add(page);
        } else if (hiddenBy.get().equals(page)) {
            trash.add(page);
        } else {
            inTrash.computeIfAbsent(hiddenAbove, key -> new ArrayList<>()).add(page);
        }
        nearestShown.put(page, hiddenBy.isEmpty() ? page : shownAbove);
        nearestHidden.put(page, hiddenBy.isEmpty() ? hiddenAbove : page);
    }

    /** The trashed page that hides a page: one above it whose trasher saw it, else itself, else none. */
    private Optional<String> hiddenBy(String page, String above, Map<String, String> trashedAbove) {
        for (String at = above; !at.isEmpty(); at = trashedAbove.get(at)) {
            Optional<Set<String>> with = records.get(at).trashedWith();
            if (with.isEmpty() || with.get().contains(page)) {
                return Optional.of(at);
            }
        }
        return records.get(page).trashed() ? Optional.of(page) : Optional.empty();
    }

    private static List<String> below(String top, Map<String, List<String>> children) {
        List<String> pages = new ArrayList<>();
        ArrayDeque<String> stack = new ArrayDeque<>();
        stack.push(top);
        while (!stack.isEmpty()) {
            String page = stack.pop();
            if (!page.equals(top)) {
                pages.add(page);
            }
            List<String> next = children.getOrDefault(page, List.of());
            for (int i = next.size() - 1; i >= 0; i--) {
                stack.push(next.get(i));
            }
        }
        return pages;
    }

    /** Whether no other page has a later key of the same run, so that the run may go on (its keys stay short). */
    private boolean endsItsRun(PositionKey key, String except) {
        for (PageRecordView record : records.values()) {
            boolean later = record.order().isPresent() && record.order().get().continuesRunOf(key);
            if (later && !record.page().equals(except)) {
                return false;
            }
        }
        return true;
    }
}
