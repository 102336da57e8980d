package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Change;
import dev.offing.engine.DocumentView;
import dev.offing.engine.IdRange;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.StrandId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * MERGE-50 as seen from outside: a change that takes something back deletes visible characters of its
 * own replica only, or such as it brought back itself, and writes no register whose current write is
 * somebody else's. What is shown beside a block that goes back may get an explicit place, whoever placed
 * it, but stays in its parent.
 */
final class UndoLaw {

    private final Set<ReplicaId> own;
    private final Collection<Change> known;
    private final List<TimedOperation> before;

    /**
     * @param own ids the replica wrote under
     * @param known changes it knew before
     */
    UndoLaw(Set<ReplicaId> own, Collection<Change> known) {
        this.own = own;
        this.known = known;
        before = new History(List.copyOf(known)).operations();
    }

    void check(Change undo) {
        Strands strands = new Strands(before);
        boolean undeletes = undo.operations().stream().anyMatch(Operation.UndeleteText.class::isInstance);
        for (Operation operation : undo.operations()) {
            switch (operation) {
                case Operation.DeleteText delete -> {
                    delete.targets().forEach(range -> {
                        if (!isBroughtBack(range)) {
                            require(range.replica(), operation);
                        }
                    });
                    if (!undeletes) {
                        checkVisible(delete, strands);
                    }
                }
                case Operation.SetProperty write ->
                    checkRegister(
                            write,
                            earlier -> earlier instanceof Operation.SetProperty other
                                    && other.key().equals(write.key())
                                    && Objects.equals(other.block(), write.block()));
                case Operation.SetCell write ->
                    checkRegister(
                            write,
                            earlier -> earlier instanceof Operation.SetCell other
                                    && other.row().equals(write.row())
                                    && other.property().equals(write.property()));
                case Operation.SetSchema write
                when !write.key().equals("deleted") ->
                    checkRegister(
                            write,
                            earlier -> earlier instanceof Operation.SetSchema other
                                    && other.property().equals(write.property())
                                    && Objects.equals(other.option(), write.option())
                                    && other.key().equals(write.key()));
                case Operation.RemoveFromCell remove -> remove.adds().forEach(add -> require(add.replica(), operation));
                case Operation.UndeleteText undelete ->
                    require(undelete.deletion().replica(), operation);
                case Operation.RestoreBlock restore -> checkDeletion(restore);
                default -> {}
            }
        }
    }

    /**
     * A word of somebody else that a change of undo or redo hides was there when an own restore brought its
     * block back: what others wrote into a block since it was made, or since it came back, stays.
     *
     * @param shown characters a reader saw before the change
     * @param left those after it
     */
    void checkShown(Change change, Set<OpId> shown, Set<OpId> left) {
        if (change.operations().stream().noneMatch(Operation.DeleteBlock.class::isInstance)) {
            return;
        }
        Set<OpId> hidden = new HashSet<>(shown);
        hidden.removeAll(left);
        deletedBy(change).forEach(hidden::remove);
        List<TimedOperation> restores = before.stream()
                .filter(timed -> timed.operation() instanceof Operation.RestoreBlock
                        && own.contains(timed.id().replica()))
                .toList();
        for (TimedOperation timed : before) {
            boolean foreign = timed.operation() instanceof Operation.InsertText insert
                    && !(insert.strand() instanceof StrandId.Cell)
                    && !own.contains(timed.id().replica());
            if (foreign && restores.stream().noneMatch(restore -> restore.hasSeen(timed.id()))) {
                for (int i = 0; i < timed.operation().idCount(); i++) {
                    if (hidden.contains(timed.element(i))) {
                        throw new IllegalStateException("undo hides what somebody else wrote: " + timed.element(i));
                    }
                }
            }
        }
    }

    /** Where somebody else's mark wins, a change of undo or redo leaves what is shown. */
    void checkMarks(Change change) {
        if (change.operations().stream().noneMatch(Operation.SetMark.class::isInstance)) {
            return;
        }
        Strands earlier = new Strands(before);
        Strands later = new Strands(after(change));
        for (StrandId strand : earlier.written()) {
            for (Element element : earlier.elements(strand)) {
                if (earlier.isVisible(element) && later.isVisible(element)) {
                    Map<String, TimedOperation> now = later.winnersOf(strand, element);
                    earlier.winnersOf(strand, element).forEach((key, winner) -> {
                        boolean foreign = !own.contains(winner.id().replica());
                        if (foreign && !Strands.value(winner).equals(Strands.value(now.get(key)))) {
                            throw new IllegalStateException("undo overwrites the mark of somebody else: " + winner);
                        }
                    });
                }
            }
        }
    }

