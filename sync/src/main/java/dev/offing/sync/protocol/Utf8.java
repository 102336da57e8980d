package dev.offing.sync.protocol;

/** Strict UTF-8: only well-formed text is written, only its one encoding is read. */
final class Utf8 {

    private Utf8() {}

    /**
     * @param target at least three bytes for each UTF-16 unit
     * @return how many bytes were written
     * @throws IllegalArgumentException if the text holds a lone surrogate
     */
    static int encode(String text, byte[] target) {
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            int c = text.charAt(i);
            if (c < 0x80) {
                target[at++] = (byte) c;
            } else if (c < 0x800) {
                target[at++] = (byte) (0xc0 | c >> 6);
                target[at++] = (byte) (0x80 | c & 0x3f);
            } else if (c < 0xd800 || c > 0xdfff) {
                target[at++] = (byte) (0xe0 | c >> 12);
                target[at++] = (byte) (0x80 | c >> 6 & 0x3f);
                target[at++] = (byte) (0x80 | c & 0x3f);
            } else {
                if (c > 0xdbff || i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException("text holds a lone surrogate");
                }
                int point = Character.toCodePoint((char) c, text.charAt(++i));
                target[at++] = (byte) (0xf0 | point >> 18);
                target[at++] = (byte) (0x80 | point >> 12 & 0x3f);
                target[at++] = (byte) (0x80 | point >> 6 & 0x3f);
                target[at++] = (byte) (0x80 | point & 0x3f);
            }
        }
        return at;
    }

    /** @throws FrameException if the bytes are not well-formed UTF-8 */
    static String decode(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            int lead = bytes[at] & 0xff;
            int size = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
            if (size == 0 || at + size > to) {
                throw malformed(at);
            }
            int point = size == 1 ? lead : lead & 0x7f >> size;
            for (int i = 1; i < size; i++) {
                int next = bytes[at + i];
                if ((next & 0xc0) != 0x80) {
                    throw malformed(at);
                }
                point = point << 6 | next & 0x3f;
            }
            boolean overlong = size == 3 && point < 0x800 || size == 4 && point < 0x10000;
            if (overlong || point > 0x10ffff || point >= 0xd800 && point <= 0xdfff) {
                throw malformed(at);
            }
            text.appendCodePoint(point);
            at += size;
        }
        return text.toString();
    }

    private static FrameException malformed(int at) {
        return new FrameException(FrameException.Reason.MALFORMED_FIELD, "text is not UTF-8", at);
    }
}
