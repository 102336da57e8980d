package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MERGE-70 to MERGE-72 by example; the differential fuzz holds them on random histories. */
class VersionTest {

    private static final ReplicaId ADA = new ReplicaId(1);
    private static final ReplicaId BEN = new ReplicaId(2);

    private final Document ada = Document.create(ADA);
    private final Document ben = Document.create(BEN);
    private BlockId block;
    private TextTarget text;
    private VersionVector first;
    private DocumentView firstView;

    @BeforeEach
    void writeFirstVersion() {
        block = ada.newBlock(null, null, "paragraph");
        text = new TextTarget.Block(block);
        ada.insert(text, 0, "The harbour is quiet.");
        ada.mark(text, 4, 11, "bold", Value.TRUE);
        tell(ada, 1_000);
        first = ada.version();
        firstView = ada.view();
    }

    /** Commits, and lets the other one know. */
    private Change tell(Document author, long wallMillis) {
        Change change = author.commit(wallMillis);
        author.endUndoGroup();
        (author == ada ? ben : ada).apply(change);
        return change;
    }

    private void changeALot() {
        ben.delete(text, 15, 20);
        ben.insert(text, 15, "loud");
        ben.unmark(text, 0, 11, "bold", Value.TRUE);
        tell(ben, 2_000);
        BlockId tail = ada.split(block, 4, "heading1");
        ada.setProperty(block, "color", new Value.Text("red"));
        ada.move(tail, null, null);
        tell(ada, 3_000);
        BlockId parent = ben.newBlock(null, null, "quote");
        ben.move(block, parent, null);
        ben.delete(tail);
        tell(ben, 4_000);
    }

    @Test
    void merge70_aVersionShowsWhatItShowed() {
        changeALot();
        assertThat(ada.viewAt(first)).isEqualTo(firstView);
        assertThat(ada.viewAt(ada.version())).isEqualTo(ada.view());
        assertThat(ada.viewAt(VersionVector.EMPTY).blocks()).isEmpty();
    }

