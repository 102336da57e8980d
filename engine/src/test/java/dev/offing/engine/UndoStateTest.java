package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** MERGE-51 and docs/spec/bytes.md, "Undo state": the stacks outlive the document in memory. */
class UndoStateTest {

    private static final ReplicaId OWN = new ReplicaId(1);

    private Document document = Document.create(OWN);

    /** The document as it is after a reload: nothing but its bytes and those of its stacks. */
    private static Document reloaded(Document document) {
        Document loaded = Document.load(document.save(), document.local());
        assertThat(loaded.loadUndo(document.saveUndo())).isEqualTo(new Document.UndoLoaded.Done());
        assertThat(loaded.saveUndo()).isEqualTo(document.saveUndo());
        return loaded;
    }

    private BlockId writeHello() {
        BlockId block = document.newBlock(null, null, "paragraph");
        document.insert(new TextTarget.Block(block), 0, "Hello");
        commitGroup();
        return block;
    }

    private void commitGroup() {
        document.commit(0);
        document.endUndoGroup();
    }

    @Test
    void merge51_whatWasTypedBeforeAReloadIsTakenBackAfterIt() {
        BlockId block = writeHello();
        TextTarget text = new TextTarget.Block(block);
        DocumentView before = document.view();
        for (String word : new String[] {" dear", " old", " world"}) {
            document.insert(
                    text, document.view().blocks().getFirst().text().text().length(), word);
            document.commit(0);
        }
        DocumentView after = document.view();

        document = reloaded(document);
        assertThat(document.undo()).isTrue();
        document.commit(0);
        assertThat(document.view()).isEqualTo(before);

        document = reloaded(document);
        assertThat(document.redo()).isTrue();
        document.commit(0);
        assertThat(document.view()).isEqualTo(after);
        assertThat(document.redo()).isFalse();
    }

