package dev.offing.engine.strand;

/** Stable sorting of indexes by numbers, byte by byte. Cost: linear, four passes at most. */
public final class RadixSort {

    private RadixSort() {}

    /**
     * The numbers from 0 up.
     *
     * @param count how many
     * @return a new array
     */
    public static int[] identity(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        return order;
    }

    /**
     * Sorts indexes by their keys.
     *
     * @param keys by index, each at least 0
     * @param order the indexes; not written
     * @return the indexes with ascending keys, those of equal keys in the order they had
     */
    public static int[] sort(int[] keys, int[] order) {
        int all = 0;
        for (int index : order) {
            all |= keys[index];
        }
        int[] from = order;
        for (int shift = 0; shift < 32 && all >>> shift != 0; shift += 8) {
            int[] starts = new int[257];
            for (int index : from) {
                starts[(keys[index] >>> shift & 0xff) + 1]++;
            }
            for (int i = 1; i < starts.length; i++) {
                starts[i] += starts[i - 1];
            }
            int[] to = new int[from.length];
            for (int index : from) {
                to[starts[keys[index] >>> shift & 0xff]++] = index;
            }
            from = to;
        }
        return from;
    }
}
