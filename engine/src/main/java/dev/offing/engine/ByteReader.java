package dev.offing.engine;

import java.util.Arrays;

/**
 * Reads the primitives of docs/spec/bytes.md, "Primitives", from a range of bytes. Strict: every value
 * has one form. Whatever is wrong ends in a {@link CodecException} with the offset; nothing is
 * allocated that the remaining bytes do not pay for.
 */
final class ByteReader {

    private final byte[] bytes;
    private final int end;

    /** What to report as the offset, -1 for the true one. */
    private final int reported;

    private int at;

    /** Reads from {@code start} to {@code end}, exclusive. */
    ByteReader(byte[] bytes, int start, int end) {
        this(bytes, start, end, -1);
    }

    /** @param reported where these bytes come from, if not from an array anybody else knows: offset of every failure */
    ByteReader(byte[] bytes, int start, int end, int reported) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.reported = reported;
    }

    int offset() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    CodecException corrupt(String message) {
        return new CodecException(CodecException.Kind.CORRUPT, message, reported < 0 ? at : reported);
    }

    private void need(int count) {
        if (count > end - at) {
            throw corrupt("bytes end too early");
        }
    }

    int readByte() {
        need(1);
        return bytes[at++] & 0xff;
    }

    /** 0 to 2^31 - 1. */
    int readVarint() {
        int value = readUnsigned();
        if (value < 0) {
            throw corrupt("number is too large");
        }
        return value;
    }

    private int readUnsigned() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int part = readByte();
            if (shift == 28 && (part & 0xf0) != 0) {
                throw corrupt("number is too large");
            }
            value |= (part & 0x7f) << shift;
            if ((part & 0x80) == 0) {
                if (part == 0 && shift > 0) {
                    throw corrupt("number is not in its shortest form");
                }
                return value;
            }
        }
        throw corrupt("number is too large");
    }

    int readSignedVarint() {
        int value = readUnsigned();
        return value >>> 1 ^ -(value & 1);
    }

    /** All 64 bits. */
    long readLongVarint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int part = readByte();
            if (shift == 63 && (part & 0xfe) != 0) {
                throw corrupt("number is too large");
            }
            value |= (long) (part & 0x7f) << shift;
            if ((part & 0x80) == 0) {
                if (part == 0 && shift > 0) {
                    throw corrupt("number is not in its shortest form");
                }
                return value;
            }
        }
        throw corrupt("number is too large");
    }

    long readSignedLongVarint() {
        long value = readLongVarint();
        return value >>> 1 ^ -(value & 1);
    }

    /** A count of things that take at least so many bytes each. */
    int readCount(int bytesMin) {
        int count = readVarint();
        if (count > remaining() / bytesMin) {
            throw corrupt("count is greater than what follows");
        }
        return count;
    }

    int readInt() {
        need(4);
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | (bytes[at++] & 0xff);
        }
        return value;
    }

    long readLong() {
        long high = readInt();
        return high << 32 | (readInt() & 0xffffffffL);
    }

    byte[] readBytes(int count) {
        need(count);
        byte[] value = Arrays.copyOfRange(bytes, at, at + count);
        at += count;
        return value;
    }

    /** A reader of the next bytes, which this one skips. */
    ByteReader readRange(int count) {
        need(count);
        ByteReader range = new ByteReader(bytes, at, at + count, reported);
        at += count;
        return range;
    }

    /** Expands all that remains. @param length of the result */
    byte[] inflateRest(int length) {
        byte[] expanded = Inflate.expand(bytes, at, end, length);
        at = end;
        return expanded;
    }

    String readText() {
        return readUtf8(readCount(1));
    }

    /** So many bytes of UTF-8: shortest forms, no surrogates. */
    String readUtf8(int count) {
        need(count);
        int stop = at + count;
        // No character has more units than bytes.
        char[] units = new char[count];
        int length = readAscii(units);
        while (at < stop) {
            int lead = bytes[at++] & 0xff;
            if (lead < 0x80) {
                units[length++] = (char) lead;
            } else if (lead >= 0xc2 && lead < 0xe0) {
                units[length++] = (char) ((lead & 0x1f) << 6 | trail(stop));
            } else if (lead >= 0xe0 && lead < 0xf0) {
                int unit = (lead & 0x0f) << 12 | trail(stop) << 6 | trail(stop);
                if (unit < 0x800 || Character.isSurrogate((char) unit)) {
                    throw corrupt("text is not UTF-8");
                }
                units[length++] = (char) unit;
            } else if (lead >= 0xf0 && lead < 0xf5) {
                int codePoint = (lead & 0x07) << 18 | trail(stop) << 12 | trail(stop) << 6 | trail(stop);
                if (codePoint < 0x10000 || codePoint > 0x10ffff) {
                    throw corrupt("text is not UTF-8");
                }
                units[length++] = Character.highSurrogate(codePoint);
                units[length++] = Character.lowSurrogate(codePoint);
            } else {
                throw corrupt("text is not UTF-8");
            }
        }
        return new String(units, 0, length);
    }

    /** Reads ASCII up to the first byte that is none. @return how many */
    private int readAscii(char[] units) {
        // Local: in the compiled engine a field costs at every byte.
        byte[] from = bytes;
        int first = at;
        int length = 0;
        while (length < units.length && from[first + length] >= 0) {
            units[length] = (char) from[first + length];
            length++;
        }
        at += length;
        return length;
    }

    private int trail(int stop) {
        if (at >= stop || (bytes[at] & 0xc0) != 0x80) {
            throw corrupt("text is not UTF-8");
        }
        return bytes[at++] & 0x3f;
    }

    void expectEnd() {
        if (at != end) {
            throw corrupt("bytes follow the end");
        }
    }
}
