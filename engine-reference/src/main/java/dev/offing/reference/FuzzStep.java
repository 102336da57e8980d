package dev.offing.reference;

/**
 * One step of a fuzz script. Its numbers are reduced to what is there when the step runs (block
 * number modulo the count of blocks, and so on), so a script stays runnable when earlier steps are
 * dropped. A step that finds nothing to act on does nothing.
 *
 * @param kind what is done
 * @param replica by whom
 * @param a usually which text or block
 * @param b usually an offset
 * @param c usually a second offset, or how
 * @param d usually which text, mark, type or value of the palettes in {@link FuzzPalette}
 */
record FuzzStep(Kind kind, int replica, int a, int b, int c, int d) {

    enum Kind {
        INSERT,
        INSERT_MARKED,
        /** Typing goes on where the replica's last insertion ended, or before where it began. */
        TYPE_ON,
        DELETE_TEXT,
        MARK,
        UNMARK,
        SPLIT,
        JOIN,
        NEW,
        NEW_ROW,
        NEW_COLUMN,
        MOVE,
        DELETE_BLOCK,
        RESTORE,
        TYPE,
        PROPERTY,
        NEW_RECORD,
        SET_CELL,
        ADD_TO_CELL,
        REMOVE_FROM_CELL,
        ADD_PROPERTY,
        ADD_OPTION,
        PROPERTY_TYPE,
        RENAME_SCHEMA,
        MOVE_SCHEMA,
        DELETE_SCHEMA,
        RESTORE_SCHEMA,
        UNDO,
        REDO,
        /** The next command stays in the open change. */
        HOLD,
        /** The next commit continues the undo group. */
        KEEP_GROUP,
        /** One change of somebody, whatever its causes. */
        DELIVER,
        /** All that another replica has and this one lacks. */
        PULL,
        DUPLICATE,
        RELOAD,
        ADOPT,
        CARET,
        /** Looks at an earlier version. */
        VERSION,
        RESTORE_VERSION
    }

    @Override
    public String toString() {
        return kind + " " + replica + " " + a + " " + b + " " + c + " " + d;
    }

    static FuzzStep parse(String line) {
        String[] words = line.strip().split(" ", -1);
        return new FuzzStep(
                Kind.valueOf(words[0]),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Integer.parseInt(words[5]));
    }
}
