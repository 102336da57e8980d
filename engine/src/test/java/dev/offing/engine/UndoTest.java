package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MERGE-50, where one replica is alone; with others the merge vectors and the fuzz hold it. */
class UndoTest {

    private final Document document = Document.create(new ReplicaId(1));
    private BlockId block;
    private TextTarget text;

    @BeforeEach
    void writeHello() {
        block = document.newBlock(null, null, "paragraph");
        text = new TextTarget.Block(block);
        document.insert(text, 0, "Hello");
        document.commit(0);
        document.endUndoGroup();
    }

    private String shown() {
        StringBuilder all = new StringBuilder();
        for (BlockView view : document.view().blocks()) {
            all.append('[').append(view.text().text()).append(']');
        }
        return all.toString();
    }

    @Test
    void oneGroupAfterTheOtherAndBackAgain() {
        document.delete(text, 1, 4);
        document.endUndoGroup();
        document.setProperty(block, "color", new Value.Text("red"));
        document.endUndoGroup();
        document.setProperty(block, "color", new Value.Text("blue"));
        document.endUndoGroup();
        DocumentView after = document.view();

        for (int i = 0; i < 3; i++) {
            assertThat(document.undo()).isTrue();
        }
        assertThat(shown()).isEqualTo("[Hello]");
        assertThat(document.view().blocks().getFirst().properties()).isEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(document.redo()).isTrue();
        }
        assertThat(document.view()).isEqualTo(after);
        assertThat(document.redo()).isFalse();
    }

    @Test
    void typedAndDeletedInOneGroupHasNoEffectAndIsSkipped() {
        document.insert(text, 5, "!");
        document.delete(text, 5, 6);
        document.endUndoGroup();

        assertThat(document.undo()).isTrue();
        assertThat(document.view().blocks())
                .as("the group before was taken back")
                .isEmpty();
    }

    @Test
    void deletedAndReplacedInOneGroupComesBack() {
        document.delete(text, 1, 4);
        document.insert(text, 1, "all");
        document.endUndoGroup();
        assertThat(shown()).isEqualTo("[Hallo]");

        assertThat(document.undo()).isTrue();
        assertThat(shown()).isEqualTo("[Hello]");
        assertThat(document.redo()).isTrue();
        assertThat(shown()).isEqualTo("[Hallo]");
    }

    @Test
    void marksGoBackToWhatTheyWerePieceByPiece() {
        document.mark(text, 0, 2, "color", new Value.Text("red"));
        document.endUndoGroup();
        DocumentView before = document.view();
        document.mark(text, 1, 4, "color", new Value.Text("blue"));
        document.endUndoGroup();

        assertThat(document.undo()).isTrue();
        assertThat(document.view()).isEqualTo(before);
        assertThat(document.undo()).isTrue();
        assertThat(document.view().blocks().getFirst().text().marks()).isEmpty();
    }

    @Test
    void splitInsideJoinedTextIsJoinedInTheRightOrder() {
        BlockId second = document.newBlock(null, block, "paragraph");
        document.insert(new TextTarget.Block(second), 0, "World");
        document.join(second, block);
        document.endUndoGroup();
        assertThat(shown()).isEqualTo("[HelloWorld]");
        BlockId tail = document.split(block, 2, "paragraph");
        assertThat(shown()).isEqualTo("[He][lloWorld]");
        document.endUndoGroup();

        assertThat(document.undo()).isTrue();
        assertThat(shown()).isEqualTo("[HelloWorld]");
        assertThat(document.redo()).isTrue();
        assertThat(shown()).isEqualTo("[He][lloWorld]");
        assertThat(document.view().blocks().getLast().id()).isEqualTo(tail);
    }

    @Test
    void newOwnChangeClearsRedoButAForeignOneDoesNot() {
        Document other = Document.create(new ReplicaId(2));
        document.commit(0);
        document.changesSince(VersionVector.EMPTY).forEach(other::apply);
        document.insert(text, 5, "!");
        document.endUndoGroup();
        assertThat(document.undo()).isTrue();
        document.commit(0);
        other.insert(text, 0, "> ");
        document.apply(other.commit(0));
        assertThat(document.canRedo()).isTrue();

        assertThat(document.redo()).isTrue();
        assertThat(shown()).isEqualTo("[> Hello!]");
        assertThat(document.undo()).isTrue();
        document.insert(text, 0, "x", Map.of());
        assertThat(document.canRedo()).isFalse();
    }

    @Test
    void adoptedReplicaStartsWithoutHistory() {
        document.adoptReplica(new ReplicaId(3));
        assertThat(document.canUndo()).isFalse();
        assertThat(document.undo()).isFalse();
    }

    /** Words that kept a block from a deletion are not hidden by undoing the deletion and doing it again. */
    @Test
    void merge52_redoOfADeletionSparesWhatItHadNotSeen() {
        Document other = Document.create(new ReplicaId(2));
        document.commit(0);
        document.changesSince(VersionVector.EMPTY).forEach(other::apply);
        BlockId child = document.newBlock(block, null, "paragraph");
        document.insert(new TextTarget.Block(child), 0, "child");
        document.endUndoGroup();
        document.delete(block);
        document.commit(0);
        document.endUndoGroup();
        other.insert(text, 5, "!");
        document.apply(other.commit(0));
        assertThat(shown()).isEqualTo("[Hello!]");

        assertThat(document.undo()).isTrue();
        assertThat(shown()).isEqualTo("[Hello!][child]");
        assertThat(document.view().blocks().getFirst().survivor()).isNull();
        assertThat(document.redo()).isTrue();
        assertThat(shown()).isEqualTo("[Hello!]");
        assertThat(document.undo()).isTrue();
        assertThat(shown()).isEqualTo("[Hello!][child]");
    }

    @Test
    void merge51_whatUndoBroughtBackIsForgottenWithTheReplicaId() {
        document.setProperty(block, "color", new Value.Text("red"));
        document.endUndoGroup();
        document.undo();
        document.commit(0);
        byte[] nothing = Document.load(document.save(), new ReplicaId(9)).saveUndo();
        document.adoptReplica(new ReplicaId(9));
        assertThat(document.saveUndo()).isEqualTo(nothing);
    }
}
