package dev.offing.engine;

import static dev.offing.engine.DeflateFormat.END_OF_BLOCK;

/**
 * Expands a DEFLATE stream (RFC 1951), whoever wrote it, to exactly as many bytes as are expected. Cost: linear in
 * them; memory: them and 16 KiB.
 */
final class Inflate {

    private static final int TABLE_BITS = 10;

    /** What a byte of a stream can become at most. */
    private static final int RATIO_MAX = 1032;

    private final byte[] in;
    private final int end;
    private int at;
    private int buffer;
    private int bits;

    /** How many bytes beyond the end were taken for zero. */
    private int missing;

    private final byte[] out;
    private int size;

    private Inflate(byte[] in, int from, int to, int length) {
        this.in = in;
        this.at = from;
        this.end = to;
        if (length < 0 || length / RATIO_MAX > to - from) {
            throw corrupt("expanded length is out of bounds");
        }
        this.out = new byte[length];
    }

    /**
     * @param length of the result
     * @throws CodecException if the bytes from {@code from} to {@code to} are no stream of that length
     */
    static byte[] expand(byte[] bytes, int from, int to, int length) {
        Inflate inflate = new Inflate(bytes, from, to, length);
        inflate.run();
        return inflate.out;
    }

    private CodecException corrupt(String message) {
        return new CodecException(CodecException.Kind.CORRUPT, message, Math.min(at, end));
    }

    private void run() {
        boolean last;
        do {
            last = take(1) == 1;
            switch (take(2)) {
                case DeflateFormat.STORED -> copyStored();
                case DeflateFormat.FIXED ->
                    expandBlock(
                            new Table(DeflateFormat.fixedLengths(), 288),
                            new Table(DeflateFormat.fixedDistanceLengths(), 32));
                case DeflateFormat.DYNAMIC -> expandDynamic();
                default -> throw corrupt("unknown kind of block");
            }
            if (8 * missing > bits) {
                throw corrupt("compressed bytes end too early");
            }
        } while (!last);
        if (size != out.length || at - (bits >> 3) + missing != end) {
            throw corrupt("compressed bytes have another length");
        }
    }

    // ---- bits

    /** Makes sure of at least 25 bits. */
    private void fill() {
        while (bits <= 24) {
            if (at < end) {
                buffer |= (in[at++] & 0xff) << bits;
            } else if (missing++ > 4) {
                throw corrupt("compressed bytes end too early");
            }
            bits += 8;
        }
    }

    /** @param count 0 to 16 */
    private int take(int count) {
        fill();
        int value = buffer & (1 << count) - 1;
        buffer >>>= count;
        bits -= count;
        return value;
    }

    // ---- blocks

    private void copyStored() {
        int unused = take(bits & 7);
        int length = take(16);
        if (take(16) != (~length & 0xffff)) {
            throw corrupt("length of a block is damaged");
        }
        // Whole bytes that were taken ahead go back.
        at -= (bits >> 3) - missing;
        buffer = 0;
        bits = 0;
        if (missing > 0 || length > end - at || length > out.length - size) {
            throw corrupt("block is longer than it can be");
        }
        System.arraycopy(in, at, out, size, length);
        at += length;
        size += length;
    }

    private void expandDynamic() {
        int literalCount = take(5) + END_OF_BLOCK + 1;
        int distanceCount = take(5) + 1;
        int codeLengthCount = take(4) + 4;
        if (literalCount > DeflateFormat.LITERALS_AND_LENGTHS || distanceCount > DeflateFormat.DISTANCES) {
            throw corrupt("too many codes");
        }
        int[] codeLengths = new int[DeflateFormat.CODE_LENGTHS];
        for (int i = 0; i < codeLengthCount; i++) {
            codeLengths[DeflateFormat.CODE_LENGTH_ORDER[i]] = take(3);
        }
        int[] lengths = readLengths(new Table(codeLengths, codeLengths.length), literalCount + distanceCount);
        int[] distances = new int[distanceCount];
        System.arraycopy(lengths, literalCount, distances, 0, distanceCount);
        expandBlock(new Table(lengths, literalCount), new Table(distances, distanceCount));
    }

