package dev.offing.engine;

import java.util.Arrays;

/**
 * The canonical prefix codes of RFC 1951: from frequencies to code lengths, from code lengths to codes.
 * Depends on its arguments alone, ties are broken by symbol, so every platform makes the same code.
 */
final class PrefixCode {

    private PrefixCode() {}

    /**
     * Code lengths of a Huffman code, none longer than {@code lengthMax}; 0 for symbols that do not occur. Where
     * the Huffman code is too deep, the longest codes are shortened and others lengthened until it is complete
     * again.
     */
    static int[] lengths(int[] frequencies, int symbols, int lengthMax) {
        int[] lengths = new int[symbols];
        int[] sorted = byFrequency(frequencies, symbols);
        if (sorted.length < 2) {
            // A code of one symbol takes one bit.
            for (int symbol : sorted) {
                lengths[symbol] = 1;
            }
            return lengths;
        }
        int[] depths = depths(frequencies, sorted);
        int[] counts = new int[lengthMax + 1];
        for (int depth : depths) {
            counts[Math.min(depth, lengthMax)]++;
        }
        limit(counts, lengthMax);
        int next = 0;
        for (int length = lengthMax; length > 0; length--) {
            for (int i = 0; i < counts[length]; i++) {
                lengths[sorted[next++]] = length;
            }
        }
        return lengths;
    }

    /** The symbols that occur, rarest first, then the greatest first. */
    private static int[] byFrequency(int[] frequencies, int symbols) {
        int[] sorted = new int[symbols];
        int count = 0;
        for (int symbol = symbols - 1; symbol >= 0; symbol--) {
            if (frequencies[symbol] == 0) {
                continue;
            }
            int at = count++;
            while (at > 0 && frequencies[sorted[at - 1]] > frequencies[symbol]) {
                sorted[at] = sorted[at - 1];
                at--;
            }
            sorted[at] = symbol;
        }
        return Arrays.copyOf(sorted, count);
    }

    /** Depths of the leaves of the Huffman tree, for symbols sorted by frequency: two queues. */
    private static int[] depths(int[] frequencies, int[] sorted) {
        int leaves = sorted.length;
        int nodes = 2 * leaves - 1;
        int[] weights = new int[nodes];
        int[] parents = new int[nodes];
        for (int i = 0; i < leaves; i++) {
            weights[i] = frequencies[sorted[i]];
        }
        int leaf = 0;
        int inner = leaves;
        for (int made = leaves; made < nodes; made++) {
            for (int child = 0; child < 2; child++) {
                boolean takeLeaf = leaf < leaves && (inner >= made || weights[leaf] <= weights[inner]);
                int taken = takeLeaf ? leaf++ : inner++;
                weights[made] += weights[taken];
                parents[taken] = made;
            }
        }
        int[] depths = new int[nodes];
        for (int node = nodes - 2; node >= 0; node--) {
            depths[node] = depths[parents[node]] + 1;
        }
        return Arrays.copyOf(depths, leaves);
    }

    /** Moves codes between lengths until they fill the code space exactly. */
    private static void limit(int[] counts, int lengthMax) {
        int used = 0;
        for (int length = 1; length <= lengthMax; length++) {
            used += counts[length] << lengthMax - length;
        }
        while (used > 1 << lengthMax) {
            counts[lengthMax]--;
            int length = lengthMax - 1;
            while (counts[length] == 0) {
                length--;
            }
            counts[length]--;
            counts[length + 1] += 2;
            used--;
        }
    }

    /** The codes of these lengths, bits reversed as they are written. */
    static int[] codes(int[] lengths) {
        int[] next = new int[DeflateFormat.CODE_LENGTH_MAX + 2];
        for (int length : lengths) {
            if (length > 0) {
                next[length + 1]++;
            }
        }
        for (int length = 1; length < next.length; length++) {
            next[length] = next[length] + next[length - 1] << 1;
        }
        // next[n] counted the codes shorter than n; shifted, it is the first code of length n.
        int[] codes = new int[lengths.length];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            if (length > 0) {
                codes[symbol] = Integer.reverse(next[length]++) >>> 32 - length;
            }
        }
        return codes;
    }
}
