package dev.offing.sync.protocol;

import dev.offing.engine.ReplicaId;
import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.FrameException.Reason;
import java.util.Arrays;

/**
 * Reads the fields of a payload. Nothing is allocated by a size or count that was not first held
 * against its limit and against the bytes that are there, so hostile bytes cost their own length.
 */
final class WireReader {

    private final byte[] bytes;
    private final int end;
    private int at;

    WireReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    int at() {
        return at;
    }

    int octet() {
        need(1);
        return bytes[at++] & 0xff;
    }

    long number(long max) {
        int start = at;
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = octet();
            if (shift > 49 || next == 0 && shift > 0) { // 8 bytes hold 56 bits; one form for each number
                throw new FrameException(Reason.MALFORMED_FIELD, "number has a wrong form", start);
            }
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                break;
            }
        }
        if (value > max) {
            throw new FrameException(Reason.LIMIT_EXCEEDED, "number is out of bounds", start);
        }
        return value;
    }

    int int32() {
        need(4);
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | bytes[at++] & 0xff;
        }
        return value;
    }

    ReplicaId replica() {
        long high = int32();
        return new ReplicaId(high << 32 | int32() & 0xffffffffL);
    }

    DocumentId document() {
        int start = at;
        need(17);
        char kind = (char) octet();
        if (!DocumentId.isKind(kind)) {
            throw new FrameException(Reason.MALFORMED_FIELD, "document kind is unknown", start);
        }
        StringBuilder text = new StringBuilder(34).append(kind).append(':');
        for (int i = 0; i < 16; i++) {
            int value = octet();
            text.append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16));
        }
        return new DocumentId(text.toString());
    }

    byte[] bytes(int max) {
        int length = (int) number(max);
        need(length);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    String text(int utf16Max) {
        int start = at;
        int length = (int) number(3L * utf16Max);
        need(length);
        at += length;
        String text = Utf8.decode(bytes, at - length, at);
        if (text.length() > utf16Max) {
            throw new FrameException(Reason.LIMIT_EXCEEDED, "text is too long", start);
        }
        return text;
    }

    /** @param elementBytesMin what each element takes at least, 1 or more */
    int count(int min, int max, int elementBytesMin) {
        int start = at;
        int count = (int) number(max);
        if (count < min) {
            throw new FrameException(Reason.LIMIT_EXCEEDED, "list is too short", start);
        }
        need(count * elementBytesMin);
        return count;
    }

    long sequence() {
        return number(SyncLimits.SEQUENCE_MAX);
    }

    boolean flag() {
        int value = octet();
        if (value > 1) {
            throw new FrameException(Reason.MALFORMED_FIELD, "flag is neither 0 nor 1", at - 1);
        }
        return value == 1;
    }

    void finish() {
        if (at != end) {
            throw new FrameException(Reason.TRAILING_BYTES, "bytes follow the last field", at);
        }
    }

    private void need(int count) {
        if (end - at < count) {
            throw new FrameException(Reason.TRUNCATED, "payload ends within a field", at);
        }
    }
}
