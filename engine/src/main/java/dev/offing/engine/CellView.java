package dev.offing.engine;

import java.util.List;

/**
 * What a cell of a database shows, converted to the present type of its property (MERGE-64). A cell
 * that shows nothing is not in the view.
 */
public sealed interface CellView {

    /**
     * One value: a text (dates, addresses and telephone numbers too), a number, a truth value, the id of
     * a selected option.
     *
     * @param value not absent
     */
    record Single(Value value) implements CellView {}

    /**
     * Several: ids of options, persons or rows; unconverted, anything that met in one cell.
     *
     * @param values at least one, by their text, what is none first
     */
    record Several(List<Value> values) implements CellView {
        /** Copies its list. */
        public Several {
            values = List.copyOf(values);
        }
    }

    /**
     * What the type of the property cannot show; kept as it is.
     *
     * @param raw the value or values as they were written
     */
    record Unconverted(CellView raw) implements CellView {}
}
