package dev.offing.engine;

import java.util.Arrays;

/** One applied change in the log. */
final class LogEntry {

    final Change change;
    final Origin origin;
    final int first;

    /** Counter after its last one. */
    final int end;

    private int[] starts;

    LogEntry(Change change, Origin origin) {
        this.change = change;
        this.origin = origin;
        this.first = change.firstCounter();
        this.end = first + change.idCount();
    }

    /** Id counter of the last operation. */
    int lastOperation() {
        return end - change.operations().getLast().idCount();
    }

    /** The operation whose own id has this counter, null if the counter is inside a run. */
    Operation operationAt(int counter) {
        if (starts == null) {
            starts = starts();
        }
        int at = Arrays.binarySearch(starts, counter);
        return at < 0 ? null : change.operations().get(at);
    }

    private int[] starts() {
        int[] all = new int[change.operations().size()];
        int counter = first;
        for (int i = 0; i < all.length; i++) {
            all[i] = counter;
            counter += change.operations().get(i).idCount();
        }
        return all;
    }
}
