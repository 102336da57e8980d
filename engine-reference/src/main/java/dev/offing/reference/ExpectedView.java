package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.CellView;
import dev.offing.engine.DocumentView;
import dev.offing.engine.PropertyView;
import dev.offing.engine.RichText;
import dev.offing.engine.Survivor;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a person expects of a command, without strands, anchors or places: a tree of blocks with
 * texts, edited in the obvious way. Starts from the view before the command; {@link #view} is what
 * must be shown after it.
 */
final class ExpectedView {

    /** A block; a row or column of a table if it is in {@link #rows} or {@link #columns} of its parent. */
    private static final class Node {
        final BlockId id;
        Node parent;
        String type;
        ExpectedText text = ExpectedText.empty();
        SortedMap<String, Value> properties = new TreeMap<>();
        SortedMap<String, CellView> cells = new TreeMap<>();
        Survivor survivor;
        final List<Node> children = new ArrayList<>();
        final List<Node> columns = new ArrayList<>();
        final List<Node> rows = new ArrayList<>();

        Node(BlockId id, String type) {
            this.id = id;
            this.type = type;
        }

        List<Node> siblingsOf(Node child) {
            if (id == null) {
                return children;
            }
            return switch (child.type) {
                case ReferenceView.ROW -> rows;
                case ReferenceView.COLUMN -> columns;
                default -> children;
            };
        }
    }

    private final ExpectedText title;
    private final SortedMap<String, Value> properties;
    private final List<PropertyView> schema;
    private final Node top = new Node(null, "");
    private final Map<BlockId, Node> nodes = new HashMap<>();
    private final Map<TextTarget.Cell, ExpectedText> cells = new HashMap<>();

    ExpectedView(DocumentView start) {
        title = new ExpectedText(start.title());
        properties = new TreeMap<>(start.properties());
        schema = new ArrayList<>(start.schema());
        for (BlockView block : start.blocks()) {
            Node node = node(block);
            node.parent = block.parent() == null ? top : nodes.get(block.parent());
            List<Node> siblings = node.parent.siblingsOf(node);
            if (!siblings.contains(node)) {
                siblings.add(node);
            }
            if (block.table() != null) {
                addTable(node, block.table());
            }
        }
    }

    private Node node(BlockView block) {
        Node node = nodes.computeIfAbsent(block.id(), id -> new Node(id, block.type()));
        node.text = new ExpectedText(block.text());
        node.properties = new TreeMap<>(block.properties());
        node.cells = new TreeMap<>(block.cells());
        node.survivor = block.survivor();
        return node;
    }

    private void addTable(Node owner, BlockView.TableView table) {
        for (BlockId column : table.columns()) {
            addPart(owner, owner.columns, column, ReferenceView.COLUMN);
        }
        for (BlockView.Row row : table.rows()) {
            addPart(owner, owner.rows, row.id(), ReferenceView.ROW);
            for (int i = 0; i < row.cells().size(); i++) {
                TextTarget.Cell cell =
                        new TextTarget.Cell(row.id(), table.columns().get(i));
                cells.put(cell, new ExpectedText(row.cells().get(i)));
            }
        }
    }

    private void addPart(Node owner, List<Node> parts, BlockId id, String type) {
        Node node = new Node(id, type);
        node.parent = owner;
        parts.add(node);
        nodes.put(id, node);
    }

    // ---- commands ----

    ExpectedText text(TextTarget target) {
        return switch (target) {
            case TextTarget.Title ignored -> title;
            case TextTarget.Block block -> nodes.get(block.block()).text;
            case TextTarget.Cell cell -> cells.get(cell);
        };
    }

    void split(BlockId block, int offset, BlockId made, String type) {
        Node whole = nodes.get(block);
        Node half = new Node(made, type);
        half.text = whole.text.cutTail(offset);
        put(half, whole.parent, whole);
    }

    /**
     * Children of a joined text that a split moves to the new half go with it (MERGE-24 c); which ones
     * were joined a person does not see. Lets the last children of the whole follow, as many as did.
     */
    void letChildrenFollow(BlockId whole, BlockId half, ExpectedView actual) {
        Node from = nodes.get(whole);
        Node to = nodes.get(half);
        Node did = actual.nodes.get(half);
        if (did == null) {
            return;
        }
        letFollow(from.children, to, to.children, did.children.size());
        letFollow(from.columns, to, to.columns, did.columns.size());
        letFollow(from.rows, to, to.rows, did.rows.size());
    }

    private static void letFollow(List<Node> from, Node parent, List<Node> to, int count) {
        if (count > 0 && count <= from.size()) {
            List<Node> last = from.subList(from.size() - count, from.size());
            adopt(parent, last, to);
            last.clear();
        }
    }

    void join(BlockId block, BlockId into) {
        Node joined = nodes.get(block);
        Node host = nodes.get(into);
        take(joined);
        nodes.remove(block);
        host.text.append(joined.text);
        adopt(host, joined.children, host.children);
        adopt(host, joined.columns, host.columns);
        adopt(host, joined.rows, host.rows);
    }

    private static void adopt(Node host, List<Node> from, List<Node> to) {
        from.forEach(child -> child.parent = host);
        to.addAll(from);
    }

    /** @param after null = first */
    void create(BlockId made, BlockId parent, BlockId after, String type) {
        put(new Node(made, type), parent(parent), after == null ? null : nodes.get(after));
    }

    void move(BlockId block, BlockId parent, BlockId after) {
        Node node = nodes.get(block);
        take(node);
        put(node, parent(parent), after == null ? null : nodes.get(after));
    }

    /** Whether a block is the other one or shown below it. */
    boolean isWithin(BlockId block, BlockId other) {
        for (Node at = parent(block); at != top; at = at.parent) {
            if (at.id.equals(other)) {
                return true;
            }
        }
        return false;
    }

    void delete(BlockId block) {
        take(nodes.get(block));
    }

    void setType(BlockId block, String type) {
        nodes.get(block).type = type;
    }

    /** @param block null = the document */
    void setProperty(BlockId block, String key, Value value) {
        SortedMap<String, Value> owner = block == null ? properties : nodes.get(block).properties;
        if (value.equals(Value.ABSENT)) {
            owner.remove(key);
        } else {
            owner.put(key, value);
        }
    }

    /** @param cell null = nothing */
    void setCell(BlockId row, String property, CellView cell) {
        if (cell == null) {
            nodes.get(row).cells.remove(property);
        } else {
            nodes.get(row).cells.put(property, cell);
        }
    }

    void clearCells(BlockId block) {
        nodes.get(block).cells.clear();
    }

    /** What is added to the shown members of a cell, or to nothing. */
    void addToCell(BlockId row, String property, String member) {
        setMembers(row, property, members -> members.add(member));
    }

    void removeFromCell(BlockId row, String property, String member) {
        setMembers(row, property, members -> members.remove(member));
    }

    private void setMembers(BlockId row, String property, Consumer<SortedSet<String>> change) {
        SortedSet<String> members = new TreeSet<>();
        if (nodes.get(row).cells.get(property) instanceof CellView.Several several) {
            several.values().forEach(value -> members.add(((Value.Text) value).value()));
        }
        change.accept(members);
        List<Value> values = new ArrayList<>();
        members.forEach(member -> values.add(new Value.Text(member)));
        setCell(row, property, values.isEmpty() ? null : new CellView.Several(values));
    }

    /** Puts another property in the place of one; the cells stay as they are. */
    void changeProperty(String id, UnaryOperator<PropertyView> change) {
        schema.replaceAll(property -> property.id().equals(id) ? change.apply(property) : property);
    }

    /** @param index among the others */
    void moveProperty(String id, int index) {
        PropertyView moved = schema.stream()
                .filter(property -> property.id().equals(id))
                .findFirst()
                .orElseThrow();
        schema.remove(moved);
        schema.add(index, moved);
    }

    void addProperty(String id, String type, String name) {
        schema.add(new PropertyView(id, type, name, List.of()));
    }

    void deleteProperty(String id) {
        schema.removeIf(property -> property.id().equals(id));
        nodes.values().forEach(node -> node.cells.remove(id));
    }

    private Node parent(BlockId id) {
        return id == null ? top : nodes.get(id);
    }

    private static void take(Node node) {
        node.parent.siblingsOf(node).remove(node);
    }

    private void put(Node node, Node parent, Node after) {
        node.parent = parent;
        List<Node> siblings = parent.siblingsOf(node);
        siblings.add(after == null ? 0 : siblings.indexOf(after) + 1, node);
        nodes.put(node.id, node);
    }

    // ---- the view ----

    DocumentView view() {
        List<BlockView> blocks = new ArrayList<>();
        top.children.forEach(child -> list(child, null, blocks));
        return new DocumentView(title.richText(), properties, schema, blocks);
    }

    private void list(Node node, BlockId parent, List<BlockView> out) {
        out.add(new BlockView(
                node.id,
                parent,
                node.type,
                node.text.richText(),
                node.properties,
                node.cells,
                node.survivor,
                table(node)));
        List<Node> inside = new ArrayList<>(node.children);
        inside.addAll(node.columns);
        inside.addAll(node.rows);
        for (Node child : inside) {
            boolean part = !node.children.contains(child);
            if (!part
                    || !child.children.isEmpty()
                    || !child.text.richText().text().isEmpty()) {
                list(child, node.id, out);
            }
        }
    }

    private BlockView.TableView table(Node node) {
        if (node.columns.isEmpty() && node.rows.isEmpty()) {
            return null;
        }
        List<BlockId> columns = node.columns.stream().map(column -> column.id).toList();
        List<BlockView.Row> rows = new ArrayList<>();
        for (Node row : node.rows) {
            List<RichText> texts = new ArrayList<>();
            for (BlockId column : columns) {
                ExpectedText cell = cells.get(new TextTarget.Cell(row.id, column));
                texts.add(cell == null ? RichText.EMPTY : cell.richText());
            }
            rows.add(new BlockView.Row(row.id, texts));
        }
        return new BlockView.TableView(columns, rows);
    }
}