    private int[] readLengths(Table code, int count) {
        int[] lengths = new int[count];
        int next = 0;
        while (next < count) {
            fill();
            int symbol = decode(code);
            int repeats = 1;
            int value = symbol;
            switch (symbol) {
                case DeflateFormat.REPEAT_LAST -> {
                    repeats = 3 + take(2);
                    value = next == 0 ? -1 : lengths[next - 1];
                }
                case DeflateFormat.REPEAT_ZERO -> {
                    repeats = 3 + take(3);
                    value = 0;
                }
                case DeflateFormat.REPEAT_ZERO_LONG -> {
                    repeats = 11 + take(7);
                    value = 0;
                }
                default -> {}
            }
            if (value < 0 || repeats > count - next) {
                throw corrupt("code lengths are out of bounds");
            }
            while (repeats-- > 0) {
                lengths[next++] = value;
            }
        }
        return lengths;
    }

    private void expandBlock(Table literals, Table distances) {
        while (true) {
            expandFast(literals, distances);
            fill();
            int symbol = decode(literals);
            if (symbol < END_OF_BLOCK) {
                if (size == out.length) {
                    throw corrupt("more than the expected length");
                }
                out[size++] = (byte) symbol;
            } else if (symbol == END_OF_BLOCK) {
                return;
            } else {
                copyMatch(symbol - END_OF_BLOCK - 1, distances);
            }
        }
    }

    /**
     * Literals and matches as long as neither input nor output can end and the codes are in the tables; whatever
     * else comes is left to the caller. In local variables, as it is where the time goes.
     */
    private void expandFast(Table literals, Table distances) {
        byte[] source = in;
        byte[] target = out;
        int[] literalCodes = literals.fast;
        int[] distanceCodes = distances.fast;
        int mask = (1 << TABLE_BITS) - 1;
        int safeIn = end - 8;
        int safeOut = out.length - DeflateFormat.MATCH_MAX - 2;
        int from = at;
        int to = size;
        int held = buffer;
        int count = bits;
        while (from < safeIn && to < safeOut) {
            while (count <= 24) {
                held |= (source[from++] & 0xff) << count;
                count += 8;
            }
            int entry = literalCodes[held & mask];
            if (entry != 0 && entry < END_OF_BLOCK << 4) {
                target[to++] = (byte) (entry >>> 4);
                held >>>= entry & 15;
                count -= entry & 15;
                entry = literalCodes[held & mask];
                if (entry != 0 && entry < END_OF_BLOCK << 4) {
                    target[to++] = (byte) (entry >>> 4);
                    held >>>= entry & 15;
                    count -= entry & 15;
                    continue;
                }
            }
            int symbol = (entry >>> 4) - END_OF_BLOCK - 1;
            if (symbol < 0 || symbol >= DeflateFormat.LENGTH_BASE.length || count < 20) {
                if (count < 20 && symbol >= 0) {
                    continue;
                }
                break;
            }
            // 15 bits of code and length at most; then a distance of 23 at most.
            int extra = DeflateFormat.LENGTH_EXTRA[symbol];
            int used = entry & 15;
            int length = DeflateFormat.LENGTH_BASE[symbol] + (held >>> used & (1 << extra) - 1);
            int rest = held >>> used + extra;
            int left = count - used - extra;
            while (left <= 24) {
                rest |= (source[from++] & 0xff) << left;
                left += 8;
            }
            int distanceEntry = distanceCodes[rest & mask];
            int distanceSymbol = distanceEntry >>> 4;
            held = rest;
            count = left;
            if (distanceEntry == 0 || distanceSymbol >= DeflateFormat.DISTANCES) {
                at = from;
                size = to;
                buffer = held;
                bits = count;
                copyWithLength(length, distances);
                from = at;
                to = size;
                held = buffer;
                count = bits;
                continue;
            }
            extra = DeflateFormat.DISTANCE_EXTRA[distanceSymbol];
            used = distanceEntry & 15;
            int distance = DeflateFormat.DISTANCE_BASE[distanceSymbol] + (held >>> used & (1 << extra) - 1);
            held >>>= used + extra;
            count -= used + extra;
            int copy = to - distance;
            if (copy < 0) {
                throw corrupt("a repetition is out of bounds");
            }
            for (int stop = to + length; to < stop; ) {
                target[to++] = target[copy++];
            }
        }
        at = from;
        size = to;
        buffer = held;
        bits = count;
    }

