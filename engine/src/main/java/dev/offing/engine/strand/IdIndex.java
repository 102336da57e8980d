package dev.offing.engine.strand;

import java.util.Arrays;

/**
 * Where the elements of one agent are: a map from counter to leaf.
 *
 * <p>Sorted entries (start, leaf) say that every integrated counter from this start to the next one
 * is in that leaf. Counters that are not in the strand fall into the entry before them, so the leaf
 * has to be searched anyway, and neighbouring entries of one leaf are joined. What happens inside a
 * leaf (spans extended, cut, joined) needs no change here; only a leaf split does.
 *
 * <p>Entries stand in chunks of at most {@value #CHUNK_ENTRIES}, so an insertion moves one chunk and
 * not the whole table. A look-up is a binary search over the chunks, then within one; the last entry,
 * where typing goes, is tried first.
 */
final class IdIndex {

    static final int NONE = -1;

    private static final int CHUNK_ENTRIES = 64;

    /** Each chunk holds start, leaf, start, leaf, … */
    private int[][] chunks = {new int[2]};

    private int[] sizes = {0};
    private int chunkCount = 1;

    /** The greatest counter assigned, plus one. */
    private int end;

    // The entry that locate() found.
    private int chunk;
    private int entry;

    /** The leaf that holds the counter if the strand does; {@link #NONE} if it surely does not. */
    int leafOf(int counter) {
        return counter < end && locate(counter) ? chunks[chunk][2 * entry + 1] : NONE;
    }

    /** Says that the counters from {@code first} on are in a leaf now, wherever they were before. */
    void assign(int first, int length, int leaf) {
        int last = first + length;
        if (locate(first) && chunks[chunk][2 * entry + 1] == leaf && last <= nextStart()) {
            end = Math.max(end, last);
            return;
        }
        int after = last < end && locate(last) ? chunks[chunk][2 * entry + 1] : NONE;
        while (locate(last) && chunks[chunk][2 * entry] >= first) {
            remove();
        }
        if (!locate(first) || chunks[chunk][2 * entry + 1] != leaf) {
            insertAfterLocated(first, leaf);
        }
        if (after != NONE && after != leaf) {
            locate(last);
            insertAfterLocated(last, after);
        }
        end = Math.max(end, last);
    }

    /** Finds the entry with the greatest start up to the counter; false, before the first, if there is none. */
    private boolean locate(int counter) {
        chunk = chunkCount - 1;
        entry = sizes[chunk] - 1;
        if (entry >= 0 && chunks[chunk][2 * entry] <= counter) {
            return true;
        }
        int low = 0;
        int high = chunkCount - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunks[middle][0] <= counter) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        chunk = low;
        int[] entries = chunks[chunk];
        low = -1;
        high = sizes[chunk] - 1;
        while (low < high) {
            int middle = (low + high + 1) >> 1;
            if (entries[2 * middle] <= counter) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        entry = low;
        return low >= 0;
    }

    private int nextStart() {
        if (entry + 1 < sizes[chunk]) {
            return chunks[chunk][2 * entry + 2];
        }
        return chunk + 1 < chunkCount ? chunks[chunk + 1][0] : Integer.MAX_VALUE;
    }

    private void remove() {
        int[] entries = chunks[chunk];
        int size = --sizes[chunk];
        System.arraycopy(entries, 2 * entry + 2, entries, 2 * entry, 2 * (size - entry));
        if (size == 0 && chunkCount > 1) {
            chunkCount--;
            System.arraycopy(chunks, chunk + 1, chunks, chunk, chunkCount - chunk);
            System.arraycopy(sizes, chunk + 1, sizes, chunk, chunkCount - chunk);
            chunks[chunkCount] = null;
        }
    }

    private void insertAfterLocated(int start, int leaf) {
        int at = entry + 1;
        if (sizes[chunk] == CHUNK_ENTRIES) {
            // Appending leaves the full chunk behind; a split in the middle halves it.
            int keep = at == CHUNK_ENTRIES && chunk == chunkCount - 1 ? CHUNK_ENTRIES : CHUNK_ENTRIES / 2;
            splitChunk(keep);
            if (at > keep || keep == CHUNK_ENTRIES) {
                chunk++;
                at -= keep;
            }
        }
        int size = sizes[chunk]++;
        if (2 * size == chunks[chunk].length) {
            chunks[chunk] = Arrays.copyOf(chunks[chunk], Math.min(4 * size, 2 * CHUNK_ENTRIES));
        }
        int[] entries = chunks[chunk];
        System.arraycopy(entries, 2 * at, entries, 2 * at + 2, 2 * (size - at));
        entries[2 * at] = start;
        entries[2 * at + 1] = leaf;
    }

    private void splitChunk(int keep) {
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * chunkCount);
            sizes = Arrays.copyOf(sizes, 2 * chunkCount);
        }
        System.arraycopy(chunks, chunk + 1, chunks, chunk + 2, chunkCount - chunk - 1);
        System.arraycopy(sizes, chunk + 1, sizes, chunk + 2, chunkCount - chunk - 1);
        chunkCount++;
        int moved = sizes[chunk] - keep;
        int[] upper = new int[2 * CHUNK_ENTRIES];
        System.arraycopy(chunks[chunk], 2 * keep, upper, 0, 2 * moved);
        chunks[chunk + 1] = upper;
        sizes[chunk + 1] = moved;
        sizes[chunk] = keep;
    }

    /** Entries kept; for tests and measurements. */
    int entryCount() {
        int count = 0;
        for (int i = 0; i < chunkCount; i++) {
            count += sizes[i];
        }
        return count;
    }

    /** Checks that starts ascend strictly and that no chunk of several is empty. */
    void checkInvariants() {
        int previous = -1;
        for (int i = 0; i < chunkCount; i++) {
            if (sizes[i] == 0 && chunkCount > 1 || 2 * sizes[i] > chunks[i].length || sizes[i] > CHUNK_ENTRIES) {
                throw new IllegalStateException("id index: size of a chunk");
            }
            for (int j = 0; j < sizes[i]; j++) {
                if (chunks[i][2 * j] <= previous || chunks[i][2 * j] >= end) {
                    throw new IllegalStateException("id index: order of entries");
                }
                previous = chunks[i][2 * j];
            }
        }
    }
}
