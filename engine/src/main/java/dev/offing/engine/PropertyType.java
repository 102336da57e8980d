package dev.offing.engine;

/** The types of properties that conversion knows (MERGE-64). */
enum PropertyType {
    TEXT("text"),
    NUMBER("number"),
    SELECT("select"),
    MULTISELECT("multiselect"),
    CHECKBOX("checkbox"),
    DATE("date"),
    URL("url"),
    EMAIL("email"),
    PHONE("phone"),
    PERSON("person"),
    RELATION("relation");

    private final String id;

    PropertyType(String id) {
        this.id = id;
    }

    /** The type of that name, null for one of a later version. */
    static PropertyType of(String id) {
        for (PropertyType type : values()) {
            if (type.id.equals(id)) {
                return type;
            }
        }
        return null;
    }

    /** Whether it shows any text as it is. */
    boolean showsText() {
        return this == TEXT || this == URL || this == EMAIL || this == PHONE;
    }

    /** Whether a cell shows several values. */
    boolean showsSeveral() {
        return this == MULTISELECT || this == PERSON || this == RELATION;
    }
}
