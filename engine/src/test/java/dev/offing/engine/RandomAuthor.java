package dev.offing.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Does random things to a document, as people would, and counts them by kind. */
final class RandomAuthor {

    enum Kind {
        TYPE,
        TYPE_WITH_MARKS,
        TYPE_TITLE,
        TYPE_CELL,
        DELETE_TEXT,
        MARK,
        UNMARK,
        SPLIT,
        JOIN,
        NEW_BLOCK,
        NEW_TABLE_PART,
        MOVE,
        DELETE_BLOCK,
        RESTORE_BLOCK,
        SET_TYPE,
        SET_PROPERTY,
        NEW_RECORD,
        CHANGE_SCHEMA,
        SET_CELL,
        ADD_TO_CELL,
        REMOVE_FROM_CELL,
        UNDO,
        REDO
    }

    private static final String[] WORDS = {"a", "bc", "déf", "😀", "x y", "👨‍👩", "e\u0301", "long word"};
    private static final String[] MARKS = {"bold", "italic", "color", "link", "comment", "code"};
    private static final String[] TYPES = {"paragraph", "heading1", "todo", "image", "tableRow", "tableColumn"};

    private static final String[] PROPERTIES = {"p", "q", "r"};
    private static final String[] OPTIONS = {"o1", "o2"};
    private static final String[] PROPERTY_TYPES = {"text", "number", "select", "multiselect", "person", "date"};
    private static final Value[] CELL_VALUES = {
        Value.ABSENT, Value.TRUE, new Value.Num(1.5), new Value.Text("o1"), new Value.Text("bc"), new Value.Text("10")
    };

    final Map<Kind, Integer> done = new EnumMap<>(Kind.class);
    private final Random random;

    RandomAuthor(Random random) {
        this.random = random;
    }

