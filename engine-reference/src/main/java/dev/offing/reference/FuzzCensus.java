package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.CellValue;
import dev.offing.engine.CellView;
import dev.offing.engine.Change;
import dev.offing.engine.Difference;
import dev.offing.engine.Document;
import dev.offing.engine.DocumentView;
import dev.offing.engine.IdRange;
import dev.offing.engine.Operation;
import dev.offing.engine.Place;
import dev.offing.engine.StrandId;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Counts what the fuzz did. A generator that no longer reaches a case would stay green for ever;
 * {@link #neverHappened} makes it fail instead.
 */
public final class FuzzCensus {

    /** Meetings of concurrent work, found by comparing every two operations of a script. */
    enum Conflict {
        INSERTS_AT_ONE_SPOT,
        SPLIT_AND_TYPING_IN_ONE_STRAND,
        TWO_SPLITS_OF_ONE_STRAND,
        SPLIT_AND_JOIN_OF_ONE_STRAND,
        JOIN_AND_TYPING_IN_THE_JOINED,
        TWO_JOINS_OF_ONE_BLOCK,
        TWO_MOVES_OF_ONE_BLOCK,
        MOVE_CYCLE,
        JOIN_CYCLE,
        DELETED_BLOCK_WITH_UNSEEN_TEXT,
        TWO_DELETIONS_OF_ONE_BLOCK,
        DELETE_AND_RESTORE_OF_ONE_BLOCK,
        MOVE_AND_DELETE_OF_ONE_BLOCK,
        DELETED_TEXT_OVERLAPS,
        SAME_MARK_TYPE_IN_ONE_STRAND,
        MARK_AND_UNMARK_OF_ONE_TYPE,
        SAME_PROPERTY,
        TYPING_IN_ONE_CELL,
        SAME_CELL,
        MEMBERS_ADDED_TO_ONE_CELL,
        MEMBER_ADDED_AND_REMOVED,
        CELL_SET_AND_MEMBER_ADDED,
        CELL_EDITED_IN_A_DELETED_ROW,
        OPTION_DELETED_AND_ASSIGNED,
        OPTION_DELETED_AND_RENAMED,
        PROPERTY_DELETED_AND_CELL_EDITED,
        PROPERTY_DELETED_TWICE,
        PROPERTY_RETYPED_AND_CELL_EDITED,
        SAME_SCHEMA_REGISTER,
        BOTH_UNDO
    }

    /** States that only rare steps lead to. */
    enum State {
        PENDING_CHANGE,
        SURVIVOR,
        TABLE,
        CELL,
        UNCONVERTED_CELL,
        OPTION_KEPT,
        FORMATTED_DIFFERENCE
    }

    /** What was held to hold. {@code docs/internals/proof.md} says what each means. */
    enum Check {
        ENGINE_IS_ORACLE,
        ELEMENTS_ARE_THE_ORACLES,
        PATCHES_GIVE_THE_VIEW,
        RECOUNT,
        RENDER_LAW,
        CONVERGENCE,
        ORDER_INDEPENDENCE,
        IDEMPOTENCE,
        SNAPSHOT_IS_STATE,
        LIST_SPECIFICATION_AND_NO_INTERLEAVING,
        DELETES_HIDE_WHAT_WAS_SEEN,
        UNDO_GIVES_BACK,
        REDO_GIVES_BACK,
        UNDO_IS_LOCAL,
        UNDO_HIDES_NO_NEWS,
        UNDO_SPARES_OTHERS,
        UNDO_SURVIVES_RELOAD,
        EARLIER_VERSION,
        DIFFERENCES,
        RESTORED_VERSION
    }

    private final Map<FuzzStep.Kind, Long> steps = new EnumMap<>(FuzzStep.Kind.class);
    private final Map<Conflict, Long> conflicts = new EnumMap<>(Conflict.class);
    private final Map<State, Long> states = new EnumMap<>(State.class);
    private final Map<Check, Long> checks = new EnumMap<>(Check.class);

    void count(FuzzStep.Kind kind) {
        steps.merge(kind, 1L, Long::sum);
    }

    void delivered(Document.Applied applied) {
        if (applied instanceof Document.Applied.Pending) {
            states.merge(State.PENDING_CHANGE, 1L, Long::sum);
        }
    }

    void told(List<Difference> differences) {
        if (differences.stream().anyMatch(Difference.Formatted.class::isInstance)) {
            states.merge(State.FORMATTED_DIFFERENCE, 1L, Long::sum);
        }
    }

    void held(Check check) {
        checks.merge(check, 1L, Long::sum);
    }

    /** Adds what another one counted. */
    void add(FuzzCensus other) {
        other.steps.forEach((kind, count) -> steps.merge(kind, count, Long::sum));
        other.conflicts.forEach((conflict, count) -> conflicts.merge(conflict, count, Long::sum));
        other.states.forEach((state, count) -> states.merge(state, count, Long::sum));
        other.checks.forEach((check, count) -> checks.merge(check, count, Long::sum));
    }

    /** What was counted, by group: operations, conflicts, states, checks; each in the order of its kinds. */
    public Map<String, Map<String, Long>> counts() {
        Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
        counts.put("operations", named(steps));
        counts.put("conflicts", named(conflicts));
        counts.put("states", named(states));
        counts.put("checks", named(checks));
        return counts;
    }

    private static Map<String, Long> named(Map<? extends Enum<?>, Long> counted) {
        Map<String, Long> named = new LinkedHashMap<>();
        counted.forEach((kind, count) -> named.put(kind.name(), count));
        return named;
    }

    /** Counts the conflicts among all changes of a script. */
    void conflicts(List<Change> changes, DocumentView view) {
        for (BlockView block : view.blocks()) {
            if (block.survivor() != null) {
                states.merge(State.SURVIVOR, 1L, Long::sum);
            }
            if (block.table() != null) {
                states.merge(State.TABLE, 1L, Long::sum);
            }
            if (!block.cells().isEmpty()) {
                states.merge(State.CELL, 1L, Long::sum);
            }
            if (block.cells().values().stream().anyMatch(CellView.Unconverted.class::isInstance)) {
                states.merge(State.UNCONVERTED_CELL, 1L, Long::sum);
            }
        }
        List<TimedOperation> operations = new History(changes).operations();
        if (new Cells(operations).hasKeptOption()) {
            states.merge(State.OPTION_KEPT, 1L, Long::sum);
        }
        for (int i = 0; i < operations.size(); i++) {
            for (int j = 0; j < operations.size(); j++) {
                TimedOperation one = operations.get(i);
                TimedOperation other = operations.get(j);
                if (i != j && !one.hasSeen(other.id()) && !other.hasSeen(one.id())) {
                    compare(one, other);
                }
            }
        }
        Places places = new Places(operations, new Strands(operations));
        for (TimedOperation skipped : places.skipped()) {
            Place place = ((Operation.PlaceBlock) skipped.operation()).place();
            add(place instanceof Place.Continuation ? Conflict.JOIN_CYCLE : Conflict.MOVE_CYCLE);
        }
    }

    private void add(Conflict conflict) {
        conflicts.merge(conflict, 1L, Long::sum);
    }

    private void addIf(boolean happened, Conflict conflict) {
        if (happened) {
            add(conflict);
        }
    }

    private void compare(TimedOperation one, TimedOperation two) {
        Operation other = two.operation();
        switch (one.operation()) {
            case Operation.InsertText insert -> compareInsert(insert, other);
            case Operation.SplitBlock split -> {
                addIf(
                        other instanceof Operation.InsertText typed
                                && typed.strand().equals(split.strand()),
                        Conflict.SPLIT_AND_TYPING_IN_ONE_STRAND);
                addIf(
                        other instanceof Operation.SplitBlock second
                                && second.strand().equals(split.strand()),
                        Conflict.TWO_SPLITS_OF_ONE_STRAND);
                addIf(
                        isJoin(other)
                                && split.strand() instanceof StrandId.OfBlock strand
                                && ((Operation.PlaceBlock) other).block().equals(strand.head()),
                        Conflict.SPLIT_AND_JOIN_OF_ONE_STRAND);
            }
            case Operation.PlaceBlock move -> comparePlace(move, other);
            case Operation.DeleteBlock delete -> compareDelete(delete, other);
            case Operation.DeleteText delete ->
                addIf(
                        other instanceof Operation.DeleteText second && overlap(delete, second),
                        Conflict.DELETED_TEXT_OVERLAPS);
            case Operation.SetMark mark -> compareMark(mark, other);
            case Operation.SetProperty write ->
                addIf(
                        other instanceof Operation.SetProperty second
                                && second.key().equals(write.key())
                                && Objects.equals(second.block(), write.block()),
                        Conflict.SAME_PROPERTY);
            case Operation.SetCell set -> compareCell(set, other);
            case Operation.AddToCell add -> compareAdd(add, other);
            case Operation.SetSchema set -> compareSchema(set, other);
            case Operation.UndeleteText ignored -> addIf(other instanceof Operation.UndeleteText, Conflict.BOTH_UNDO);
            default -> {}
        }
    }

    private void compareInsert(Operation.InsertText insert, Operation other) {
        if (other instanceof Operation.InsertText second && second.strand().equals(insert.strand())) {
            addIf(Objects.equals(second.left(), insert.left()), Conflict.INSERTS_AT_ONE_SPOT);
            addIf(insert.strand() instanceof StrandId.Cell, Conflict.TYPING_IN_ONE_CELL);
        }
    }

    private void comparePlace(Operation.PlaceBlock move, Operation other) {
        BlockId block = move.block();
        boolean joins = isJoin(move);
        if (other instanceof Operation.PlaceBlock second && second.block().equals(block)) {
            add(joins && isJoin(second) ? Conflict.TWO_JOINS_OF_ONE_BLOCK : Conflict.TWO_MOVES_OF_ONE_BLOCK);
        }
        addIf(
                joins
                        && other instanceof Operation.InsertText typed
                        && typed.strand().equals(new StrandId.OfBlock(block)),
                Conflict.JOIN_AND_TYPING_IN_THE_JOINED);
    }

    private void compareDelete(Operation.DeleteBlock delete, Operation other) {
        BlockId block = delete.block();
        switch (other) {
            case Operation.InsertText typed ->
                addIf(typed.strand().equals(new StrandId.OfBlock(block)), Conflict.DELETED_BLOCK_WITH_UNSEEN_TEXT);
            case Operation.DeleteBlock second ->
                addIf(second.block().equals(block), Conflict.TWO_DELETIONS_OF_ONE_BLOCK);
            case Operation.RestoreBlock restore ->
                addIf(restore.block().equals(block), Conflict.DELETE_AND_RESTORE_OF_ONE_BLOCK);
            case Operation.PlaceBlock move -> addIf(move.block().equals(block), Conflict.MOVE_AND_DELETE_OF_ONE_BLOCK);
            case Operation.SetCell set -> addIf(set.row().equals(block), Conflict.CELL_EDITED_IN_A_DELETED_ROW);
            default -> {}
        }
    }

    private void compareCell(Operation.SetCell set, Operation other) {
        switch (other) {
            case Operation.SetCell second ->
                addIf(second.row().equals(set.row()) && second.property().equals(set.property()), Conflict.SAME_CELL);
            case Operation.AddToCell add ->
                addIf(
                        add.row().equals(set.row()) && add.property().equals(set.property()),
                        Conflict.CELL_SET_AND_MEMBER_ADDED);
            default -> {}
        }
    }

    private void compareAdd(Operation.AddToCell add, Operation other) {
        switch (other) {
            case Operation.AddToCell second ->
                addIf(
                        second.row().equals(add.row()) && second.property().equals(add.property()),
                        Conflict.MEMBERS_ADDED_TO_ONE_CELL);
            case Operation.RemoveFromCell remove ->
                addIf(
                        remove.row().equals(add.row()) && remove.property().equals(add.property()),
                        Conflict.MEMBER_ADDED_AND_REMOVED);
            default -> {}
        }
    }

    private void compareSchema(Operation.SetSchema set, Operation other) {
        boolean deletes = set.key().equals("deleted") && set.value().equals(Value.TRUE);
        switch (other) {
            case Operation.SetCell cell
            when cell.property().equals(set.property()) -> {
                addIf(deletes && set.option() == null, Conflict.PROPERTY_DELETED_AND_CELL_EDITED);
                addIf(set.key().equals("type"), Conflict.PROPERTY_RETYPED_AND_CELL_EDITED);
                boolean assigns = set.option() != null
                        && cell.value().equals(new CellValue(CellValue.Kind.OPTION, new Value.Text(set.option())));
                addIf(deletes && assigns, Conflict.OPTION_DELETED_AND_ASSIGNED);
            }
            case Operation.SetSchema second
            when second.property().equals(set.property()) && Objects.equals(second.option(), set.option()) -> {
                boolean same = second.key().equals(set.key());
                addIf(same && !deletes, Conflict.SAME_SCHEMA_REGISTER);
                addIf(same && deletes && second.value().equals(Value.TRUE), Conflict.PROPERTY_DELETED_TWICE);
                addIf(
                        deletes && set.option() != null && second.key().equals("name"),
                        Conflict.OPTION_DELETED_AND_RENAMED);
            }
            default -> {}
        }
    }

    private void compareMark(Operation.SetMark mark, Operation other) {
        if (other instanceof Operation.SetMark second
                && second.strand().equals(mark.strand())
                && second.type().equals(mark.type())) {
            boolean removes = mark.value().equals(Value.ABSENT);
            boolean otherRemoves = second.value().equals(Value.ABSENT);
            add(removes == otherRemoves ? Conflict.SAME_MARK_TYPE_IN_ONE_STRAND : Conflict.MARK_AND_UNMARK_OF_ONE_TYPE);
        }
    }

    private static boolean isJoin(Operation operation) {
        return operation instanceof Operation.PlaceBlock move && move.place() instanceof Place.Continuation;
    }

    private static boolean overlap(Operation.DeleteText one, Operation.DeleteText other) {
        for (IdRange range : one.targets()) {
            for (IdRange second : other.targets()) {
                if (range.replica().equals(second.replica())
                        && range.first() < second.end()
                        && second.first() < range.end()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What a run of many scripts must have met and did not. */
    public List<String> neverHappened() {
        List<String> missing = new ArrayList<>();
        for (FuzzStep.Kind kind : FuzzStep.Kind.values()) {
            boolean counted = kind != FuzzStep.Kind.HOLD && kind != FuzzStep.Kind.KEEP_GROUP;
            if (counted && !steps.containsKey(kind)) {
                missing.add(kind.name());
            }
        }
        addMissing(Conflict.values(), conflicts, missing);
        addMissing(State.values(), states, missing);
        addMissing(Check.values(), checks, missing);
        return missing;
    }

    private static <K extends Enum<K>> void addMissing(K[] kinds, Map<K, Long> counted, List<String> missing) {
        for (K kind : kinds) {
            if (!counted.containsKey(kind)) {
                missing.add(kind.name());
            }
        }
    }

    @Override
    public String toString() {
        return counts().toString();
    }
}
