package dev.offing.engine;

import java.util.Arrays;

/** Numbers of RFC 1951 that {@link Deflate} and {@link Inflate} share. */
final class DeflateFormat {

    static final int STORED = 0;
    static final int FIXED = 1;
    static final int DYNAMIC = 2;

    static final int END_OF_BLOCK = 256;
    static final int LITERALS_AND_LENGTHS = 286;
    static final int DISTANCES = 30;
    static final int MATCH_MIN = 3;
    static final int MATCH_MAX = 258;
    static final int WINDOW = 1 << 15;
    static final int CODE_LENGTH_MAX = 15;
    static final int STORED_MAX = 65_535;

    /** Symbols of the code for code lengths: 0 to 15 a length, then repetitions. */
    static final int CODE_LENGTHS = 19;

    static final int REPEAT_LAST = 16;
    static final int REPEAT_ZERO = 17;
    static final int REPEAT_ZERO_LONG = 18;

    /** In which order a dynamic block says how long the codes for code lengths are. */
    static final int[] CODE_LENGTH_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    /** Shortest match of each length symbol, from symbol 257 on; then how many extra bits it has. */
    static final int[] LENGTH_BASE = new int[29];

    static final int[] LENGTH_EXTRA = new int[29];

    /** Shortest distance of each distance symbol; then how many extra bits it has. */
    static final int[] DISTANCE_BASE = new int[DISTANCES];

    static final int[] DISTANCE_EXTRA = new int[DISTANCES];

    static {
        int length = MATCH_MIN;
        for (int i = 0; i < 28; i++) {
            LENGTH_BASE[i] = length;
            LENGTH_EXTRA[i] = i < 8 ? 0 : (i - 4) / 4;
            length += 1 << LENGTH_EXTRA[i];
        }
        LENGTH_BASE[28] = MATCH_MAX;
        int distance = 1;
        for (int i = 0; i < DISTANCES; i++) {
            DISTANCE_BASE[i] = distance;
            DISTANCE_EXTRA[i] = i < 4 ? 0 : (i - 2) / 2;
            distance += 1 << DISTANCE_EXTRA[i];
        }
    }

    private DeflateFormat() {}

    /** Code lengths of literals and lengths in a fixed block. */
    static int[] fixedLengths() {
        int[] lengths = new int[288];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
        }
        return lengths;
    }

    /** Code lengths of distances in a fixed block, two that do not exist among them. */
    static int[] fixedDistanceLengths() {
        int[] lengths = new int[32];
        Arrays.fill(lengths, 5);
        return lengths;
    }
}
