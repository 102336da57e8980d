package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;

/** The commands of {@link Database}, which documents them, and the writes that undo needs too. */
final class DatabaseCommands {

    private final DocumentState state;
    private final Author author;
    private final TextLocator locator;

    DatabaseCommands(DocumentState state, Author author, TextLocator locator) {
        this.state = state;
        this.author = author;
        this.locator = locator;
    }

    // ---- schema ----

    void addProperty(String id, String type, String name) {
        make(BlockCommands.name(id), null, name, BlockCommands.name(type));
    }

    void addOption(String property, String id, String name) {
        existing(property, null);
        make(property, BlockCommands.name(id), name, null);
    }

    private void make(String property, String option, String name, String type) {
        Value named = text(name);
        author.reserve(2 * name.length());
        SchemaEntry earlier = state.database.entry(property, option);
        if (earlier != null && earlier.shown()) {
            throw new IllegalArgumentException("id of a property or an option is taken");
        }
        String order = SchemaOrder.text(keyBehind(siblings(property, option), null));
        if (type != null) {
            write(property, option, SchemaEntry.TYPE, new Value.Text(type));
        }
        write(property, option, SchemaEntry.NAME, named);
        write(property, option, SchemaEntry.ORDER, new Value.Text(order));
        if (earlier != null && earlier.deleted()) {
            write(property, option, SchemaEntry.DELETED, Value.ABSENT);
        }
    }

    void setName(String property, String option, String name) {
        existing(property, option);
        change(property, option, SchemaEntry.NAME, text(name));
    }

    void setType(String property, String type) {
        existing(property, null);
        change(property, null, SchemaEntry.TYPE, new Value.Text(BlockCommands.name(type)));
    }

    void setColor(String property, String option, String color) {
        existing(property, option);
        change(property, option, SchemaEntry.COLOR, color.isEmpty() ? Value.ABSENT : text(color));
    }

    void move(String property, String option, String afterId) {
        SchemaEntry moved = existing(property, option);
        List<SchemaEntry> siblings = siblings(property, option);
        siblings.remove(moved);
        SchemaEntry after = null;
        if (afterId != null) {
            after = option == null ? existing(afterId, null) : existing(property, afterId);
            if (!siblings.contains(after)) {
                throw new IllegalArgumentException("what shall be followed is not shown");
            }
        }
        PositionKey key = afterId == null ? keyBefore(siblings) : keyBehind(siblings, after);
        change(property, option, SchemaEntry.ORDER, new Value.Text(SchemaOrder.text(key)));
    }

    /** What was made, deleted or not. */
    private SchemaEntry existing(String property, String option) {
        SchemaEntry entry = state.database.entry(property, option);
        if (entry == null || !entry.exists()) {
            throw new IllegalArgumentException("there is no such property or option");
        }
        return entry;
    }

    /** The shown ones among which it stands, in order. */
    private List<SchemaEntry> siblings(String property, String option) {
        return option == null
                ? state.database.shownProperties()
                : DatabaseState.shown(
                        state.database.entry(property, null).options.values());
    }

    private PositionKey keyBefore(List<SchemaEntry> siblings) {
        return state.keyRuns()
                .between(null, siblings.isEmpty() ? null : key(siblings.getFirst()), author.nextCounter());
    }

    /** @param after null = the last one */
    private PositionKey keyBehind(List<SchemaEntry> siblings, SchemaEntry after) {
        int index = after == null ? siblings.size() - 1 : siblings.indexOf(after);
        PositionKey left = index < 0 ? null : key(siblings.get(index));
        PositionKey right = null;
        for (int i = index + 1; i < siblings.size() && right == null && left != null; i++) {
            PositionKey next = key(siblings.get(i));
            right = next != null && next.compareTo(left) > 0 ? next : null;
        }
        return state.keyRuns().between(left, right, author.nextCounter());
    }

    /** Null for one that nobody placed. */
    private static PositionKey key(SchemaEntry entry) {
        String order = entry.text(SchemaEntry.ORDER);
        return order.isEmpty() ? null : SchemaOrder.key(order);
    }

    void delete(String property, String option) {
        SchemaEntry entry = existing(property, option);
        if (entry.shown()) {
            delete(entry);
        }
    }

    /** Also one that is deleted already, and shown because somebody assigned it: this deletion knows that. */
    void delete(SchemaEntry entry) {
        author.reserve(0);
        author.perform(write(entry, SchemaEntry.DELETED, Value.TRUE));
    }

    void restore(String property, String option) {
        SchemaEntry entry = existing(property, option);
        if (entry.deleted()) {
            restore(entry);
        }
    }

    /** Takes all deletions back that are known here. */
    void restore(SchemaEntry entry) {
        author.reserve(0);
        Operation.SetSchema restore = write(entry, SchemaEntry.DELETED, Value.ABSENT);
        if (entry.shown()) {
            // Taking that back would delete the option with the assignments that kept it.
            author.performUnrecorded(restore);
        } else {
            author.perform(restore);
        }
    }

    /** Writes a register unless it shows the value already and has no losers. */
    void change(String property, String option, String key, Value value) {
        SchemaEntry entry = state.database.entry(property, option);
        Register<Value> register = entry.registers.get(key);
        boolean same = register == null
                ? value instanceof Value.Absent
                : register.writes().size() == 1
                        && register.valueOr(Value.ABSENT).equals(value);
        if (!same) {
            author.reserve(value instanceof Value.Text text ? text.value().length() : 0);
            author.perform(write(entry, key, value));
        }
    }

