package dev.offing.engine;

import dev.offing.engine.InvalidChangeException.Reason;
import java.util.ArrayList;
import java.util.List;

/** Limits and shapes of single operations, which no document is needed to check. */
final class FormCheck {

    private FormCheck() {}

    /** @throws InvalidChangeException if it cannot be a block type or the name of a property */
    static void checkName(String name) {
        name(name, -1);
    }

    static void check(Operation operation, int operationIndex) {
        String problem = switch (operation) {
            case Operation.InsertText insert -> {
                if (insert.text().isEmpty()) {
                    throw new InvalidChangeException(Reason.WRONG_VALUE, "typed text is empty", operationIndex);
                }
                yield text(insert.text(), Limits.RUN_UTF16_MAX, operationIndex);
            }
            case Operation.SplitBlock split -> {
                if (!(split.strand() instanceof StrandId.OfBlock)) {
                    throw new InvalidChangeException(
                            Reason.WRONG_TARGET, "only strands of blocks have boundaries", operationIndex);
                }
                yield name(split.type(), operationIndex);
            }
            case Operation.DeleteText delete -> ranges(delete.targets());
            case Operation.UndeleteText undelete -> null;
            case Operation.NewBlock made -> name(made.type(), operationIndex);
            case Operation.PlaceBlock place -> null;
            case Operation.DeleteBlock delete -> null;
            case Operation.RestoreBlock restore -> null;
            case Operation.SetMark mark -> {
                name(mark.type(), operationIndex);
                text(mark.instance(), Limits.VALUE_UTF16_MAX, operationIndex);
                value(mark.value(), operationIndex);
                yield instance(mark);
            }
            case Operation.SetProperty set -> {
                name(set.key(), operationIndex);
                value(set.value(), operationIndex);
                yield property(set, operationIndex);
            }
            case Operation.SetCell set -> {
                name(set.property(), operationIndex);
                yield cellValue(set.value(), operationIndex);
            }
            case Operation.AddToCell add -> {
                name(add.property(), operationIndex);
                String member = cellValue(add.member(), operationIndex);
                yield add.member().text() == null ? "a member is no text" : member;
            }
            case Operation.RemoveFromCell remove -> {
                name(remove.property(), operationIndex);
                yield remove.adds().isEmpty() ? "a removal is empty" : null;
            }
            case Operation.SetSchema set -> {
                name(set.property(), operationIndex);
                if (set.option() != null) {
                    name(set.option(), operationIndex);
                }
                name(set.key(), operationIndex);
                value(set.value(), operationIndex);
                yield schema(set, operationIndex);
            }
        };
        if (problem != null) {
            throw new InvalidChangeException(Reason.WRONG_VALUE, problem, operationIndex);
        }
    }

    private static String instance(Operation.SetMark mark) {
        if (MarkTypes.hasInstances(mark.type()) == mark.instance().isEmpty()) {
            return "a mark has an instance it cannot have, or lacks one";
        }
        boolean named = mark.value() instanceof Value.Absent
                || MarkTypes.instance(mark.type(), mark.value()).equals(mark.instance());
        return named ? null : "the value of a mark is not its instance";
    }

    private static String property(Operation.SetProperty set, int operationIndex) {
        if (set.block() != null && set.key().equals(Operation.TYPE)) {
            if (!(set.value() instanceof Value.Text type)) {
                return "a block type is not a text";
            }
            name(type.value(), operationIndex);
        }
        return null;
    }

    private static String cellValue(CellValue cell, int operationIndex) {
        value(cell.value(), operationIndex);
        if (cell.kind() == CellValue.Kind.PLAIN) {
            return null;
        }
        return cell.text() == null ? "a cell names what is no text" : name(cell.text(), operationIndex);
    }

    private static String schema(Operation.SetSchema set, int operationIndex) {
        String text = set.value() instanceof Value.Text value ? value.value() : null;
        switch (set.key()) {
            case SchemaEntry.TYPE -> {
                return text == null ? "the type of a property is no text" : name(text, operationIndex);
            }
            case SchemaEntry.NAME -> {
                return text == null ? "the name of a property or an option is no text" : null;
            }
            case SchemaEntry.DELETED -> {
                boolean flag =
                        set.value() instanceof Value.Absent || set.value().equals(Value.TRUE);
                return flag ? null : "a deletion is neither made nor taken back";
            }
            case SchemaEntry.ORDER -> {
                return set.value() instanceof Value.Absent || text != null && isOrder(text)
                        ? null
                        : "the place of a property or an option is no position key";
            }
            default -> {
                return null;
            }
        }
    }

    private static boolean isOrder(String text) {
        try {
            return SchemaOrder.text(SchemaOrder.key(text)).equals(text);
        } catch (IllegalArgumentException notAKey) {
            return false;
        }
    }

    private static String ranges(List<IdRange> targets) {
        if (targets.isEmpty()) {
            return "a deletion is empty";
        }
        List<IdRange> sorted = new ArrayList<>(targets);
        sorted.sort((a, b) -> {
            int byReplica = a.replica().compareTo(b.replica());
            return byReplica != 0 ? byReplica : Integer.compare(a.first(), b.first());
        });
        for (int i = 1; i < sorted.size(); i++) {
            IdRange before = sorted.get(i - 1);
            IdRange range = sorted.get(i);
            if (before.replica().equals(range.replica()) && range.first() < before.end()) {
                return "a deletion names a character twice";
            }
        }
        return null;
    }

    private static void value(Value value, int operationIndex) {
        if (value instanceof Value.Text text) {
            text(text.value(), Limits.VALUE_UTF16_MAX, operationIndex);
        }
    }

    private static String name(String name, int operationIndex) {
        if (name.isEmpty()) {
            throw new InvalidChangeException(Reason.WRONG_VALUE, "a name is empty", operationIndex);
        }
        return text(name, Limits.NAME_UTF16_MAX, operationIndex);
    }

    private static String text(String text, int utf16Max, int operationIndex) {
        if (text.length() > utf16Max) {
            throw new InvalidChangeException(Reason.LIMIT_EXCEEDED, "a text is too long", operationIndex);
        }
        if (!WellFormed.test(text)) {
            throw new InvalidChangeException(Reason.MALFORMED_TEXT, "a text has a lone surrogate", operationIndex);
        }
        return null;
    }
}
