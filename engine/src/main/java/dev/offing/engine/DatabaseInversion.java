package dev.offing.engine;

import dev.offing.engine.UndoHistory.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes own operations on cells and on the schema back (MERGE-50): a register where the own write still
 * wins, an addition, a removal as far as nobody else removed the same, the making of a property or an
 * option by its deletion, a deletion by a restore.
 */
final class DatabaseInversion {

    private final DocumentState state;
    private final Author author;
    private final DatabaseCommands commands;
    private final Restored registers;

    DatabaseInversion(DocumentState state, Author author, DatabaseCommands commands) {
        this.state = state;
        this.author = author;
        this.commands = commands;
        this.registers = author.history().registers;
    }

    /** What a group wrote about the schema from the making on goes with what it made. */
    private record Made(String property, String option) {}

    void takeBack(UndoHistory.Group group) {
        Set<Made> made = new HashSet<>();
        for (Step step : group.steps) {
            if (step.operation() instanceof Operation.SetSchema set && makes(set)) {
                made.add(new Made(set.property(), set.option()));
            }
        }
        for (Step step : group.steps.reversed()) {
            switch (step.operation()) {
                case Operation.SetCell set -> restoreCell(set, own(step));
                case Operation.AddToCell add -> removeAdded(add, own(step));
                case Operation.RemoveFromCell remove -> addRemoved(remove, own(step));
                case Operation.SetSchema set -> {
                    if (makes(set)) {
                        deleteMade(set);
                    } else if (set.key().equals(SchemaEntry.DELETED)) {
                        takeBackDeletion(set);
                    } else if (!made.contains(new Made(set.property(), set.option()))) {
                        restoreRegister(set, own(step));
                    }
                }
                default -> {}
            }
        }
    }

    private OpId own(Step step) {
        return new OpId(author.replica(), step.counter());
    }

    /** Whether a write is the first into the register that makes a property or an option. */
    private static boolean makes(Operation.SetSchema set) {
        String key = set.option() == null ? SchemaEntry.TYPE : SchemaEntry.NAME;
        return set.key().equals(key) && set.replaces().isEmpty();
    }

    private boolean isCurrent(OpId own, Register.Write<?> winner) {
        return registers.isCurrent(own, state.agents.id(winner.origin().agent, winner.counter()));
    }

    // ---- cells ----

    private void restoreCell(Operation.SetCell set, OpId own) {
        Block row = state.block(set.row());
        Register<CellValue> register = row.cells.get(set.property()).register;
        OpId previous = author.latest(set.replaces());
        CellValue value = previous == null ? CellValue.NONE : ((Operation.SetCell) author.operation(previous)).value();
        boolean same =
                register.writes().size() == 1 && register.winner().value().equals(value);
        if (isCurrent(own, register.winner()) && !same) {
            registers.add(author.perform(commands.write(row, set.property(), value)), previous);
        }
    }

    private void removeAdded(Operation.AddToCell add, OpId own) {
        Cell cell = state.block(add.row()).cells.get(add.property());
        List<OpId> adds = commands.addIds(cell, add.member());
        List<OpId> mine = new ArrayList<>();
        for (OpId one : adds) {
            if (registers.isCurrent(own, one)) {
                mine.add(one);
            }
        }
        if (!mine.isEmpty()) {
            Operation.RemoveFromCell remove = new Operation.RemoveFromCell(add.row(), add.property(), mine);
            if (adds.size() == mine.size()) {
                author.perform(remove);
            } else {
                // The member stays: somebody else added it too.
                author.performUnrecorded(remove);
            }
        }
    }

    private void addRemoved(Operation.RemoveFromCell remove, OpId own) {
        Cell cell = state.block(remove.row()).cells.get(remove.property());
        Map<CellValue, OpId> members = new LinkedHashMap<>();
        for (OpId add : remove.adds()) {
            CellValue member = ((Operation.AddToCell) author.operation(add)).member();
            if (!cell.isRemovedTwice(add, own) && !cell.holds(member)) {
                members.putIfAbsent(member, add);
            }
        }
        members.forEach((member, add) ->
                registers.add(author.perform(new Operation.AddToCell(remove.row(), remove.property(), member)), add));
    }

    // ---- schema ----

    private void restoreRegister(Operation.SetSchema set, OpId own) {
        SchemaEntry entry = state.database.entry(set.property(), set.option());
        if (!isCurrent(own, entry.registers.get(set.key()).winner())) {
            return;
        }
        OpId previous = author.latest(set.replaces());
        Value initial = set.key().equals(SchemaEntry.NAME) ? new Value.Text("") : Value.ABSENT;
        Value value = previous == null ? initial : ((Operation.SetSchema) author.operation(previous)).value();
        int counter = author.nextCounter();
        commands.change(set.property(), set.option(), set.key(), value);
        if (author.nextCounter() > counter) {
            registers.add(counter, previous);
        }
    }

    private void deleteMade(Operation.SetSchema made) {
        commands.delete(made.property(), made.option());
    }

    /** A deletion by a restore, a restore by a deletion, unless somebody else decided since. */
    private void takeBackDeletion(Operation.SetSchema set) {
        SchemaEntry entry = state.database.entry(set.property(), set.option());
        if (!hasOwnWrite(entry.registers.get(SchemaEntry.DELETED))) {
            return;
        }
        boolean deletes = set.value().equals(Value.TRUE);
        if (deletes && entry.deleted()) {
            commands.restore(entry);
        } else if (!deletes && entry.shown()) {
            commands.delete(entry);
        }
    }

    private boolean hasOwnWrite(Register<Value> register) {
        int agent = state.agents.find(author.replica());
        for (Register.Write<Value> write : register.writes()) {
            if (write.origin().agent == agent) {
                return true;
            }
        }
        return false;
    }
}
