package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Document;
import dev.offing.engine.DocumentView;
import dev.offing.engine.Operation;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;

/**
 * One local command of the fuzz, done on the engine and on {@link ExpectedView}. Exact wherever the
 * view alone says what must come; where it does not (restored blocks, types that make or end a table
 * part) only the oracle judges.
 */
final class FuzzCommand {

    private static final Set<FuzzStep.Kind> TEXT_COMMANDS = EnumSet.of(
            FuzzStep.Kind.INSERT,
            FuzzStep.Kind.INSERT_MARKED,
            FuzzStep.Kind.TYPE_ON,
            FuzzStep.Kind.DELETE_TEXT,
            FuzzStep.Kind.MARK,
            FuzzStep.Kind.UNMARK,
            FuzzStep.Kind.SPLIT,
            FuzzStep.Kind.PROPERTY);

    private final FuzzReplica replica;
    private final Document document;
    private final DocumentView before;
    private final ExpectedView expected;
    private final FuzzStep step;
    private final List<BlockId> blocks;

    /** Whether {@link #expected} says what must be shown. */
    private boolean judged = true;

    FuzzCommand(FuzzReplica replica, DocumentView before, FuzzStep step) {
        this.document = replica.document();
        this.replica = replica;
        this.before = before;
        this.step = step;
        expected = new ExpectedView(before);
        blocks = before.blocks().stream().map(BlockView::id).toList();
    }

    /** @return whether there was something to act on */
    boolean run() {
        boolean done = switch (step.kind()) {
            case INSERT -> insert(target(), step.b(), null);
            case INSERT_MARKED -> insert(target(), step.b(), FuzzPalette.marks(step.c()));
            case TYPE_ON -> typeOn();
            case DELETE_TEXT -> deleteText();
            case MARK -> mark();
            case UNMARK -> unmark();
            case SPLIT -> split();
            case JOIN -> join();
            case NEW -> create();
            case NEW_ROW -> createPart(ReferenceView.ROW);
            case NEW_COLUMN -> createPart(ReferenceView.COLUMN);
            case MOVE -> move();
            case DELETE_BLOCK -> deleteBlock();
            case RESTORE -> restore();
            case TYPE -> setType();
            case PROPERTY -> setProperty();
            case NEW_RECORD -> createRecord();
            case SET_CELL,
                    ADD_TO_CELL,
                    REMOVE_FROM_CELL,
                    ADD_PROPERTY,
                    ADD_OPTION,
                    PROPERTY_TYPE,
                    RENAME_SCHEMA,
                    MOVE_SCHEMA,
                    DELETE_SCHEMA,
                    RESTORE_SCHEMA -> {
                FuzzDatabaseCommand command = new FuzzDatabaseCommand(document.database(), before, expected, step);
                boolean acted = command.run();
                judged = command.judged();
                yield acted;
            }
            default -> throw new IllegalArgumentException("not a command: " + step);
        };
        if (done && judged && isPlain()) {
            FuzzReplica.requireEqual(
                    "what a person expects",
                    FuzzReplica.withoutBadges(expected.view()),
                    FuzzReplica.withoutBadges(document.view()));
        }
        return done;
    }

    /**
     * Whether the view alone says what must come. Not when rows are listed as blocks too: how those
     * stand among their siblings no view says.
     */
    private boolean isPlain() {
        for (BlockView block : before.blocks()) {
            boolean listedPart = block.parent() != null && isTablePart(block.id());
            if (listedPart) {
                return false;
            }
        }
        return true;
    }

    private TextTarget target() {
        return FuzzReplica.target(before, step.a());
    }

    private int offset(TextTarget target, int choice) {
        return FuzzRun.offset(before, target, choice);
    }

    /** May cut a pair: the engine widens it. */
    private int roughOffset(TextTarget target, int choice) {
        return choice % (FuzzRun.text(before, target).length() + 1);
    }

    private boolean typeOn() {
        boolean shown = switch (replica.typedIn) {
            case null -> false;
            case TextTarget.Title title -> true;
            case TextTarget.Block block -> blocks.contains(block.block());
            case TextTarget.Cell cell -> expected.text(cell) != null;
        };
        return shown && insert(replica.typedIn, step.c() % 2 == 0 ? replica.typedTo : replica.typedFrom, null);
    }

