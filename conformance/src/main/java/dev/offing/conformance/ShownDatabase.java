package dev.offing.conformance;

import dev.offing.engine.BlockView;
import dev.offing.engine.CellView;
import dev.offing.engine.DocumentView;
import dev.offing.engine.Operation;
import dev.offing.engine.PropertyView;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A database as a vector writes it. Equality is the comparison of the vectors: everything counts but the
 * order of properties and options, and options of a property whose type selects nothing may be left out.
 *
 * @param properties by id
 * @param rows the shown rows, in document order
 */
public record ShownDatabase(SortedMap<String, Property> properties, List<Row> rows) {

    private static final Set<String> SELECTING = Set.of("select", "multiselect");

    /**
     * A property.
     *
     * @param type its type
     * @param name its name
     * @param options names by id, null if the vector does not speak of them
     */
    public record Property(String type, String name, SortedMap<String, String> options) {}

    /**
     * A row.
     *
     * @param name the vector's name for the block
     * @param cells what is shown by property, cells that show nothing left out
     */
    public record Row(String name, SortedMap<String, CellView> cells) {}

    /** Copies its collections. */
    public ShownDatabase {
        properties = new TreeMap<>(properties);
        rows = List.copyOf(rows);
    }

    /** The database of a view, with the options that this one speaks of. */
    ShownDatabase of(DocumentView view, BlockNames names) {
        SortedMap<String, Property> shown = new TreeMap<>();
        for (PropertyView property : view.schema()) {
            Property wanted = properties.get(property.id());
            boolean silent = wanted != null && wanted.options == null;
            shown.put(property.id(), new Property(property.type(), property.name(), silent ? null : options(property)));
        }
        List<Row> shownRows = new ArrayList<>();
        for (BlockView block : view.blocks()) {
            if (block.type().equals(Operation.ROW)) {
                shownRows.add(new Row(names.name(block.id()), block.cells()));
            }
        }
        return new ShownDatabase(shown, shownRows);
    }

    private static SortedMap<String, String> options(PropertyView property) {
        SortedMap<String, String> options = new TreeMap<>();
        property.options().forEach(option -> options.put(option.id(), option.name()));
        return options;
    }

    /** What a vector means that says nothing about the options of a property. */
    static SortedMap<String, String> unspokenOptions(String type) {
        return SELECTING.contains(type) ? new TreeMap<>() : null;
    }

    /** One line of JSON. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("{\"props\":{");
        String separator = "";
        for (Map.Entry<String, Property> entry : properties.entrySet()) {
            Property property = entry.getValue();
            ShownBlock.quote(out.append(separator), entry.getKey()).append(":{\"type\":");
            ShownBlock.quote(out, property.type()).append(",\"name\":");
            ShownBlock.quote(out, property.name());
            if (property.options() != null) {
                out.append(",\"options\":{");
                String comma = "";
                for (Map.Entry<String, String> option : property.options().entrySet()) {
                    ShownBlock.quote(out.append(comma), option.getKey()).append(':');
                    ShownBlock.quote(out, option.getValue());
                    comma = ",";
                }
                out.append('}');
            }
            out.append('}');
            separator = ",";
        }
        out.append("},\"rows\":[");
        separator = "";
        for (Row row : rows) {
            ShownBlock.quote(out.append(separator).append("{\"id\":"), row.name())
                    .append(",\"cells\":{");
            String comma = "";
            for (Map.Entry<String, CellView> cell : row.cells().entrySet()) {
                ShownBlock.quote(out.append(comma), cell.getKey()).append(':').append(json(cell.getValue()));
                comma = ",";
            }
            out.append("}}");
            separator = ",";
        }
        return out.append("]}").toString();
    }

    private static String json(CellView cell) {
        return switch (cell) {
            case CellView.Single single -> ShownBlock.json(single.value());
            case CellView.Several several -> {
                List<String> values = new ArrayList<>();
                for (Value value : several.values()) {
                    values.add(ShownBlock.json(value));
                }
                yield "[" + String.join(",", values) + "]";
            }
            case CellView.Unconverted unconverted -> "{\"unconverted\":" + json(unconverted.raw()) + "}";
        };
    }
}
