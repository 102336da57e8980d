package dev.offing.engine;

/** Every limit of a document, the same on the server and on every client, each with its reason. */
public final class Limits {

    /** One inserted run; a paste beyond it becomes several operations. Keeps a frame well below its limit. */
    public static final int RUN_UTF16_MAX = 65_536;

    /** One property or mark value: a long URL or a short JSON, not a file. */
    public static final int VALUE_UTF16_MAX = 65_536;

    /** One change. The importer and large pastes split their work at this size. */
    public static final int CHANGE_OPERATIONS_MAX = 5_000;

    /** One encoded change. */
    public static final int CHANGE_BYTES_MAX = 1 << 20;

    /** Depth of the block tree that commands create; deeper merged trees are kept and shown flat. */
    public static final int DEPTH_MAX = 256;

    /** Block type and property names. */
    public static final int NAME_UTF16_MAX = 128;

    /** A position key; keys grow with nested insertion, not with the number of siblings. */
    public static final int POSITION_KEY_BYTES_MAX = 4_096;

    /** Greatest Lamport stamp: exact in a double, so that every platform agrees. */
    public static final long STAMP_MAX = (1L << 53) - 1;

    /** Changes kept while they wait for their causes: a bound for memory, far above any real gap. */
    public static final int PENDING_CHANGES_MAX = 100_000;

    /** Groups of each undo stack; the oldest are forgotten. They are saved with every change. */
    public static final int UNDO_GROUPS_MAX = 1_000;

    private Limits() {}
}
