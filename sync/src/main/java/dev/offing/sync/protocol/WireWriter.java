package dev.offing.sync.protocol;

import dev.offing.engine.ReplicaId;
import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import java.util.Arrays;

/**
 * Writes the fields of a payload. Every limit that {@link WireReader} enforces is an {@link
 * IllegalArgumentException} here, so that a frame that was written can be read.
 */
final class WireWriter {

    private byte[] bytes = new byte[256];
    private int length;

    void octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    /** Seven bits a byte, the low ones first, the high bit set on all but the last byte. */
    void number(long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("number is out of bounds");
        }
        room(8);
        long rest = value;
        while (rest > 0x7f) {
            bytes[length++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** Four bytes, big-endian. */
    void int32(int value) {
        room(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    void replica(ReplicaId replica) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (replica.bits() >>> shift);
        }
    }

    /** The letter of the kind, then the sixteen bytes of the page id. */
    void document(DocumentId document) {
        String text = document.text();
        room(17);
        bytes[length++] = (byte) text.charAt(0);
        for (int i = 2; i < 34; i += 2) {
            bytes[length++] =
                    (byte) (Character.digit(text.charAt(i), 16) << 4 | Character.digit(text.charAt(i + 1), 16));
        }
    }

    /** Count of bytes, then the bytes. */
    void bytes(byte[] value, int max) {
        number(value.length, max);
        raw(value, value.length);
    }

    /** Count of UTF-8 bytes, then those. */
    void text(String value, int utf16Max) {
        if (value.length() > utf16Max) {
            throw new IllegalArgumentException("text is too long");
        }
        byte[] encoded = new byte[3 * value.length()];
        number(Utf8.encode(value, encoded), 3L * utf16Max);
        raw(encoded, Utf8.encode(value, encoded));
    }

    /** Count of elements of a list. */
    void count(int count, int min, int max) {
        if (count < min) {
            throw new IllegalArgumentException("list is too short");
        }
        number(count, max);
    }

    /** A number that never passes 2^53 - 1. */
    void sequence(long value) {
        number(value, SyncLimits.SEQUENCE_MAX);
    }

    int length() {
        return length;
    }

    /** The bytes so far, a copy. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void raw(byte[] value, int count) {
        room(count);
        System.arraycopy(value, 0, bytes, length, count);
        length += count;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
