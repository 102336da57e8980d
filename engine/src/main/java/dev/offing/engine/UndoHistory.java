package dev.offing.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The stacks of own groups of operations, to be taken back and done again (MERGE-50). Operations are
 * recorded as they are performed; those of an undo become the group a redo takes back, and the other
 * way round.
 */
final class UndoHistory {

    /** More steps than this are taken back in several goes, so that they fit into a change. */
    private static final int STEPS_MAX = 1_000;

    /**
     * One recorded operation of the local replica.
     *
     * @param before for places: the operation that gave the one the block had, else null
     */
    record Step(Operation operation, int counter, OpId before) {}

    /** Operations that are taken back together, in the order they were performed. */
    static final class Group {
        final List<Step> steps = new ArrayList<>();
    }

    /** What writes of undo and redo brought back, by the kind of what they wrote. */
    final Restored marks = new Restored();

    final Restored registers = new Restored();
    final Restored places = new Restored();

    private final List<Group> undo = new ArrayList<>();
    private final List<Group> redo = new ArrayList<>();

    /** Where operations are recorded now; null opens a new group on the undo stack. */
    private Group current;

    /** Whether the operations being performed take something back. */
    private boolean takingBack;

    /** Whether that changed something, even if nothing was recorded that could be taken back in turn. */
    private boolean hadEffect;

    void clear() {
        undo.clear();
        redo.clear();
        restored().forEach(Restored::clear);
        current = null;
    }

    /** In a fixed order. */
    List<Restored> restored() {
        return List.of(marks, registers, places);
    }

    /** Oldest first. */
    List<Group> undoStack() {
        return undo;
    }

    /** Oldest first. */
    List<Group> redoStack() {
        return redo;
    }

    /** Counters of the operations in both stacks. */
    Set<Integer> steps() {
        Set<Integer> counters = new HashSet<>();
        for (List<Group> stack : List.of(undo, redo)) {
            for (Group group : stack) {
                group.steps.forEach(step -> counters.add(step.counter()));
            }
        }
        return counters;
    }

    void endGroup() {
        current = null;
    }

    void record(Operation operation, int counter, OpId before) {
        if (!takingBack && current == null) {
            current = new Group();
            push(undo, current);
        }
        if (!takingBack) {
            redo.clear();
        }
        current.steps.add(new Step(operation, counter, before));
    }

    /** Replaces everything by what another history holds, which is not used any more. */
    void takeFrom(UndoHistory other) {
        clear();
        undo.addAll(other.undo);
        redo.addAll(other.redo);
        for (int i = 0; i < restored().size(); i++) {
            other.restored().get(i).writes().forEach(restored().get(i)::add);
        }
    }

    private static void push(List<Group> stack, Group group) {
        if (stack.size() == Limits.UNDO_GROUPS_MAX) {
            stack.removeFirst();
        }
        stack.add(group);
    }

    /** Something was taken back that cannot be done again. */
    void noteEffect() {
        hadEffect = true;
    }

    boolean canUndo() {
        return !undo.isEmpty();
    }

    boolean canRedo() {
        return !redo.isEmpty();
    }

    /** Takes groups off a stack until one has an effect. */
    void takeBack(boolean redoing, Consumer<Group> inversion) {
        List<Group> from = redoing ? redo : undo;
        List<Group> to = redoing ? undo : redo;
        endGroup();
        takingBack = true;
        try {
            while (!from.isEmpty()) {
                Group taken = takeLast(from);
                current = new Group();
                hadEffect = false;
                inversion.accept(taken);
                if (!current.steps.isEmpty()) {
                    push(to, current);
                }
                if (hadEffect || !current.steps.isEmpty()) {
                    return;
                }
            }
        } finally {
            takingBack = false;
            current = null;
        }
    }

    private static Group takeLast(List<Group> from) {
        Group last = from.getLast();
        int rest = last.steps.size() - STEPS_MAX;
        if (rest <= 0) {
            return from.removeLast();
        }
        Group tail = new Group();
        List<Step> steps = last.steps.subList(rest, last.steps.size());
        tail.steps.addAll(steps);
        steps.clear();
        return tail;
    }
}
