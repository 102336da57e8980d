package dev.offing.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of {@link VersionRestore} that is about a database: first the schema, so that options are
 * there to be assigned, then the cells of the rows that were shown.
 */
final class DatabaseRestore {

    private static final List<String> REGISTERS =
            List.of(SchemaEntry.TYPE, SchemaEntry.NAME, SchemaEntry.COLOR, SchemaEntry.ORDER);

    private final DocumentState now;
    private final DocumentState then;
    private final Author author;
    private final DatabaseCommands commands;

    DatabaseRestore(DocumentState now, DocumentState then, Author author, DatabaseCommands commands) {
        this.now = now;
        this.then = then;
        this.author = author;
        this.commands = commands;
    }

    /** @return false if the open change is full */
    boolean run() {
        for (SchemaEntry property : List.copyOf(now.database.properties())) {
            if (!restoreEntry(property, then.database.entry(property.id, null))) {
                return false;
            }
            for (SchemaEntry option : List.copyOf(property.options.values())) {
                if (!restoreEntry(option, then.database.entry(property.id, option.id))) {
                    return false;
                }
            }
        }
        for (Block earlier : then.tree.blocks()) {
            if (earlier.shown != null && !restoreCells(now.block(earlier.id), earlier)) {
                return false;
            }
        }
        return true;
    }

    // ---- schema ----

    private boolean restoreEntry(SchemaEntry entry, SchemaEntry earlier) {
        if (earlier != null && earlier.shown()) {
            for (String key : REGISTERS) {
                if (!author.hasRoom()) {
                    return false;
                }
                restoreRegister(entry, key, value(earlier, key));
            }
        }
        if (!author.hasRoom()) {
            return false;
        }
        boolean shown = earlier != null && earlier.shown();
        if (entry.exists() && shown && !entry.shown()) {
            commands.restore(entry);
        } else if (!shown && entry.shown()) {
            commands.delete(entry);
        }
        return true;
    }

    private void restoreRegister(SchemaEntry entry, String key, Value wanted) {
        if (!wanted.equals(value(entry, key))) {
            String property = entry.isOption() ? entry.property.id : entry.id;
            commands.change(property, entry.isOption() ? entry.id : null, key, wanted);
        }
    }

    private static Value value(SchemaEntry entry, String key) {
        Register<Value> register = entry.registers.get(key);
        return register == null ? Value.ABSENT : register.valueOr(Value.ABSENT);
    }

    // ---- cells ----

    private boolean restoreCells(Block row, Block earlier) {
        Map<String, Cell> present = row.cells == null ? Map.of() : row.cells;
        Map<String, Cell> wanted = earlier.cells == null ? Map.of() : earlier.cells;
        Set<String> properties = new TreeSet<>(present.keySet());
        properties.addAll(wanted.keySet());
        for (String property : properties) {
            if (!author.hasRoom()) {
                return false;
            }
            restoreCell(row, property, wanted.get(property));
        }
        return true;
    }

    private void restoreCell(Block row, String property, Cell wanted) {
        Cell present = row.cells == null ? null : row.cells.get(property);
        CellValue value = wanted == null ? CellValue.NONE : wanted.register.valueOr(CellValue.NONE);
        CellValue shown = present == null ? CellValue.NONE : present.register.valueOr(CellValue.NONE);
        if (!value.equals(shown)) {
            author.perform(commands.write(row, property, value));
        }
        Set<CellValue> members = members(wanted);
        Map<CellValue, List<OpId>> additions = additions(present);
        List<OpId> surplus = new ArrayList<>();
        additions.forEach((member, adds) -> {
            if (!members.contains(member)) {
                surplus.addAll(adds);
            }
        });
        if (!surplus.isEmpty()) {
            surplus.sort(null);
            author.perform(new Operation.RemoveFromCell(row.id, property, surplus));
        }
        members.removeAll(additions.keySet());
        for (CellValue member : members) {
            author.perform(new Operation.AddToCell(row.id, property, member));
        }
    }

    private static Set<CellValue> members(Cell cell) {
        Set<CellValue> members = new LinkedHashSet<>();
        if (cell != null) {
            cell.raw().values().forEach(value -> {
                if (cell.holds(value)) {
                    members.add(value);
                }
            });
        }
        return members;
    }

    private Map<CellValue, List<OpId>> additions(Cell cell) {
        Map<CellValue, List<OpId>> additions = new HashMap<>();
        if (cell != null) {
            for (Cell.Add add : cell.adds()) {
                additions
                        .computeIfAbsent(add.member(), member -> new ArrayList<>())
                        .add(now.agents.id(add.origin().agent, add.counter()));
            }
        }
        return additions;
    }
}
