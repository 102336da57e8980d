package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A document without the text of deleted characters merges like any other, and never invents what it has not. */
class WithoutHistoryTest {

    private static final ReplicaId READER = new ReplicaId(99);

    @Test
    void mergesChangesOfAnyTimeAlike() {
        int refused = 0;
        int compared = 0;
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            RandomAuthor author = new RandomAuthor(random);
            List<Document> writers = List.of(
                    Document.create(new ReplicaId(random.nextLong())),
                    Document.create(new ReplicaId(random.nextLong())));
            List<List<Change>> inboxes = List.of(new ArrayList<>(), new ArrayList<>());
            Document all = Document.create(READER);
            Document light = Document.load(all.saveWithoutHistory(), READER);
            for (int step = 0; step < 80; step++) {
                int who = random.nextInt(2);
                Document writer = writers.get(who);
                List<Change> inbox = inboxes.get(who);
                while (!inbox.isEmpty() && random.nextInt(4) > 0) {
                    writer.apply(inbox.removeFirst());
                }
                author.act(writer);
                author.act(writer);
                Change change = writer.commit(step);
                writer.endUndoGroup();
                if (change == null) {
                    continue;
                }
                inboxes.get(1 - who).add(change);
                all.apply(change);
                try {
                    light.apply(change);
                } catch (HistoryNotHereException notHere) {
                    refused++;
                    light = Document.load(all.save(), READER);
                }
                if (random.nextInt(6) == 0) {
                    light = Document.load(light.saveWithoutHistory(), READER);
                }
                compared++;
                assertThat(light.view()).as("seed %d, step %d", seed, step).isEqualTo(all.view());
                assertThat(light.saveWithoutHistory()).isEqualTo(all.saveWithoutHistory());
                light.checkInvariants();
            }
        }
        assertThat(refused).isPositive();
        assertThat(compared).isGreaterThan(5_000);
    }

    @Test
    void saysWhatIsNotHere() {
        Document writer = Document.create(new ReplicaId(1));
        BlockId block = writer.newBlock(null, null, "paragraph");
        TextTarget text = new TextTarget.Block(block);
        writer.insert(text, 0, "all of it");
        VersionVector before = VersionVector.EMPTY;
        Change typed = writer.commit(1);
        writer.endUndoGroup();
        writer.delete(text, 3, 9);
        Change cut = writer.commit(2);
        writer.endUndoGroup();
        byte[] snapshot = writer.saveWithoutHistory();
        Document light = Document.load(snapshot, READER);

        assertThat(light.view()).isEqualTo(writer.view());
        assertThat(Document.readPage(snapshot)).isEqualTo(writer.view());
        assertThatThrownBy(() -> light.changesSince(before)).isInstanceOf(HistoryNotHereException.class);
        assertThat(light.changesSince(VersionVector.of(java.util.Map.of(new ReplicaId(1), typed.idCount()))))
                .containsExactly(cut);
        assertThat(writer.undo()).isTrue();
        Change undo = writer.commit(3);
        assertThatThrownBy(() -> light.apply(undo)).isInstanceOf(HistoryNotHereException.class);
        assertThat(light.saveWithoutHistory()).isEqualTo(snapshot);
        assertThat(light.save()).isEqualTo(snapshot);
        light.checkInvariants();
    }

    /** What is deleted after loading can be taken back: its text is still here. */
    @Test
    void ownDeletionsCanBeUndone() {
        Document writer = Document.create(new ReplicaId(1));
        BlockId block = writer.newBlock(null, null, "paragraph");
        TextTarget text = new TextTarget.Block(block);
        writer.insert(text, 0, "a\ud83d\ude00b gone");
        writer.delete(text, 4, 9);
        writer.commit(1);
        Document light = Document.load(writer.saveWithoutHistory(), READER);
        DocumentView shown = light.view();

        light.delete(text, 0, 3);
        light.commit(2);
        assertThat(light.undo()).isTrue();
        light.commit(3);

        assertThat(light.view()).isEqualTo(shown);
        light.checkInvariants();
    }
}
