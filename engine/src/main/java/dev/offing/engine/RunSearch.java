package dev.offing.engine;

/** Searching columns of runs: {@code stride} ints a run, the first of them the first counter, ascending. */
final class RunSearch {

    private RunSearch() {}

    /** @return the last run that starts at a counter or before, 0 if there is none. Cost: O(log runs) */
    static int find(int[] runs, int stride, int runCount, int counter) {
        int low = 0;
        int high = runCount - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (runs[middle * stride] <= counter) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
