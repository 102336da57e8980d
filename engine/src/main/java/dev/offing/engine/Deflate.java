package dev.offing.engine;

import static dev.offing.engine.DeflateFormat.CODE_LENGTHS;
import static dev.offing.engine.DeflateFormat.DISTANCES;
import static dev.offing.engine.DeflateFormat.END_OF_BLOCK;
import static dev.offing.engine.DeflateFormat.LITERALS_AND_LENGTHS;
import static dev.offing.engine.DeflateFormat.MATCH_MAX;
import static dev.offing.engine.DeflateFormat.MATCH_MIN;
import static dev.offing.engine.DeflateFormat.WINDOW;

import java.util.Arrays;

/**
 * Compresses bytes to a DEFLATE stream (RFC 1951). The platform's own compressor is not used because what it
 * writes differs between versions and platforms, and snapshots must not: this one depends on its input alone.
 *
 * <p>Finds matches by hash chains and puts one off if the next place has a longer one. Cost: about 60 ns a byte;
 * memory: up to 12 bytes a byte of input.
 */
final class Deflate {

    private static final int HASH_BITS_MAX = 15;
    private static final int CHAIN_MAX = 256;

    /** A match of this length is taken without looking at the next place. */
    private static final int LONG_ENOUGH = 64;

    /** Tokens of a block. */
    private static final int BLOCK_TOKENS = 1 << 15;

    private static final int MATCH = 1 << 30;

    private final byte[] data;
    private final int hashBits;
    private final int[] heads;
    private final int[] chain;
    private final BitWriter out = new BitWriter();

    /** Literals as they are; matches as {@link #MATCH}, length, distance. */
    private final int[] tokens;

    private int tokenCount;
    private int blockStart;
    private int matchLength;
    private int matchDistance;

    private Deflate(byte[] data) {
        this.data = data;
        // Most sections are small, and saved often: what is set up is as small.
        this.hashBits = Math.min(HASH_BITS_MAX, 32 - Integer.numberOfLeadingZeros(data.length | 1));
        this.heads = new int[1 << hashBits];
        this.chain = new int[data.length];
        this.tokens = new int[Math.min(BLOCK_TOKENS, data.length)];
        Arrays.fill(heads, -1);
    }

    /**
     * @param cuts ascending places in the data where what follows is of another kind and gets a block of its own
     */
    static byte[] compress(byte[] data, int... cuts) {
        return new Deflate(data).run(cuts);
    }

    private byte[] run(int[] cuts) {
        int from = 0;
        for (int cut : cuts) {
            compressTo(from, cut, false);
            from = cut;
        }
        compressTo(from, data.length, true);
        return out.toBytes();
    }

    private void compressTo(int from, int to, boolean last) {
        int at = from;
        boolean found = false;
        blockStart = from;
        while (at < to) {
            if (tokenCount == tokens.length) {
                writeBlock(at, false);
            }
            if (!found) {
                findMatch(at, to);
            }
            found = false;
            int length = matchLength;
            int distance = matchDistance;
            insert(at);
            if (length >= MATCH_MIN && length < LONG_ENOUGH && at + 1 < to) {
                findMatch(at + 1, to);
                if (matchLength > length) {
                    length = 0;
                    found = true;
                }
            }
            if (length < MATCH_MIN) {
                tokens[tokenCount++] = data[at++] & 0xff;
            } else {
                tokens[tokenCount++] = MATCH | length << 16 | distance - 1;
                for (int i = 1; i < length; i++) {
                    insert(at + i);
                }
                at += length;
            }
        }
        if (last || tokenCount > 0) {
            writeBlock(to, last);
        }
    }

    private int hash(int at) {
        int three = data[at] & 0xff | (data[at + 1] & 0xff) << 8 | (data[at + 2] & 0xff) << 16;
        return three * 0x9e3779b1 >>> 32 - hashBits;
    }

    private void insert(int at) {
        if (at + MATCH_MIN <= data.length) {
            int hash = hash(at);
            chain[at] = heads[hash];
            heads[hash] = at;
        }
    }

    /** The longest match for the bytes at a place, the nearest one of those. */
    private void findMatch(int at, int to) {
        matchLength = 0;
        int most = Math.min(MATCH_MAX, to - at);
        if (most < MATCH_MIN) {
            return;
        }
        int candidate = heads[hash(at)];
        for (int steps = 0; candidate >= 0 && at - candidate <= WINDOW && steps < CHAIN_MAX; steps++) {
            if (matchLength == 0 || data[candidate + matchLength] == data[at + matchLength]) {
                int length = 0;
                while (length < most && data[candidate + length] == data[at + length]) {
                    length++;
                }
                // A short match far away costs more than its letters.
                if (length > matchLength && (length > MATCH_MIN || at - candidate <= 4096)) {
                    matchLength = length;
                    matchDistance = at - candidate;
                    if (length == most) {
                        return;
                    }
                }
            }
            candidate = chain[candidate];
        }
    }

