package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.CellValue;
import dev.offing.engine.CellView;
import dev.offing.engine.Operation;
import dev.offing.engine.PropertyView;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** MERGE-60 to MERGE-63: schema and cells, by their definitions, each question from all operations. */
final class Cells {

    /** A register of a property, or of one of its options where option is not null. */
    private record Key(String property, String option, String register) {}

    private final List<TimedOperation> operations;

    /** @param operations in time order */
    Cells(List<TimedOperation> operations) {
        this.operations = operations;
    }

    // ---- writes in force ----

    /** Writes of a register of the schema that no other names, in time order. */
    private List<TimedOperation> inForce(Key key) {
        List<TimedOperation> writes = new ArrayList<>();
        for (TimedOperation timed : operations) {
            if (timed.operation() instanceof Operation.SetSchema set
                    && key.equals(new Key(set.property(), set.option(), set.key()))) {
                writes.removeIf(earlier -> set.replaces().contains(earlier.id()));
                writes.add(timed);
            }
        }
        return writes;
    }

    private static Value value(TimedOperation write) {
        return ((Operation.SetSchema) write.operation()).value();
    }

    private String text(String property, String option, String register) {
        List<TimedOperation> writes = inForce(new Key(property, option, register));
        return !writes.isEmpty() && value(writes.getLast()) instanceof Value.Text text ? text.value() : "";
    }

    private boolean isOfCell(Operation operation, BlockId row, String property) {
        return switch (operation) {
            case Operation.SetCell set ->
                set.row().equals(row) && set.property().equals(property);
            case Operation.AddToCell add ->
                add.row().equals(row) && add.property().equals(property);
            default -> false;
        };
    }

    /** Whether an operation takes a write or an addition of a cell out of force. */
    private static boolean names(Operation operation, TimedOperation earlier) {
        return switch (operation) {
            case Operation.SetCell set -> set.replaces().contains(earlier.id());
            case Operation.RemoveFromCell remove -> remove.adds().contains(earlier.id());
            default -> false;
        };
    }

    /** What a cell holds: the latest write of its register in force, and the additions in force. */
    private List<CellValue> held(BlockId row, String property) {
        CellValue single = CellValue.NONE;
        Set<CellValue> held = new LinkedHashSet<>();
        for (TimedOperation timed : operations) {
            if (isOfCell(timed.operation(), row, property) && isInForce(timed)) {
                switch (timed.operation()) {
                    case Operation.SetCell set -> single = set.value();
                    case Operation.AddToCell add -> held.add(add.member());
                    default -> {}
                }
            }
        }
        if (!single.equals(CellValue.NONE)) {
            held.add(single);
        }
        List<CellValue> sorted = new ArrayList<>(held);
        sorted.sort(Comparator.comparing((CellValue value) -> value.value() instanceof Value.Text)
                .thenComparing(value -> value.value() instanceof Value.Text text ? text.value() : "")
                .thenComparing(CellValue::kind));
        return sorted;
    }

    private boolean isInForce(TimedOperation write) {
        return operations.stream().noneMatch(timed -> names(timed.operation(), write));
    }

    private boolean hasMembers(BlockId row, String property) {
        return operations.stream()
                .anyMatch(timed -> timed.operation() instanceof Operation.AddToCell
                        && isOfCell(timed.operation(), row, property)
                        && isInForce(timed));
    }

    private Set<String> writtenProperties(BlockId row) {
        Set<String> properties = new TreeSet<>();
        for (TimedOperation timed : operations) {
            switch (timed.operation()) {
                case Operation.SetCell set when set.row().equals(row) -> properties.add(set.property());
                case Operation.AddToCell add when add.row().equals(row) -> properties.add(add.property());
                default -> {}
            }
        }
        return properties;
    }

    // ---- rows and deletions (MERGE-32) ----

    /** Operations on cells of a row. */
    List<TimedOperation> edits(BlockId row) {
        return operations.stream()
                .filter(timed -> switch (timed.operation()) {
                    case Operation.SetCell set -> set.row().equals(row);
                    case Operation.AddToCell add -> add.row().equals(row);
                    case Operation.RemoveFromCell remove -> remove.row().equals(row);
                    default -> false;
                })
                .toList();
    }

