package dev.offing.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What all applied operations on the schema and the cells of a database amount to (MERGE-60 to
 * MERGE-64). Nothing here asks whether a property exists: a cell may be written before its property
 * arrives, and what is shown is decided when somebody looks.
 *
 * <p>Cost: a write is a few look-ups; the schema is made anew when somebody looks after it changed.
 */
final class DatabaseState {

    private final AgentTable agents;

    /** Every property that something was written about, by id. */
    private final TreeMap<String, SchemaEntry> properties = new TreeMap<>();

    private final IdMap<Assignment> assignments = new IdMap<>();

    /** The shown properties by id; null if they are to be found anew. */
    private TreeMap<String, CellConversion> conversions;

    private List<PropertyView> schema = List.of();

    DatabaseState(AgentTable agents) {
        this.agents = agents;
    }

    // ---- look-up ----

    /** What was written about a property or one of its options, null if nothing was. @param option null = none */
    SchemaEntry entry(String property, String option) {
        SchemaEntry of = properties.get(property);
        return of == null || option == null ? of : of.options.get(option);
    }

    /** Every property that something was written about, by id. */
    Collection<SchemaEntry> properties() {
        return properties.values();
    }

    /** Shown properties, in order. */
    List<SchemaEntry> shownProperties() {
        return shown(properties.values());
    }

    static List<SchemaEntry> shown(Iterable<SchemaEntry> entries) {
        List<SchemaEntry> shown = new ArrayList<>();
        for (SchemaEntry entry : entries) {
            if (entry.shown()) {
                shown.add(entry);
            }
        }
        shown.sort(SchemaEntry.PLACE);
        return shown;
    }

    void forEachKey(Consumer<PositionKey> keys) {
        for (SchemaEntry property : properties.values()) {
            addKeys(property, keys);
            property.options.values().forEach(option -> addKeys(option, keys));
        }
    }

    private static void addKeys(SchemaEntry entry, Consumer<PositionKey> keys) {
        Register<Value> order = entry.registers.get(SchemaEntry.ORDER);
        if (order != null) {
            for (Register.Write<Value> write : order.writes()) {
                if (write.value() instanceof Value.Text text) {
                    keys.accept(SchemaOrder.key(text.value()));
                }
            }
        }
    }

    // ---- effects ----

    void setSchema(Operation.SetSchema set, Origin origin, int counter) {
        SchemaEntry property = property(set.property());
        SchemaEntry entry = set.option() == null
                ? property
                : property.options.computeIfAbsent(set.option(), id -> new SchemaEntry(id, property));
        Register<Value> register = entry.registers.computeIfAbsent(set.key(), key -> new Register<>());
        register.write(new Register.Write<>(origin, counter, set.value()), set.replaces(), agents);
        conversions = null;
    }

    private SchemaEntry property(String id) {
        return properties.computeIfAbsent(id, key -> new SchemaEntry(key, null));
    }

    void setCell(Block row, Operation.SetCell set, Origin origin, int counter) {
        CellEdit edit = edited(row, origin, counter);
        cell(row, set.property())
                .register
                .write(new Register.Write<>(origin, counter, set.value()), set.replaces(), agents);
        supersede(set.replaces(), set.property(), edit);
        assign(set.property(), set.value(), origin, counter);
    }

    void addToCell(Block row, Operation.AddToCell add, Origin origin, int counter) {
        edited(row, origin, counter);
        cell(row, add.property()).add(new Cell.Add(origin, counter, add.member()));
        assign(add.property(), add.member(), origin, counter);
    }

    void removeFromCell(Block row, Operation.RemoveFromCell remove, Origin origin, int counter) {
        CellEdit edit = edited(row, origin, counter);
        cell(row, remove.property()).remove(agents.id(origin.agent, counter), remove.adds(), agents);
        supersede(remove.adds(), remove.property(), edit);
    }

    private static Cell cell(Block row, String property) {
        if (row.cells == null) {
            row.cells = new TreeMap<>();
        }
        return row.cells.computeIfAbsent(property, id -> new Cell());
    }

    private static CellEdit edited(Block row, Origin origin, int counter) {
        if (row.cellEdits == null) {
            row.cellEdits = new ArrayList<>(1);
        }
        CellEdit edit = new CellEdit(origin, counter);
        row.cellEdits.add(edit);
        return edit;
    }

    private void assign(String property, CellValue value, Origin origin, int counter) {
        if (value.kind() == CellValue.Kind.OPTION) {
            Assignment assignment = new Assignment(origin, counter);
            assignments.put(origin.agent, counter, assignment);
            SchemaEntry of = property(property);
            SchemaEntry option = of.options.computeIfAbsent(value.text(), id -> new SchemaEntry(id, of));
            option.assignments.add(assignment);
            assignmentsChanged(option);
        }
    }

    private void supersede(List<OpId> writes, String property, CellEdit by) {
        boolean assigned = false;
        for (OpId write : writes) {
            Assignment assignment = assignments.get(agents.find(write.replica()), write.counter());
            if (assignment != null) {
                assignment.supersede(by);
                assigned = true;
            }
        }
        if (assigned) {
            property(property).options.values().forEach(this::assignmentsChanged);
        }
    }

    /** A deleted option may be kept now, or no more. */
    private void assignmentsChanged(SchemaEntry option) {
        if (option.registers.containsKey(SchemaEntry.DELETED)) {
            conversions = null;
        }
    }

    // ---- what is shown ----

    /** The shown properties, in order. */
    List<PropertyView> schema() {
        refresh();
        return schema;
    }

    /** How cells of a property are shown, null if it is not shown. */
    CellConversion conversion(String property) {
        refresh();
        return conversions.get(property);
    }

    private void refresh() {
        if (conversions != null) {
            return;
        }
        conversions = new TreeMap<>();
        List<PropertyView> views = new ArrayList<>();
        for (SchemaEntry property : shownProperties()) {
            List<PropertyView.Option> options = new ArrayList<>();
            for (SchemaEntry option : shown(property.options.values())) {
                options.add(new PropertyView.Option(
                        option.id, option.text(SchemaEntry.NAME), option.text(SchemaEntry.COLOR)));
            }
            PropertyView view = new PropertyView(
                    property.id, property.text(SchemaEntry.TYPE), property.text(SchemaEntry.NAME), options);
            views.add(view);
            conversions.put(property.id, new CellConversion(view, property));
        }
        schema = List.copyOf(views);
    }

    /** What the cells of a row show, by property; those that show nothing left out. */
    SortedMap<String, CellView> cells(Block row) {
        SortedMap<String, CellView> shown = new TreeMap<>();
        if (row.cells == null || !row.type().equals(Operation.ROW)) {
            return shown;
        }
        row.cells.forEach((property, cell) -> {
            CellConversion conversion = conversion(property);
            CellView view = conversion == null ? null : conversion.view(cell.raw());
            if (view != null) {
                shown.put(property, view);
            }
        });
        return shown;
    }
}
