package dev.offing.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Shows what cells hold as the present type of their property (MERGE-64): a total function of what was
 * written and of the property. It changes nothing, so the type can be changed back.
 */
final class CellConversion {

    /**
     * What a cell holds.
     *
     * @param values as they were written, distinct
     * @param several whether the cell has members; else it has at most one value, which is its register's
     */
    record Raw(List<CellValue> values, boolean several) {}

    /** Between the names of several options shown as one text. */
    private static final String SEPARATOR = ", ";

    /** Null for a type of a later version, which shows everything as it is. */
    private final PropertyType type;

    private final Map<String, String> namesById = new HashMap<>();

    /** The first of equal names counts. */
    private final Map<String, String> idsByName = new HashMap<>();

    private final Set<String> hiddenOptions = new HashSet<>();

    CellConversion(PropertyView view, SchemaEntry property) {
        type = PropertyType.of(view.type());
        for (PropertyView.Option option : view.options()) {
            namesById.put(option.id(), option.name());
            idsByName.putIfAbsent(option.name(), option.id());
        }
        for (SchemaEntry option : property.options.values()) {
            if (option.exists() && !namesById.containsKey(option.id)) {
                hiddenOptions.add(option.id);
            }
        }
    }

    /** @return what the cell shows, null for nothing */
    CellView view(Raw raw) {
        List<CellValue> values = new ArrayList<>();
        for (CellValue value : raw.values) {
            if (value.kind() != CellValue.Kind.OPTION || !hiddenOptions.contains(value.text())) {
                values.add(value);
            }
        }
        if (values.isEmpty() || isBlank(values)) {
            return null;
        }
        CellView asItIs = asItIs(values, raw.several);
        if (type == null) {
            return asItIs;
        }
        CellView converted = type.showsSeveral() ? several(values) : single(values);
        return converted == null ? new CellView.Unconverted(asItIs) : converted;
    }

    /** Whether all there is is a text of spaces, and the type is none that shows texts. */
    private boolean isBlank(List<CellValue> values) {
        CellValue only = values.size() == 1 ? values.getFirst() : CellValue.NONE;
        boolean blank = only.kind() == CellValue.Kind.PLAIN
                && only.text() != null
                && only.text().isBlank();
        return blank && type != null && !type.showsText();
    }

    private static CellView asItIs(List<CellValue> values, boolean several) {
        if (!several) {
            return new CellView.Single(values.getFirst().value());
        }
        List<Value> all = new ArrayList<>();
        for (CellValue value : values) {
            if (!all.contains(value.value())) {
                all.add(value.value());
            }
        }
        return new CellView.Several(all);
    }

    // ---- types that show several values ----

    /** The members, null if one of the values is none. */
    private CellView several(List<CellValue> values) {
        TreeSet<String> ids = new TreeSet<>();
        for (CellValue value : values) {
            String id = member(value);
            if (id == null) {
                return null;
            }
            ids.add(id);
        }
        List<Value> members = new ArrayList<>();
        ids.forEach(id -> members.add(new Value.Text(id)));
        return new CellView.Several(members);
    }

    /** The member of the present type that a value is, null if it is none. */
    String member(CellValue value) {
        if (type == null) {
            return value.text();
        }
        return switch (type) {
            case PERSON -> value.kind() == CellValue.Kind.PERSON ? value.text() : null;
            case RELATION -> value.kind() == CellValue.Kind.ROW ? value.text() : null;
            default -> option(value);
        };
    }

    /** An assigned option; or the first one that has the value's text as its name, or as its id. */
    private String option(CellValue value) {
        if (value.kind() == CellValue.Kind.OPTION) {
            return namesById.containsKey(value.text()) ? value.text() : null;
        }
        String text = text(value);
        String named = text == null ? null : idsByName.get(text);
        return named == null && text != null && namesById.containsKey(text) ? text : named;
    }

    // ---- types that show one value ----

    private CellView single(List<CellValue> values) {
        if (values.size() > 1) {
            return type.showsText() ? joined(values) : null;
        }
        Value value = single(values.getFirst());
        return value == null ? null : new CellView.Single(value);
    }

    private CellView joined(List<CellValue> values) {
        StringBuilder all = new StringBuilder();
        for (CellValue value : values) {
            String text = text(value);
            if (text == null) {
                return null;
            }
            all.append(all.isEmpty() ? "" : SEPARATOR).append(text);
        }
        return new CellView.Single(new Value.Text(all.toString()));
    }

    private Value single(CellValue value) {
        if (type == PropertyType.SELECT) {
            String id = option(value);
            return id == null ? null : new Value.Text(id);
        }
        if (type == PropertyType.NUMBER && value.value() instanceof Value.Num
                || type == PropertyType.CHECKBOX && value.value() instanceof Value.Bool) {
            return value.value();
        }
        String text = text(value);
        if (text == null) {
            return null;
        }
        return switch (type) {
            case NUMBER -> number(value, text);
            case CHECKBOX -> checkbox(text);
            case DATE -> IsoDate.test(text.strip()) ? new Value.Text(text.strip()) : null;
            default -> new Value.Text(text);
        };
    }

    private static Value number(CellValue value, String text) {
        if (value.value() instanceof Value.Bool bool) {
            return new Value.Num(bool.value() ? 1 : 0);
        }
        double number = Decimal.parse(text);
        return Double.isNaN(number) ? null : new Value.Num(number);
    }

    private static Value checkbox(String text) {
        return switch (text.strip()) {
            case "true", "True", "TRUE", "yes", "Yes", "YES", "1" -> Value.TRUE;
            case "false", "False", "FALSE", "no", "No", "NO", "0" -> Value.FALSE;
            default -> null;
        };
    }

    /** A value as text, null if it has none: persons and rows have their names elsewhere. */
    private String text(CellValue value) {
        return switch (value.kind()) {
            case PERSON, ROW -> null;
            case OPTION -> namesById.get(value.text());
            case PLAIN ->
                switch (value.value()) {
                    case Value.Absent absent -> null;
                    case Value.Bool bool -> bool.value() ? "true" : "false";
                    case Value.Num number -> Decimal.format(number.value());
                    case Value.Text text -> text.value();
                };
        };
    }
}
