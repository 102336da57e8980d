package dev.offing.reference;

import dev.offing.engine.Document;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.Probe;
import dev.offing.engine.StrandId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What holds of the order of elements, whatever algorithm made it. Judges the engine's own order, with
 * tombstones and boundaries, by the operations alone.
 *
 * <p><em>Strong list specification</em> (Attiya et al., "Specification and Complexity of Collaborative
 * Text Editing", 2016): one total order of all elements ever inserted agrees with every list any
 * replica ever held.
 *
 * <p><em>No interleaving</em> (Weidner and Kleppmann, "The Art of the Fugue", 2023): of two runs that two
 * replicas typed without knowing of each other, forward or backward, one stands wholly before the other.
 */
final class OrderLaw {

    /** One replica's typing at one place: each operation goes on at the end or the start of what was typed before. */
    private static final class Run {
        final List<TimedOperation> typed = new ArrayList<>();
        final OpId left;
        OpId first;
        OpId last;

        Run(OpId left) {
            this.left = left;
        }

        boolean continuesWith(Operation.InsertText insert) {
            boolean forward = last.equals(insert.left());
            boolean backward = first.equals(insert.right()) && Objects.equals(left, insert.left());
            return forward || backward;
        }

        void add(TimedOperation operation, Operation.InsertText insert) {
            typed.add(operation);
            OpId end = operation.element(insert.idCount() - 1);
            if (last == null || last.equals(insert.left())) {
                first = first == null ? operation.id() : first;
                last = end;
            } else {
                first = operation.id();
            }
        }

        boolean isUnknownTo(Run other) {
            return typed.stream()
                    .allMatch(one ->
                            other.typed.stream().noneMatch(two -> one.hasSeen(two.id()) || two.hasSeen(one.id())));
        }
    }

    private final List<Map<StrandId, List<OpId>>> held = new ArrayList<>();

    /** Takes note of the lists a document holds now. */
    void note(Document document) {
        held.add(Probe.elements(document));
    }

    /**
     * @param operations all there are, in time order
     * @param end a document that has seen them all
     * @throws IllegalStateException if a law is broken
     */
    void check(List<TimedOperation> operations, Document end) {
        Map<OpId, Integer> order = new HashMap<>();
        Probe.elements(end).values().forEach(elements -> {
            for (int i = 0; i < elements.size(); i++) {
                order.put(elements.get(i), i);
            }
        });
        held.forEach(lists -> lists.forEach((strand, elements) -> requireAgrees(strand, elements, order)));
        runs(operations).forEach((strand, runs) -> requireApart(runs, order));
    }

    private static void requireAgrees(StrandId strand, List<OpId> elements, Map<OpId, Integer> order) {
        for (int i = 1; i < elements.size(); i++) {
            if (order.get(elements.get(i - 1)) >= order.get(elements.get(i))) {
                throw new IllegalStateException("strong list specification: " + elements.get(i - 1) + " stood before "
                        + elements.get(i) + " in " + strand + " once, and does not in the end");
            }
        }
    }

    private static Map<StrandId, List<Run>> runs(List<TimedOperation> operations) {
        Map<StrandId, List<Run>> runs = new HashMap<>();
        for (TimedOperation operation : operations) {
            if (operation.operation() instanceof Operation.InsertText insert) {
                List<Run> inStrand = runs.computeIfAbsent(insert.strand(), s -> new ArrayList<>());
                Run run = inStrand.stream()
                        .filter(known -> replica(known).equals(operation.id().replica()))
                        .filter(known -> known.continuesWith(insert))
                        .findFirst()
                        .orElse(null);
                if (run == null) {
                    run = new Run(insert.left());
                    inStrand.add(run);
                }
                run.add(operation, insert);
            }
        }
        return runs;
    }

    private static Object replica(Run run) {
        return run.first.replica();
    }

    private static void requireApart(List<Run> runs, Map<OpId, Integer> order) {
        for (int i = 0; i < runs.size(); i++) {
            for (int j = 0; j < i; j++) {
                Run one = runs.get(i);
                Run other = runs.get(j);
                boolean apart = order.get(one.last) < order.get(other.first)
                        || order.get(other.last) < order.get(one.first)
                        || replica(one).equals(replica(other));
                if (!apart && one.isUnknownTo(other)) {
                    throw new IllegalStateException("runs interleave: " + one.first + " to " + one.last + " and "
                            + other.first + " to " + other.last);
                }
            }
        }
    }
}
