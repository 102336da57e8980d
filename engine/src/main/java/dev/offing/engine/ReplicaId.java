package dev.offing.engine;

/**
 * The identity of one writer of operations: 64 bits, issued by the server, never used by two
 * writers. Ordered as unsigned numbers; that order is the last tie-break of every merge rule.
 *
 * @param bits the 64 bits, compared unsigned
 */
public record ReplicaId(long bits) implements Comparable<ReplicaId> {

    /** Sixteen lower-case hexadecimal digits; {@link #parse} is its inverse. */
    @Override
    public String toString() {
        char[] digits = new char[16];
        long rest = bits;
        for (int i = 15; i >= 0; i--) {
            digits[i] = Character.forDigit((int) (rest & 15), 16);
            rest >>>= 4;
        }
        return new String(digits);
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @param text what it wrote
     * @return an equal id
     * @throws IllegalArgumentException if the text is not exactly sixteen hexadecimal digits
     */
    public static ReplicaId parse(String text) {
        if (text.length() != 16) {
            throw new IllegalArgumentException("replica id is not 16 hexadecimal digits");
        }
        long bits = 0;
        for (int i = 0; i < 16; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                throw new IllegalArgumentException("replica id is not 16 hexadecimal digits");
            }
            bits = bits << 4 | digit;
        }
        return new ReplicaId(bits);
    }

    @Override
    public int compareTo(ReplicaId other) {
        return Long.compareUnsigned(bits, other.bits);
    }
}
