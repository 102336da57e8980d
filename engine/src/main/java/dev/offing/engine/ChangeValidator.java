package dev.offing.engine;

import dev.offing.engine.InvalidChangeException.Reason;
import dev.offing.engine.strand.Strand;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Decides whether a change may take effect, before any of it does, so that applying it is all or
 * nothing. Two parts: {@link #checkForm} needs no document; {@link #check} needs all causes applied.
 *
 * <p>Everything an operation names must be among what its author had seen, not merely be known here:
 * so every replica decides alike, whatever else it has. The two origins of an insertion must have been
 * neighbours for its author, which is what keeps hostile origins out of the order of a strand.
 * Operations of the same change may name each other; what they would make is kept in {@link Draft}.
 *
 * <p>Cost: a few look-ups an operation.
 */
final class ChangeValidator {

    private final DocumentState state;
    private final AgentTable agents;
    private Change change;
    private ReplicaId replica;
    private int firstCounter;
    private Origin origin;

    /** What the change under check makes; null if all of it is here already. */
    private Draft draft;

    /** Counter and place of the operation under check. */
    private int counter;

    private int operationIndex;

    ChangeValidator(DocumentState state) {
        this.state = state;
        this.agents = state.agents;
    }

    // ---- what needs no document ----

    /**
     * Limits and shapes.
     *
     * @throws InvalidChangeException if one is broken
     */
    static void checkForm(Change change) {
        if (change.operations().size() > Limits.CHANGE_OPERATIONS_MAX) {
            throw new InvalidChangeException(Reason.LIMIT_EXCEEDED, "too many operations", -1);
        }
        long ids = change.firstCounter();
        for (int i = 0; i < change.operations().size(); i++) {
            FormCheck.check(change.operations().get(i), i);
            ids += change.operations().get(i).idCount();
        }
        if (ids > Integer.MAX_VALUE) {
            throw new InvalidChangeException(Reason.LIMIT_EXCEEDED, "counters are used up", -1);
        }
        ReplicaId previous = null;
        for (OpId head : change.heads()) {
            if (head.replica().equals(change.replica())
                    || previous != null && head.replica().compareTo(previous) <= 0) {
                throw new InvalidChangeException(Reason.CAUSES_NOT_EXACT, "heads are not sorted or foreign", -1);
            }
            previous = head.replica();
        }
    }

    // ---- what needs its causes ----

    /**
     * @param checked a change of good form, all causes applied
     * @param after what it must come after
     * @param causes the entries its heads name
     * @throws InvalidChangeException if it breaks a rule
     */
    void check(Change checked, Origin after, List<LogEntry> causes) {
        change = checked;
        replica = checked.replica();
        firstCounter = checked.firstCounter();
        origin = after;
        operationIndex = -1;
        counter = checked.firstCounter();
        checkCauses(causes);
        draft = new Draft(state, origin, checked);
        List<Operation> operations = checked.operations();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            operationIndex = i;
            checkOperation(operation);
            // Nobody comes to ask what the last one makes.
            if (i + 1 < operations.size()) {
                draft.add(operation, counter);
            }
            counter += operation.idCount();
        }
    }

    /**
     * Checks one operation of a log that is here already, with the strands and blocks it made.
     *
     * @throws InvalidChangeException if it breaks a rule
     */
    void checkTaken(Operation operation, Origin by, int ownCounter) {
        LogEntry entry = state.log.entry(by.agent, ownCounter);
        origin = by;
        replica = agents.replica(by.agent);
        firstCounter = entry.first();
        counter = ownCounter;
        operationIndex = -1;
        draft = null;
        checkOperation(operation);
    }

    private void checkCauses(List<LogEntry> causes) {
        if (origin.stamp != change.stamp()) {
            throw refuse(Reason.STAMP_NOT_EXACT, "stamp is not exact");
        }
        Origin own = causes.isEmpty() ? null : previousOwn();
        for (int i = 0; i < causes.size(); i++) {
            LogEntry cause = causes.get(i);
            boolean known = own != null && cause.first() < own.seenEnd(cause.origin().agent);
            for (LogEntry other : causes) {
                known |= other != cause && cause.first() < other.origin().seenEnd(cause.origin().agent);
            }
            if (known || cause.lastOperation() != change.heads().get(i).counter()) {
                throw refuse(Reason.CAUSES_NOT_EXACT, "heads are not the newest changes");
            }
        }
    }

    private Origin previousOwn() {
        if (firstCounter == 0) {
            return null;
        }
        return state.log.entry(origin.agent, firstCounter - 1).origin();
    }

    private void checkOperation(Operation operation) {
        switch (operation) {
            case Operation.InsertText insert -> {
                checkStrand(insert.strand());
                checkNeighbours(insert.strand(), insert.left(), insert.right());
            }
            case Operation.SplitBlock split -> {
                checkStrand(split.strand());
                checkNeighbours(split.strand(), split.left(), split.right());
            }
            case Operation.DeleteText delete -> {
                for (IdRange range : delete.targets()) {
                    checkCharacters(range);
                }
            }
            case Operation.UndeleteText undelete -> {
                if (!(seenOperation(undelete.deletion()) instanceof Operation.DeleteText)) {
                    throw refuse(Reason.WRONG_TARGET, "what is cancelled is no deletion of text");
                }
            }
            case Operation.NewBlock made -> {
                if (made.place().parent() != null) {
                    checkBlock(made.place().parent());
                }
            }
            case Operation.PlaceBlock place -> {
                checkBlock(place.block());
                switch (place.place()) {
                    case Place.Child child -> {
                        if (child.parent() != null) {
                            checkBlock(child.parent());
                        }
                    }
                    case Place.Continuation continuation -> checkBlock(continuation.host());
                }
            }
            case Operation.DeleteBlock delete -> {
                checkBlock(delete.block());
                checkSeen(delete.seen());
            }
            case Operation.RestoreBlock restore -> {
                checkBlock(restore.block());
                checkSeen(restore.seen());
            }
            case Operation.SetMark mark -> {
                checkStrand(mark.strand());
                checkAnchor(mark.strand(), mark.start());
                checkAnchor(mark.strand(), mark.end());
            }
            case Operation.SetProperty set -> checkProperty(set);
            case Operation.SetCell set -> {
                checkBlock(set.row());
                checkReplaced(
                        set.replaces(),
                        earlier -> earlier instanceof Operation.SetCell other
                                && other.row().equals(set.row())
                                && other.property().equals(set.property()));
            }
            case Operation.AddToCell add -> checkBlock(add.row());
            case Operation.RemoveFromCell remove -> {
                checkBlock(remove.row());
                checkReplaced(
                        remove.adds(),
                        earlier -> earlier instanceof Operation.AddToCell add
                                && add.row().equals(remove.row())
                                && add.property().equals(remove.property()));
            }
            case Operation.SetSchema set ->
                checkReplaced(
                        set.replaces(),
                        earlier -> earlier instanceof Operation.SetSchema other
                                && other.property().equals(set.property())
                                && Objects.equals(other.option(), set.option())
                                && other.key().equals(set.key()));
        }
    }

    private InvalidChangeException refuse(Reason reason, String message) {
        return new InvalidChangeException(reason, message, operationIndex);
    }

    /** The agent of something named, which must have been seen. */
    private int seenAgent(OpId id) {
        int agent = agents.find(id.replica());
        if (id.replica().equals(replica)) {
            if (id.counter() >= counter) {
                throw refuse(Reason.UNKNOWN_TARGET, "names something later than itself");
            }
        } else if (agent == AgentTable.NONE || id.counter() >= origin.seenEnd(agent)) {
            throw refuse(Reason.UNKNOWN_TARGET, "names something its author had not seen");
        }
        return agent;
    }

    private boolean isDraft(OpId id) {
        return draft != null && draft.owns(id);
    }

    private Operation seenOperation(OpId id) {
        int agent = seenAgent(id);
        if (!isDraft(id) && state.log.isCharacter(agent, id.counter())) {
            throw refuse(Reason.WRONG_TARGET, "names a character where it cannot");
        }
        Operation operation = isDraft(id) ? draft.operation(id.counter()) : state.log.operation(agent, id.counter());
        if (operation == null) {
            throw refuse(Reason.WRONG_TARGET, "names the inside of a run");
        }
        return operation;
    }

    private void checkBlock(BlockId id) {
        Operation operation = seenOperation(id.op());
        if (!(operation instanceof Operation.NewBlock) && !(operation instanceof Operation.SplitBlock)) {
            throw refuse(Reason.WRONG_TARGET, "names a block that is none");
        }
    }

    private void checkStrand(StrandId id) {
        switch (id) {
            case StrandId.Title title -> {}
            case StrandId.OfBlock of -> {
                if (!(seenOperation(of.head().op()) instanceof Operation.NewBlock)) {
                    throw refuse(Reason.WRONG_TARGET, "the head of a strand is not a new block");
                }
            }
            case StrandId.Cell cell -> {
                checkBlock(cell.row());
                checkBlock(cell.column());
            }
        }
    }

    private void checkElement(StrandId strand, OpId element) {
        int agent = seenAgent(element);
        if (isDraft(element)) {
            if (!strand.equals(draft.strandOf(element.counter()))) {
                throw refuse(Reason.WRONG_TARGET, "an element is not in the strand");
            }
            return;
        }
        TextStrand of = state.elements.strand(agent, element.counter());
        if (of == null || !of.id.equals(strand)) {
            throw refuse(Reason.WRONG_TARGET, "an element is not in the strand");
        }
    }

    private void checkNeighbours(StrandId strand, OpId left, OpId right) {
        if (left != null) {
            checkElement(strand, left);
        }
        if (right != null) {
            checkElement(strand, right);
        }
        OpId next = draft.elementAfter(strand, left);
        if (next == null ? right != null : !next.equals(right)) {
            throw refuse(Reason.WRONG_TARGET, "origins were not neighbours");
        }
    }

    private void checkAnchor(StrandId strand, Anchor anchor) {
        switch (anchor) {
            case Anchor.Start start -> {}
            case Anchor.End end -> {}
            case Anchor.Before before -> checkElement(strand, before.element());
            case Anchor.After after -> checkElement(strand, after.element());
        }
    }

    private void checkCharacters(IdRange range) {
        int agent = seenAgent(new OpId(range.replica(), range.end() - 1));
        int at = range.first();
        boolean own = range.replica().equals(replica);
        while (at < range.end()) {
            if (draft != null && own && at >= firstCounter) {
                if (!(draft.holder(at) instanceof Operation.InsertText)) {
                    throw refuse(Reason.WRONG_TARGET, "deletes what is no character");
                }
                at = draft.holderEnd(at);
            } else if (state.elements.strand(agent, at) == null || state.elements.isBoundary(agent, at)) {
                throw refuse(Reason.WRONG_TARGET, "deletes what is no character");
            } else {
                at = state.elements.runEnd(agent, at);
            }
        }
    }

    private void checkSeen(VersionVector seen) {
        if (!seen.equals(state.log.seen(origin, firstCounter))) {
            throw refuse(Reason.CAUSES_NOT_EXACT, "seen is not what the author had seen");
        }
    }

    private void checkProperty(Operation.SetProperty set) {
        if (set.block() != null) {
            checkBlock(set.block());
        }
        checkReplaced(
                set.replaces(),
                earlier -> earlier instanceof Operation.SetProperty other
                        && other.key().equals(set.key())
                        && Objects.equals(other.block(), set.block()));
    }

    /** @param same whether an operation is one that the one under check may supersede */
    private void checkReplaced(List<OpId> replaces, Predicate<Operation> same) {
        for (OpId replaced : replaces) {
            if (!same.test(seenOperation(replaced))) {
                throw refuse(Reason.WRONG_TARGET, "replaces a write of another register");
            }
        }
    }

    /** For {@link Draft}: what follows an element for the author of the change, in a strand that is here. */
    static OpId seenElementAfter(DocumentState state, Origin origin, TextStrand strand, OpId left) {
        int index = -1;
        if (left != null) {
            index = strand.elements.indexOf(state.agents.find(left.replica()), left.counter());
        }
        Strand.Cursor runs = strand.elements.cursor(index + 1);
        while (runs.next()) {
            if (runs.agent() == origin.agent || runs.counter() < origin.seenEnd(runs.agent())) {
                return state.agents.id(runs.agent(), runs.counter());
            }
        }
        return null;
    }
}
