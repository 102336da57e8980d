package dev.offing.engine;

/** Kinds of sections and numbers of columns of a snapshot of version 2; docs/spec/bytes.md, "Snapshot". */
final class SnapshotFormat {

    static final byte[] MAGIC = {'O', 'f', 'f', 'D'};
    static final int VERSION_OF_HISTORIES = 1;
    static final int VERSION = 2;

    /** Flags: whether the text of deleted characters, and changes that wait, are in it. */
    static final int HAS_HISTORY = 1;

    static final int HAS_PENDING = 2;

    static final int SECTION_REPLICAS = 1;
    static final int SECTION_PENDING = 3;
    static final int SECTION_TEXT = 4;
    static final int SECTION_PAGE = 5;
    static final int SECTION_ELEMENTS = 6;
    static final int SECTION_LOG = 7;
    static final int SECTION_DELETED_TEXT = 8;

    // Columns of the log.
    static final int RUNS = 0;
    static final int HEADS = 1;
    static final int SHAPES = 2;
    static final int COUNTS = 3;
    static final int TARGETS = 4;
    static final int TYPES = 5;
    static final int OTHERS = 6;
    static final int CLOCKS = 7;
    static final int LOG_COLUMNS = 8;

    // Columns of the elements.
    static final int STRANDS = 0;
    static final int AGENTS = 1;
    static final int STARTS = 2;
    static final int LENGTHS = 3;
    static final int SEGMENTS = 4;
    static final int DELETIONS = 5;
    static final int ELEMENT_COLUMNS = 6;

    private SnapshotFormat() {}
}
