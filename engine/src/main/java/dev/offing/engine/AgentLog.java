package dev.offing.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The changes of one agent by counter, as runs: changes of as many ids each of which only the first may have
 * news (heads). Their stamps follow each other, all have seen the same. So whoever types adds nothing here
 * but to a count, and to the clocks.
 *
 * <p>Operations are appended as they take effect; {@link #close} makes a change of them. Cost: appending O(1),
 * finding O(log runs), {@value #STRIDE} ints and a long a run.
 */
final class AgentLog {

    private static final int FIRST = 0;
    private static final int IDS = 1;

    /** Index of what they have seen; below, whether the first of them brought it. */
    private static final int NEWS = 2;

    /** How many changes are before. */
    private static final int INDEX = 3;

    private static final int STRIDE = 4;
    private static final int[] NOTHING = {};

    final int agent;
    final OperationColumns operations = new OperationColumns();
    final WallClocks clocks = new WallClocks();

    private int[] runs = new int[STRIDE];
    private long[] stamps = new long[1];
    private int count;
    private int end;
    private final List<News> news = new ArrayList<>(1);

    /**
     * What a change brought to its author's knowledge.
     *
     * @param heads as the change names them
     * @param seen by agent the counter after the last seen one, from this change on
     */
    record News(List<OpId> heads, int[] seen) {}

    AgentLog(int agent) {
        this.agent = agent;
    }

    /** Counter after the last change. */
    int end() {
        return end;
    }

    int changeCount() {
        return count == 0 ? 0 : runs[(count - 1) * STRIDE + INDEX] + changeCount(count - 1);
    }

    long lastStamp() {
        return count == 0 ? 0 : stamps[count - 1] + changeCount(count - 1) - 1;
    }

    /** What the author has seen of others so far. */
    int[] seen() {
        return news.isEmpty() ? NOTHING : news.getLast().seen();
    }

    /** Makes one change of the operations appended since the last one. */
    void close(List<OpId> heads, Origin origin, long wallMillis) {
        appendRun(heads, origin.seen(), origin.stamp, operations.end() - end, 1);
        clocks.append(wallMillis);
    }

    /** Appends changes of as many ids each. @param heads of the first one */
    void appendRun(List<OpId> heads, int[] seen, long stamp, int ids, int changes) {
        boolean hasNews = !heads.isEmpty() || news.isEmpty();
        if (hasNews || runs[(count - 1) * STRIDE + IDS] != ids) {
            int index = changeCount();
            if (hasNews) {
                news.add(new News(heads, seen));
            }
            if (count == stamps.length) {
                int capacity = count + Math.max(1, count / 2);
                runs = Arrays.copyOf(runs, capacity * STRIDE);
                stamps = Arrays.copyOf(stamps, capacity);
            }
            int at = count * STRIDE;
            runs[at + FIRST] = end;
            runs[at + IDS] = ids;
            runs[at + NEWS] = news.size() - 1 << 1 | (hasNews ? 1 : 0);
            runs[at + INDEX] = index;
            stamps[count] = stamp;
            count++;
        }
        end += ids * changes;
    }

    // ---- runs

    int runCount() {
        return count;
    }

    int first(int run) {
        return runs[run * STRIDE + FIRST];
    }

    int end(int run) {
        return run + 1 < count ? runs[(run + 1) * STRIDE + FIRST] : end;
    }

    /** Ids each change of a run has. */
    int ids(int run) {
        return runs[run * STRIDE + IDS];
    }

    int changeCount(int run) {
        return (end(run) - first(run)) / ids(run);
    }

    /** Heads of the first change of a run; the others have none. */
    List<OpId> heads(int run) {
        int packed = runs[run * STRIDE + NEWS];
        return (packed & 1) == 0 ? List.of() : news.get(packed >> 1).heads();
    }

    /** What the changes of a run have seen, by agent; not to be written. */
    int[] seen(int run) {
        return news.get(runs[run * STRIDE + NEWS] >> 1).seen();
    }

    int seenEnd(int run, int otherAgent) {
        int[] seen = seen(run);
        return otherAgent < seen.length ? seen[otherAgent] : 0;
    }

    // ---- changes

    /** The run that holds a counter, which must be below the end. */
    int find(int counter) {
        return RunSearch.find(runs, STRIDE, count, counter);
    }

    /** The change that holds a counter, which must be below the end. */
    LogEntry entry(int counter) {
        int run = find(counter);
        int ids = ids(run);
        int within = (counter - first(run)) / ids;
        int first = first(run) + within * ids;
        Origin origin = new Origin(agent, stamps[run] + within, seen(run));
        return new LogEntry(origin, first, first + ids, operations.start(first + ids - 1));
    }

    /** The clock of the change that holds a counter, which must be below the end. Cost: the runs of the clock. */
    long wallMillis(int counter) {
        int run = find(counter);
        WallClocks.Reader clock = clocks.reader();
        clock.skip(runs[run * STRIDE + INDEX] + (counter - first(run)) / ids(run));
        return clock.next();
    }

    /** Appends the changes from the one that holds a counter on. */
    void addChanges(int from, AgentTable agents, ElementIndex elements, List<Change> changes) {
        if (from >= end) {
            return;
        }
        WallClocks.Reader clock = clocks.reader();
        int run = find(from);
        int within = (from - first(run)) / ids(run);
        clock.skip(runs[run * STRIDE + INDEX] + within);
        int counter = first(run) + within * ids(run);
        while (counter < end) {
            int next = counter + ids(run);
            List<OpId> heads = counter == first(run) ? heads(run) : List.of();
            long stamp = stamps[run] + (counter - first(run)) / ids(run);
            List<Operation> made = new ArrayList<>(1);
            for (int at = counter; at < next; at += made.getLast().idCount()) {
                made.add(operations.at(agent, at, agents, elements));
            }
            changes.add(new Change(agents.replica(agent), counter, stamp, heads, clock.next(), made));
            counter = next;
            run += counter == end(run) ? 1 : 0;
        }
    }
}
