package dev.offing.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** A view built from patches alone: what an editor that only hears of edits would show. */
final class ShadowView {

    private static final class Node {
        final BlockId id;
        Node parent;
        final List<Node> children = new ArrayList<>();
        String type;
        RichText text;
        SortedMap<String, Value> properties = new TreeMap<>();
        SortedMap<String, CellView> cells = new TreeMap<>();
        Survivor survivor;
        BlockView.TableView table;

        Node(BlockId id) {
            this.id = id;
        }
    }

    private final Node root = new Node(null);
    private final Map<BlockId, Node> nodes = new HashMap<>();
    private final SortedMap<String, Value> properties = new TreeMap<>();
    private RichText title;
    private List<PropertyView> schema;

    ShadowView(DocumentView start) {
        nodes.put(null, root);
        title = start.title();
        schema = start.schema();
        properties.putAll(start.properties());
        for (BlockView block : start.blocks()) {
            insert(block, nodes.get(block.parent()).children.size());
        }
    }

    void apply(Patch patch) {
        patch.edits().forEach(this::apply);
    }

    private void apply(Patch.Edit edit) {
        switch (edit) {
            case Patch.Edit.Insert insert -> insert(insert.block(), insert.index());
            case Patch.Edit.Remove remove -> {
                Node node = nodes.remove(remove.block());
                check(node.children.isEmpty(), "removed with children");
                check(node.parent.children.remove(node), "removed twice");
            }
            case Patch.Edit.Move move -> {
                Node node = node(move.block());
                Node parent = node(move.parent());
                for (Node step = parent; step != null; step = step.parent) {
                    check(step != node, "moved into itself");
                }
                node.parent.children.remove(node);
                parent.children.add(move.index(), node);
                node.parent = parent;
            }
            case Patch.Edit.Splice splice -> {
                RichText before = text(splice.target());
                String text = before.text();
                String after = text.substring(0, splice.offset())
                        + splice.inserted()
                        + text.substring(splice.offset() + splice.removed());
                set(splice.target(), new RichText(after, before.marks()));
            }
            case Patch.Edit.Marks marks ->
                set(marks.target(), new RichText(text(marks.target()).text(), marks.runs()));
            case Patch.Edit.Type type -> node(type.block()).type = type.type();
            case Patch.Edit.Property property -> {
                SortedMap<String, Value> values =
                        property.block() == null ? properties : node(property.block()).properties;
                if (property.value() instanceof Value.Absent) {
                    values.remove(property.key());
                } else {
                    values.put(property.key(), property.value());
                }
            }
            case Patch.Edit.Cell cell -> {
                SortedMap<String, CellView> cells = node(cell.row()).cells;
                check(!Objects.equals(cells.get(cell.property()), cell.cell()), "cell edit changes nothing");
                if (cell.cell() == null) {
                    cells.remove(cell.property());
                } else {
                    cells.put(cell.property(), cell.cell());
                }
            }
            case Patch.Edit.Schema changed -> schema = changed.properties();
            case Patch.Edit.Badge badge -> node(badge.block()).survivor = badge.survivor();
            case Patch.Edit.Table table -> node(table.block()).table = table.table();
        }
    }

    private Node node(BlockId id) {
        Node node = nodes.get(id);
        check(node != null, "unknown block " + id);
        return node;
    }

    private void insert(BlockView block, int index) {
        Node node = new Node(block.id());
        check(nodes.put(block.id(), node) == null, "inserted twice");
        node.parent = node(block.parent());
        node.parent.children.add(index, node);
        node.type = block.type();
        node.text = block.text();
        node.properties = new TreeMap<>(block.properties());
        node.cells = new TreeMap<>(block.cells());
        node.survivor = block.survivor();
        node.table = block.table();
    }

    private RichText text(TextTarget target) {
        return switch (target) {
            case TextTarget.Title ignored -> title;
            case TextTarget.Block block -> node(block.block()).text;
            case TextTarget.Cell cell -> {
                for (Node node : nodes.values()) {
                    int row = row(node, cell.row());
                    if (row >= 0 && node.table.columns().contains(cell.column())) {
                        yield node.table
                                .rows()
                                .get(row)
                                .cells()
                                .get(node.table.columns().indexOf(cell.column()));
                    }
                }
                throw new AssertionError("unknown cell");
            }
        };
    }

    private static int row(Node node, BlockId row) {
        for (int i = 0; node.table != null && i < node.table.rows().size(); i++) {
            if (node.table.rows().get(i).id().equals(row)) {
                return i;
            }
        }
        return -1;
    }

    private void set(TextTarget target, RichText text) {
        switch (target) {
            case TextTarget.Title ignored -> title = text;
            case TextTarget.Block block -> node(block.block()).text = text;
            case TextTarget.Cell cell -> {
                for (Node node : nodes.values()) {
                    int row = row(node, cell.row());
                    if (row >= 0 && node.table.columns().contains(cell.column())) {
                        List<BlockView.Row> rows = new ArrayList<>(node.table.rows());
                        List<RichText> cells = new ArrayList<>(rows.get(row).cells());
                        cells.set(node.table.columns().indexOf(cell.column()), text);
                        rows.set(row, new BlockView.Row(cell.row(), cells));
                        node.table = new BlockView.TableView(node.table.columns(), rows);
                    }
                }
            }
        }
    }

    DocumentView view() {
        List<BlockView> blocks = new ArrayList<>();
        root.children.forEach(child -> list(child, blocks));
        return new DocumentView(title, properties, schema, blocks);
    }

    private static void list(Node node, List<BlockView> blocks) {
        blocks.add(new BlockView(
                node.id, node.parent.id, node.type, node.text, node.properties, node.cells, node.survivor, node.table));
        node.children.forEach(child -> list(child, blocks));
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
