package dev.offing.engine;

import java.util.Arrays;

/**
 * Like things side by side, several columns of bytes in one section: each with its length, all compressed
 * together, large ones in blocks of their own. Layout: docs/spec/bytes.md, "Packed columns".
 */
final class Columns {

    private static final int STORED = 0;
    private static final int DEFLATED = 1;

    /** A column of this size pays for codes of its own. */
    private static final int OWN_BLOCK_BYTES = 1024;

    private Columns() {}

    static ByteWriter[] create(int count) {
        ByteWriter[] columns = new ByteWriter[count];
        for (int i = 0; i < count; i++) {
            columns[i] = new ByteWriter();
        }
        return columns;
    }

    /** Writes columns as one packed section. */
    static void write(ByteWriter out, ByteWriter... columns) {
        ByteWriter raw = new ByteWriter();
        int[] cuts = new int[columns.length];
        int cutCount = 0;
        for (int i = 0; i < columns.length; i++) {
            boolean large = columns[i].size() >= OWN_BLOCK_BYTES;
            if (i > 0 && (large || columns[i - 1].size() >= OWN_BLOCK_BYTES)) {
                cuts[cutCount++] = raw.size();
            }
            raw.writeVarint(columns[i].size());
            raw.writeBytes(columns[i].toBytes());
        }
        byte[] bytes = raw.toBytes();
        byte[] packed = Deflate.compress(bytes, Arrays.copyOf(cuts, cutCount));
        out.writeVarint(bytes.length);
        out.writeByte(packed.length < bytes.length ? DEFLATED : STORED);
        out.writeBytes(packed.length < bytes.length ? packed : bytes);
    }

    /**
     * Reads a whole packed section.
     *
     * @throws CodecException if it has not exactly so many columns
     */
    static ByteReader[] read(ByteReader section, int count) {
        int offset = section.offset();
        int length = section.readVarint();
        int method = section.readByte();
        byte[] bytes;
        if (method == DEFLATED) {
            bytes = section.inflateRest(length);
        } else if (method == STORED && length == section.remaining()) {
            bytes = section.readBytes(length);
        } else {
            throw section.corrupt("unknown compression");
        }
        ByteReader raw = new ByteReader(bytes, 0, bytes.length, offset);
        ByteReader[] columns = new ByteReader[count];
        for (int i = 0; i < count; i++) {
            columns[i] = raw.readRange(raw.readCount(1));
        }
        raw.expectEnd();
        return columns;
    }
}
