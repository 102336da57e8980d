package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How one block is shown, now and in the view the last patch led to. The root's is the parent of the
 * top level.
 */
final class Shown {

    final Block block;

    // ---- now, set by Layout ----

    /** Null if it is not shown now, or the root's. */
    Shown parent;

    /** Everything shown directly in it, table rows and columns included, in order. */
    final List<Shown> children = new ArrayList<>();

    /**
     * The block with a Child place in whose stretch it stands: itself, the one it follows, or the
     * hidden one it stands for. It is a child of {@code parent.block}, or of one of its continuations.
     */
    Block anchor;

    /** The block of that stretch at whose place it stands: itself, or a hidden one that lets it through. */
    Block unit;

    int depth;

    /** Whether the layout before the present one had it. */
    boolean wasPresent;

    /** Whether it stands in its parent's table; it is a block of the view only if it has text or children. */
    boolean tablePart;

    /** Its own text and that of its continuations. */
    final ShownText text = new ShownText(List.of());

    // ---- as published ----

    Shown publishedParent;
    List<Shown> publishedChildren = new ArrayList<>();
    int publishedIndex;
    String publishedType;
    SortedMap<String, Value> publishedProperties;
    SortedMap<String, CellView> publishedCells = new TreeMap<>();
    Survivor publishedSurvivor;
    List<Shown> publishedColumns = List.of();
    List<Shown> publishedRows = List.of();

    Shown(Block block) {
        this.block = block;
    }

    boolean isRoot() {
        return block.isRoot();
    }

    /** Whether it is shown, as a block of its own or in a table. */
    boolean present() {
        return isRoot() || block.shown == this;
    }

    /** Whether it is one of the blocks of the view. */
    boolean listed() {
        return present() && (!tablePart || !children.isEmpty() || text.lengthUtf16() > 0);
    }

    List<Shown> listedChildren() {
        List<Shown> listed = new ArrayList<>(children.size());
        for (Shown child : children) {
            if (child.listed()) {
                listed.add(child);
            }
        }
        return listed;
    }

    List<Shown> tableParts(String type) {
        List<Shown> parts = List.of();
        for (Shown child : children) {
            if (child.tablePart && child.block.type().equals(type)) {
                parts = parts.isEmpty() ? new ArrayList<>() : parts;
                parts.add(child);
            }
        }
        return parts;
    }
}
