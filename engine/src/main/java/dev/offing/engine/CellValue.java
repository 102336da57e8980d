package dev.offing.engine;

/**
 * What somebody put into a cell of a database, with its own type: it stays what it was when the type of
 * the property changes (MERGE-64).
 *
 * @param kind what the value means
 * @param value the value; a text of 1 to {@link Limits#NAME_UTF16_MAX} UTF-16 units for all kinds but plain
 */
public record CellValue(Kind kind, Value value) {

    /** What the value of a cell means. */
    public enum Kind {
        /** A text, a number, a truth value, or nothing; dates, addresses and telephone numbers are texts. */
        PLAIN,
        /** The id of an option of the property. */
        OPTION,
        /** The id of a person. */
        PERSON,
        /** The id of a row, of this or another database. */
        ROW
    }

    /** Nothing: a cleared cell. */
    public static final CellValue NONE = new CellValue(Kind.PLAIN, Value.ABSENT);

    boolean isNone() {
        return value instanceof Value.Absent;
    }

    boolean isOption(String id) {
        return kind == Kind.OPTION && text().equals(id);
    }

    /** The text it is, null if it is none. */
    String text() {
        return value instanceof Value.Text text ? text.value() : null;
    }
}