    /** One random command; nothing if there is nothing to do it to. */
    void act(Document document) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        if (act(kind, document)) {
            done.merge(kind, 1, Integer::sum);
        }
    }

    private boolean act(Kind kind, Document document) {
        List<BlockView> blocks = document.view().blocks();
        if (blocks.isEmpty() && kind != Kind.TYPE_TITLE && kind != Kind.UNDO && kind != Kind.RESTORE_BLOCK) {
            document.newBlock(null, null, "paragraph");
            return false;
        }
        BlockView block = blocks.isEmpty() ? null : pick(blocks);
        TextTarget target = block == null ? null : new TextTarget.Block(block.id());
        int length = block == null ? 0 : block.text().text().length();
        int start = random.nextInt(length + 1);
        int end = start + random.nextInt(length + 1 - start);
        String mark = pick(MARKS);
        return switch (kind) {
            case TYPE -> {
                document.insert(target, start, pick(WORDS));
                yield true;
            }
            case TYPE_WITH_MARKS -> {
                document.insert(target, start, pick(WORDS), Map.of(mark, value(mark)));
                yield true;
            }
            case TYPE_TITLE -> {
                int titleLength = document.view().title().text().length();
                document.insert(new TextTarget.Title(), random.nextInt(titleLength + 1), pick(WORDS));
                yield true;
            }
            case TYPE_CELL -> typeCell(document, blocks);
            case DELETE_TEXT -> {
                document.delete(target, start, end);
                yield start < end;
            }
            case MARK -> {
                document.mark(target, start, end, mark, value(mark));
                yield start < end;
            }
            case UNMARK -> {
                document.unmark(target, start, end, mark, value(mark));
                yield start < end;
            }
            case SPLIT -> {
                document.split(block.id(), start, block.type());
                yield true;
            }
            case JOIN -> attempt(() -> document.join(block.id(), pick(blocks).id()));
            case NEW_BLOCK -> newBlock(document, blocks, pick(TYPES));
            case NEW_TABLE_PART ->
                attempt(() -> document.newBlock(block.id(), null, random.nextBoolean() ? "tableRow" : "tableColumn"));
            case MOVE -> move(document, blocks);
            case DELETE_BLOCK -> {
                document.delete(pick(parts(blocks)));
                yield true;
            }
            case RESTORE_BLOCK -> {
                List<BlockView> trash = document.trash();
                yield !trash.isEmpty()
                        && attempt(() -> document.restore(pick(trash).id()));
            }
            case SET_TYPE -> {
                document.setType(pick(parts(blocks)), pick(TYPES));
                yield true;
            }
            case SET_PROPERTY -> {
                BlockId of = random.nextInt(4) == 0 ? null : block.id();
                String key = random.nextBoolean() ? "url" : "checked";
                document.setProperty(of, key, random.nextBoolean() ? Value.ABSENT : new Value.Text(pick(WORDS)));
                yield true;
            }
            case NEW_RECORD -> {
                document.newBlock(null, null, Operation.ROW);
                yield true;
            }
            case CHANGE_SCHEMA -> attempt(() -> changeSchema(document.database()));
            case SET_CELL ->
                attempt(() -> document.database().setCell(pick(parts(blocks)), pick(PROPERTIES), pick(CELL_VALUES)));
            case ADD_TO_CELL ->
                attempt(() -> document.database().addToCell(pick(parts(blocks)), pick(PROPERTIES), pick(OPTIONS)));
            case REMOVE_FROM_CELL ->
                attempt(() -> document.database().removeFromCell(pick(parts(blocks)), pick(PROPERTIES), pick(OPTIONS)));
            case UNDO -> document.undo();
            case REDO -> document.redo() || document.undo() && document.redo();
        };
    }

    private void changeSchema(Database database) {
        String property = pick(PROPERTIES);
        String option = pick(OPTIONS);
        switch (random.nextInt(9)) {
            case 0 -> database.addProperty(property, pick(PROPERTY_TYPES), pick(WORDS));
            case 1 -> database.setPropertyType(property, pick(PROPERTY_TYPES));
            case 2 -> database.renameProperty(property, pick(WORDS));
            case 3 -> database.moveProperty(property, null);
            case 4 -> database.deleteProperty(property);
            case 5 -> database.addOption(property, option, pick(WORDS));
            case 6 -> database.setOptionColor(property, option, pick(WORDS));
            case 7 -> database.deleteOption(property, option);
            default -> database.restoreOption(property, option);
        }
    }

    private static boolean attempt(Runnable command) {
        try {
            command.run();
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private Value value(String mark) {
        return switch (mark) {
            case "comment" -> new Value.Text("c" + random.nextInt(3));
            case "color", "link" -> new Value.Text(pick(WORDS));
            default -> Value.TRUE;
        };
    }

    private boolean typeCell(Document document, List<BlockView> blocks) {
        for (BlockView block : blocks) {
            if (block.table() != null
                    && !block.table().rows().isEmpty()
                    && !block.table().columns().isEmpty()) {
                BlockView.Row row = pick(block.table().rows());
                BlockId column = pick(block.table().columns());
                int length = row.cells()
                        .get(block.table().columns().indexOf(column))
                        .text()
                        .length();
                document.insert(new TextTarget.Cell(row.id(), column), random.nextInt(length + 1), pick(WORDS));
                return true;
            }
        }
        return false;
    }

    private boolean newBlock(Document document, List<BlockView> blocks, String type) {
        BlockView sibling = pick(blocks);
        if (random.nextInt(3) == 0) {
            return attempt(() -> document.newBlock(sibling.id(), null, type));
        }
        BlockId made = document.newBlock(sibling.parent(), sibling.id(), type);
        if (!type.startsWith("table")) {
            document.insert(new TextTarget.Block(made), 0, pick(WORDS));
        }
        return true;
    }

    private boolean move(Document document, List<BlockView> blocks) {
        BlockId moved = pick(parts(blocks));
        BlockView sibling = pick(blocks);
        if (random.nextInt(3) == 0) {
            return attempt(() -> document.move(moved, sibling.id(), null));
        }
        return attempt(() -> document.move(moved, sibling.parent(), sibling.id()));
    }

    /** Blocks, rows and columns. */
    private static List<BlockId> parts(List<BlockView> blocks) {
        List<BlockId> parts = new ArrayList<>();
        for (BlockView block : blocks) {
            parts.add(block.id());
            if (block.table() != null) {
                parts.addAll(block.table().columns());
                Stream<BlockId> rows = block.table().rows().stream().map(BlockView.Row::id);
                rows.forEach(parts::add);
            }
        }
        return parts;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private <T> T pick(T[] array) {
        return array[random.nextInt(array.length)];
    }
}
