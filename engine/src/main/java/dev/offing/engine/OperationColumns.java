package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The operations of one agent by counter, as runs of like ones in one {@code int} array. What the
 * strands know of an insertion (text, origins) is not kept again but asked for.
 *
 * <p>A run is insertions of as many characters each, boundaries, deletions of one range each whose ranges go
 * up or down without a gap, or operations kept as objects. So typing a text letter by letter is one run, going
 * over it with Backspace another.
 *
 * <p>Cost: appending O(1); finding O(log runs); {@value #STRIDE} ints a run, beside the objects.
 */
final class OperationColumns {

    static final int INSERT = 0;
    static final int SPLIT = 1;
    static final int DELETE = 2;
    static final int OTHER = 3;

    private static final int FIRST = 0;

    /** Kind in the low two bits; above, characters an insertion or a deletion has. */
    private static final int SHAPE = 1;

    /** First target of a deletion; index of the first type or object. */
    private static final int ARGUMENT = 2;

    /** Agent of the targets; below, whether they go down. */
    private static final int TARGETS = 3;

    private static final int STRIDE = 4;

    private int[] runs = new int[STRIDE];
    private int count;
    private int end;
    private final List<String> types = new ArrayList<>(0);
    private final List<Operation> others = new ArrayList<>(0);

    /** Counter after the last one. */
    int end() {
        return end;
    }

    int runCount() {
        return count;
    }

    int kind(int run) {
        return runs[run * STRIDE + SHAPE] & 3;
    }

    int first(int run) {
        return runs[run * STRIDE + FIRST];
    }

    int end(int run) {
        return run + 1 < count ? runs[(run + 1) * STRIDE + FIRST] : end;
    }

    /** Characters each insertion or deletion of a run has. */
    int each(int run) {
        return runs[run * STRIDE + SHAPE] >>> 2;
    }

    int targetAgent(int run) {
        return runs[run * STRIDE + TARGETS] >> 1;
    }

    /** Whether each deletion of a run names what stands before the one before it. */
    boolean descends(int run) {
        return (runs[run * STRIDE + TARGETS] & 1) != 0;
    }

    /** First counter of what the deletion with this counter, of this run, names. */
    int target(int run, int counter) {
        int steps = (counter - first(run)) * each(run);
        return runs[run * STRIDE + ARGUMENT] + (descends(run) ? -steps : steps);
    }

    /** Type of the block that a boundary of a run begins. */
    String type(int run, int counter) {
        return types.get(runs[run * STRIDE + ARGUMENT] + counter - first(run));
    }

    Operation other(int run, int counter) {
        return others.get(runs[run * STRIDE + ARGUMENT] + counter - first(run));
    }

    // ---- appending

    void append(Operation operation, AgentTable agents) {
        switch (operation) {
            case Operation.InsertText insert -> appendInsert(insert.idCount(), 1);
            case Operation.SplitBlock split -> appendSplit(split.type());
            case Operation.DeleteText delete -> {
                if (delete.targets().size() == 1) {
                    IdRange range = delete.targets().getFirst();
                    appendDelete(agents.find(range.replica()), range.first(), range.length());
                } else {
                    appendOther(delete);
                }
            }
            default -> appendOther(operation);
        }
    }

    /** @param operations how many, of so many characters each */
    void appendInsert(int characters, int operations) {
        if (count == 0 || runs[(count - 1) * STRIDE + SHAPE] != (characters << 2 | INSERT)) {
            addRun(characters << 2 | INSERT, 0, 0);
        }
        end += characters * operations;
    }

    void appendSplit(String type) {
        if (count == 0 || kind(count - 1) != SPLIT) {
            addRun(SPLIT, types.size(), 0);
        }
        types.add(type);
        end++;
    }

    void appendOther(Operation operation) {
        if (count == 0 || kind(count - 1) != OTHER) {
            addRun(OTHER, others.size(), 0);
        }
        others.add(operation);
        end++;
    }

    void appendDelete(int agent, int target, int length) {
        if (!wouldExtend(agent, target, length)) {
            addRun(length << 2 | DELETE, target, agent << 1);
        } else if (target < target(count - 1, end - 1)) {
            runs[(count - 1) * STRIDE + TARGETS] |= 1;
        }
        end++;
    }

    /** Whether {@link #appendDelete} would add to the last run. */
    boolean wouldExtend(int agent, int target, int length) {
        int last = count - 1;
        if (count == 0 || runs[last * STRIDE + SHAPE] != (length << 2 | DELETE) || targetAgent(last) != agent) {
            return false;
        }
        int previous = target(last, end - 1);
        boolean alone = end - first(last) == 1;
        return target == (descends(last) ? previous - length : previous + length)
                || alone && target == previous - length;
    }

    /** A whole run of deletions, as one reads it. */
    void appendDeletes(int agent, int target, int length, boolean descending, int operations) {
        addRun(length << 2 | DELETE, target, agent << 1 | (descending ? 1 : 0));
        end += operations;
    }

    private void addRun(int shape, int argument, int targets) {
        int at = count * STRIDE;
        if (at == runs.length) {
            runs = Arrays.copyOf(runs, at + Math.max(STRIDE, count / 2 * STRIDE));
        }
        runs[at + FIRST] = end;
        runs[at + SHAPE] = shape;
        runs[at + ARGUMENT] = argument;
        runs[at + TARGETS] = targets;
        count++;
    }

    // ---- finding

    /** Whether a counter, below the end, is that of a character. */
    boolean isInsertion(int counter) {
        return kind(find(counter)) == INSERT;
    }

    /** Whether the operation with this counter, below the end, deletes text. */
    boolean isDeletion(int counter) {
        int run = find(counter);
        return kind(run) == DELETE || kind(run) == OTHER && other(run, counter) instanceof Operation.DeleteText;
    }

    /** The run that holds a counter, which must be below the end. */
    int find(int counter) {
        return RunSearch.find(runs, STRIDE, count, counter);
    }

    /** Counter of the operation that has this counter among its ids. */
    int start(int counter) {
        int run = find(counter);
        return kind(run) == INSERT ? counter - (counter - first(run)) % each(run) : counter;
    }

    /** The operation whose own id has this counter, null if the counter is inside a run or not used. */
    Operation at(int agent, int counter, AgentTable agents, ElementIndex elements) {
        if (counter < 0 || counter >= end) {
            return null;
        }
        int run = find(counter);
        return switch (kind(run)) {
            case INSERT ->
                (counter - first(run)) % each(run) != 0 ? null : insert(agent, counter, each(run), agents, elements);
            case SPLIT -> split(agent, counter, type(run, counter), agents, elements);
            case DELETE ->
                new Operation.DeleteText(
                        List.of(new IdRange(agents.replica(targetAgent(run)), target(run, counter), each(run))));
            default -> other(run, counter);
        };
    }

    private static Operation insert(int agent, int counter, int length, AgentTable agents, ElementIndex elements) {
        TextStrand strand = elements.strand(agent, counter);
        if (!strand.elements.hasText(agent, counter, length)) {
            throw new HistoryNotHereException();
        }
        Strand.Element element = strand.elements.element(agent, counter);
        return new Operation.InsertText(
                strand.id,
                origin(element.leftAgent(), element.leftCounter(), agents),
                origin(element.rightAgent(), element.rightCounter(), agents),
                strand.elements.textOf(agent, counter, length));
    }

    private static Operation split(int agent, int counter, String type, AgentTable agents, ElementIndex elements) {
        TextStrand strand = elements.strand(agent, counter);
        Strand.Element element = strand.elements.element(agent, counter);
        return new Operation.SplitBlock(
                strand.id,
                origin(element.leftAgent(), element.leftCounter(), agents),
                origin(element.rightAgent(), element.rightCounter(), agents),
                type);
    }

    private static OpId origin(int agent, int counter, AgentTable agents) {
        return agent == AgentTable.NONE ? null : agents.id(agent, counter);
    }

    /** Hears of ranges that deletions name. */
    interface TargetVisitor {
        void visit(int deletionCounter, int targetAgent, int first, int length);
    }

    /** Tells what the deletions among the operations from one counter to another, exclusive, name. */
    void forEachTarget(int from, int to, AgentTable agents, TargetVisitor visitor) {
        for (int run = count == 0 ? 0 : find(from); run < count && first(run) < to; run++) {
            int start = Math.max(from, first(run));
            int stop = Math.min(to, end(run));
            if (kind(run) == DELETE) {
                for (int counter = start; counter < stop; counter++) {
                    visitor.visit(counter, targetAgent(run), target(run, counter), each(run));
                }
            } else if (kind(run) == OTHER) {
                for (int counter = start; counter < stop; counter++) {
                    if (other(run, counter) instanceof Operation.DeleteText delete) {
                        for (IdRange range : delete.targets()) {
                            visitor.visit(counter, agents.find(range.replica()), range.first(), range.length());
                        }
                    }
                }
            }
        }
    }
}
