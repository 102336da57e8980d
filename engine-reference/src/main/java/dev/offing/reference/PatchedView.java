package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.CellView;
import dev.offing.engine.DocumentView;
import dev.offing.engine.Patch;
import dev.offing.engine.PropertyView;
import dev.offing.engine.RichText;
import dev.offing.engine.Survivor;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A view kept up to date by patches alone, as an editor keeps its own. Any edit that does not fit
 * (unknown block, index beyond the siblings, text shorter than the splice) throws.
 */
final class PatchedView {

    private static final class Node {
        final BlockId id;
        Node parent;
        final List<Node> children = new ArrayList<>();
        String type;
        RichText text;
        SortedMap<String, Value> properties;
        SortedMap<String, CellView> cells = new TreeMap<>();
        Survivor survivor;
        BlockView.TableView table;

        Node(BlockId id) {
            this.id = id;
        }
    }

    private RichText title;
    private List<PropertyView> schema;
    private final SortedMap<String, Value> properties;
    private final Node top = new Node(null);
    private final Map<BlockId, Node> nodes = new HashMap<>();

    PatchedView(DocumentView start) {
        title = start.title();
        schema = start.schema();
        properties = new TreeMap<>(start.properties());
        for (BlockView block : start.blocks()) {
            insert(block, parent(block.parent()).children.size());
        }
    }

    void apply(Patch patch) {
        for (Patch.Edit edit : patch.edits()) {
            switch (edit) {
                case Patch.Edit.Insert insert -> insert(insert.block(), insert.index());
                case Patch.Edit.Remove remove -> remove(remove.block());
                case Patch.Edit.Move move -> move(move);
                case Patch.Edit.Splice splice -> change(splice.target(), text -> spliced(text, splice));
                case Patch.Edit.Marks marks -> change(marks.target(), text -> new RichText(text.text(), marks.runs()));
                case Patch.Edit.Type type -> node(type.block()).type = type.type();
                case Patch.Edit.Property property -> setProperty(property);
                case Patch.Edit.Cell cell -> setCell(cell);
                case Patch.Edit.Schema changed -> schema = changed.properties();
                case Patch.Edit.Badge badge -> node(badge.block()).survivor = badge.survivor();
                case Patch.Edit.Table table -> node(table.block()).table = table.table();
            }
        }
    }

    DocumentView view() {
        List<BlockView> blocks = new ArrayList<>();
        top.children.forEach(child -> list(child, null, blocks));
        return new DocumentView(title, properties, schema, blocks);
    }

    private static void list(Node node, BlockId parent, List<BlockView> out) {
        out.add(new BlockView(
                node.id, parent, node.type, node.text, node.properties, node.cells, node.survivor, node.table));
        node.children.forEach(child -> list(child, node.id, out));
    }

    private Node node(BlockId id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException("patch names a block that is not shown: " + id);
        }
        return node;
    }

    private Node parent(BlockId id) {
        return id == null ? top : node(id);
    }

    private void insert(BlockView block, int index) {
        if (nodes.containsKey(block.id())) {
            throw new IllegalStateException("patch inserts a block that is shown: " + block.id());
        }
        Node node = new Node(block.id());
        node.type = block.type();
        node.text = block.text();
        node.properties = new TreeMap<>(block.properties());
        node.cells = new TreeMap<>(block.cells());
        node.survivor = block.survivor();
        node.table = block.table();
        node.parent = parent(block.parent());
        node.parent.children.add(index, node);
        nodes.put(block.id(), node);
    }

    private void remove(BlockId id) {
        Node node = node(id);
        if (!node.children.isEmpty()) {
            throw new IllegalStateException("patch removes a block that has children: " + id);
        }
        node.parent.children.remove(node);
        nodes.remove(id);
    }

    private void move(Patch.Edit.Move move) {
        Node node = node(move.block());
        Node parent = parent(move.parent());
        for (Node at = parent; at != null; at = at.parent) {
            if (at == node) {
                throw new IllegalStateException("patch moves a block into itself: " + move.block());
            }
        }
        node.parent.children.remove(node);
        node.parent = parent;
        node.parent.children.add(move.index(), node);
    }

    private void setProperty(Patch.Edit.Property property) {
        SortedMap<String, Value> owner = property.block() == null ? properties : node(property.block()).properties;
        if (property.value().equals(Value.ABSENT)) {
            owner.remove(property.key());
        } else {
            owner.put(property.key(), property.value());
        }
    }

    private void setCell(Patch.Edit.Cell edit) {
        SortedMap<String, CellView> cells = node(edit.row()).cells;
        if (Objects.equals(cells.get(edit.property()), edit.cell())) {
            throw new IllegalStateException("patch sets a cell to what it shows: " + edit);
        }
        if (edit.cell() == null) {
            cells.remove(edit.property());
        } else {
            cells.put(edit.property(), edit.cell());
        }
    }

    private static RichText spliced(RichText text, Patch.Edit.Splice splice) {
        String old = text.text();
        requireBetweenCharacters(old, splice.offset());
        requireBetweenCharacters(old, splice.offset() + splice.removed());
        String now = old.substring(0, splice.offset())
                + splice.inserted()
                + old.substring(splice.offset() + splice.removed());
        return new RichText(now, text.marks());
    }

    private static void requireBetweenCharacters(String text, int offset) {
        if (offset > 0
                && offset < text.length()
                && Character.isHighSurrogate(text.charAt(offset - 1))
                && Character.isLowSurrogate(text.charAt(offset))) {
            throw new IllegalStateException("patch cuts a surrogate pair at " + offset + " of " + text);
        }
    }

    private void change(TextTarget target, UnaryOperator<RichText> edit) {
        switch (target) {
            case TextTarget.Title ignored -> title = edit.apply(title);
            case TextTarget.Block block -> {
                Node node = node(block.block());
                node.text = edit.apply(node.text);
            }
            case TextTarget.Cell cell -> changeCell(cell, edit);
        }
    }

    private void changeCell(TextTarget.Cell target, UnaryOperator<RichText> edit) {
        for (Node node : nodes.values()) {
            if (node.table == null || !node.table.columns().contains(target.column())) {
                continue;
            }
            int column = node.table.columns().indexOf(target.column());
            List<BlockView.Row> rows = new ArrayList<>(node.table.rows());
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).id().equals(target.row())) {
                    List<RichText> cells = new ArrayList<>(rows.get(i).cells());
                    cells.set(column, edit.apply(cells.get(column)));
                    rows.set(i, new BlockView.Row(target.row(), cells));
                    node.table = new BlockView.TableView(node.table.columns(), rows);
                    return;
                }
            }
        }
        throw new IllegalStateException("patch names a cell that is not shown: " + target);
    }
}
