package dev.offing.engine;

import java.util.Arrays;

/** Writes the primitives of docs/spec/bytes.md, "Primitives"; {@link ByteReader} reads them. */
final class ByteWriter {

    private byte[] bytes = new byte[64];
    private int size;

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    void writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /** @param value taken as unsigned */
    void writeVarint(int value) {
        ensure(5);
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void writeSignedVarint(int value) {
        writeVarint(value << 1 ^ value >> 31);
    }

    /** @param value taken as unsigned */
    void writeLongVarint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void writeSignedLongVarint(long value) {
        writeLongVarint(value << 1 ^ value >> 63);
    }

    /** Four bytes, big-endian. */
    void writeInt(int value) {
        ensure(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /** Eight bytes, big-endian. */
    void writeLong(long value) {
        writeInt((int) (value >>> 32));
        writeInt((int) value);
    }

    void writeBytes(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /** Length in bytes, then UTF-8. */
    void writeText(String text) {
        writeVarint(utf8Length(text));
        writeUtf8(text);
    }

    /**
     * UTF-8 without a length.
     *
     * @throws IllegalArgumentException if the text has a lone surrogate
     */
    void writeUtf8(String text) {
        ensure(3 * text.length());
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                bytes[size++] = (byte) unit;
            } else if (unit < 0x800) {
                bytes[size++] = (byte) (0xc0 | unit >> 6);
                bytes[size++] = (byte) (0x80 | unit & 0x3f);
            } else if (Character.isSurrogate(unit)) {
                int codePoint = text.codePointAt(i);
                if (codePoint < 0x10000) {
                    throw new IllegalArgumentException("text has a lone surrogate");
                }
                bytes[size++] = (byte) (0xf0 | codePoint >> 18);
                bytes[size++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
                bytes[size++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
                bytes[size++] = (byte) (0x80 | codePoint & 0x3f);
                i++;
            } else {
                bytes[size++] = (byte) (0xe0 | unit >> 12);
                bytes[size++] = (byte) (0x80 | unit >> 6 & 0x3f);
                bytes[size++] = (byte) (0x80 | unit & 0x3f);
            }
        }
    }

    static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            // Each half of a pair counts two.
            length += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
        }
        return length;
    }
}
