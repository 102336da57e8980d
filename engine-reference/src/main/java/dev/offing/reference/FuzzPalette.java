package dev.offing.reference;

import dev.offing.engine.Operation;
import dev.offing.engine.Value;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the fuzz types, marks and sets. */
final class FuzzPalette {

    /** Plain letters most of the time; pairs, joined emoji, right-to-left text, marks on letters, lone halves. */
    private static final List<String> TEXTS = List.of(
            "#",
            "#",
            "#",
            "##",
            "#ab",
            "# ##",
            "\ud83d\ude00",
            "#\ud83d\ude00#",
            "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "\u05e9\u05dc#\u05dd",
            "e\u0301",
            "#\ud800#",
            "\udc00",
            "\ud83d\ude00\ud83d\ude01#",
            "\ud842\udfb7\ud83d\ude01",
            "#2345678901234567890#");

    private static final List<String> MARKS = List.of(
            "bold", "italic", "link", "bold", "color", "comment", "code", "bold", "suggestion", "highlight", "custom");

    private static final List<String> TYPES = List.of("paragraph", "heading1", "todo", "quote");

    private FuzzPalette() {}

    /** Letters differ from step to step, so that a wrong order shows. */
    static String text(int choice) {
        char letter = (char) ('a' + Math.floorMod(choice / TEXTS.size(), 26));
        return TEXTS.get(Math.floorMod(choice, TEXTS.size())).replace('#', letter);
    }

    /** The choice of a text of one letter. */
    static int letter(int choice) {
        return Math.floorMod(choice, 26) * TEXTS.size();
    }

    /** The choice of bold, a link or a colour, of one of three values. */
    static int usualMark(int choice) {
        return 2 * Math.floorMod(choice, 3) + MARKS.size() * Math.floorMod(choice / 3, 3);
    }

    static String markType(int choice) {
        return MARKS.get(Math.floorMod(choice, MARKS.size()));
    }

    static Value markValue(int choice) {
        int variant = Math.floorMod(choice / MARKS.size(), 3);
        return switch (markType(choice)) {
            case "link", "color", "comment", "suggestion" -> new Value.Text("v" + variant);
            default -> Value.TRUE;
        };
    }

    /** None to three marks. */
    static SortedMap<String, Value> marks(int choice) {
        SortedMap<String, Value> marks = new TreeMap<>();
        for (int bits = Math.floorMod(choice, 512); bits > 0; bits /= 8) {
            marks.put(markType(bits), markValue(bits));
        }
        return marks;
    }

    static String blockType(int choice) {
        int index = Math.floorMod(choice, 3 * TYPES.size() + 2);
        if (choice % 7 == 0) {
            return Operation.ROW;
        }
        if (index == 3 * TYPES.size()) {
            return ReferenceView.ROW;
        }
        return index > 3 * TYPES.size() ? ReferenceView.COLUMN : ordinaryType(index);
    }

    static String ordinaryType(int choice) {
        return TYPES.get(Math.floorMod(choice, TYPES.size()));
    }

    // ---- databases ----

    private static final List<String> PROPERTY_TYPES = List.of(
            "text",
            "number",
            "select",
            "multiselect",
            "multiselect",
            "select",
            "checkbox",
            "date",
            "url",
            "person",
            "relation",
            "rating");

    private static final List<String> SCHEMA_NAMES = List.of("Todo", "Done", "10", "true", "Todo", "o1", "2026-02-28");

    private static final List<Value> CELL_VALUES = List.of(
            Value.ABSENT,
            new Value.Text("o0"),
            new Value.Text("o1"),
            new Value.Text("o2"),
            new Value.Text("o1"),
            new Value.Text("Todo"),
            new Value.Text("10"),
            new Value.Text(" 1.50 "),
            new Value.Text("about 12"),
            new Value.Text("yes"),
            new Value.Text("2026-02-28"),
            new Value.Text("2026-02-29T10:00/2026-03-01"),
            new Value.Text(" "),
            new Value.Text("\ud83d\ude00"),
            Value.TRUE,
            Value.FALSE,
            new Value.Num(10),
            new Value.Num(1),
            new Value.Num(-0.25),
            new Value.Num(1e300));

    static String propertyId(int choice) {
        return "p" + Math.floorMod(choice, 4);
    }

    static String optionId(int choice) {
        return "o" + Math.floorMod(choice, 3);
    }

    static String propertyType(int choice) {
        return PROPERTY_TYPES.get(Math.floorMod(choice, PROPERTY_TYPES.size()));
    }

    static String schemaName(int choice) {
        return SCHEMA_NAMES.get(Math.floorMod(choice, SCHEMA_NAMES.size()));
    }

    static Value cellValue(int choice) {
        return CELL_VALUES.get(Math.floorMod(choice, CELL_VALUES.size()));
    }

    static String propertyKey(int choice) {
        return List.of("checked", "color", "url").get(Math.floorMod(choice, 3));
    }

    static Value propertyValue(int choice) {
        return switch (Math.floorMod(choice / 3, 5)) {
            case 0 -> Value.TRUE;
            case 1 -> new Value.Text("red");
            case 2 -> new Value.Num(choice);
            case 3 -> new Value.Text("");
            default -> Value.ABSENT;
        };
    }
}