    // ---- blocks

    private static int lengthSymbol(int length) {
        int symbol = 0;
        while (symbol < 28 && DeflateFormat.LENGTH_BASE[symbol + 1] <= length) {
            symbol++;
        }
        return symbol;
    }

    private static int distanceSymbol(int distance) {
        int less = distance - 1;
        if (less < 4) {
            return less;
        }
        int top = 31 - Integer.numberOfLeadingZeros(less);
        return 2 * top + (less >> top - 1 & 1);
    }

    private void writeBlock(int end, boolean last) {
        int[] literals = new int[LITERALS_AND_LENGTHS];
        int[] distances = new int[DISTANCES];
        int extraBits = count(literals, distances);
        int[] literalLengths = PrefixCode.lengths(literals, LITERALS_AND_LENGTHS, DeflateFormat.CODE_LENGTH_MAX);
        int[] distanceLengths = PrefixCode.lengths(distances, DISTANCES, DeflateFormat.CODE_LENGTH_MAX);
        CodeHeader header = new CodeHeader(literalLengths, distanceLengths);
        int[] fixed = DeflateFormat.fixedLengths();
        int[] fixedDistances = DeflateFormat.fixedDistanceLengths();

        int dynamicBits = header.bits() + bits(literals, literalLengths) + bits(distances, distanceLengths) + extraBits;
        int fixedBits = bits(literals, fixed) + bits(distances, fixedDistances) + extraBits;
        int pieces = Math.max(1, (end - blockStart + DeflateFormat.STORED_MAX - 1) / DeflateFormat.STORED_MAX);
        int storedBits = 8 * (end - blockStart) + pieces * 40;
        if (storedBits < Math.min(dynamicBits, fixedBits)) {
            writeStored(end, last);
        } else {
            boolean dynamic = dynamicBits < fixedBits;
            out.write(last ? 1 : 0, 1);
            out.write(dynamic ? DeflateFormat.DYNAMIC : DeflateFormat.FIXED, 2);
            if (dynamic) {
                header.write(out);
            }
            writeTokens(dynamic ? literalLengths : fixed, dynamic ? distanceLengths : fixedDistances);
        }
        blockStart = end;
        tokenCount = 0;
    }

    /** Counts the symbols of the block. @return the extra bits they have */
    private int count(int[] literals, int[] distances) {
        int extraBits = 0;
        literals[END_OF_BLOCK] = 1;
        for (int i = 0; i < tokenCount; i++) {
            int token = tokens[i];
            if (token < MATCH) {
                literals[token]++;
            } else {
                int length = lengthSymbol(token >> 16 & 0x1ff);
                int distance = distanceSymbol((token & 0xffff) + 1);
                literals[END_OF_BLOCK + 1 + length]++;
                distances[distance]++;
                extraBits += DeflateFormat.LENGTH_EXTRA[length] + DeflateFormat.DISTANCE_EXTRA[distance];
            }
        }
        return extraBits;
    }

    private static int bits(int[] frequencies, int[] lengths) {
        int bits = 0;
        for (int i = 0; i < frequencies.length; i++) {
            bits += frequencies[i] * lengths[i];
        }
        return bits;
    }

    private void writeTokens(int[] literalLengths, int[] distanceLengths) {
        int[] literalCodes = PrefixCode.codes(literalLengths);
        int[] distanceCodes = PrefixCode.codes(distanceLengths);
        for (int i = 0; i < tokenCount; i++) {
            int token = tokens[i];
            if (token < MATCH) {
                out.write(literalCodes[token], literalLengths[token]);
                continue;
            }
            int length = token >> 16 & 0x1ff;
            int symbol = lengthSymbol(length);
            out.write(literalCodes[END_OF_BLOCK + 1 + symbol], literalLengths[END_OF_BLOCK + 1 + symbol]);
            out.write(length - DeflateFormat.LENGTH_BASE[symbol], DeflateFormat.LENGTH_EXTRA[symbol]);
            int distance = (token & 0xffff) + 1;
            symbol = distanceSymbol(distance);
            out.write(distanceCodes[symbol], distanceLengths[symbol]);
            out.write(distance - DeflateFormat.DISTANCE_BASE[symbol], DeflateFormat.DISTANCE_EXTRA[symbol]);
        }
        out.write(literalCodes[END_OF_BLOCK], literalLengths[END_OF_BLOCK]);
    }

    private void writeStored(int end, boolean last) {
        int from = blockStart;
        do {
            int to = Math.min(end, from + DeflateFormat.STORED_MAX);
            out.write(last && to == end ? 1 : 0, 1);
            out.write(DeflateFormat.STORED, 2);
            out.align();
            out.write(to - from, 16);
            out.write(~(to - from) & 0xffff, 16);
            out.writeBytes(data, from, to);
            from = to;
        } while (from < end);
    }

