package dev.offing.engine;

import java.util.List;

/**
 * A property of a database as it is shown.
 *
 * @param id its identity
 * @param type one of the types of {@link Database#addProperty}, or a later version's
 * @param name what people call it; names need not differ
 * @param options what can be selected, in order; kept whatever the type
 */
public record PropertyView(String id, String type, String name, List<Option> options) {

    /** Copies its list. */
    public PropertyView {
        options = List.copyOf(options);
    }

    /**
     * An option of a property.
     *
     * @param id its identity within the property
     * @param name what people call it; names need not differ
     * @param color any text, empty = none
     */
    public record Option(String id, String name, String color) {}
}
