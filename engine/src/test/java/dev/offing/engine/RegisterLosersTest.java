package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MERGE-40 and MERGE-42: what lost is kept with author and time until somebody has seen it and writes. */
class RegisterLosersTest {

    private final Document ada = Document.create(new ReplicaId(1));
    private final Document ben = Document.create(new ReplicaId(2));
    private final Document cid = Document.create(new ReplicaId(3));
    private BlockId block;

    @BeforeEach
    void writeBlock() {
        block = ada.newBlock(null, null, "paragraph");
        Change made = ada.commit(1);
        ben.apply(made);
        cid.apply(made);
    }

    /** All three write without knowing of each other; then all know all. */
    private void disagree(BlockId of, String key) {
        Change[] changes = new Change[3];
        Document[] authors = {ada, ben, cid};
        for (int i = 0; i < 3; i++) {
            authors[i].setProperty(of, key, new Value.Text("v" + (i + 1)));
            changes[i] = authors[i].commit(100 * (i + 1));
        }
        for (Document author : authors) {
            for (Change change : changes) {
                author.apply(change);
            }
        }
    }

    @Test
    void merge40_losersAreListedWithAuthorAndTime() {
        disagree(block, "color");
        assertThat(ada.view().blocks().getFirst().properties()).containsEntry("color", new Value.Text("v3"));
        for (Document each : new Document[] {ada, ben, cid}) {
            assertThat(each.losers(block, "color"))
                    .containsExactly(
                            new RegisterWrite<>(
                                    new Value.Text("v1"), new Attribution(new OpId(new ReplicaId(1), 1), 100)),
                            new RegisterWrite<>(
                                    new Value.Text("v2"), new Attribution(new OpId(new ReplicaId(2), 0), 200)));
        }
        Document loaded = Document.load(ada.save(), new ReplicaId(9));
        assertThat(loaded.losers(block, "color")).isEqualTo(ada.losers(block, "color"));
    }

    @Test
    void merge40_writerOfTheShownValueIsKnownOnceItIsCommitted() {
        disagree(block, "color");
        assertThat(ada.writer(block, "color")).isEqualTo(new Attribution(new OpId(new ReplicaId(3), 0), 300));
        assertThat(ada.writer(block, "shape")).isNull();
        ada.setProperty(block, "shape", new Value.Text("round"));
        assertThat(ada.writer(block, "shape")).isNull();
        ada.commit(400);
        assertThat(ada.writer(block, "shape").author()).isEqualTo(new ReplicaId(1));
        assertThat(ada.writer(null, "icon")).isNull();
    }

    @Test
    void merge40_losersAreAttributedWithoutHistoryToo() {
        disagree(block, "color");
        ben.insert(new TextTarget.Title(), 0, "gone");
        ben.delete(new TextTarget.Title(), 0, 4);
        Change change = ben.commit(900);
        Document loaded = Document.load(ben.saveWithoutHistory(), new ReplicaId(9));
        assertThat(change).isNotNull();
        assertThat(loaded.losers(block, "color")).isEqualTo(ben.losers(block, "color"));
    }

    @Test
    void merge40_disagreementsAreThoseThatSaySomethingElse() {
        disagree(null, "icon");
        disagree(block, "color");
        assertThat(cid.disagreements()).extracting(Disagreement::block).containsExactly(null, block);
        assertThat(cid.disagreements()).isEqualTo(ada.disagreements());
        Disagreement icon = cid.disagreements().getFirst();
        assertThat(icon.key()).isEqualTo("icon");
        assertThat(icon.shown())
                .isEqualTo(
                        new RegisterWrite<>(new Value.Text("v3"), new Attribution(new OpId(new ReplicaId(3), 0), 300)));
        assertThat(icon.losers()).isEqualTo(cid.losers(null, "icon"));

        cid.setProperty(null, "icon", new Value.Text("v1"));
        Change settled = cid.commit(400);
        ada.setProperty(block, "color", new Value.Text("v2"));
        ada.commit(500);
        assertThat(cid.disagreements()).extracting(Disagreement::key).containsExactly("color");
        ada.apply(settled);
        assertThat(ada.disagreements()).isEmpty();
    }

    @Test
    void merge40_theSameValueTwiceIsNoDisagreement() {
        ada.setProperty(block, "color", new Value.Text("red"));
        ben.setProperty(block, "color", new Value.Text("red"));
        ada.commit(100);
        ada.apply(ben.commit(100));
        assertThat(ada.losers(block, "color")).hasSize(1);
        assertThat(ada.disagreements()).isEmpty();
    }

    @Test
    void merge40_everyRegisterHasLosers() {
        disagree(null, "icon");
        assertThat(ben.losers(null, "icon")).hasSize(2);
        disagree(block, Operation.TYPE);
        assertThat(ben.losers(block, Operation.TYPE)).hasSize(2);
        assertThat(ben.losers(block, "color")).isEmpty();
        assertThatThrownBy(() -> ben.losers(new BlockId(new OpId(new ReplicaId(7), 0)), "color"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void merge42_dismissalSupersedesTheLosersAndKeepsTheValue() {
        disagree(block, "color");
        DocumentView before = ada.view();
        ada.dismissLosers(block, "color");
        Change dismissal = ada.commit(400);
        ben.apply(dismissal);
        for (Document each : new Document[] {ada, ben}) {
            assertThat(each.losers(block, "color")).isEmpty();
            assertThat(each.view()).isEqualTo(before);
        }
        ada.dismissLosers(block, "color");
        assertThat(ada.commit(500)).as("there is nothing left to dismiss").isNull();
    }

    /** Who had not seen the dismissal has not been answered by it. */
    @Test
    void merge42_aConcurrentWriteOutlivesADismissal() {
        disagree(block, "color");
        ada.dismissLosers(block, "color");
        Change dismissal = ada.commit(400);
        ben.setProperty(block, "color", new Value.Text("v2"));
        Change insisting = ben.commit(500);
        ada.apply(insisting);
        ben.apply(dismissal);

        assertThat(ada.view().blocks().getFirst().properties()).containsEntry("color", new Value.Text("v2"));
        assertThat(ada.losers(block, "color")).extracting(RegisterWrite::value).containsExactly(new Value.Text("v3"));
        assertThat(ben.losers(block, "color")).isEqualTo(ada.losers(block, "color"));
    }

    @Test
    void merge42_takingALoserSettlesToo() {
        disagree(block, "color");
        ada.setProperty(block, "color", ada.losers(block, "color").getFirst().value());
        ada.commit(400);
        assertThat(ada.losers(block, "color")).isEmpty();
        assertThat(ada.view().blocks().getFirst().properties()).containsEntry("color", new Value.Text("v1"));
    }
}
