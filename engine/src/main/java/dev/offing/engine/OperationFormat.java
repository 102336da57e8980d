package dev.offing.engine;

/** Numbers that name things in encoded changes and snapshots; docs/spec/bytes.md lists them. */
final class OperationFormat {

    static final int INSERT_TEXT = 1;
    static final int SPLIT_BLOCK = 2;
    static final int DELETE_TEXT = 3;
    static final int UNDELETE_TEXT = 4;
    static final int NEW_BLOCK = 5;
    static final int PLACE_CHILD = 6;
    static final int PLACE_CONTINUATION = 7;
    static final int DELETE_BLOCK = 8;
    static final int RESTORE_BLOCK = 9;
    static final int SET_MARK = 10;
    static final int SET_PROPERTY = 11;
    static final int SET_CELL = 12;
    static final int ADD_TO_CELL = 13;
    static final int REMOVE_FROM_CELL = 14;
    static final int SET_SCHEMA = 15;

    static final int STRAND_TITLE = 0;
    static final int STRAND_BLOCK = 1;
    static final int STRAND_CELL = 2;
    static final int STRAND_SAME = 3;

    static final int ANCHOR_START = 0;
    static final int ANCHOR_END = 1;
    static final int ANCHOR_BEFORE = 2;
    static final int ANCHOR_AFTER = 3;

    static final int VALUE_ABSENT = 0;
    static final int VALUE_FALSE = 1;
    static final int VALUE_TRUE = 2;
    static final int VALUE_NUMBER = 3;
    static final int VALUE_TEXT = 4;

    /** Of cells only, as those that follow. */
    static final int VALUE_OPTION = 5;

    static final int VALUE_PERSON = 6;
    static final int VALUE_ROW = 7;

    private OperationFormat() {}

    /** Whether an operation is of a kind that version 1 of changes does not have. */
    static boolean isOfDatabase(Operation operation) {
        return operation instanceof Operation.SetCell
                || operation instanceof Operation.AddToCell
                || operation instanceof Operation.RemoveFromCell
                || operation instanceof Operation.SetSchema;
    }
}