    private void write(String property, String option, String key, Value value) {
        SchemaEntry entry = state.database.entry(property, option);
        author.perform(
                entry == null
                        ? new Operation.SetSchema(property, option, key, value, List.of())
                        : write(entry, key, value));
    }

    private Operation.SetSchema write(SchemaEntry entry, String key, Value value) {
        Register<Value> register = entry.registers.get(key);
        List<OpId> replaces = register == null ? List.of() : register.writeIds(state.agents);
        return entry.isOption()
                ? new Operation.SetSchema(entry.property.id, entry.id, key, value, replaces)
                : new Operation.SetSchema(entry.id, null, key, value, replaces);
    }

    private static Value text(String text) {
        Value value = new Value.Text(WellFormed.repair(text));
        BlockCommands.checkValue(value);
        return value;
    }

    // ---- cells ----

    void setCell(BlockId id, String property, Value value) {
        Block row = row(id);
        existing(property, null);
        CellValue stored;
        if (value instanceof Value.Text text) {
            stored = meaning(property, WellFormed.repair(text.value()));
        } else {
            stored = new CellValue(CellValue.Kind.PLAIN, value);
        }
        BlockCommands.checkValue(stored.value());
        bringBack(property, stored);
        author.reserve(stored.text() == null ? 0 : stored.text().length());
        Cell cell = cell(row, property);
        if (cell != null && !cell.adds().isEmpty()) {
            author.perform(new Operation.RemoveFromCell(row.id, property, addIds(cell, null)));
        }
        boolean untouched = cell == null || cell.register.writes().isEmpty();
        if (!stored.isNone() || !untouched && !isClear(cell)) {
            author.perform(write(row, property, stored));
        }
    }

    private static boolean isClear(Cell cell) {
        return cell.register.writes().size() == 1
                && cell.register.valueOr(CellValue.NONE).isNone();
    }

    /** What a text means under the present type of a property. */
    private CellValue meaning(String property, String text) {
        PropertyType type = PropertyType.of(state.database.entry(property, null).text(SchemaEntry.TYPE));
        CellValue.Kind kind = CellValue.Kind.PLAIN;
        if (type == PropertyType.PERSON) {
            kind = CellValue.Kind.PERSON;
        } else if (type == PropertyType.RELATION) {
            kind = CellValue.Kind.ROW;
        } else if (type == PropertyType.SELECT || type == PropertyType.MULTISELECT) {
            SchemaEntry option = state.database.entry(property, text);
            kind = option != null && option.exists() ? CellValue.Kind.OPTION : CellValue.Kind.PLAIN;
        }
        if (kind != CellValue.Kind.PLAIN) {
            BlockCommands.name(text);
        }
        return new CellValue(kind, new Value.Text(text));
    }

    void addToCell(BlockId id, String property, String member) {
        author.reserve(0);
        Block row = row(id);
        existing(property, null);
        CellValue added = meaning(property, BlockCommands.name(member));
        bringBack(property, added);
        author.perform(new Operation.AddToCell(row.id, property, added));
    }

    /** Whoever assigns a deleted option knowingly wants it back. */
    private void bringBack(String property, CellValue assigned) {
        if (assigned.kind() == CellValue.Kind.OPTION) {
            SchemaEntry option = state.database.entry(property, assigned.text());
            if (!option.shown()) {
                restore(option);
            }
        }
    }

    void removeFromCell(BlockId id, String property, String member) {
        author.reserve(0);
        Block row = row(id);
        existing(property, null);
        Cell cell = cell(row, property);
        if (cell == null) {
            return;
        }
        CellConversion conversion = state.database.conversion(property);
        List<OpId> adds = new ArrayList<>();
        for (Cell.Add add : cell.adds()) {
            if (isMember(add.member(), member, conversion)) {
                adds.add(state.agents.id(add.origin().agent, add.counter()));
            }
        }
        if (!adds.isEmpty()) {
            author.perform(new Operation.RemoveFromCell(row.id, property, adds));
        }
        if (isMember(cell.register.valueOr(CellValue.NONE), member, conversion)) {
            author.perform(write(row, property, CellValue.NONE));
        }
    }

    /** @param conversion null if the property is not shown */
    private static boolean isMember(CellValue value, String member, CellConversion conversion) {
        return member.equals(value.text()) || conversion != null && member.equals(conversion.member(value));
    }

    private Block row(BlockId id) {
        Block block = locator.shown(id).block;
        if (!block.type().equals(Operation.ROW)) {
            throw new IllegalArgumentException("block is no row of a database");
        }
        return block;
    }

    private static Cell cell(Block row, String property) {
        return row.cells == null ? null : row.cells.get(property);
    }

    /** Ids of the additions of a member. @param member null = of all */
    List<OpId> addIds(Cell cell, CellValue member) {
        List<OpId> ids = new ArrayList<>();
        for (Cell.Add add : cell.adds()) {
            if (member == null || member.equals(add.member())) {
                ids.add(state.agents.id(add.origin().agent, add.counter()));
            }
        }
        return ids;
    }

    Operation.SetCell write(Block row, String property, CellValue value) {
        Cell cell = cell(row, property);
        List<OpId> replaces = cell == null ? List.of() : cell.register.writeIds(state.agents);
        return new Operation.SetCell(row.id, property, value, replaces);
    }

    List<RegisterWrite<CellValue>> losers(BlockId rowId, String property) {
        Block row = state.block(rowId);
        Cell cell = row == null ? null : cell(row, property);
        return cell == null ? List.of() : cell.register.losers(state.log);
    }
}
