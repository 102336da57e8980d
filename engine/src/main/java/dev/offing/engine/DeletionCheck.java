package dev.offing.engine;

import dev.offing.engine.strand.RadixSort;
import java.util.Arrays;
import java.util.List;

/**
 * Whether the deletions of a log name characters their authors had seen, and each element of a snapshot has as
 * many deletions as name it. Cost: O(n log n) in runs of deletions and pieces of text, not in single deletions.
 */
final class DeletionCheck {

    private final DocumentState state;
    private final Pieces pieces;
    private final int[] byId;
    private final CodecException corrupt;

    // Ranges of ids that deletions in force name: agent, first, end.
    private int[] agents = new int[64];
    private int[] firsts = new int[64];
    private int[] ends = new int[64];
    private int count;

    /** @param byId the pieces by agent and counter */
    DeletionCheck(DocumentState state, Pieces pieces, int[] byId, CodecException corrupt) {
        this.state = state;
        this.pieces = pieces;
        this.byId = byId;
        this.corrupt = corrupt;
    }

    /** @throws CodecException if not */
    void run() {
        List<List<Integer>> cancelled = state.textDeletions.cancelledByAgent();
        for (int agent = 0; agent < state.log.agentCount(); agent++) {
            checkTargets(state.log.of(agent), cancelled.get(agent));
        }
        compare();
    }

    // ---- targets

    private void checkTargets(AgentLog own, List<Integer> cancelled) {
        int nextCancelled = 0;
        OperationColumns operations = own.operations;
        for (int run = 0; run < operations.runCount(); run++) {
            int first = operations.first(run);
            int end = operations.end(run);
            if (operations.kind(run) == OperationColumns.DELETE) {
                checkSeen(own, run);
                requireCharacters(
                        operations.targetAgent(run),
                        lowest(operations, run, first, end),
                        (end - first) * operations.each(run));
                int from = first;
                while (nextCancelled < cancelled.size() && cancelled.get(nextCancelled) < end) {
                    int gone = cancelled.get(nextCancelled++);
                    addRange(operations, run, from, gone);
                    from = gone + 1;
                }
                addRange(operations, run, from, end);
            } else if (operations.kind(run) == OperationColumns.OTHER) {
                for (int counter = first; counter < end; counter++) {
                    if (operations.other(run, counter) instanceof Operation.DeleteText delete) {
                        boolean gone = state.textDeletions.isCancelled(own.agent, counter);
                        nextCancelled += gone ? 1 : 0;
                        addRanges(delete, own, counter, gone);
                    }
                }
            }
        }
    }

    private static int lowest(OperationColumns operations, int run, int from, int to) {
        return operations.target(run, operations.descends(run) ? to - 1 : from);
    }

    private void addRange(OperationColumns operations, int run, int from, int to) {
        if (from < to) {
            add(operations.targetAgent(run), lowest(operations, run, from, to), (to - from) * operations.each(run));
        }
    }

    /** That the author of a run of deletions had seen what each of them names. */
    private void checkSeen(AgentLog own, int run) {
        OperationColumns operations = own.operations;
        int target = operations.targetAgent(run);
        int at = operations.first(run);
        while (at < operations.end(run)) {
            int changes = own.find(at);
            int stop = Math.min(own.end(changes), operations.end(run));
            if (target == own.agent) {
                // Targets and counters both go in steps: if the first and the last one fit, all do.
                stop = operations.end(run);
                checkBelow(operations, run, at, at);
                checkBelow(operations, run, stop - 1, stop - 1);
            } else {
                int highest = operations.descends(run) ? at : stop - 1;
                checkBelow(operations, run, highest, own.seenEnd(changes, target));
            }
            at = stop;
        }
    }

    private void checkBelow(OperationColumns operations, int run, int counter, int end) {
        if (operations.target(run, counter) > end - operations.each(run)) {
            throw corrupt;
        }
    }

    private void addRanges(Operation.DeleteText delete, AgentLog own, int counter, boolean gone) {
        int changes = own.find(counter);
        for (IdRange range : delete.targets()) {
            int agent = state.agents.find(range.replica());
            int seen = agent == own.agent ? counter : own.seenEnd(changes, agent);
            if (range.end() > seen) {
                throw corrupt;
            }
            requireCharacters(agent, range.first(), range.length());
            if (!gone) {
                add(agent, range.first(), range.length());
            }
        }
    }

    private void requireCharacters(int agent, int first, int length) {
        int counter = first;
        while (counter < first + length) {
            if (state.elements.strand(agent, counter) == null || state.elements.isBoundary(agent, counter)) {
                throw corrupt;
            }
            counter = state.elements.runEnd(agent, counter);
        }
    }

    private void add(int agent, int first, int length) {
        if (count == agents.length) {
            int capacity = count + count / 2;
            agents = Arrays.copyOf(agents, capacity);
            firsts = Arrays.copyOf(firsts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        agents[count] = agent;
        firsts[count] = first;
        ends[count] = first + length;
        count++;
    }

    // ---- numbers

    /** Goes over all ids in order, with the ranges that begin and end, and the pieces. */
    private void compare() {
        int[] order = RadixSort.identity(count);
        int[] byFirst = RadixSort.sort(agents, RadixSort.sort(firsts, order));
        int[] byEnd = RadixSort.sort(agents, RadixSort.sort(ends, order));
        int begun = 0;
        int ended = 0;
        for (int piece : byId) {
            int agent = pieces.agents[piece];
            int at = pieces.counters[piece];
            while (begun < count && isUpTo(byFirst[begun], firsts, agent, at)) {
                begun++;
            }
            while (ended < count && isUpTo(byEnd[ended], ends, agent, at)) {
                ended++;
            }
            if (begun - ended != pieces.deletions[piece]) {
                throw corrupt;
            }
            int last = pieces.end(piece) - 1;
            while (at < last) {
                // The next place where the number might change.
                at = last;
                at = begun < count && isUpTo(byFirst[begun], firsts, agent, last)
                        ? Math.min(at, firsts[byFirst[begun]])
                        : at;
                at = ended < count && isUpTo(byEnd[ended], ends, agent, last) ? Math.min(at, ends[byEnd[ended]]) : at;
                while (begun < count && isUpTo(byFirst[begun], firsts, agent, at)) {
                    begun++;
                }
                while (ended < count && isUpTo(byEnd[ended], ends, agent, at)) {
                    ended++;
                }
                if (begun - ended != pieces.deletions[piece]) {
                    throw corrupt;
                }
            }
        }
    }

    private boolean isUpTo(int range, int[] places, int agent, int counter) {
        return agents[range] < agent || agents[range] == agent && places[range] <= counter;
    }
}
