package dev.offing.engine;

import dev.offing.engine.UndoHistory.Step;
import dev.offing.engine.strand.Strand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes groups of own operations back by new operations against the present state (MERGE-50). Text
 * comes first, what was deleted before what was typed; then marks, which text that is gone again does
 * not need; then places, so that what a joined half has to be pinned between stands in its old place;
 * then the rest. Each from the last step to the first.
 */
final class Inversion {

    private final DocumentState state;
    private final Author author;
    private final BlockCommands blocks;
    private final Slots slots;
    private final MarkInversion marks;
    private final DatabaseInversion cells;
    private final DeletionInversion deletions;
    private final Restored registers;
    private final Restored places;

    Inversion(
            DocumentState state,
            Author author,
            TextCommands texts,
            BlockCommands blocks,
            DatabaseCommands database,
            Slots slots) {
        this.state = state;
        this.author = author;
        this.blocks = blocks;
        this.slots = slots;
        this.marks = new MarkInversion(state, author, texts);
        this.cells = new DatabaseInversion(state, author, database);
        this.deletions = new DeletionInversion(state, author, blocks.deletedBlocks());
        this.registers = author.history().registers;
        this.places = author.history().places;
    }

    void takeBack(UndoHistory.Group group) {
        List<IdRange> typed = typed(group);
        for (Step step : group.steps.reversed()) {
            if (step.operation() instanceof Operation.DeleteText delete) {
                // What the group typed and deleted itself is gone either way.
                if (!containsAll(typed, delete.targets())) {
                    undelete(delete, own(step));
                }
            } else if (step.operation() instanceof Operation.UndeleteText undelete) {
                deleteAgain(undelete);
            }
        }
        deleteVisible(typed);
        for (Step step : group.steps.reversed()) {
            if (step.operation() instanceof Operation.SetMark mark) {
                marks.takeBack(mark, own(step));
            }
        }
        for (Step step : group.steps.reversed()) {
            if (step.operation() instanceof Operation.PlaceBlock && before(step).kind != PlaceWrite.Kind.AUTO) {
                restorePlace(step);
            }
        }
        List<Operation.DeleteBlock> deleted = new ArrayList<>();
        for (Step step : group.steps.reversed()) {
            if (step.operation() instanceof Operation.DeleteBlock delete) {
                deleted.add(delete);
                continue;
            }
            deletions.restore(deleted);
            deleted.clear();
            takeBackBlock(step);
        }
        deletions.restore(deleted);
        letFollow(group);
        cells.takeBack(group);
    }

    private void takeBackBlock(Step step) {
        switch (step.operation()) {
            case Operation.SetProperty set -> restoreRegister(set, own(step));
            case Operation.SplitBlock split -> joinHalf(step);
            case Operation.NewBlock made -> deletions.deleteMade(new BlockId(own(step)));
            case Operation.RestoreBlock restore -> deletions.deleteAgain(restore, own(step));
            default -> {}
        }
    }

    private OpId own(Step step) {
        return new OpId(author.replica(), step.counter());
    }

    // ---- text ----

    /** The ids of all characters a group typed, by counter, neighbouring ones as one range. */
    private List<IdRange> typed(UndoHistory.Group group) {
        List<IdRange> typed = new ArrayList<>();
        for (Step step : group.steps) {
            if (step.operation() instanceof Operation.InsertText insert) {
                append(new IdRange(author.replica(), step.counter(), insert.idCount()), typed);
            }
        }
        return typed;
    }