    private boolean insert(TextTarget target, int choice, SortedMap<String, Value> marks) {
        int offset = offset(target, choice);
        String text = FuzzPalette.text(step.d());
        Set<ExpectedText.Mark> typed = new HashSet<>();
        if (marks == null) {
            document.insert(target, offset, text);
            typed.addAll(expected.text(target).certainCaretMarks(offset));
            Set<ExpectedText.Mark> shown =
                    new ExpectedView(document.view()).text(target).marksAfter(offset);
            Set<ExpectedText.Mark> possible = expected.text(target).possibleCaretMarks(offset);
            possible.retainAll(shown);
            typed.addAll(replica.open ? possible : spanningMarks(target, offset));
        } else {
            document.insert(target, offset, text, marks);
            marks.forEach((type, value) -> typed.add(new ExpectedText.Mark(type, value)));
        }
        expected.text(target).insert(offset, text, typed);
        replica.typedIn = target;
        replica.typedFrom = offset;
        replica.typedTo = offset + text.length();
        return true;
    }

    /** Non-growing marks that one operation makes on both sides of an offset (MERGE-13), as the oracle has it. */
    private Set<ExpectedText.Mark> spanningMarks(TextTarget target, int offset) {
        List<Map<String, TimedOperation>> winners = replica.winningMarks(target);
        int index = FuzzRun.text(before, target).codePointCount(0, offset);
        Set<ExpectedText.Mark> spanning = new HashSet<>();
        if (index > 0 && index < winners.size()) {
            Map<String, TimedOperation> right = winners.get(index);
            winners.get(index - 1).forEach((key, left) -> {
                String type = ((Operation.SetMark) left.operation()).type();
                if (!ExpectedText.GROWING.contains(type)
                        && right.containsKey(key)
                        && right.get(key).id().equals(left.id())) {
                    spanning.add(new ExpectedText.Mark(type, Strands.value(left)));
                }
            });
        }
        return spanning;
    }

    private boolean deleteText() {
        TextTarget target = target();
        int one = roughOffset(target, step.b());
        int other = roughOffset(target, step.c());
        document.delete(target, Math.min(one, other), Math.max(one, other));
        expected.text(target).delete(Math.min(one, other), Math.max(one, other));
        return one != other;
    }

    private boolean mark() {
        TextTarget target = target();
        int one = offset(target, step.b());
        int other = offset(target, step.c());
        String type = FuzzPalette.markType(step.d());
        Value value = FuzzPalette.markValue(step.d());
        document.mark(target, Math.min(one, other), Math.max(one, other), type, value);
        expected.text(target).mark(Math.min(one, other), Math.max(one, other), type, value);
        return one != other;
    }

    private boolean unmark() {
        TextTarget target = target();
        int one = offset(target, step.b());
        int other = offset(target, step.c());
        int start = Math.min(one, other);
        int end = Math.max(one, other);
        String type = FuzzPalette.markType(step.d());
        Value value = FuzzPalette.markValue(step.d());
        document.unmark(target, start, end, type, value);
        if (ExpectedText.WITH_INSTANCES.contains(type)) {
            expected.text(target).unmarkInstance(start, end, type, value);
        } else {
            expected.text(target).mark(start, end, type, null);
        }
        return one != other;
    }

    private BlockId block(int choice) {
        return blocks.isEmpty() ? null : blocks.get(choice % blocks.size());
    }

    private boolean split() {
        BlockId block = block(step.a());
        if (block == null) {
            return false;
        }
        int offset = offset(new TextTarget.Block(block), step.b());
        String type = FuzzPalette.ordinaryType(step.d());
        BlockId made = document.split(block, offset, type);
        expected.split(block, offset, made, type);
        expected.letChildrenFollow(block, made, new ExpectedView(document.view()));
        judged = !isTablePart(block) && !replica.hasUnlistedSurvivor();
        return true;
    }

    private BlockView.TableView table(BlockId block) {
        return before.blocks().get(blocks.indexOf(block)).table();
    }

    private boolean isTablePart(BlockId block) {
        BlockView view = before.blocks().get(blocks.indexOf(block));
        return view.type().equals(ReferenceView.ROW) || view.type().equals(ReferenceView.COLUMN);
    }

