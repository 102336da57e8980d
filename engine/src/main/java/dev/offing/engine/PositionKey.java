package dev.offing.engine;

import java.util.Arrays;

/**
 * A place among siblings: unique, dense, carried inside the operation that uses it. The bytes are the
 * path of a node in a Fugue tree (Weidner and Kleppmann, "The Art of the Fugue", 2023, section 4) with
 * consecutive nodes of one replica folded into a run that grows at both ends (after Weidner's
 * position-strings), so two runs placed at one spot never interleave, and neither appending nor
 * prepending costs length.
 *
 * <p>A key is components with a side ({@link #LEFT} or {@link #RIGHT} of the node before it) between
 * them, followed by {@link #SELF}. A component is a slot, the replica (8 bytes, big-endian), a counter
 * and an index in the run; slot and index are signed, and all three numbers are written so that their
 * bytes sort as they do. As LEFT &lt; SELF &lt; RIGHT, everything left of a node sorts before it and
 * everything right of it after. Invariant: comparing the bytes is comparing the places.
 *
 * <p>Two people who append in turn would nest deeper each time. A key that became longer than {@link
 * #NESTED_BYTES_MAX} is therefore followed by one on a shallower level: the same path up to there, the
 * next slot. Within those bytes nothing interleaves; beyond, runs still do not. Cost of all operations:
 * the length of the keys.
 */
public final class PositionKey implements Comparable<PositionKey> {

    private static final byte LEFT = 0;
    private static final byte SELF = 1;
    private static final byte RIGHT = 2;

    /** First byte of the number zero; that of others differs from it by the count of bytes that follow. */
    private static final int ZERO = 0x40;

    /** About five components. */
    private static final int NESTED_BYTES_MAX = 64;

    private final byte[] bytes;

