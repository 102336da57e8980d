package dev.offing.reference;

import dev.offing.engine.Anchor;
import dev.offing.engine.IdRange;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.StrandId;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * MERGE-5, MERGE-6 and MERGE-10: the elements of every strand in order, which characters are
 * visible, and the marks of each.
 */
final class Strands {

    private final Map<StrandId, List<Element>> elements = new HashMap<>();
    private final Map<OpId, Integer> indexes = new HashMap<>();
    private final Map<OpId, TimedOperation> makings = new HashMap<>();
    private final Map<StrandId, List<TimedOperation>> marks = new HashMap<>();
    private final Map<OpId, TimedOperation> deletions = new HashMap<>();
    private final Set<OpId> cancelledDeletions = new HashSet<>();

    /** Deletions in force, by the character they name. */
    private final Map<OpId, List<TimedOperation>> deletionsOf = new HashMap<>();

    /** @param operations in time order */
    Strands(List<TimedOperation> operations) {
        Map<StrandId, FugueMaxTree> trees = new HashMap<>();
        for (TimedOperation timed : operations) {
            switch (timed.operation()) {
                case Operation.InsertText insert ->
                    addRun(trees.computeIfAbsent(insert.strand(), s -> new FugueMaxTree()), timed, insert);
                case Operation.SplitBlock split ->
                    trees.computeIfAbsent(split.strand(), s -> new FugueMaxTree())
                            .add(new Element(timed.id(), split.left(), split.right(), Element.BOUNDARY));
                case Operation.DeleteText delete -> deletions.put(timed.id(), timed);
                case Operation.UndeleteText undelete -> cancelledDeletions.add(undelete.deletion());
                case Operation.SetMark mark ->
                    marks.computeIfAbsent(mark.strand(), s -> new ArrayList<>()).add(timed);
                default -> {}
            }
        }
        trees.forEach((strand, tree) -> elements.put(strand, tree.inOrder()));
        elements.values().forEach(order -> {
            for (int i = 0; i < order.size(); i++) {
                indexes.put(order.get(i).id(), i);
            }
        });
        collectDeletions();
    }

    private void addRun(FugueMaxTree tree, TimedOperation timed, Operation.InsertText insert) {
        int[] codePoints = insert.text().codePoints().toArray();
        OpId left = insert.left();
        for (int i = 0; i < codePoints.length; i++) {
            tree.add(new Element(timed.element(i), left, insert.right(), codePoints[i]));
            left = timed.element(i);
            makings.put(left, timed);
        }
    }

    private void collectDeletions() {
        for (TimedOperation deletion : deletions.values()) {
            if (cancelledDeletions.contains(deletion.id())) {
                continue;
            }
            for (IdRange range : ((Operation.DeleteText) deletion.operation()).targets()) {
                for (int counter = range.first(); counter < range.end(); counter++) {
                    deletionsOf
                            .computeIfAbsent(new OpId(range.replica(), counter), c -> new ArrayList<>())
                            .add(deletion);
                }
            }
        }
    }

    /** All elements of a strand, deleted ones included. */
    List<Element> elements(StrandId strand) {
        return elements.getOrDefault(strand, List.of());
    }

    /** Strands somebody wrote into. */
    Set<StrandId> written() {
        return elements.keySet();
    }

    /** The operation that typed a character. */
    TimedOperation making(Element character) {
        return makings.get(character.id());
    }

    /** MERGE-6. */
    boolean isVisible(Element element) {
        return !element.isBoundary() && !deletionsOf.containsKey(element.id());
    }

    /** MERGE-32: whether a character is visible but for deletions that had seen another operation. */
    boolean isVisibleWithout(TimedOperation known, Element element) {
        return !element.isBoundary()
                && deletionsOf.getOrDefault(element.id(), List.of()).stream()
                        .allMatch(deletion -> deletion.hasSeen(known.id()));
    }

    /**
     * MERGE-10: the winning marks of a character, removals left out.
     *
     * @return the winning operation by mark key
     */
    Map<String, TimedOperation> marksOf(StrandId strand, Element element) {
        Map<String, TimedOperation> winners = winnersOf(strand, element);
        winners.values().removeIf(mark -> value(mark).equals(Value.ABSENT));
        return winners;
    }

    /** The same with removals. */
    Map<String, TimedOperation> winnersOf(StrandId strand, Element element) {
        Map<String, TimedOperation> winners = new TreeMap<>();
        for (TimedOperation timed : marks.getOrDefault(strand, List.of())) {
            Operation.SetMark mark = (Operation.SetMark) timed.operation();
            if (covers(mark, element)) {
                winners.put(mark.type() + "\n" + mark.instance(), timed);
            }
        }
        return winners;
    }

    /** What a mark sets. */
    static Value value(TimedOperation mark) {
        return ((Operation.SetMark) mark.operation()).value();
    }

    private boolean covers(Operation.SetMark mark, Element element) {
        int index = indexes.get(element.id());
        return gap(mark.start()) <= gapBefore(index) && gapAfter(index) <= gap(mark.end());
    }

    /** Gaps of a strand, numbered so that each element has one of its own on either side. */
    private int gap(Anchor anchor) {
        return switch (anchor) {
            case Anchor.Start ignored -> -1;
            case Anchor.End ignored -> Integer.MAX_VALUE;
            case Anchor.Before before -> gapBefore(indexes.get(before.element()));
            case Anchor.After after -> gapAfter(indexes.get(after.element()));
        };
    }

    private static int gapBefore(int index) {
        return 2 * index;
    }

    private static int gapAfter(int index) {
        return 2 * index + 1;
    }
}