    boolean holdsAnything(BlockId row) {
        return writtenProperties(row).stream()
                .anyMatch(property -> !held(row, property).isEmpty());
    }

    // ---- the schema (MERGE-62, MERGE-63) ----

    private Set<String> ids(String property) {
        Set<String> ids = new TreeSet<>();
        for (TimedOperation timed : operations) {
            if (timed.operation() instanceof Operation.SetSchema set) {
                if (property == null && set.option() == null && set.key().equals("type")) {
                    ids.add(set.property());
                } else if (set.property().equals(property)
                        && set.option() != null
                        && set.key().equals("name")) {
                    ids.add(set.option());
                }
            }
        }
        return ids;
    }

    private boolean isShown(String property, String option) {
        List<TimedOperation> flags = inForce(new Key(property, option, "deleted"));
        if (flags.isEmpty() || flags.stream().anyMatch(flag -> value(flag).equals(Value.ABSENT))) {
            return true;
        }
        return option != null && flags.stream().allMatch(flag -> isKeptFrom(flag, property, option));
    }

    private boolean isKeptFrom(TimedOperation deletion, String property, String option) {
        CellValue wanted = new CellValue(CellValue.Kind.OPTION, new Value.Text(option));
        return operations.stream().anyMatch(timed -> {
            boolean assigns = switch (timed.operation()) {
                case Operation.SetCell set ->
                    set.property().equals(property) && set.value().equals(wanted);
                case Operation.AddToCell add ->
                    add.property().equals(property) && add.member().equals(wanted);
                default -> false;
            };
            boolean concurrent = assigns && !deletion.hasSeen(timed.id()) && !timed.hasSeen(deletion.id());
            return concurrent
                    && operations.stream()
                            .noneMatch(later -> names(later.operation(), timed) && !later.hasSeen(deletion.id()));
        });
    }

    /** Whether an option is shown although it is deleted. */
    boolean hasKeptOption() {
        for (String property : ids(null)) {
            for (String option : ids(property)) {
                List<TimedOperation> flags = inForce(new Key(property, option, "deleted"));
                boolean deleted = !flags.isEmpty()
                        && flags.stream().allMatch(flag -> value(flag).equals(Value.TRUE));
                if (deleted && isShown(property, option)) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<String> ordered(String property) {
        List<String> ids = new ArrayList<>(ids(property));
        Comparator<String> order =
                Comparator.comparing(id -> property == null ? text(id, null, "order") : text(property, id, "order"));
        ids.removeIf(id -> property == null ? !isShown(id, null) : !isShown(property, id));
        ids.sort(order.thenComparing(Comparator.naturalOrder()));
        // The empty order sorts first and belongs last.
        List<String> unplaced = ids.stream()
                .filter(id -> (property == null ? text(id, null, "order") : text(property, id, "order")).isEmpty())
                .toList();
        ids.removeAll(unplaced);
        ids.addAll(unplaced);
        return ids;
    }

    List<PropertyView> schema() {
        List<PropertyView> schema = new ArrayList<>();
        for (String id : ordered(null)) {
            List<PropertyView.Option> options = new ArrayList<>();
            for (String option : ordered(id)) {
                options.add(new PropertyView.Option(option, text(id, option, "name"), text(id, option, "color")));
            }
            schema.add(new PropertyView(id, text(id, null, "type"), text(id, null, "name"), options));
        }
        return schema;
    }

    // ---- what cells show ----

    SortedMap<String, CellView> shown(BlockId row) {
        SortedMap<String, CellView> shown = new TreeMap<>();
        Set<String> written = writtenProperties(row);
        for (PropertyView property : written.isEmpty() ? List.<PropertyView>of() : schema()) {
            List<CellValue> held = held(row, property.id());
            held.removeIf(value -> isHiddenOption(value, property));
            Conversion conversion = new Conversion(property);
            CellView view = conversion.view(held, hasMembers(row, property.id()));
            if (view != null) {
                shown.put(property.id(), view);
            }
        }
        return shown;
    }

    private boolean isHiddenOption(CellValue value, PropertyView property) {
        return value.kind() == CellValue.Kind.OPTION
                && value.value() instanceof Value.Text id
                && ids(property.id()).contains(id.value())
                && !isShown(property.id(), id.value());
    }
}
