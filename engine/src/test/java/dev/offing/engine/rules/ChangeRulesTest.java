package dev.offing.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.Value;
import org.junit.jupiter.api.Test;

/** docs/spec/merge.md, "Changes". */
class ChangeRulesTest {

    private final Peer a = new Peer(1);

    @Test
    void merge1ChangeIsPendingUntilItsCausesAreThere() {
        BlockId block = a.paragraph("one");
        Change first = a.commit();
        a.type(block, 3, " two");
        Change second = a.commit();
        Peer b = new Peer(2).hears(second);

        assertThat(b.outline()).isEmpty();
        Peer reopened = b.fork(3);
        assertThat(reopened.document.pending()).containsExactly(second);
        assertThat(reopened.hears(first).outline()).isEqualTo("one two");
        assertThat(reopened.document.pending()).isEmpty();
    }

    @Test
    void merge2StampIsOneMoreThanTheGreatestAmongTheCauses() {
        BlockId block = a.paragraph("one");
        Change start = a.commit();
        Peer b = a.fork(2);
        a.type(block, 0, "a");
        b.type(block, 0, "b");
        Change fromA = a.commit();
        Change fromB = b.commit();
        a.hears(fromB).type(block, 0, "c");

        assertThat(start.stamp()).isEqualTo(1);
        assertThat(fromA.stamp()).isEqualTo(2);
        assertThat(fromB.stamp()).isEqualTo(2);
        assertThat(a.commit().stamp()).isEqualTo(3);
    }

    @Test
    void merge2LaterOperationOfAChangeIsLater() {
        BlockId block = a.paragraph("one");
        a.mark(block, 0, 3, "color", new Value.Text("red"));
        a.mark(block, 0, 3, "color", new Value.Text("blue"));
        a.commit();

        assertThat(a.fork(2).shown(block).text().marks()).extracting("value").containsExactly(new Value.Text("blue"));
    }

    @Test
    void merge3FirstCounterCountsTheIdsUsedBefore() {
        BlockId block = a.paragraph("a\uD83D\uDE00");
        Change first = a.commit();
        a.type(block, 0, "b");

        assertThat(first.firstCounter()).isZero();
        assertThat(a.commit().firstCounter()).as("a block and two characters").isEqualTo(3);
    }

    @Test
    void merge3DuplicateDoesNothing() {
        a.paragraph("one");
        Change change = a.commit();
        Peer b = new Peer(2).hears(change);
        byte[] before = b.document.save();

        assertThat(b.document.apply(change)).isEqualTo(new Document.Applied.Duplicate());
        assertThat(b.document.save()).isEqualTo(before);
    }

    @Test
    void merge4OrderOfArrivalDoesNotMatter() {
        BlockId block = a.paragraph("one");
        Change start = a.commit();
        Peer b = a.fork(2);
        Peer c = a.fork(3);
        a.split(block, 1);
        b.type(block, 2, "b");
        c.document.delete(block);
        Change[] changes = {start, a.commit(), b.commit(), c.commit()};
        byte[] expected = new Peer(9).hears(changes).document.save();
        String shown = new Peer(9).hears(changes).outline();

        int[][] orders = {{3, 2, 1, 0}, {1, 0, 3, 2}, {2, 3, 0, 1}, {0, 3, 1, 2}};
        for (int[] order : orders) {
            Peer other = new Peer(9);
            for (int i : order) {
                other.hears(changes[i]);
            }
            assertThat(other.outline()).isEqualTo(shown);
            assertThat(other.document.save()).isEqualTo(expected);
        }
    }

    @Test
    void merge4ClocksDoNotMatter() {
        Document early = Document.create(new ReplicaId(1));
        Document late = Document.create(new ReplicaId(2));
        early.setProperty(null, "icon", new Value.Text("sun"));
        late.apply(early.commit(2_000));
        late.setProperty(null, "icon", new Value.Text("moon"));
        early.apply(late.commit(1_000));

        assertThat(early.view().properties()).containsEntry("icon", new Value.Text("moon"));
    }

    @Test
    void merge8OperationHasSeenWhatStandsBeforeItInItsChange() {
        BlockId block = a.paragraph("one");
        a.commit();
        a.type(block, 0, "seen ");
        a.document.delete(block);
        a.commit();

        assertThat(a.fork(2).outline()).as("the words do not rescue the block").isEmpty();
    }
}
