package dev.offing.engine;

import java.util.Arrays;

/**
 * Which strand an element is in: per agent a sorted array of runs, appended to as counters grow.
 * Consecutive characters of one strand are one run, a boundary is a run of its own. Cost: O(log runs), O(1) for the run asked for last and for
 * appending.
 */
final class ElementIndex {

    private Runs[] byAgent = new Runs[4];

    private static final class Runs {
        int[] firsts = new int[4];
        int[] ends = new int[4];
        TextStrand[] strands = new TextStrand[4];
        boolean[] boundaries = new boolean[4];
        int count;
        int last;

        void add(int first, int length, TextStrand strand, boolean boundary) {
            boolean joins = count > 0 && ends[count - 1] == first && strands[count - 1] == strand;
            if (joins && !boundary && !boundaries[count - 1]) {
                ends[count - 1] = first + length;
                return;
            }
            if (count == firsts.length) {
                firsts = Arrays.copyOf(firsts, count * 2);
                ends = Arrays.copyOf(ends, count * 2);
                strands = Arrays.copyOf(strands, count * 2);
                boundaries = Arrays.copyOf(boundaries, count * 2);
            }
            firsts[count] = first;
            ends[count] = first + length;
            strands[count] = strand;
            boundaries[count] = boundary;
            count++;
        }

        /** The run that holds a counter, -1 if none does. */
        int find(int counter) {
            if (last < count && firsts[last] <= counter && counter < ends[last]) {
                return last;
            }
            int at = Arrays.binarySearch(firsts, 0, count, counter);
            at = at < 0 ? -2 - at : at;
            if (at < 0 || counter >= ends[at]) {
                return -1;
            }
            last = at;
            return at;
        }
    }

    void addCharacters(int agent, int first, int length, TextStrand strand) {
        runs(agent).add(first, length, strand, false);
    }

    void addBoundary(int agent, int counter, TextStrand strand) {
        runs(agent).add(counter, 1, strand, true);
    }

    private Runs runs(int agent) {
        if (agent >= byAgent.length) {
            byAgent = Arrays.copyOf(byAgent, Math.max(agent + 1, byAgent.length * 2));
        }
        if (byAgent[agent] == null) {
            byAgent[agent] = new Runs();
        }
        return byAgent[agent];
    }

    /** The strand of an element, null if there is no such element. */
    TextStrand strand(int agent, int counter) {
        Runs runs = agent < byAgent.length ? byAgent[agent] : null;
        int at = runs == null ? -1 : runs.find(counter);
        return at < 0 ? null : runs.strands[at];
    }

    /** Whether an element that is there is a boundary. */
    boolean isBoundary(int agent, int counter) {
        Runs runs = byAgent[agent];
        return runs.boundaries[runs.find(counter)];
    }

    /** Counter after the last one of the same run; only for elements that are there. */
    int runEnd(int agent, int counter) {
        Runs runs = byAgent[agent];
        return runs.ends[runs.find(counter)];
    }
}