    private boolean join() {
        if (blocks.size() < 2) {
            return false;
        }
        int index = step.a() % blocks.size();
        BlockId block = blocks.get(index);
        BlockId into = step.c() % 3 == 0 || index == 0 ? block(step.b()) : blocks.get(index - 1);
        if (isTablePart(block) || isTablePart(into)) {
            return false;
        }
        if (before.blocks().get(index).type().equals(Operation.ROW)) {
            return refused(() -> document.join(block, into));
        }
        if (expected.isWithin(into, block)) {
            return refused(() -> document.join(block, into));
        }
        document.join(block, into);
        expected.join(block, into);
        // Rows and columns that meet again show the cells they had together before.
        judged = table(block) == null || table(into) == null;
        return true;
    }

    /** A parent and the child to follow. @param after null = first child */
    private record Spot(BlockId parent, BlockId after) {}

    private Spot spot(int choice, int how) {
        BlockId near = block(choice);
        if (near == null || how % 6 == 0) {
            return new Spot(null, null);
        }
        if (how % 6 < 3) {
            return new Spot(near, null);
        }
        return new Spot(before.blocks().get(blocks.indexOf(near)).parent(), near);
    }

    private boolean create() {
        Spot spot = spot(step.a(), step.c());
        String type = FuzzPalette.ordinaryType(step.d());
        BlockId made = document.newBlock(spot.parent(), spot.after(), type);
        expected.create(made, spot.parent(), spot.after(), type);
        judged = spot.after() == null || !isTablePart(spot.after());
        return true;
    }

    private boolean createRecord() {
        BlockId after = step.c() % 2 == 0 ? null : block(step.a());
        BlockId parent = after == null
                ? null
                : before.blocks().get(blocks.indexOf(after)).parent();
        BlockId made = document.newBlock(parent, after, Operation.ROW);
        expected.create(made, parent, after, Operation.ROW);
        judged = after == null || !isTablePart(after);
        return true;
    }

    private boolean createPart(String type) {
        BlockId table = block(step.a());
        if (table == null) {
            return false;
        }
        List<BlockId> same = new ArrayList<>();
        BlockView.TableView shown = table(table);
        if (shown != null && type.equals(ReferenceView.COLUMN)) {
            same.addAll(shown.columns());
        } else if (shown != null) {
            shown.rows().forEach(row -> same.add(row.id()));
        }
        same.addFirst(null);
        BlockId after = same.get(step.b() % same.size());
        BlockId made = document.newBlock(table, after, type);
        expected.create(made, table, after, type);
        return true;
    }

    private boolean move() {
        BlockId block = block(step.a());
        Spot spot = spot(step.b(), step.c());
        if (block == null || Objects.equals(block, spot.after())) {
            return false;
        }
        if (spot.parent() != null && expected.isWithin(spot.parent(), block)) {
            return refused(() -> document.move(block, spot.parent(), spot.after()));
        }
        document.move(block, spot.parent(), spot.after());
        expected.move(block, spot.parent(), spot.after());
        judged = !isTablePart(block) && (spot.after() == null || !isTablePart(spot.after()));
        return true;
    }

    private boolean refused(Runnable command) {
        try {
            command.run();
        } catch (IllegalArgumentException expectedRefusal) {
            return true;
        }
        throw new IllegalStateException("a command took effect that must be refused");
    }

    private boolean deleteBlock() {
        List<BlockId> candidates = new ArrayList<>(blocks);
        candidates.addAll(FuzzReplica.parts(before));
        if (candidates.isEmpty()) {
            return false;
        }
        BlockId block = candidates.get(step.a() % candidates.size());
        document.delete(block);
        expected.delete(block);
        return true;
    }

    private boolean restore() {
        List<BlockView> trash = document.trash();
        if (trash.isEmpty()) {
            return false;
        }
        BlockId block = trash.get(step.a() % trash.size()).id();
        document.restore(block);
        judged = false;
        return true;
    }

    private boolean setType() {
        BlockId block = block(step.a());
        if (block == null) {
            return false;
        }
        String type = FuzzPalette.blockType(step.d());
        document.setType(block, type);
        expected.setType(block, type);
        // What a row's cells hold is not shown while it is none.
        judged = !isTablePart(block) && !type.startsWith("table") && !type.equals(Operation.ROW);
        expected.clearCells(block);
        return true;
    }

    private boolean setProperty() {
        List<BlockId> owners = new ArrayList<>(blocks);
        owners.add(null);
        BlockId block = owners.get(step.a() % owners.size());
        String key = FuzzPalette.propertyKey(step.b());
        Value value = FuzzPalette.propertyValue(step.d());
        document.setProperty(block, key, value);
        expected.setProperty(block, key, value);
        return true;
    }
}