    private PositionKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a key.
     *
     * @param bytes as {@link #toBytes} gives them; copied
     * @return the key
     * @throws IllegalArgumentException if they are not the bytes of a key
     */
    public static PositionKey of(byte[] bytes) {
        if (bytes.length > Limits.POSITION_KEY_BYTES_MAX || !wellFormed(bytes)) {
            throw new IllegalArgumentException("not a position key");
        }
        return new PositionKey(bytes.clone());
    }

    /**
     * As {@link #between(PositionKey, PositionKey, ReplicaId, int, boolean, boolean)} where the right key
     * starts no run.
     *
     * @param left the key before, null = none
     * @param right the key after, null = none; greater than left
     * @param replica who asks
     * @param counter as there
     * @param leftEndsRun as there
     * @return a key between the two
     */
    public static PositionKey between(
            PositionKey left, PositionKey right, ReplicaId replica, int counter, boolean leftEndsRun) {
        return between(left, right, replica, counter, leftEndsRun, false);
    }

    /**
     * A new key between two.
     *
     * @param left the key before, null = none
     * @param right the key after, null = none; greater than left
     * @param replica who asks
     * @param counter a counter this replica has not used in a key under this parent for another run;
     *     the counter of the operation that will carry the key does
     * @param leftEndsRun whether no later key of left's run was ever made, so that its maker may go on
     *     with it; means nothing without left
     * @param rightStartsRun whether no earlier key of right's run was ever made; means nothing without right
     * @return a key between the two, no other replica's
     * @throws IllegalArgumentException if the keys are not in order
     */
    public static PositionKey between(
            PositionKey left,
            PositionKey right,
            ReplicaId replica,
            int counter,
            boolean leftEndsRun,
            boolean rightStartsRun) {
        if (left == null && right == null) {
            return new PositionKey(withComponent(new byte[0], 0, replica, counter));
        }
        if (left != null && right != null && left.compareTo(right) >= 0) {
            throw new IllegalArgumentException("position keys are not in order");
        }
        boolean inLeftRun = left != null && right != null && right.startsWith(left.runPrefix());
        boolean inRightRun = left != null && right != null && left.startsWith(right.runPrefix());
        if (left != null && leftEndsRun && !inLeftRun && left.lastReplica().equals(replica)) {
            return left.inRun(1);
        }
        if (right != null
                && rightStartsRun
                && !inRightRun
                && right.lastReplica().equals(replica)) {
            return right.inRun(-1);
        }
        PositionKey nested =
                left == null || inLeftRun ? right.child(LEFT, replica, counter) : left.child(RIGHT, replica, counter);
        if (nested.bytes.length <= NESTED_BYTES_MAX) {
            return nested;
        }
        PositionKey shallow = shallower(left, right, replica, counter);
        return shallow == null || shallow.bytes.length >= nested.bytes.length ? nested : shallow;
    }

    /** A key in a slot of its own next to the way of one neighbour, as shallow as possible; null if none fits. */
    private static PositionKey shallower(PositionKey left, PositionKey right, ReplicaId replica, int counter) {
        for (int at = 0; left != null && at < left.bytes.length - 1; at = componentEnd(left.bytes, at) + 1) {
            PositionKey key = left.inSlotBeside(at, 1, replica, counter);
            if (right == null || key.compareTo(right) < 0) {
                return key;
            }
        }
        for (int at = 0; right != null && at < right.bytes.length - 1; at = componentEnd(right.bytes, at) + 1) {
            PositionKey key = right.inSlotBeside(at, -1, replica, counter);
            if (left == null || left.compareTo(key) < 0) {
                return key;
            }
        }
        return null;
    }

    /**
     * Whether this key goes on with another one's run.
     *
     * @param other any key
     * @return whether it is a later member of the same run
     */
    public boolean continuesRunOf(PositionKey other) {
        return runStart().equals(other.runStart()) && compareTo(other) > 0;
    }

    /** The key of its run with index 0: equal for all members of a run. */
    PositionKey runStart() {
        byte[] prefix = runPrefix();
        byte[] start = Arrays.copyOf(prefix, prefix.length + 2);
        start[prefix.length] = ZERO;
        start[prefix.length + 1] = SELF;
        return new PositionKey(start);
    }

    /**
     * Who made this key.
     *
     * @return the replica of its last component
     */
    public ReplicaId lastReplica() {
        int at = numberEnd(bytes, lastComponentStart(bytes));
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

    /**
     * The key as bytes: comparing them, unsigned, is comparing the keys.
     *
     * @return a copy
     */
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

    // ---- making keys ----

    /** All up to the index of the last component: shared by the members of a run and what hangs on them. */
    private byte[] runPrefix() {
        return Arrays.copyOf(bytes, indexStart(bytes, lastComponentStart(bytes)));
    }

    private boolean startsWith(byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** The next or the previous member of its run. */
    private PositionKey inRun(int step) {
        int at = indexStart(bytes, lastComponentStart(bytes));
        byte[] index = number(readNumber(bytes, at) + step);
        byte[] key = Arrays.copyOf(bytes, at + index.length + 1);
        System.arraycopy(index, 0, key, at, index.length);
        key[key.length - 1] = SELF;
        return new PositionKey(key);
    }

    private PositionKey child(byte side, ReplicaId replica, int counter) {
        byte[] path = bytes.clone();
        path[path.length - 1] = side;
        return new PositionKey(withComponent(path, 0, replica, counter));
    }

    /** A key of the same path up to a component, in the slot before or after that one's. */
    private PositionKey inSlotBeside(int component, int step, ReplicaId replica, int counter) {
        byte[] path = Arrays.copyOf(bytes, component);
        return new PositionKey(withComponent(path, readNumber(bytes, component) + step, replica, counter));
    }

    /** A path, a component with index 0, and SELF. */
    private static byte[] withComponent(byte[] path, int slot, ReplicaId replica, int counter) {
        byte[] slotBytes = number(slot);
        byte[] counterBytes = number(counter);
        byte[] key = Arrays.copyOf(path, path.length + slotBytes.length + 8 + counterBytes.length + 2);
        int at = path.length;
        System.arraycopy(slotBytes, 0, key, at, slotBytes.length);
        at += slotBytes.length;
        for (int shift = 56; shift >= 0; shift -= 8) {
            key[at++] = (byte) (replica.bits() >>> shift);
        }
        System.arraycopy(counterBytes, 0, key, at, counterBytes.length);
        at += counterBytes.length;
        key[at++] = ZERO;
        key[at] = SELF;
        return key;
    }

    // ---- reading bytes ----

    /**
     * A number whose bytes sort as it does: {@link #ZERO} plus (minus, for a negative one) the count of
     * the bytes that follow, big-endian two's complement without its leading sign bytes.
     */
    private static byte[] number(int value) {
        int magnitude = value >= 0 ? value : ~value;
        int length = value == 0 ? 0 : Math.max(1, (39 - Integer.numberOfLeadingZeros(magnitude)) / 8);
        byte[] encoded = new byte[1 + length];
        encoded[0] = (byte) (value >= 0 ? ZERO + length : ZERO - length);
        int rest = value;
        for (int i = length; i > 0; i--) {
            encoded[i] = (byte) rest;
            rest >>= 8;
        }
        return encoded;
    }

    private static int readNumber(byte[] bytes, int at) {
        int length = bytes[at] - ZERO;
        int value = length < 0 ? -1 : 0;
        for (int i = 1; i <= Math.abs(length); i++) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }

    private static int numberEnd(byte[] bytes, int at) {
        return at + 1 + Math.abs(bytes[at] - ZERO);
    }

    /** Offset of the index of the component that starts at {@code at}. */
    private static int indexStart(byte[] bytes, int at) {
        return numberEnd(bytes, numberEnd(bytes, at) + 8);
    }

    /** Offset after a component: of a side, or of SELF. */
    private static int componentEnd(byte[] bytes, int at) {
        return numberEnd(bytes, indexStart(bytes, at));
    }

    private static int lastComponentStart(byte[] bytes) {
        int at = 0;
        while (true) {
            int end = componentEnd(bytes, at);
            if (end == bytes.length - 1) {
                return at;
            }
            at = end + 1;
        }
    }

    private static boolean wellFormed(byte[] bytes) {
        int at = 0;
        while (true) {
            at = checkedEnd(bytes, at);
            at = at < 0 ? -1 : checkedEnd(bytes, at + 8);
            at = checkedEnd(bytes, at);
            if (at < 0 || at >= bytes.length) {
                return false;
            }
            if (bytes[at] == SELF) {
                return at == bytes.length - 1;
            }
            if (bytes[at] != LEFT && bytes[at] != RIGHT) {
                return false;
            }
            at++;
        }
    }

    /** Offset after the number at {@code at}; -1 if there is none, or it is not in its one form. */
    private static int checkedEnd(byte[] bytes, int at) {
        if (at < 0 || at >= bytes.length || Math.abs(bytes[at] - ZERO) > 4) {
            return -1;
        }
        int end = numberEnd(bytes, at);
        if (end > bytes.length) {
            return -1;
        }
        return Arrays.equals(Arrays.copyOfRange(bytes, at, end), number(readNumber(bytes, at))) ? end : -1;
    }
}
