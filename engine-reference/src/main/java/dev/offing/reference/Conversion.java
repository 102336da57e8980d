package dev.offing.reference;

import dev.offing.engine.CellValue;
import dev.offing.engine.CellView;
import dev.offing.engine.PropertyView;
import dev.offing.engine.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** MERGE-64: what held values show under a type, pair of types by pair of types. */
final class Conversion {

    private static final Set<String> TEXTS = Set.of("text", "url", "email", "phone");
    private static final Set<String> SETS = Set.of("multiselect", "person", "relation");
    private static final Set<String> OTHERS = Set.of("number", "checkbox", "date", "select");
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern MOMENT = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"
            + "(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]+)?)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?)?");
    private static final BigInteger EXACT_MAX = BigInteger.TWO.pow(53);
    private static final int POWER_MAX = 22;

    private final PropertyView property;
    private final String type;

    Conversion(PropertyView property) {
        this.property = property;
        this.type = property.type();
    }

    /** @return null if nothing is shown */
    CellView view(List<CellValue> held, boolean several) {
        boolean known = TEXTS.contains(type) || SETS.contains(type) || OTHERS.contains(type);
        boolean blank = held.size() == 1
                && held.getFirst().kind() == CellValue.Kind.PLAIN
                && held.getFirst().value() instanceof Value.Text text
                && text.value().isBlank();
        if (held.isEmpty() || blank && known && !TEXTS.contains(type)) {
            return null;
        }
        CellView raw = several
                ? new CellView.Several(
                        held.stream().map(CellValue::value).distinct().toList())
                : new CellView.Single(held.getFirst().value());
        if (!known) {
            return raw;
        }
        CellView converted = SETS.contains(type) ? members(held) : one(held);
        return converted == null ? new CellView.Unconverted(raw) : converted;
    }

    private CellView members(List<CellValue> held) {
        TreeSet<String> ids = new TreeSet<>();
        for (CellValue value : held) {
            String id = switch (type) {
                case "person" -> value.kind() == CellValue.Kind.PERSON ? id(value) : null;
                case "relation" -> value.kind() == CellValue.Kind.ROW ? id(value) : null;
                default -> option(value);
            };
            if (id == null) {
                return null;
            }
            ids.add(id);
        }
        return new CellView.Several(ids.stream().<Value>map(Value.Text::new).toList());
    }

    private static String id(CellValue value) {
        return ((Value.Text) value.value()).value();
    }

    private String option(CellValue value) {
        List<String> matches = new ArrayList<>();
        String text = text(value);
        for (PropertyView.Option option : property.options()) {
            if (value.kind() == CellValue.Kind.OPTION) {
                if (option.id().equals(id(value))) {
                    matches.add(option.id());
                }
            } else if (option.name().equals(text)) {
                matches.add(option.id());
            }
        }
        for (PropertyView.Option option : property.options()) {
            if (value.kind() != CellValue.Kind.OPTION && option.id().equals(text)) {
                matches.add(option.id());
            }
        }
        return matches.isEmpty() ? null : matches.getFirst();
    }

    private CellView one(List<CellValue> held) {
        if (TEXTS.contains(type)) {
            List<String> texts = held.stream().map(this::text).toList();
            return texts.stream().anyMatch(Objects::isNull)
                    ? null
                    : new CellView.Single(new Value.Text(texts.stream().collect(Collectors.joining(", "))));
        }
        Value value = held.size() > 1 ? null : one(held.getFirst());
        return value == null ? null : new CellView.Single(value);
    }

    private Value one(CellValue value) {
        String text = text(value);
        switch (type) {
            case "select" -> {
                String id = option(value);
                return id == null ? null : new Value.Text(id);
            }
            case "number" -> {
                if (value.value() instanceof Value.Num) {
                    return value.value();
                }
                if (value.value() instanceof Value.Bool bool) {
                    return new Value.Num(bool.value() ? 1 : 0);
                }
                return text == null ? null : number(text.strip());
            }
            case "checkbox" -> {
                String word = text == null ? "" : text.strip();
                boolean plainCase = word.equals(word.toLowerCase(Locale.ROOT))
                        || word.equals(word.toUpperCase(Locale.ROOT))
                        || word.equals(word.substring(0, 1) + word.substring(1).toLowerCase(Locale.ROOT));
                String lower = plainCase ? word.toLowerCase(Locale.ROOT) : "";
                return Set.of("true", "yes", "1").contains(lower)
                        ? Value.TRUE
                        : Set.of("false", "no", "0").contains(lower) ? Value.FALSE : null;
            }
            default -> {
                return text != null && isDate(text.strip()) ? new Value.Text(text.strip()) : null;
            }
        }
    }

    private static Value number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return null;
        }
        BigDecimal exact = new BigDecimal(text).stripTrailingZeros();
        return isExact(exact) ? new Value.Num(exact.signum() == 0 ? 0 : exact.doubleValue()) : null;
    }

    private static boolean isExact(BigDecimal decimal) {
        return decimal.signum() == 0
                || decimal.unscaledValue().abs().compareTo(EXACT_MAX) <= 0 && Math.abs(decimal.scale()) <= POWER_MAX;
    }

    private static boolean isDate(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length > 2) {
            return false;
        }
        for (String part : parts) {
            if (!MOMENT.matcher(part).matches()) {
                return false;
            }
            try {
                LocalDate.parse(part.substring(0, 10));
            } catch (DateTimeException noSuchDay) {
                return false;
            }
        }
        return true;
    }

    /** A value as text, null if it has none. */
    private String text(CellValue value) {
        return switch (value.kind()) {
            case PERSON, ROW -> null;
            case OPTION -> {
                for (PropertyView.Option option : property.options()) {
                    if (option.id().equals(id(value))) {
                        yield option.name();
                    }
                }
                yield null;
            }
            case PLAIN ->
                switch (value.value()) {
                    case Value.Absent ignored -> null;
                    case Value.Bool bool -> String.valueOf(bool.value());
                    case Value.Text text -> text.value();
                    case Value.Num num -> {
                        BigDecimal shortest = new BigDecimal(Double.toString(num.value())).stripTrailingZeros();
                        yield isExact(shortest) ? (shortest.signum() == 0 ? "0" : shortest.toPlainString()) : null;
                    }
                };
        };
    }
}
