package dev.offing.engine;

import java.util.Arrays;

/**
 * The wall clocks of one agent's changes: differences, each with the number of times it occurs in a
 * row, as bytes. Cost: appending O(1) amortised; reading goes from the start on, a few ns a run of equal
 * differences. Memory: three bytes a change of somebody who types, a few in all for a program.
 */
final class WallClocks {

    private static final int RUN_BYTES_MAX = 15;

    private byte[] bytes = {};

    /** Where the last run starts; the runs before it are final. */
    private int lastAt;

    private int size;
    private long lastDelta;
    private int lastRepeats;
    private long last;

    void append(long wallMillis) {
        long delta = wallMillis - last;
        last = wallMillis;
        if (lastRepeats > 0 && delta == lastDelta) {
            lastRepeats++;
        } else {
            lastAt = size;
            lastDelta = delta;
            lastRepeats = 1;
        }
        size = lastAt;
        ensureRun();
        writeLast();
    }

    private void ensureRun() {
        if (size + RUN_BYTES_MAX > bytes.length) {
            bytes = Arrays.copyOf(bytes, size + RUN_BYTES_MAX + (size >> 1));
        }
    }

    private void writeLast() {
        long zigzag = lastDelta << 1 ^ lastDelta >> 63;
        while ((zigzag & ~0x7fL) != 0) {
            bytes[size++] = (byte) (zigzag | 0x80);
            zigzag >>>= 7;
        }
        bytes[size++] = (byte) zigzag;
        int repeats = lastRepeats;
        while ((repeats & ~0x7f) != 0) {
            bytes[size++] = (byte) (repeats | 0x80);
            repeats >>>= 7;
        }
        bytes[size++] = (byte) repeats;
    }

    /** A reader before the first clock. The next append ends its life. */
    Reader reader() {
        return new Reader(new ByteReader(bytes, 0, size));
    }

    /** The runs: signed long varint difference, varint number of times, until the end. */
    void write(ByteWriter out) {
        out.writeBytes(Arrays.copyOf(bytes, size));
    }

    /**
     * Reads what {@link #write} wrote, into an empty column.
     *
     * @param count clocks there must be
     */
    void read(ByteReader in, long count) {
        long left = count;
        while (left > 0) {
            long delta = in.readSignedLongVarint();
            int repeats = in.readVarint();
            if (repeats == 0 || repeats > left || lastRepeats > 0 && delta == lastDelta) {
                throw in.corrupt("clocks are not in their shortest form");
            }
            lastAt = size;
            lastDelta = delta;
            lastRepeats = repeats;
            last += delta * repeats;
            ensureRun();
            writeLast();
            left -= repeats;
        }
    }

    /** Reads clock after clock. */
    static final class Reader {
        private final ByteReader in;
        private long delta;
        private int repeats;
        private long wallMillis;

        private Reader(ByteReader in) {
            this.in = in;
        }

        long next() {
            if (repeats == 0) {
                delta = in.readSignedLongVarint();
                repeats = in.readVarint();
            }
            repeats--;
            wallMillis += delta;
            return wallMillis;
        }

        void skip(int count) {
            int left = count;
            while (left > 0) {
                wallMillis = next();
                int more = Math.min(repeats, left - 1);
                wallMillis += delta * more;
                repeats -= more;
                left -= 1 + more;
            }
        }
    }
}
