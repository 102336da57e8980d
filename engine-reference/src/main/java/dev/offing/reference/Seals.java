package dev.offing.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * The parts of good bytes that a CRC-32 guards, found by trying: a checksum with a length before it, or
 * up to the end; or one at the end of everything. So it needs to know no format, and finds the sections
 * of the next one too. Damages a part and makes its checksum right again, as only somebody hostile does.
 */
final class Seals {

    private static final int CRC_BYTES = 4;
    private static final int LENGTH_BYTES_MAX = 4;

    /**
     * One guarded part.
     *
     * @param lengthAt where its length starts, a varint that ends where the checksum is; -1 if there is none
     * @param checksumAt where its checksum is
     */
    private record Seal(int lengthAt, int checksumAt, int start, int end) {}

    private final byte[] good;
    private final List<Seal> seals = new ArrayList<>();

    Seals(byte[] good) {
        this.good = good;
        for (int at = 0; at + CRC_BYTES < good.length; at++) {
            int start = at + CRC_BYTES;
            int known = seals.size();
            for (int lengthAt = Math.max(0, at - LENGTH_BYTES_MAX); lengthAt < at; lengthAt++) {
                int length = varint(lengthAt, at);
                if (length > 0 && length <= good.length - start && fits(at, start, start + length)) {
                    seals.add(new Seal(lengthAt, at, start, start + length));
                }
            }
            if (seals.size() == known && fits(at, start, good.length)) {
                seals.add(new Seal(-1, at, start, good.length));
            }
        }
        if (good.length > CRC_BYTES && fits(good.length - CRC_BYTES, 0, good.length - CRC_BYTES)) {
            seals.add(new Seal(-1, good.length - CRC_BYTES, 0, good.length - CRC_BYTES));
        }
    }

    int count() {
        return seals.size();
    }

    private boolean fits(int checksumAt, int start, int end) {
        int checksum = 0;
        for (int i = 0; i < CRC_BYTES; i++) {
            checksum = checksum << 8 | good[checksumAt + i] & 0xff;
        }
        return checksum == crc(good, start, end);
    }

    private static int crc(byte[] bytes, int start, int end) {
        CRC32 crc = new CRC32();
        crc.update(bytes, start, end - start);
        return (int) crc.getValue();
    }

    /** The varint that takes exactly these bytes, or -1. */
    private int varint(int start, int end) {
        int value = 0;
        for (int at = start; at < end; at++) {
            if ((good[at] & 0x80) == 0 != (at == end - 1)) {
                return -1;
            }
            value |= (good[at] & 0x7f) << 7 * (at - start);
        }
        return value;
    }

    /** The good bytes with one guarded part damaged, under a checksum and a length that are right. */
    byte[] damage(Random random) {
        Seal seal = seals.get(random.nextInt(seals.size()));
        byte[] part = Damage.of(Arrays.copyOfRange(good, seal.start, seal.end), random);
        if (seal.start == 0) {
            return join(part, intBytes(crc(part, 0, part.length)));
        }
        byte[] head = Arrays.copyOf(good, seal.lengthAt < 0 ? seal.checksumAt : seal.lengthAt);
        byte[] length = seal.lengthAt < 0 ? new byte[0] : varintBytes(part.length);
        byte[] tail = Arrays.copyOfRange(good, seal.end, good.length);
        return join(head, length, intBytes(crc(part, 0, part.length)), part, tail);
    }

    private static byte[] intBytes(int value) {
        return new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    private static byte[] varintBytes(int value) {
        byte[] bytes = new byte[LENGTH_BYTES_MAX + 1];
        int count = 0;
        for (int rest = value; ; rest >>>= 7) {
            bytes[count++] = (byte) (rest > 0x7f ? rest & 0x7f | 0x80 : rest);
            if (rest <= 0x7f) {
                return Arrays.copyOf(bytes, count);
            }
        }
    }

    private static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
