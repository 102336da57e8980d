package dev.offing.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Everything written about one property of a database, or about one option of a property (MERGE-62).
 * It is there from the first write on, whoever made it, and for ever.
 */
final class SchemaEntry {

    /** Type of a property; its first write makes the property. */
    static final String TYPE = Operation.TYPE;

    /** Name; the first write of an option's makes the option. */
    static final String NAME = "name";

    static final String COLOR = "color";

    /** Bytes of a position key, each as the character of that number, so that texts sort as keys do. */
    static final String ORDER = "order";

    /** True deletes, absent restores (MERGE-63). */
    static final String DELETED = "deleted";

    /** By order; those without it behind, by id. */
    static final Comparator<SchemaEntry> PLACE = (a, b) -> {
        String orderA = a.text(ORDER);
        String orderB = b.text(ORDER);
        if (orderA.isEmpty() != orderB.isEmpty()) {
            return orderA.isEmpty() ? 1 : -1;
        }
        int byOrder = orderA.compareTo(orderB);
        return byOrder != 0 ? byOrder : a.id.compareTo(b.id);
    };

    final String id;

    /** The property an option is of; null for a property. */
    final SchemaEntry property;

    final TreeMap<String, Register<Value>> registers = new TreeMap<>();

    /** The options of a property, by id. */
    final TreeMap<String, SchemaEntry> options = new TreeMap<>();

    /** Where an option was put into cells, in the order of arrival. */
    final List<Assignment> assignments = new ArrayList<>(0);

    SchemaEntry(String id, SchemaEntry property) {
        this.id = id;
        this.property = property;
    }

    boolean isOption() {
        return property != null;
    }

    /** Key of the register whose first write makes it. */
    String makingKey() {
        return isOption() ? NAME : TYPE;
    }

    boolean exists() {
        return registers.containsKey(makingKey());
    }

    /** The text of a register, empty if it has none. */
    String text(String key) {
        Register<Value> register = registers.get(key);
        return register != null && register.valueOr(Value.ABSENT) instanceof Value.Text text ? text.value() : "";
    }

    /** Whether its writes of {@link #DELETED} in force are deletions, at least one (MERGE-63). */
    boolean deleted() {
        Register<Value> register = registers.get(DELETED);
        if (register == null) {
            return false;
        }
        for (Register.Write<Value> write : register.writes()) {
            if (write.value() instanceof Value.Absent) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether it is shown: not deleted, or an option that an assignment keeps from each of its deletions
     * (MERGE-63). Cost for a deleted option: its assignments.
     */
    boolean shown() {
        if (!exists()) {
            return false;
        }
        if (!deleted()) {
            return true;
        }
        if (!isOption()) {
            return false;
        }
        for (Register.Write<Value> deletion : registers.get(DELETED).writes()) {
            if (!isKeptFrom(deletion)) {
                return false;
            }
        }
        return true;
    }

    private boolean isKeptFrom(Register.Write<Value> deletion) {
        for (Assignment assignment : assignments) {
            if (assignment.keepsFrom(deletion)) {
                return true;
            }
        }
        return false;
    }
}
