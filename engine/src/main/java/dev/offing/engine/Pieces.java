package dev.offing.engine;

import dev.offing.engine.strand.RadixSort;
import dev.offing.engine.strand.Strand;
import java.util.Arrays;

/**
 * The elements of a snapshot in their order, cut into pieces: neighbours in one strand with consecutive ids of one
 * agent, all boundaries or all characters, with one number of deletions, whose author had seen the same of others.
 * And the orders and origins that follow from that.
 */
final class Pieces {

    int count;
    int[] strands = new int[64];
    int[] agents = new int[64];
    int[] counters = new int[64];
    int[] lengths = new int[64];
    int[] deletions = new int[64];
    boolean[] boundaries = new boolean[64];

    /** What the author of each had seen, by agent. */
    int[][] seen = new int[64][];

    // Origins, found by findOrigins.
    int[] leftAgents;
    int[] leftCounters;
    int[] rightAgents;
    int[] rightCounters;

    void add(int strand, int agent, int counter, int length, int deleted, boolean boundary, int[] seenByAuthor) {
        if (count == agents.length) {
            int capacity = count + count / 2;
            strands = Arrays.copyOf(strands, capacity);
            agents = Arrays.copyOf(agents, capacity);
            counters = Arrays.copyOf(counters, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            deletions = Arrays.copyOf(deletions, capacity);
            boundaries = Arrays.copyOf(boundaries, capacity);
            seen = Arrays.copyOf(seen, capacity);
        }
        strands[count] = strand;
        agents[count] = agent;
        counters[count] = counter;
        lengths[count] = length;
        deletions[count] = deleted;
        boundaries[count] = boundary;
        seen[count] = seenByAuthor;
        count++;
    }

    /** Counter after the last one of a piece. */
    int end(int piece) {
        return counters[piece] + lengths[piece];
    }

    /** Up to which counter, exclusive, the author of a piece had seen an agent when he made its first element. */
    int seenEnd(int piece, int agent) {
        if (agent == agents[piece]) {
            return counters[piece];
        }
        return agent < seen[piece].length ? seen[piece][agent] : 0;
    }

    /** The pieces by agent, then by counter. */
    int[] byId() {
        return RadixSort.sort(agents, RadixSort.sort(counters, RadixSort.identity(count)));
    }

    // ---- origins

    /**
     * Finds the origins of the first element of each piece: the nearest element before it, and after it, that its
     * author had seen. All that stood between them was made without knowledge of it, or after it. Cost: O(log n) a
     * piece, times the agents that have something between it and its origin.
     *
     * @param agentCount agents are below
     */
    void findOrigins(int agentCount) {
        leftAgents = new int[count];
        leftCounters = new int[count];
        rightAgents = new int[count];
        rightCounters = new int[count];
        Nearest before = new Nearest(agentCount);
        for (int piece = 0; piece < count; piece++) {
            if (piece > 0 && strands[piece] != strands[piece - 1]) {
                before.clear();
            }
            int left = before.find(piece);
            leftAgents[piece] = left < 0 ? Strand.NONE : agents[left];
            leftCounters[piece] = left < 0 ? 0 : Math.min(end(left), seenEnd(piece, agents[left])) - 1;
            before.push(piece);
        }
        Nearest after = new Nearest(agentCount);
        for (int piece = count - 1; piece >= 0; piece--) {
            if (piece + 1 < count && strands[piece] != strands[piece + 1]) {
                after.clear();
            }
            int right = after.find(piece);
            rightAgents[piece] = right < 0 ? Strand.NONE : agents[right];
            rightCounters[piece] = right < 0 ? 0 : counters[right];
            after.push(piece);
        }
    }

    /**
     * The pieces passed so far on a walk, as far as they can still be the nearest one below some counter: for each
     * agent a stack of pieces with ascending counters, the last one passed on top. The agents are a list, those
     * passed last first, so that a search ends where all others are farther away than what it has found.
     */
    private final class Nearest {
        private final int[][] stacks;
        private final int[] sizes;

        /** The agent passed last, and for each agent those passed after and before it. */
        private int latest = Strand.NONE;

        private final int[] newer;
        private final int[] older;

        Nearest(int agentCount) {
            stacks = new int[agentCount][];
            sizes = new int[agentCount];
            newer = new int[agentCount];
            older = new int[agentCount];
        }

        void clear() {
            for (int agent = latest; agent != Strand.NONE; agent = older[agent]) {
                sizes[agent] = 0;
            }
            latest = Strand.NONE;
        }

        void push(int piece) {
            int agent = agents[piece];
            int size = sizes[agent];
            makeLatest(agent, size > 0);
            while (size > 0 && counters[stacks[agent][size - 1]] > counters[piece]) {
                size--;
            }
            if (stacks[agent] == null) {
                stacks[agent] = new int[8];
            } else if (size == stacks[agent].length) {
                stacks[agent] = Arrays.copyOf(stacks[agent], 2 * size);
            }
            stacks[agent][size] = piece;
            sizes[agent] = size + 1;
        }

        private void makeLatest(int agent, boolean listed) {
            if (agent == latest) {
                return;
            }
            if (listed) {
                older[newer[agent]] = older[agent];
                if (older[agent] != Strand.NONE) {
                    newer[older[agent]] = newer[agent];
                }
            }
            older[agent] = latest;
            if (latest != Strand.NONE) {
                newer[latest] = agent;
            }
            latest = agent;
        }

        /** The nearest piece that begins with something the author of a piece had seen; -1 if there is none. */
        int find(int piece) {
            int nearest = -1;
            int distance = Integer.MAX_VALUE;
            for (int agent = latest; agent != Strand.NONE; agent = older[agent]) {
                if (Math.abs(stacks[agent][sizes[agent] - 1] - piece) >= distance) {
                    break;
                }
                int found = top(agent, seenEnd(piece, agent));
                if (found >= 0 && Math.abs(found - piece) < distance) {
                    nearest = found;
                    distance = Math.abs(found - piece);
                }
            }
            return nearest;
        }

        /** The topmost piece of an agent that begins below a counter; -1 if there is none. */
        private int top(int agent, int end) {
            int[] stack = stacks[agent];
            int low = 0;
            int high = sizes[agent];
            while (low < high) {
                int middle = low + high >>> 1;
                if (counters[stack[middle]] < end) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == 0 ? -1 : stack[low - 1];
        }
    }
}