    private static boolean containsAll(List<IdRange> ranges, List<IdRange> wanted) {
        for (IdRange one : wanted) {
            boolean found = false;
            for (IdRange range : ranges) {
                found |= range.replica().equals(one.replica())
                        && range.first() <= one.first()
                        && one.end() <= range.end();
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private void deleteVisible(List<IdRange> ranges) {
        List<IdRange> visible = new ArrayList<>();
        ranges.forEach(range -> addVisible(range, visible));
        if (!visible.isEmpty()) {
            author.perform(new Operation.DeleteText(visible));
        }
    }

    /** Appends a range, to the last one if it goes on there. */
    private static void append(IdRange range, List<IdRange> ranges) {
        IdRange last = ranges.isEmpty() ? null : ranges.getLast();
        if (last != null && last.end() == range.first() && last.replica().equals(range.replica())) {
            ranges.set(ranges.size() - 1, new IdRange(last.replica(), last.first(), last.length() + range.length()));
        } else {
            ranges.add(range);
        }
    }

    /** Appends the parts of a range that are visible. */
    private void addVisible(IdRange range, List<IdRange> visible) {
        int agent = state.agents.find(range.replica());
        int counter = range.first();
        while (counter < range.end()) {
            Strand elements = state.elements.strand(agent, counter).elements;
            Strand.Cursor run = elements.cursor(elements.indexOf(agent, counter));
            Invariant.check(run.next(), "an element is not in its strand");
            int length = Math.min(run.length(), range.end() - counter);
            if (run.visible()) {
                append(new IdRange(range.replica(), counter, length), visible);
            }
            counter += length;
        }
    }

    private void undelete(Operation.DeleteText delete, OpId own) {
        if (state.textDeletions.isCancelled(state.agents.find(own.replica()), own.counter())) {
            return;
        }
        state.requireText(own);
        // Cancelled even where other deletions stand; it counts as an effect only if something came back.
        Operation.UndeleteText undelete = new Operation.UndeleteText(own);
        int counter = author.performUnrecorded(undelete);
        List<IdRange> visible = new ArrayList<>();
        delete.targets().forEach(range -> addVisible(range, visible));
        if (!visible.isEmpty()) {
            author.history().record(undelete, counter, null);
        }
    }

    private void deleteAgain(Operation.UndeleteText undelete) {
        deleteVisible(((Operation.DeleteText) author.operation(undelete.deletion())).targets());
    }

    // ---- registers ----

    private void restoreRegister(Operation.SetProperty set, OpId own) {
        Block block = set.block() == null ? null : state.block(set.block());
        Register<Value> register = (block == null ? state.properties : block.registers).get(set.key());
        Register.Write<Value> winner = register.winner();
        if (!registers.isCurrent(own, state.agents.id(winner.origin().agent, winner.counter()))) {
            return;
        }
        OpId previous = author.latest(set.replaces());
        Value value = Value.ABSENT;
        if (previous != null) {
            value = ((Operation.SetProperty) author.operation(previous)).value();
        } else if (block != null && set.key().equals(Operation.TYPE)) {
            value = new Value.Text(block.initialType);
        }
        int counter = author.nextCounter();
        blocks.writeRegister(block, set.key(), value);
        if (author.nextCounter() > counter) {
            registers.add(counter, previous);
        }
    }

    // ---- places ----

    private void restorePlace(Step step) {
        Operation.PlaceBlock operation = (Operation.PlaceBlock) step.operation();
        Block block = state.block(operation.block());
        PlaceWrite now = block.place;
        if (!places.isCurrent(own(step), state.agents.id(now.origin.agent, now.counter))) {
            return;
        }
        PlaceWrite before = before(step);
        Place place = before.kind == PlaceWrite.Kind.AUTO ? whereAutoWasShown(block) : before.toPlace();
        if (place == null || before.target != null && state.tree.isAbove(block, before.target)) {
            return;
        }
        int counter = author.perform(new Operation.PlaceBlock(block.id, place));
        places.add(counter, step.before());
    }

    /**
     * Puts halves that were shown behind their text behind it again, which is back by now, and in its place. Each
     * gets the place right behind the text before it: so halves of one text are put back from the first to the last,
     * and before them those of the texts that are joined behind it.
     */
    private void letFollow(UndoHistory.Group group) {
        List<Step> followed = new ArrayList<>();
        for (Step step : group.steps.reversed()) {
            if (step.operation() instanceof Operation.PlaceBlock && before(step).kind == PlaceWrite.Kind.AUTO) {
                followed.add(step);
            }
        }
        followed.sort(
                Comparator.comparingInt((Step step) -> -joinedIndex(moved(step).preceding()))
                        .thenComparingInt(step -> moved(step).ordinal));
        followed.forEach(this::restorePlace);
    }

    /** Where the text of a block stands among those joined into one. */
    private static int joinedIndex(Block block) {
        return Layout.joined(block.outermostHost()).indexOf(block);
    }

    private Block moved(Step step) {
        return state.block(((Operation.PlaceBlock) step.operation()).block());
    }

    /** The place a block had before a step that moved it. */
    private PlaceWrite before(Step step) {
        Block block = moved(step);
        OpId before = step.before();
        return before.equals(block.id.op())
                ? block.initialPlace
                : state.placeWrite(
                        block,
                        ((Operation.PlaceBlock) author.operation(before)).place(),
                        author.originOf(before),
                        before.counter());
    }

    /** The explicit place right after the block whose text precedes; null if that is below. */
    private Place whereAutoWasShown(Block block) {
        Block leader = block.preceding().outermostHost();
        Shown shown = state.view.shown(leader);
        if (state.tree.isAbove(block, leader)) {
            return null;
        }
        return slots.place(shown == null ? slots.openBehind(leader) : slots.openForFollower(block));
    }

    private void joinHalf(Step step) {
        Block half = state.block(new BlockId(own(step)));
        boolean moved = !half.isAuto() && half.place.origin.agent != half.origin.agent;
        boolean joined = half.place.kind == PlaceWrite.Kind.CONTINUATION;
        state.view.refresh();
        if (half.hidden || moved || joined || half.hasCellContent()) {
            return;
        }
        if (half.shown != null) {
            slots.pinFollowers(half.shown);
        }
        Block host = half.preceding();
        if (state.tree.isAbove(half, host)) {
            return;
        }
        PositionKey first = host.continuations.isEmpty() ? null : host.continuations.getFirst().place.key;
        PositionKey key = state.keyRuns().between(null, first, author.nextCounter());
        author.perform(new Operation.PlaceBlock(half.id, new Place.Continuation(host.id, key)));
    }
}