    /** Two writes of one register: the second undo finds its write current, because the first brought it back. */
    @Test
    void merge51_undoKnowsAfterAReloadWhatItBroughtBackBefore() {
        BlockId block = writeHello();
        for (String colour : new String[] {"red", "blue", "green"}) {
            document.setProperty(block, "color", new Value.Text(colour));
            document.mark(new TextTarget.Block(block), 0, 5, "color", new Value.Text(colour));
            commitGroup();
        }
        DocumentView after = document.view();
        for (int i = 0; i < 3; i++) {
            assertThat(document.undo()).isTrue();
            document.commit(0);
            document = reloaded(document);
        }
        assertThat(document.view().blocks().getFirst().properties()).isEmpty();
        assertThat(document.view().blocks().getFirst().text().marks()).isEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(document.redo()).isTrue();
            document.commit(0);
            document = reloaded(document);
        }
        assertThat(document.view()).isEqualTo(after);
    }

    @Test
    void merge51_movesGoBackAfterAReloadToPlacesThatOthersGave() {
        BlockId first = writeHello();
        BlockId second = document.newBlock(null, first, "paragraph");
        BlockId third = document.split(first, 2, "paragraph");
        commitGroup();
        Document other = Document.load(document.save(), new ReplicaId(2));
        other.move(second, null, null);
        document.apply(other.commit(0));
        DocumentView before = document.view();
        document.move(second, first, null);
        commitGroup();
        document.move(third, second, null);
        commitGroup();

        document = reloaded(document);
        assertThat(document.undo()).isTrue();
        document.commit(0);
        document = reloaded(document);
        assertThat(document.undo()).isTrue();
        document.commit(0);

        assertThat(document.view()).isEqualTo(before);
    }

    @Test
    void merge51_stacksOfAnotherReplicaAreDropped() {
        writeHello();
        byte[] stacks = document.saveUndo();
        Document other = Document.load(document.save(), new ReplicaId(2));

        assertThat(other.loadUndo(stacks))
                .isEqualTo(new Document.UndoLoaded.Dropped(Document.UndoLoaded.Misfit.OTHER_REPLICA));
        assertThat(other.canUndo()).isFalse();
    }

    @Test
    void merge51_stacksThatNameMissingOperationsAreDroppedWhole() {
        BlockId block = writeHello();
        byte[] before = document.save();
        document.setType(block, "heading1");
        commitGroup();
        Document earlier = Document.load(before, OWN);

        assertThat(earlier.loadUndo(document.saveUndo()))
                .isEqualTo(new Document.UndoLoaded.Dropped(Document.UndoLoaded.Misfit.UNKNOWN_OPERATION));
        assertThat(earlier.canUndo()).as("the older group is dropped too").isFalse();
    }

    @Test
    void damagedAndNewerStatesAreToldApartAndLeaveTheStacks() {
        writeHello();
        byte[] good = document.saveUndo();
        byte[] newer = good.clone();
        newer[4] = 2;
        byte[] damaged = good.clone();
        damaged[good.length - 1] ^= 1;

        assertRefused(newer, CodecException.Kind.TOO_NEW);
        assertRefused(damaged, CodecException.Kind.CORRUPT);
        assertRefused(Arrays.copyOf(good, 7), CodecException.Kind.CORRUPT);
        assertRefused(new byte[0], CodecException.Kind.CORRUPT);
        assertThat(document.saveUndo()).isEqualTo(good);
    }

    /** Operations: a block 0, its text 1 to 5, a property 6. */
    @Test
    void bytes40_whatWasBroughtBackLeadsToAnOperationOfAStack() {
        BlockId block = writeHello();
        document.setProperty(block, "n", new Value.Num(1));
        commitGroup();
        byte[] none = document.saveUndo();

        assertThat(document.loadUndo(withOneBroughtBack(none, 6, 5))).isEqualTo(new Document.UndoLoaded.Done());
        assertRefused(withOneBroughtBack(none, 6, 4), CodecException.Kind.CORRUPT);
        assertThat(document.loadUndo(withOneBroughtBack(none, 7, 1)))
                .isEqualTo(new Document.UndoLoaded.Dropped(Document.UndoLoaded.Misfit.UNKNOWN_OPERATION));
    }

    /** A state without, and in it that an own mark brought an earlier one back. */
    private static byte[] withOneBroughtBack(byte[] none, int counter, int distance) {
        byte[] bytes = Arrays.copyOf(none, none.length + 2);
        int at = none.length - 3;
        System.arraycopy(new byte[] {1, (byte) counter, (byte) distance, 0, 0}, 0, bytes, at, 5);
        return sealed(bytes);
    }

    private void assertRefused(byte[] bytes, CodecException.Kind kind) {
        assertThatThrownBy(() -> document.loadUndo(bytes))
                .isInstanceOfSatisfying(
                        CodecException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(kind));
    }

    @Test
    void oldestGroupsAreForgotten() {
        BlockId block = writeHello();
        for (int i = 0; i < Limits.UNDO_GROUPS_MAX + 5; i++) {
            document.setProperty(block, "n", new Value.Num(i));
            commitGroup();
        }
        document = reloaded(document);
        int undone = 0;
        while (document.undo()) {
            document.commit(0);
            undone++;
        }
        assertThat(undone).isEqualTo(Limits.UNDO_GROUPS_MAX);
        assertThat(document.view().blocks().getFirst().properties()).containsEntry("n", new Value.Num(4));
    }

    /** Random work with reloads in between: the reloaded document undoes what the one in memory undoes. */
    @Test
    void merge51_aReloadedDocumentUndoesAndRedoesTheSame() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            RandomAuthor author = new RandomAuthor(random);
            Document kept = Document.create(OWN);
            Document other = Document.create(new ReplicaId(2));
            for (int step = 0; step < 60; step++) {
                author.act(kept);
                kept.commit(step);
                if (random.nextBoolean()) {
                    kept.endUndoGroup();
                }
                if (random.nextInt(4) == 0) {
                    kept.changesSince(other.version()).forEach(other::apply);
                    author.act(other);
                    Change change = other.commit(step);
                    if (change != null) {
                        kept.apply(change);
                    }
                }
                Document loaded = reloaded(kept);
                for (Document one : new Document[] {kept, loaded}) {
                    if (step % 3 == 0) {
                        one.undo();
                    } else if (step % 3 == 1) {
                        one.redo();
                    }
                    one.commit(step);
                }
                assertThat(loaded.save()).as("seed %d step %d", seed, step).isEqualTo(kept.save());
                assertThat(loaded.saveUndo()).isEqualTo(kept.saveUndo());
            }
        }
    }

    /** Hostile bytes under a right checksum are refused, dropped, or taken, and what is taken can be undone. */
    @Test
    void sealedDamageIsRefusedDroppedOrHarmless() {
        Random random = new Random(5);
        RandomAuthor author = new RandomAuthor(random);
        for (int i = 0; i < 200; i++) {
            author.act(document);
            document.commit(i);
            if (i % 3 == 0) {
                document.endUndoGroup();
            }
            if (i % 11 == 0) {
                document.undo();
                document.commit(i);
            }
        }
        byte[] good = document.saveUndo();
        int done = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = sealedDamage(good, random);
            try {
                if (document.loadUndo(bytes) instanceof Document.UndoLoaded.Done) {
                    done++;
                    Document.load(document.save(), OWN).loadUndo(bytes);
                }
            } catch (CodecException refused) {
                assertThat(refused.offsetBytes()).isBetween(0, bytes.length);
            }
        }
        assertThat(done).isPositive();
        while (document.undo()) {
            document.commit(0);
        }
        document.checkInvariants();
    }

    private static byte[] sealedDamage(byte[] good, Random random) {
        byte[] bytes = good.clone();
        int changed = 1 + random.nextInt(3);
        for (int i = 0; i < changed; i++) {
            int at = 9 + random.nextInt(bytes.length - 9);
            bytes[at] = (byte) random.nextInt(random.nextBoolean() ? 12 : 256);
        }
        return sealed(bytes);
    }

    private static byte[] sealed(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 9, bytes.length - 9);
        for (int i = 0; i < 4; i++) {
            bytes[5 + i] = (byte) (crc.getValue() >>> 24 - 8 * i);
        }
        return bytes;
    }
}
