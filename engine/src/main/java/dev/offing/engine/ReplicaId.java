package dev.offing.engine;

/**
 * The identity of one writer of operations: 64 bits, issued by the server, never used by two
 * writers. Ordered as unsigned numbers; that order is the last tie-break of every merge rule.
 * Held in halves, because 64-bit numbers are slow in JavaScript and ids are compared all the time.
 *
 * @param high the upper 32 bits
 * @param low the lower 32 bits
 */
public record ReplicaId(int high, int low) implements Comparable<ReplicaId> {

    /**
     * An id from its number.
     *
     * @param bits the 64 bits, compared unsigned
     */
    public ReplicaId(long bits) {
        this((int) (bits >>> 32), (int) bits);
    }

    /**
     * The id as one number.
     *
     * @return the 64 bits, compared unsigned
     */
    public long bits() {
        return (long) high << 32 | low & 0xffffffffL;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReplicaId id && low == id.low && high == id.high;
    }

    @Override
    public int hashCode() {
        return 31 * high + low;
    }

    /** Sixteen lower-case hexadecimal digits; {@link #parse} is its inverse. */
    @Override
    public String toString() {
        char[] digits = new char[16];
        for (int i = 0; i < 8; i++) {
            digits[i] = Character.forDigit(high >>> 28 - 4 * i & 15, 16);
            digits[8 + i] = Character.forDigit(low >>> 28 - 4 * i & 15, 16);
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
        int high = 0;
        int low = 0;
        for (int i = 0; i < 16; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                throw new IllegalArgumentException("replica id is not 16 hexadecimal digits");
            }
            high = high << 4 | low >>> 28;
            low = low << 4 | digit;
        }
        return new ReplicaId(high, low);
    }

    @Override
    public int compareTo(ReplicaId other) {
        int byHigh = Integer.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Integer.compareUnsigned(low, other.low);
    }
}
