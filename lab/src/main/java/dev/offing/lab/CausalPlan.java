package dev.offing.lab;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * How few documents play a trace with its true causal graph. A document that has exactly what a
 * transaction is based on takes it, whoever its author is; else the fullest one that has part of it is
 * given the rest; if every document has more than that, another one is begun. So there are about as
 * many documents as branches were ever open at once, where one an agent would take the whole history
 * hundreds of times in a trace of hundreds of short-lived agents.
 *
 * <p>Cost: O(transactions) for each that does not just follow its document's last one.
 */
final class CausalPlan {

    private static final int[] NOTHING = {};

    /** A document in the plan: its last transaction, and everything it has. */
    private static final class Branch {
        int last = -1;
        final BitSet has = new BitSet();
    }

    private final EditingTrace trace;
    private final int[] documents;
    private final int[][] missing;
    private final List<Branch> branches = new ArrayList<>();

    CausalPlan(EditingTrace trace) {
        this.trace = trace;
        int count = trace.transactions().size();
        documents = new int[count];
        missing = new int[count][];
        for (int i = 0; i < count; i++) {
            plan(i);
        }
    }

    private void plan(int transaction) {
        List<Integer> parents = trace.transactions().get(transaction).parents();
        int chosen = parents.size() == 1 ? branchEndingWith(parents.get(0)) : -1;
        missing[transaction] = NOTHING;
        if (chosen < 0) {
            BitSet ancestors = ancestors(parents);
            chosen = fullestWithin(ancestors);
            ancestors.andNot(branches.get(chosen).has);
            missing[transaction] = ascending(ancestors);
            branches.get(chosen).has.or(ancestors);
        }
        documents[transaction] = chosen;
        branches.get(chosen).last = transaction;
        branches.get(chosen).has.set(transaction);
    }

    private int branchEndingWith(int transaction) {
        for (int i = 0; i < branches.size(); i++) {
            if (branches.get(i).last == transaction) {
                return i;
            }
        }
        return -1;
    }

    /** A branch is within a history if its last transaction is: that one has the rest among its ancestors. */
    private int fullestWithin(BitSet ancestors) {
        int fullest = -1;
        int most = -1;
        for (int i = 0; i < branches.size(); i++) {
            Branch branch = branches.get(i);
            if (ancestors.get(branch.last) && branch.has.cardinality() > most) {
                fullest = i;
                most = branch.has.cardinality();
            }
        }
        if (fullest < 0) {
            branches.add(new Branch());
            fullest = branches.size() - 1;
        }
        return fullest;
    }

    private BitSet ancestors(List<Integer> parents) {
        BitSet found = new BitSet();
        List<Integer> open = new ArrayList<>(parents);
        while (!open.isEmpty()) {
            int ancestor = open.removeLast();
            if (!found.get(ancestor)) {
                found.set(ancestor);
                open.addAll(trace.transactions().get(ancestor).parents());
            }
        }
        return found;
    }

    private static int[] ascending(BitSet set) {
        int[] all = new int[set.cardinality()];
        int at = set.nextSetBit(0);
        for (int i = 0; i < all.length; i++) {
            all[i] = at;
            at = set.nextSetBit(at + 1);
        }
        return all;
    }

    int documentCount() {
        return branches.size();
    }

    /** The document a transaction is made in, 0 to {@link #documentCount}, exclusive. */
    int document(int transaction) {
        return documents[transaction];
    }

    /** What that document must be given right before it; ascending, and so causes first. */
    int[] missing(int transaction) {
        return missing[transaction];
    }
}
