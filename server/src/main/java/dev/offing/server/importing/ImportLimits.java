package dev.offing.server.importing;

/** What an import may cost. Sizes are counted while inflating, never taken from a header. */
public final class ImportLimits {

    /** Files and folders of one import, nested parts included. */
    public static final int ENTRIES_MAX = 100_000;

    /** All unpacked bytes of one import. */
    public static final long UNPACKED_BYTES_MAX = 4L << 30;

    /** One file. */
    public static final long FILE_BYTES_MAX = 256L << 20;

    /** One text file (Markdown, CSV): it becomes a page that has to be edited. */
    public static final long TEXT_BYTES_MAX = 16L << 20;

    /** Unpacked to packed, judged once an entry has given {@link #RATIO_FROM_BYTES}. */
    public static final int RATIO_MAX = 200;

    public static final long RATIO_FROM_BYTES = 8L << 20;

    /** Archives within archives; a Notion export has two levels. */
    public static final int NESTING_MAX = 3;

    /** Depth of the page tree that folders make. */
    public static final int DEPTH_MAX = 64;

    private ImportLimits() {}
}