    @Test
    void merge70_theVersionOfAChangeIsWhatItsAuthorSaw() {
        ben.insert(text, 0, "Ben: ");
        Change fromBen = ben.commit(0);
        ada.insert(text, 0, "Ada: ");
        tell(ada, 0);
        ada.apply(fromBen);

        VersionVector seenByBen = ada.versionAfter(new OpId(BEN, 0));
        assertThat(ada.viewAt(seenByBen).blocks().getFirst().text().text()).isEqualTo("Ben: The harbour is quiet.");
        assertThatThrownBy(() -> ada.versionAfter(new OpId(BEN, 99))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void merge70_whatIsNoVersionIsRefused() {
        ben.insert(text, 0, "ab");
        tell(ben, 0);
        VersionVector unknown = VersionVector.of(Map.of(new ReplicaId(9), 1));
        VersionVector insideAChange = VersionVector.of(Map.of(ADA, first.end(ADA), BEN, 1));
        VersionVector withoutCauses = VersionVector.of(Map.of(BEN, 2));
        for (VersionVector none : List.of(unknown, insideAChange, withoutCauses)) {
            assertThatThrownBy(() -> ada.viewAt(none)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ada.restoreVersion(none)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(ada.commit(0)).isNull();
    }

    @Test
    void merge71_restoreMakesThePageEqualAndCanBeTakenBack() {
        changeALot();
        DocumentView before = ada.view();

        assertThat(ada.restoreVersion(first)).isTrue();
        tell(ada, 5_000);
        assertThat(ada.view()).isEqualTo(firstView);
        assertThat(ben.view()).isEqualTo(firstView);

        assertThat(ada.undo()).isTrue();
        tell(ada, 6_000);
        assertThat(ada.view()).isEqualTo(before);
        assertThat(ben.view()).isEqualTo(before);
    }

    /** Not a copy: the characters come back, so that what hangs on them does too. */
    @Test
    void merge71_whatComesBackIsWhatWasThere() {
        Document.Caret caret = ben.caret(text, 15, false);
        ben.delete(text, 0, 21);
        tell(ben, 0);
        ada.restoreVersion(first);
        tell(ada, 0);
        assertThat(ben.resolve(caret)).isEqualTo(new Document.CaretPosition(text, 15));
    }

    @Test
    void merge71_concurrentWorkOfOthersMergesWithARestore() {
        ada.delete(text, 4, 12);
        tell(ada, 0);
        assertThat(ada.view().blocks().getFirst().text().text()).isEqualTo("The is quiet.");
        ben.insert(text, 12, " today");
        Change fromBen = ben.commit(0);
        ada.restoreVersion(first);
        Change restore = ada.commit(0);
        ada.apply(fromBen);
        ben.apply(restore);

        assertThat(ada.view().blocks().getFirst().text().text()).isEqualTo("The harbour is quiet today.");
        assertThat(ben.view()).isEqualTo(ada.view());
    }

    @Test
    void merge71_nothingIsDoneWhereNothingDiffers() {
        assertThat(ada.restoreVersion(first)).isTrue();
        assertThat(ada.commit(0)).isNull();
    }

    /** A page of more blocks than a change may move takes several changes. */
    @Test
    void merge71_aLargeRestoreGoesOnInTheNextChange() {
        for (int i = 0; i < 3_000; i++) {
            BlockId made = ada.newBlock(null, block, "paragraph");
            ada.insert(new TextTarget.Block(made), 0, "line");
            if (i % 500 == 499) {
                tell(ada, 0);
            }
        }
        VersionVector full = ada.version();
        DocumentView fullView = ada.view();
        int written = 0;
        for (BlockView view : fullView.blocks()) {
            ada.setType(view.id(), "quote");
            ada.setProperty(view.id(), "color", new Value.Text("red"));
            if (++written % 500 == 0) {
                tell(ada, 0);
            }
        }
        ada.commit(0);
        int changes = 1;
        while (!ada.restoreVersion(full)) {
            assertThat(ada.commit(0).operations().size()).isLessThanOrEqualTo(Limits.CHANGE_OPERATIONS_MAX);
            changes++;
        }
        ada.commit(0);
        assertThat(changes).isGreaterThan(1);
        assertThat(ada.view()).isEqualTo(fullView);
    }

    @Test
    void merge72_differencesNameWhatWhereWhoAndWhen() {
        ben.delete(text, 15, 20);
        ben.insert(text, 15, "loud");
        Change edit = tell(ben, 2_000);
        BlockId second = ada.newBlock(null, block, "todo");
        ada.setProperty(block, "color", new Value.Text("red"));
        ada.setType(block, "quote");
        Change made = tell(ada, 3_000);

        assertThat(ada.differences(first, ada.version()))
                .containsExactly(
                        new Difference.Appeared(second, by(made, 0)),
                        new Difference.Changed(
                                block, "type", new Value.Text("paragraph"), new Value.Text("quote"), by(made, 2)),
                        new Difference.Changed(block, "color", Value.ABSENT, new Value.Text("red"), by(made, 1)),
                        new Difference.Deleted(text, 15, "quiet", by(edit, 0)),
                        new Difference.Inserted(text, 15, "loud", by(edit, 1)));
        assertThat(by(edit, 0).author()).isEqualTo(BEN);
    }

    @Test
    void merge72_movedJoinedAndDeletedBlocksAreTold() {
        BlockId second = ada.newBlock(null, block, "paragraph");
        BlockId third = ada.newBlock(null, second, "paragraph");
        BlockId fourth = ada.newBlock(null, third, "paragraph");
        tell(ada, 2_000);
        VersionVector from = ada.version();
        ben.move(fourth, null, null);
        Change moved = tell(ben, 3_000);
        ada.join(second, block);
        Change joined = tell(ada, 4_000);
        ben.delete(third);
        Change deleted = tell(ben, 5_000);

        assertThat(ada.differences(from, ada.version()))
                .containsExactly(
                        new Difference.Vanished(second, by(joined, 0)),
                        new Difference.Vanished(third, by(deleted, 0)),
                        new Difference.Moved(fourth, by(moved, 0)));
        assertThat(ada.differences(from, from)).isEmpty();
        assertThatThrownBy(() -> ada.differences(ada.version(), from)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void merge72_marksOfTextThatStayedAreTold() {
        ben.unmark(text, 4, 8, "bold", Value.TRUE);
        Change unmarked = tell(ben, 2_000);
        ada.mark(text, 12, 14, "link", new Value.Text("/p/1"));
        ada.insert(text, 0, "Now: ");
        Change marked = tell(ada, 3_000);
        ada.delete(text, 9, 11);
        tell(ada, 4_000);

        assertThat(ada.differences(first, ada.version()))
                .contains(
                        new Difference.Formatted(text, 9, 2, "bold", Value.TRUE, Value.ABSENT, by(unmarked, 0)),
                        new Difference.Formatted(
                                text, 15, 2, "link", Value.ABSENT, new Value.Text("/p/1"), by(marked, 0)))
                .hasSize(4);
    }

    @Test
    void merge72_textThatAnUndoBroughtBackIsHis() {
        ada.delete(text, 0, 4);
        tell(ada, 0);
        VersionVector from = ada.version();
        ada.undo();
        Change undo = tell(ada, 7_000);
        assertThat(ben.differences(from, ben.version()))
                .containsExactly(new Difference.Inserted(text, 0, "The ", by(undo, 0)));
    }

    private static Attribution by(Change change, int operation) {
        int counter = change.firstCounter();
        for (Operation one : change.operations().subList(0, operation)) {
            counter += one.idCount();
        }
        return new Attribution(new OpId(change.replica(), counter), change.wallMillis());
    }
}
