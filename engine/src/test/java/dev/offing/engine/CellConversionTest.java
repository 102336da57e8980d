package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MERGE-64: what a cell written under one type shows under another. */
class CellConversionTest {

    private final Document document = Document.create(new ReplicaId(1));
    private final Database database = document.database();
    private BlockId row;

    @BeforeEach
    void makeRow() {
        row = document.newBlock(null, null, Operation.ROW);
    }

    private CellView shown() {
        return document.view().blocks().getFirst().cells().get("p");
    }

    private void addProperty(String type) {
        database.addProperty("p", type, "P");
        database.addOption("p", "o1", "Todo");
        database.addOption("p", "o2", "10");
        database.addOption("p", "o3", "Todo");
    }

    /** {@code ?x} reads as unconverted x, {@code [..]} as several, empty as nothing. */
    private static String describe(CellView cell) {
        return switch (cell) {
            case null -> "";
            case CellView.Single single -> describe(single.value());
            case CellView.Several several -> {
                List<String> all = new ArrayList<>();
                several.values().forEach(value -> all.add(describe(value)));
                yield all.toString();
            }
            case CellView.Unconverted unconverted -> "?" + describe(unconverted.raw());
        };
    }

    private static String describe(Value value) {
        return switch (value) {
            case Value.Absent absent -> "absent";
            case Value.Bool bool -> String.valueOf(bool.value());
            case Value.Num number -> "#" + number.value();
            case Value.Text text -> text.value();
        };
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // raw, text, number, select, multiselect, checkbox, date, url, person, rating
                "10,            10, #10.0, o2, [o2], ?10, ?10, 10, ?10, 10",
                "' 1.50 ',      ' 1.50 ', #1.5, ?' 1.50 ', ?' 1.50 ', ?' 1.50 ', ?' 1.50 ', ' 1.50 ', ?' 1.50 ', ' 1.50 '",
                "about 12,      about 12, ?about 12, ?about 12, ?about 12, ?about 12, ?about 12, about 12, ?about 12, about 12",
                "Todo,          Todo, ?Todo, o1, [o1], ?Todo, ?Todo, Todo, ?Todo, Todo",
                "o3,            o3, ?o3, o3, [o3], ?o3, ?o3, o3, ?o3, o3",
                "yes,           yes, ?yes, ?yes, ?yes, true, ?yes, yes, ?yes, yes",
                "0,             0, #0.0, ?0, ?0, false, ?0, 0, ?0, 0",
                "2024-02-29,    2024-02-29, ?2024-02-29, ?2024-02-29, ?2024-02-29, ?2024-02-29, 2024-02-29, 2024-02-29, "
                        + "?2024-02-29, 2024-02-29",
                "' ',           ' ', '', '', '', '', '', ' ', '', ' '",
            })
    void merge64_textUnderEachType(
            String raw,
            String text,
            String number,
            String select,
            String multiselect,
            String checkbox,
            String date,
            String url,
            String person,
            String rating) {
        addProperty("text");
        database.setCell(row, "p", new Value.Text(raw));
        String[] types = {"text", "number", "select", "multiselect", "checkbox", "date", "url", "person", "rating"};
        String[] wanted = {text, number, select, multiselect, checkbox, date, url, person, rating};
        for (int i = 0; i < types.length; i++) {
            database.setPropertyType("p", types[i]);
            assertThat(describe(shown())).as(types[i]).isEqualTo(wanted[i].replace("'", ""));
        }
    }

    @Test
    void merge64_numberUnderEachType() {
        addProperty("number");
        database.setCell(row, "p", new Value.Num(10));
        assertShows("text", "10", "select", "o2", "multiselect", "[o2]", "checkbox", "?#10.0", "date", "?#10.0");
        database.setCell(row, "p", new Value.Num(1));
        assertShows("checkbox", "true", "phone", "1", "email", "1", "number", "#1.0");
        database.setCell(row, "p", new Value.Num(1e300));
        assertShows("text", "?#1.0E300", "number", "#1.0E300");
    }

    @Test
    void merge64_truthUnderEachType() {
        addProperty("checkbox");
        database.setCell(row, "p", Value.TRUE);
        assertShows("text", "true", "number", "#1.0", "select", "?true", "date", "?true", "checkbox", "true");
    }

    @Test
    void merge64_optionUnderEachType() {
        addProperty("select");
        database.setCell(row, "p", new Value.Text("o2"));
        assertShows("text", "10", "number", "#10.0", "multiselect", "[o2]", "checkbox", "?o2", "person", "?o2");
        database.setPropertyType("p", "select");
        database.setCell(row, "p", new Value.Text("o1"));
        database.renameOption("p", "o1", "Backlog");
        assertShows("select", "o1", "text", "Backlog", "number", "?o1", "date", "?o1", "rating", "o1");
    }

    @Test
    void merge64_membersUnderEachType() {
        addProperty("multiselect");
        database.addToCell(row, "p", "o2");
        assertShows("select", "o2", "text", "10", "number", "#10.0", "person", "?[o2]");
        database.setPropertyType("p", "multiselect");
        database.addToCell(row, "p", "o1");
        assertShows("select", "?[o1, o2]", "text", "Todo, 10", "number", "?[o1, o2]", "multiselect", "[o1, o2]");
    }

    @Test
    void merge64_personsAndRowsHaveNoText() {
        addProperty("person");
        database.addToCell(row, "p", "ann");
        assertShows("person", "[ann]", "text", "?[ann]", "relation", "?[ann]", "select", "?[ann]");
        database.setPropertyType("p", "relation");
        database.setCell(row, "p", new Value.Text("r9"));
        assertShows("relation", "[r9]", "text", "?r9", "person", "?r9");
    }

    /** @param typesAndShown types, each followed by what the cell then shows */
    private void assertShows(String... typesAndShown) {
        for (int i = 0; i < typesAndShown.length; i += 2) {
            database.setPropertyType("p", typesAndShown[i]);
            assertThat(describe(shown())).as(typesAndShown[i]).isEqualTo(typesAndShown[i + 1]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-31, true",
        "2026-03-31T09:30, true",
        "2026-03-31T09:30:05, true",
        "2026-03-31T09:30:05.25+02:00, true",
        "2026-03-31T23:59Z, true",
        "2026-03-31/2026-04-02, true",
        "2000-02-29, true",
        "1900-02-29, false",
        "2026-04-31, false",
        "2026-00-10, false",
        "2026-13-01, false",
        "2026-3-1, false",
        "2026-03-31T, false",
        "2026-03-31T24:00, false",
        "2026-03-31T09:60, false",
        "2026-03-31T09:30:05., false",
        "2026-03-31T09:30+2, false",
        "2026-03-31/, false",
        "2026-03-31/2026-04-02/2026-04-03, false",
        "2026-03-31 09:30, false",
        "31.3.2026, false"
    })
    void merge64_datesAreKnownByTheirForm(String text, boolean date) {
        assertThat(IsoDate.test(text)).isEqualTo(date);
    }
}