    private List<TimedOperation> after(Change change) {
        List<Change> all = new ArrayList<>(known);
        all.add(change);
        return new History(all).operations();
    }

    /** A block that somebody else placed last keeps its parent: it is placed again only to stay where it is seen. */
    void checkPlaces(Change change, DocumentView shown, DocumentView left) {
        if (change.operations().stream().noneMatch(Operation.PlaceBlock.class::isInstance)) {
            return;
        }
        Places places = new Places(before, new Strands(before));
        for (Operation operation : change.operations()) {
            if (operation instanceof Operation.PlaceBlock move) {
                TimedOperation by = places.standing(move.block()).by();
                BlockView was = block(shown, move.block());
                BlockView is = block(left, move.block());
                boolean foreign = by.operation() instanceof Operation.PlaceBlock
                        && !own.contains(by.id().replica());
                if (foreign && was != null && is != null && !Objects.equals(was.parent(), is.parent())) {
                    throw new IllegalStateException("undo moves what somebody else placed since: " + move.block());
                }
            }
        }
    }

    private static BlockView block(DocumentView view, BlockId id) {
        return view.blocks().stream()
                .filter(block -> block.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private static Set<OpId> deletedBy(Change change) {
        Set<OpId> deleted = new HashSet<>();
        for (Operation operation : change.operations()) {
            if (operation instanceof Operation.DeleteText delete) {
                delete.targets().forEach(range -> addAll(range, deleted));
            }
        }
        return deleted;
    }

    private static void addAll(IdRange range, Set<OpId> characters) {
        for (int counter = range.first(); counter < range.end(); counter++) {
            characters.add(new OpId(range.replica(), counter));
        }
    }

    private void checkVisible(Operation.DeleteText delete, Strands strands) {
        Set<OpId> visible = new HashSet<>();
        for (StrandId strand : strands.written()) {
            strands.elements(strand).stream().filter(strands::isVisible).forEach(element -> visible.add(element.id()));
        }
        for (IdRange range : delete.targets()) {
            for (int counter = range.first(); counter < range.end(); counter++) {
                if (!visible.contains(new OpId(range.replica(), counter))) {
                    throw new IllegalStateException("undo deletes what is not visible: " + delete);
                }
            }
        }
    }

    /** Whether an own operation took a deletion of these characters back. */
    private boolean isBroughtBack(IdRange range) {
        Set<OpId> characters = new HashSet<>();
        for (TimedOperation timed : before) {
            if (timed.operation() instanceof Operation.UndeleteText undelete
                    && own.contains(timed.id().replica())) {
                addTargets(undelete.deletion(), characters);
            }
        }
        for (int counter = range.first(); counter < range.end(); counter++) {
            if (!characters.contains(new OpId(range.replica(), counter))) {
                return false;
            }
        }
        return true;
    }

    private void addTargets(OpId deletion, Set<OpId> characters) {
        for (TimedOperation timed : before) {
            if (timed.id().equals(deletion)) {
                ((Operation.DeleteText) timed.operation()).targets().forEach(range -> addAll(range, characters));
            }
        }
    }

    private void checkRegister(Operation write, Predicate<Operation> same) {
        TimedOperation current = null;
        for (TimedOperation timed : before) {
            if (same.test(timed.operation())) {
                current = timed;
            }
        }
        if (current == null) {
            throw new IllegalStateException("undo writes a register nobody wrote: " + write);
        }
        require(current.id().replica(), write);
    }

    /** A deleted block comes back where one of the deletions in force is an own one. */
    private void checkDeletion(Operation.RestoreBlock restore) {
        List<TimedOperation> writes = Deletions.remainingDeletions(restore.block(), before);
        if (!writes.isEmpty()
                && writes.stream().noneMatch(write -> own.contains(write.id().replica()))) {
            throw new IllegalStateException("undo restores what others deleted since: " + restore);
        }
    }

    private void require(ReplicaId author, Operation operation) {
        if (!own.contains(author)) {
            throw new IllegalStateException("undo touches what is not its own: " + operation);
        }
    }
}
