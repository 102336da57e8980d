package dev.offing.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What the operations of a change under check would make: which id is what, and what stands next to
 * what in the strands as its author saw them. Only what differs from the document is kept.
 */
final class Draft {

    private static final int[] NOTHING = {};

    private final DocumentState state;
    private final Origin origin;
    private final Change change;

    /** Counter of each operation taken up. */
    private int[] starts = NOTHING;

    private int count;

    /** Element after an element, where this change put something between. */
    private Map<OpId, OpId> after = Map.of();

    /** First element of a strand, where this change put one. */
    private Map<StrandId, OpId> firsts = Map.of();

    Draft(DocumentState state, Origin origin, Change change) {
        this.state = state;
        this.origin = origin;
        this.change = change;
    }

    /** Takes up an operation that was found valid. */
    void add(Operation operation, int counter) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, Math.max(8, 2 * count));
        }
        starts[count++] = counter;
        switch (operation) {
            case Operation.InsertText insert ->
                link(insert.strand(), insert.left(), insert.right(), counter, insert.idCount());
            case Operation.SplitBlock split -> link(split.strand(), split.left(), split.right(), counter, 1);
            default -> {}
        }
    }

    private void link(StrandId strand, OpId left, OpId right, int counter, int count) {
        OpId first = new OpId(change.replica(), counter);
        OpId last = new OpId(change.replica(), counter + count - 1);
        if (after.isEmpty()) {
            after = new HashMap<>();
        }
        if (left == null) {
            firsts = firsts.isEmpty() ? new HashMap<>() : firsts;
            firsts.put(strand, first);
        } else {
            after.put(left, first);
        }
        after.put(last, right);
    }

    /** Whether the id is one of this change. */
    boolean owns(OpId id) {
        return id.counter() >= change.firstCounter() && id.replica().equals(change.replica());
    }

    /** The operation with this id, null if it is inside a run. */
    Operation operation(int counter) {
        int at = find(counter);
        return starts[at] == counter ? change.operations().get(at) : null;
    }

    /** The operation that has this counter among its ids. */
    Operation holder(int counter) {
        return change.operations().get(find(counter));
    }

    /** Counter after the last one of the operation that has this counter among its ids. */
    int holderEnd(int counter) {
        int at = find(counter);
        return starts[at] + change.operations().get(at).idCount();
    }

    private int find(int counter) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (starts[middle] <= counter) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The strand of an element of this change, null if the id is no element. */
    StrandId strandOf(int counter) {
        return switch (holder(counter)) {
            case Operation.InsertText insert -> insert.strand();
            case Operation.SplitBlock split -> split.strand();
            default -> null;
        };
    }

    /** What stood right of an element for the author; null for the end. @param left null = the start */
    OpId elementAfter(StrandId strand, OpId left) {
        if (left == null ? firsts.containsKey(strand) : after.containsKey(left)) {
            return left == null ? firsts.get(strand) : after.get(left);
        }
        if (left != null && owns(left)) {
            return new OpId(left.replica(), left.counter() + 1);
        }
        TextStrand here = state.strand(strand);
        return here == null ? null : ChangeValidator.seenElementAfter(state, origin, here, left);
    }
}