    /** How a dynamic block says its code lengths: runs of them, coded themselves. */
    private static final class CodeHeader {
        private final int literalCount;
        private final int distanceCount;

        /** Symbols of the code for code lengths; above them the extra bits. */
        private final int[] symbols;

        private int symbolCount;
        private final int[] codeLengths;
        private int codeLengthCount = CODE_LENGTHS;

        CodeHeader(int[] literalLengths, int[] distanceLengths) {
            literalCount = Math.max(END_OF_BLOCK + 1, used(literalLengths));
            distanceCount = Math.max(1, used(distanceLengths));
            int[] all = Arrays.copyOf(literalLengths, literalCount + distanceCount);
            System.arraycopy(distanceLengths, 0, all, literalCount, distanceCount);
            symbols = new int[all.length];
            gather(all);
            int[] frequencies = new int[CODE_LENGTHS];
            for (int i = 0; i < symbolCount; i++) {
                frequencies[symbols[i] & 0xff]++;
            }
            codeLengths = PrefixCode.lengths(frequencies, CODE_LENGTHS, 7);
            while (codeLengthCount > 4 && codeLengths[DeflateFormat.CODE_LENGTH_ORDER[codeLengthCount - 1]] == 0) {
                codeLengthCount--;
            }
        }

        private static int used(int[] lengths) {
            int used = lengths.length;
            while (used > 0 && lengths[used - 1] == 0) {
                used--;
            }
            return used;
        }

        private void gather(int[] all) {
            int at = 0;
            while (at < all.length) {
                int run = 1;
                while (at + run < all.length && all[at + run] == all[at]) {
                    run++;
                }
                at += all[at] == 0 ? addZeros(run) : addLengths(all[at], run);
            }
        }

        private int addZeros(int run) {
            if (run < 3) {
                symbols[symbolCount++] = 0;
                return 1;
            }
            int taken = Math.min(run, 138);
            symbols[symbolCount++] = taken < 11
                    ? DeflateFormat.REPEAT_ZERO | taken - 3 << 8
                    : DeflateFormat.REPEAT_ZERO_LONG | taken - 11 << 8;
            return taken;
        }

        private int addLengths(int length, int run) {
            symbols[symbolCount++] = length;
            int taken = 1;
            while (run - taken >= 3) {
                int repeats = Math.min(run - taken, 6);
                symbols[symbolCount++] = DeflateFormat.REPEAT_LAST | repeats - 3 << 8;
                taken += repeats;
            }
            return taken;
        }

        private static int extraBits(int symbol) {
            return switch (symbol) {
                case DeflateFormat.REPEAT_LAST -> 2;
                case DeflateFormat.REPEAT_ZERO -> 3;
                case DeflateFormat.REPEAT_ZERO_LONG -> 7;
                default -> 0;
            };
        }

        int bits() {
            int bits = 14 + 3 * codeLengthCount;
            for (int i = 0; i < symbolCount; i++) {
                bits += codeLengths[symbols[i] & 0xff] + extraBits(symbols[i] & 0xff);
            }
            return bits;
        }

        void write(BitWriter out) {
            out.write(literalCount - END_OF_BLOCK - 1, 5);
            out.write(distanceCount - 1, 5);
            out.write(codeLengthCount - 4, 4);
            for (int i = 0; i < codeLengthCount; i++) {
                out.write(codeLengths[DeflateFormat.CODE_LENGTH_ORDER[i]], 3);
            }
            int[] codes = PrefixCode.codes(codeLengths);
            for (int i = 0; i < symbolCount; i++) {
                int symbol = symbols[i] & 0xff;
                out.write(codes[symbol], codeLengths[symbol]);
                out.write(symbols[i] >> 8, extraBits(symbol));
            }
        }
    }

    /** Bits into bytes, low ones first. */
    private static final class BitWriter {
        private byte[] bytes = new byte[256];
        private int size;
        private int buffer;
        private int bits;

        /** @param count 0 to 16 */
        void write(int value, int count) {
            buffer |= value << bits;
            bits += count;
            while (bits >= 8) {
                add(buffer);
                buffer >>>= 8;
                bits -= 8;
            }
        }

        void align() {
            if (bits > 0) {
                add(buffer);
                buffer = 0;
                bits = 0;
            }
        }

        void writeBytes(byte[] data, int from, int to) {
            for (int i = from; i < to; i++) {
                add(data[i]);
            }
        }

        private void add(int value) {
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * size);
            }
            bytes[size++] = (byte) value;
        }

        byte[] toBytes() {
            align();
            return Arrays.copyOf(bytes, size);
        }
    }
}