    private void copyMatch(int lengthSymbol, Table distances) {
        if (lengthSymbol >= DeflateFormat.LENGTH_BASE.length) {
            throw corrupt("unknown length");
        }
        int extra = DeflateFormat.LENGTH_EXTRA[lengthSymbol];
        int length = DeflateFormat.LENGTH_BASE[lengthSymbol] + (buffer & (1 << extra) - 1);
        buffer >>>= extra;
        bits -= extra;
        copyWithLength(length, distances);
    }

    private void copyWithLength(int length, Table distances) {
        fill();
        int symbol = decode(distances);
        if (symbol >= DeflateFormat.DISTANCES) {
            throw corrupt("unknown distance");
        }
        int distance = DeflateFormat.DISTANCE_BASE[symbol] + take(DeflateFormat.DISTANCE_EXTRA[symbol]);
        if (distance > size || length > out.length - size) {
            throw corrupt("a repetition is out of bounds");
        }
        int from = size - distance;
        for (int i = 0; i < length; i++) {
            out[size + i] = out[from + i];
        }
        size += length;
    }

    // ---- codes

    /** Needs the bits of a code to be there. */
    private int decode(Table table) {
        int entry = table.fast[buffer & (1 << TABLE_BITS) - 1];
        if (entry == 0) {
            return decodeSlow(table);
        }
        buffer >>>= entry & 15;
        bits -= entry & 15;
        return entry >>> 4;
    }

    /** For codes longer than the table's index: bit by bit. */
    private int decodeSlow(Table table) {
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= DeflateFormat.CODE_LENGTH_MAX; length++) {
            code |= buffer >>> length - 1 & 1;
            int count = table.counts[length];
            if (code - first < count) {
                buffer >>>= length;
                bits -= length;
                return table.symbols[index + code - first];
            }
            index += count;
            first = first + count << 1;
            code <<= 1;
        }
        throw corrupt("not a code");
    }

    /** A canonical prefix code, ready to decode. */
    private final class Table {

        /** By the next bits: symbol above, length in the low four bits; 0 if the code is longer. */
        final int[] fast = new int[1 << TABLE_BITS];

        final int[] counts = new int[DeflateFormat.CODE_LENGTH_MAX + 1];

        /** Symbols by length, then by number. */
        final int[] symbols;

        Table(int[] lengths, int symbolCount) {
            int used = 0;
            for (int symbol = 0; symbol < symbolCount; symbol++) {
                counts[lengths[symbol]]++;
                used += lengths[symbol] == 0 ? 0 : 1;
            }
            counts[0] = 0;
            int[] next = new int[counts.length + 1];
            int[] code = new int[counts.length + 1];
            int space = 1;
            for (int length = 1; length < counts.length; length++) {
                space = (space << 1) - counts[length];
                if (space < 0) {
                    throw corrupt("codes overlap");
                }
                next[length + 1] = next[length] + counts[length];
                code[length + 1] = code[length] + counts[length] << 1;
            }
            if (space > 0 && used > 1) {
                throw corrupt("codes are incomplete");
            }
            symbols = new int[used];
            for (int symbol = 0; symbol < symbolCount; symbol++) {
                int length = lengths[symbol];
                if (length > 0) {
                    symbols[next[length]++] = symbol;
                    enter(symbol, length, code[length]++);
                }
            }
        }

        private void enter(int symbol, int length, int code) {
            if (length <= TABLE_BITS) {
                int reversed = Integer.reverse(code) >>> 32 - length;
                for (int i = reversed; i < fast.length; i += 1 << length) {
                    fast[i] = symbol << 4 | length;
                }
            }
        }
    }
}
