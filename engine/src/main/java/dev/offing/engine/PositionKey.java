package dev.offing.engine;

import java.util.Arrays;

/**
 * A place among siblings: unique, dense, ordered byte by byte, carried inside the operation that uses
 * it. The bytes are the path of a node in a Fugue tree (Weidner and Kleppmann, "The Art of the
 * Fugue", 2023, section 4) with consecutive nodes of one replica folded into a run (Weidner,
 * position-strings), so two runs placed at one spot never interleave and appending costs no length.
 *
 * <p>A key is one or more components followed by {@link #SELF}. A component is a side ({@link #LEFT}
 * or {@link #RIGHT} of the node before it), the replica (8 bytes, big-endian), a counter and an index
 * in the run (each: count of bytes, then big-endian bytes). As LEFT &lt; SELF &lt; RIGHT, everything
 * left of a node sorts before it and everything right of it after. Invariant: comparing the bytes is
 * comparing the places. Cost of all operations: the length of the keys.
 */
public final class PositionKey implements Comparable<PositionKey> {

    private static final byte LEFT = 0;
    private static final byte SELF = 1;
    private static final byte RIGHT = 2;

    private final byte[] bytes;

    private PositionKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @param bytes as {@link #toBytes} gives them; copied
     * @throws IllegalArgumentException if they are not the bytes of a key
     */
    public static PositionKey of(byte[] bytes) {
        if (bytes.length > Limits.POSITION_KEY_BYTES_MAX || !wellFormed(bytes)) {
            throw new IllegalArgumentException("not a position key");
        }
        return new PositionKey(bytes.clone());
    }

    /**
     * A new key between two.
     *
     * @param left the key before, null = none
     * @param right the key after, null = none; greater than left
     * @param replica who asks
     * @param counter a counter this replica has not used in a key under this parent for another run;
     *     the counter of the operation that will carry the key does
     * @param runEnd whether left is the last key this replica made in left's run, so that the run may
     *     be continued
     */
    public static PositionKey between(
            PositionKey left, PositionKey right, ReplicaId replica, int counter, boolean runEnd) {
        if (left == null && right == null) {
            return child(new byte[0], RIGHT, replica, counter);
        }
        if (left == null) {
            return child(right.path(), LEFT, replica, counter);
        }
        if (right != null && left.compareTo(right) >= 0) {
            throw new IllegalArgumentException("position keys are not in order");
        }
        if (right != null && right.startsWith(left.runPrefix())) {
            return child(right.path(), LEFT, replica, counter);
        }
        if (runEnd && left.lastReplica().equals(replica)) {
            return left.next();
        }
        return child(left.path(), RIGHT, replica, counter);
    }

    /** The first key of this key's run; equal for all members of a run. */
    PositionKey runStart() {
        byte[] prefix = runPrefix();
        byte[] start = Arrays.copyOf(prefix, prefix.length + 2);
        start[prefix.length + 1] = SELF;
        return new PositionKey(start);
    }

    /** Whether this key is a later member of the same run as the other one. */
    public boolean continuesRunOf(PositionKey other) {
        byte[] prefix = other.runPrefix();
        return startsWith(prefix)
                && compareTo(other) > 0
                && lastComponentStart(bytes) == lastComponentStart(other.bytes);
    }

    /** The replica that made this key. */
    public ReplicaId lastReplica() {
        int at = lastComponentStart(bytes) + 1;
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = bits << 8 | (bytes[at + i] & 0xff);
        }
        return new ReplicaId(bits);
    }

    /** How many bytes it has. */
    int length() {
        return bytes.length;
    }

    /** The bytes, unsigned and big-endian; comparing them is comparing the keys. A copy. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(PositionKey other) {
        int common = Math.min(bytes.length, other.bytes.length);
        for (int i = 0; i < common; i++) {
            int difference = (bytes[i] & 0xff) - (other.bytes[i] & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        return bytes.length - other.bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PositionKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    private byte[] path() {
        return Arrays.copyOf(bytes, bytes.length - 1);
    }

    /** All up to the index of the last component: shared by the members of a run and what hangs on them. */
    private byte[] runPrefix() {
        return Arrays.copyOf(bytes, indexStart(bytes, lastComponentStart(bytes)));
    }

    private boolean startsWith(byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private PositionKey next() {
        int at = indexStart(bytes, lastComponentStart(bytes));
        int index = readNumber(bytes, at) + 1;
        byte[] tail = number(index);
        byte[] next = Arrays.copyOf(bytes, at + tail.length + 1);
        System.arraycopy(tail, 0, next, at, tail.length);
        next[next.length - 1] = SELF;
        return new PositionKey(next);
    }

    private static PositionKey child(byte[] path, byte side, ReplicaId replica, int counter) {
        byte[] count = number(counter);
        byte[] key = Arrays.copyOf(path, path.length + 1 + 8 + count.length + 1 + 1);
        int at = path.length;
        key[at++] = side;
        for (int shift = 56; shift >= 0; shift -= 8) {
            key[at++] = (byte) (replica.bits() >>> shift);
        }
        System.arraycopy(count, 0, key, at, count.length);
        at += count.length;
        key[at++] = 0; // index 0 takes no bytes
        key[at] = SELF;
        return new PositionKey(key);
    }

    private static byte[] number(int value) {
        int length = (39 - Integer.numberOfLeadingZeros(value)) / 8;
        byte[] encoded = new byte[1 + length];
        encoded[0] = (byte) length;
        for (int i = length; i > 0; i--) {
            encoded[i] = (byte) value;
            value >>>= 8;
        }
        return encoded;
    }

    private static int readNumber(byte[] bytes, int at) {
        int value = 0;
        for (int i = 1; i <= bytes[at]; i++) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }

    /** Offset of the index of the component that starts at {@code at}. */
    private static int indexStart(byte[] bytes, int at) {
        int counter = at + 9;
        return counter + 1 + bytes[counter];
    }

    private static int componentEnd(byte[] bytes, int at) {
        int index = indexStart(bytes, at);
        return index + 1 + bytes[index];
    }

    private static int lastComponentStart(byte[] bytes) {
        int at = 0;
        while (true) {
            int end = componentEnd(bytes, at);
            if (end == bytes.length - 1) {
                return at;
            }
            at = end;
        }
    }

    private static boolean wellFormed(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            if (at > 0 && bytes[at] == SELF) {
                return at == bytes.length - 1;
            }
            if (bytes[at] != LEFT && bytes[at] != RIGHT) {
                return false;
            }
            at = numberEnd(bytes, numberEnd(bytes, at + 9));
            if (at < 0) {
                return false;
            }
        }
        return false;
    }

    /** Offset after the number at {@code at}; -1 if there is none, or it is not in its shortest form. */
    private static int numberEnd(byte[] bytes, int at) {
        if (at < 0 || at >= bytes.length || bytes[at] < 0 || bytes[at] > 4 || at + bytes[at] >= bytes.length) {
            return -1;
        }
        if (bytes[at] > 0 && bytes[at + 1] == 0 || bytes[at] == 4 && bytes[at + 1] < 0) {
            return -1;
        }
        return at + 1 + bytes[at];
    }
}
