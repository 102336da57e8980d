package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MERGE-60 to MERGE-63 where the merge vectors say nothing: two authors, a database with two rows. */
class DatabaseTest {

    private final Document ann = Document.create(new ReplicaId(1));
    private final Document bob = Document.create(new ReplicaId(2));
    private final ShadowView shadow = new ShadowView(bob.view());
    private BlockId row;
    private BlockId other;

    @BeforeEach
    void makeDatabase() {
        Document maker = Document.create(new ReplicaId(3));
        other = maker.newBlock(null, null, Operation.ROW);
        row = maker.newBlock(null, null, Operation.ROW);
        maker.database().addProperty("st", "select", "Status");
        maker.database().addOption("st", "o1", "Todo");
        maker.database().addOption("st", "o2", "Done");
        maker.database().addProperty("tg", "multiselect", "Tags");
        maker.database().addOption("tg", "t1", "x");
        maker.database().addOption("tg", "t2", "y");
        maker.database().addProperty("pr", "number", "Price");
        Change made = maker.commit(0);
        ann.apply(made);
        bob.apply(made);
        exchange();
    }

    private void exchange() {
        Change fromAnn = ann.commit(1_000);
        Change fromBob = bob.commit(2_000);
        ann.endUndoGroup();
        bob.endUndoGroup();
        if (fromAnn != null) {
            bob.apply(ChangeCodec.decode(ChangeCodec.encode(fromAnn)));
        }
        if (fromBob != null) {
            ann.apply(ChangeCodec.decode(ChangeCodec.encode(fromBob)));
        }
        assertThat(bob.view()).isEqualTo(ann.view());
        assertThat(bob.save()).isEqualTo(ann.save());
        shadow.apply(bob.takePatch());
        assertThat(shadow.view()).isEqualTo(bob.view());
        Document loaded = Document.load(ann.save(), new ReplicaId(9));
        assertThat(loaded.view()).isEqualTo(ann.view());
        assertThat(Document.readPage(ann.save())).isEqualTo(ann.view());
        assertThat(Document.load(ann.saveWithoutHistory(), new ReplicaId(9)).view())
                .isEqualTo(ann.view());
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static CellView single(Object value) {
        return new CellView.Single(value instanceof Integer number ? new Value.Num(number) : text((String) value));
    }

    private static CellView several(String... members) {
        return new CellView.Several(
                Arrays.stream(members).map(DatabaseTest::text).toList());
    }

    private SortedMap<String, CellView> cells() {
        for (BlockView block : ann.view().blocks()) {
            if (block.id().equals(row)) {
                return block.cells();
            }
        }
        throw new AssertionError("the row is not shown");
    }

    private List<String> options(String property) {
        return ann.view().schema().stream()
                .filter(shown -> shown.id().equals(property))
                .flatMap(shown -> shown.options().stream())
                .map(PropertyView.Option::id)
                .toList();
    }

    private List<String> properties() {
        return ann.view().schema().stream().map(PropertyView::id).toList();
    }

    // ---- MERGE-60: registers ----

    @Test
    void merge60_concurrentFirstWritesMeetAndTheLoserIsKept() {
        ann.database().setCell(row, "pr", new Value.Num(1));
        bob.database().setCell(row, "pr", new Value.Num(2));
        exchange();

        assertThat(cells()).containsEntry("pr", single(2));
        assertThat(ann.database().losers(row, "pr"))
                .containsExactly(new RegisterWrite<>(
                        new CellValue(CellValue.Kind.PLAIN, new Value.Num(1)),
                        new Attribution(new OpId(new ReplicaId(1), 0), 1_000)));
        assertThat(bob.database().losers(row, "pr")).isEqualTo(ann.database().losers(row, "pr"));

        ann.database().setCell(row, "pr", new Value.Num(2));
        exchange();
        assertThat(ann.database().losers(row, "pr")).isEmpty();
    }

    @Test
    void merge60_clearedCellIsNotInTheView() {
        ann.database().setCell(row, "pr", new Value.Num(1));
        exchange();
        bob.database().setCell(row, "pr", Value.ABSENT);
        exchange();
        assertThat(cells()).isEmpty();
        ann.database().setCell(row, "pr", Value.ABSENT);
        assertThat(ann.commit(0)).as("nothing to clear").isNull();
    }

    // ---- MERGE-61: sets ----

    @Test
    void merge61_unseenAdditionOutlivesARemoval() {
        ann.database().addToCell(row, "tg", "t1");
        exchange();
        ann.database().removeFromCell(row, "tg", "t1");
        bob.database().addToCell(row, "tg", "t1");
        exchange();
        assertThat(cells()).containsEntry("tg", several("t1"));
        ann.database().removeFromCell(row, "tg", "t1");
        exchange();
        assertThat(cells()).isEmpty();
    }

    @Test
    void merge61_valueAndMembersThatMeetAreAllShown() {
        ann.database().setPropertyType("tg", "text");
        ann.database().setCell(row, "tg", text("free"));
        bob.database().addToCell(row, "tg", "t2");
        exchange();
        assertThat(cells()).containsEntry("tg", single("free, y"));
        bob.database().setPropertyType("tg", "multiselect");
        exchange();
        assertThat(cells()).containsEntry("tg", new CellView.Unconverted(several("free", "t2")));
        ann.database().removeFromCell(row, "tg", "free");
        exchange();
        assertThat(cells()).containsEntry("tg", several("t2"));
    }

    @Test
    void merge61_setValueTakesThePlaceOfTheMembersItSaw() {
        ann.database().addToCell(row, "tg", "t1");
        exchange();
        ann.database().setCell(row, "tg", Value.ABSENT);
        bob.database().addToCell(row, "tg", "t2");
        exchange();
        assertThat(cells()).containsEntry("tg", several("t2"));
    }

    @Test
    void merge61_memberFromASelectCanBeRemoved() {
        ann.database().setCell(row, "st", text("o1"));
        ann.database().setPropertyType("st", "multiselect");
        ann.database().addToCell(row, "st", "o2");
        exchange();
        assertThat(cells()).containsEntry("st", several("o1", "o2"));
        bob.database().removeFromCell(row, "st", "o1");
        exchange();
        assertThat(cells()).containsEntry("st", several("o2"));
    }

    // ---- MERGE-62: the schema ----

    @Test
    void merge62_onePropertyMadeByBothIsOne() {
        ann.database().addProperty("nt", "text", "Note");
        bob.database().addProperty("nt", "url", "Link");
        exchange();
        assertThat(properties()).containsExactly("st", "tg", "pr", "nt");
        assertThat(ann.view().schema().getLast().type()).isEqualTo("url");
        assertThat(ann.view().schema().getLast().name()).isEqualTo("Link");
    }

    @Test
    void merge62_propertiesAndOptionsAreMoved() {
        ann.database().moveProperty("pr", null);
        bob.database().moveOption("st", "o1", "o2");
        exchange();
        assertThat(properties()).containsExactly("pr", "st", "tg");
        assertThat(options("st")).containsExactly("o2", "o1");
        bob.database().moveProperty("tg", "pr");
        exchange();
        assertThat(properties()).containsExactly("pr", "tg", "st");
    }

    // ---- MERGE-71: earlier versions ----

    @Test
    void merge71_restoreBringsSchemaAndCellsBack() {
        ann.database().setCell(row, "st", text("o1"));
        ann.database().addToCell(row, "tg", "t1");
        ann.database().setCell(other, "pr", new Value.Num(3));
        exchange();
        DocumentView then = ann.view();
        VersionVector version = ann.version();
        bob.database().setCell(row, "st", text("o2"));
        bob.database().addToCell(row, "tg", "t2");
        bob.database().removeFromCell(row, "tg", "t1");
        bob.database().setCell(other, "pr", Value.ABSENT);
        bob.database().renameProperty("pr", "Cost");
        bob.database().moveProperty("pr", null);
        bob.database().deleteOption("st", "o1");
        bob.database().addOption("st", "o3", "Later");
        bob.database().deleteProperty("tg");
        bob.database().addProperty("nt", "text", "Note");
        exchange();
        assertThat(ann.viewAt(version)).isEqualTo(then);
        assertThat(ann.restoreVersion(version)).isTrue();
        exchange();
        assertThat(bob.view()).isEqualTo(then);
    }

    // ---- MERGE-63: deletions ----

    @Test
    void merge63_restoredPropertyShowsWhatWasWrittenMeanwhile() {
        ann.database().deleteProperty("pr");
        bob.database().setCell(row, "pr", new Value.Num(2));
        exchange();
        assertThat(properties()).doesNotContain("pr");
        assertThat(cells()).isEmpty();
        ann.database().restoreProperty("pr");
        exchange();
        assertThat(cells()).containsEntry("pr", single(2));
    }

    @Test
    void merge63_deletionThatKnowsTheAssignmentHidesTheOption() {
        ann.database().deleteOption("st", "o1");
        bob.database().setCell(row, "st", text("o1"));
        exchange();
        assertThat(options("st")).contains("o1");
        bob.database().deleteOption("st", "o1");
        exchange();
        assertThat(options("st")).doesNotContain("o1");
        assertThat(cells()).isEmpty();
        ann.database().restoreOption("st", "o1");
        exchange();
        assertThat(cells()).containsEntry("st", single("o1"));
    }

    @Test
    void merge63_assignmentTakenBackUnknowingKeepsNothing() {
        ann.database().deleteOption("st", "o1");
        bob.database().setCell(row, "st", text("o1"));
        bob.commit(0);
        bob.database().setCell(row, "st", text("o2"));
        Change second = bob.commit(0);
        Change deletion = ann.commit(0);
        bob.changesSince(ann.version()).forEach(ann::apply);
        bob.apply(deletion);
        assertThat(second).isNotNull();
        assertThat(options("st")).containsExactly("o2");
        assertThat(bob.view()).isEqualTo(ann.view());
    }

    @Test
    void merge63_assignmentTakenBackKnowingStillKeepsTheOption() {
        ann.database().deleteOption("st", "o1");
        bob.database().setCell(row, "st", text("o1"));
        exchange();
        ann.database().setCell(row, "st", text("o2"));
        exchange();
        assertThat(options("st")).containsExactly("o1", "o2");
    }

    @Test
    void merge63_concurrentRestoreWins() {
        ann.database().deleteOption("st", "o1");
        exchange();
        ann.database().restoreOption("st", "o1");
        exchange();
        ann.database().deleteProperty("tg");
        bob.database().deleteProperty("tg");
        exchange();
        assertThat(properties()).doesNotContain("tg");
        ann.database().restoreProperty("tg");
        exchange();
        assertThat(properties()).contains("tg");
        assertThat(options("st")).contains("o1");
    }

    // ---- MERGE-32: rows ----

    @Test
    void merge32_clearedOrRemovedCellRescuesItsRow() {
        ann.database().addToCell(row, "tg", "t1");
        ann.database().addToCell(row, "tg", "t2");
        exchange();
        ann.delete(row);
        bob.database().removeFromCell(row, "tg", "t1");
        exchange();
        assertThat(cells()).containsEntry("tg", several("t2"));
        Survivor badge = ann.view().blocks().getFirst().survivor();
        assertThat(badge.keepers()).containsExactly(new ReplicaId(2));
    }

    @Test
    void merge32_undoInAHiddenRowBringsItNotBack() {
        bob.database().setCell(row, "pr", new Value.Num(1));
        exchange();
        ann.delete(row);
        exchange();
        assertThat(bob.undo()).isTrue();
        exchange();
        assertThat(ann.view().blocks()).extracting(BlockView::id).containsExactly(other);
        assertThat(ann.trash()).isEmpty();
        ann.restore(row);
        assertThat(cells()).isEmpty();
    }

    @Test
    void merge32_deletedRowStaysInTheTrashWithItsCells() {
        ann.database().setCell(row, "pr", new Value.Num(1));
        ann.delete(row);
        exchange();
        assertThat(bob.trash()).hasSize(1);
        assertThat(bob.trash().getFirst().cells()).containsEntry("pr", single(1));
    }

    // ---- MERGE-50: undo ----

    @Test
    void merge50_undoAndRedoOfEachCommand() {
        List<Runnable> commands = List.of(
                () -> ann.database().addProperty("nt", "text", "Note"),
                () -> ann.database().renameProperty("nt", "Remark"),
                () -> ann.database().setPropertyType("nt", "url"),
                () -> ann.database().moveProperty("nt", null),
                () -> ann.database().addOption("tg", "t3", "z"),
                () -> ann.database().setOptionColor("tg", "t3", "red"),
                () -> ann.database().renameOption("tg", "t3", "Z"),
                () -> ann.database().moveOption("tg", "t3", null),
                () -> ann.database().setCell(row, "nt", text("hi")),
                () -> ann.database().setCell(row, "nt", text("ho")),
                () -> ann.database().addToCell(row, "tg", "t3"),
                () -> ann.database().addToCell(row, "tg", "t1"),
                () -> ann.database().removeFromCell(row, "tg", "t3"),
                () -> ann.database().setCell(row, "tg", text("t2")),
                () -> ann.database().setCell(row, "tg", Value.ABSENT),
                () -> ann.database().deleteOption("tg", "t1"),
                () -> ann.database().restoreOption("tg", "t1"),
                () -> ann.database().deleteProperty("nt"),
                () -> ann.database().restoreProperty("nt"));
        List<DocumentView> views = new ArrayList<>(List.of(ann.view()));
        for (Runnable command : commands) {
            command.run();
            exchange();
            views.add(ann.view());
        }
        for (int round = 0; round < 2; round++) {
            for (int i = commands.size() - 1; i >= 0; i--) {
                assertThat(ann.undo()).isTrue();
                exchange();
                assertThat(ann.view()).as("undo of command %d", i).isEqualTo(views.get(i));
            }
            for (int i = 1; i <= commands.size(); i++) {
                assertThat(ann.redo()).isTrue();
                exchange();
                assertThat(ann.view()).as("redo of command %d", i - 1).isEqualTo(views.get(i));
            }
        }
    }

    @Test
    void merge50_undoLeavesWhatOthersWrote() {
        ann.database().setCell(row, "pr", new Value.Num(1));
        ann.database().addToCell(row, "tg", "t1");
        exchange();
        bob.database().setCell(row, "pr", new Value.Num(2));
        bob.database().addToCell(row, "tg", "t1");
        exchange();
        ann.undo();
        exchange();
        assertThat(cells()).containsEntry("pr", single(2)).containsEntry("tg", several("t1"));
    }

    @Test
    void merge50_memberRemovedByBothStaysRemoved() {
        ann.database().addToCell(row, "tg", "t1");
        exchange();
        ann.database().removeFromCell(row, "tg", "t1");
        bob.database().removeFromCell(row, "tg", "t1");
        exchange();
        ann.undo();
        exchange();
        assertThat(cells()).isEmpty();
    }

    @Test
    void merge50_optionWhoseMakingIsTakenBackStaysWhereItWasAssigned() {
        ann.database().addOption("st", "o3", "Later");
        exchange();
        ann.undo();
        bob.database().setCell(row, "st", text("o3"));
        exchange();
        assertThat(options("st")).containsExactly("o1", "o2", "o3");
        assertThat(cells()).containsEntry("st", single("o3"));
    }

    // ---- commands ----

    @Test
    void refusesWhatItCannotDo() {
        BlockId paragraph = ann.newBlock(null, null, "paragraph");
        Database database = ann.database();
        for (Runnable command : List.<Runnable>of(
                () -> database.setCell(paragraph, "pr", Value.TRUE),
                () -> database.setCell(row, "none", Value.TRUE),
                () -> database.setCell(row, "pr", text("x".repeat(Limits.VALUE_UTF16_MAX + 1))),
                () -> database.setCell(row, "st", text("x".repeat(Limits.VALUE_UTF16_MAX + 1))),
                () -> database.addToCell(row, "tg", ""),
                () -> database.addProperty("", "text", "x"),
                () -> database.addProperty("st", "text", "x"),
                () -> database.addProperty("x", "", "x"),
                () -> database.addOption("none", "o", "x"),
                () -> database.addOption("st", "o1", "x"),
                () -> database.renameOption("st", "o9", "x"),
                () -> database.moveProperty("st", "st"),
                () -> database.setPropertyType("none", "text"),
                () -> ann.join(row, paragraph))) {
            assertThatThrownBy(command::run).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void loneSurrogatesBecomeReplacements() {
        ann.database().setPropertyType("pr", "text");
        ann.database().setCell(row, "pr", text("a\ud800"));
        ann.database().renameProperty("pr", "\udc00");
        exchange();
        assertThat(cells()).containsEntry("pr", single("a\ufffd"));
        assertThat(ann.view().schema().getLast().name()).isEqualTo("\ufffd");
    }
}
