package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Patches are exact and small; that they lead to the view is held by DocumentFuzzTest. */
class PatchTest {

    private final Document document = Document.create(new ReplicaId(1));
    private final List<BlockId> blocks = new ArrayList<>();

    @BeforeEach
    void writeThreeBlocks() {
        for (int i = 0; i < 3; i++) {
            blocks.add(document.newBlock(null, blocks.isEmpty() ? null : blocks.getLast(), "paragraph"));
            document.insert(text(i), 0, "aaaa");
        }
        document.commit(0);
        assertThat(document.takePatch().edits()).hasSize(3);
    }

    private TextTarget text(int i) {
        return new TextTarget.Block(blocks.get(i));
    }

    @Test
    void typingAmongEqualLettersNamesItsVeryPlace() {
        document.insert(text(1), 2, "a");
        assertThat(document.takePatch().edits()).containsExactly(new Patch.Edit.Splice(text(1), 2, 0, "a"));
        document.delete(text(1), 1, 2);
        assertThat(document.takePatch().edits()).containsExactly(new Patch.Edit.Splice(text(1), 1, 1, ""));
    }

    @Test
    void foreignTypingInAJoinedTextNamesItsVeryPlace() {
        Document other = Document.create(new ReplicaId(2));
        document.changesSince(VersionVector.EMPTY).forEach(other::apply);
        document.join(blocks.get(1), blocks.get(0));
        document.commit(0);
        document.takePatch();
        other.insert(text(1), 1, "a");
        document.apply(other.commit(0));
        assertThat(document.takePatch().edits()).containsExactly(new Patch.Edit.Splice(text(0), 5, 0, "a"));
    }

    @Test
    void burstIsOneSplice() {
        for (int i = 0; i < 5; i++) {
            document.insert(text(0), 1 + i, "b");
        }
        assertThat(document.takePatch().edits()).containsExactly(new Patch.Edit.Splice(text(0), 1, 0, "bbbbb"));
    }

    @Test
    void patchesFromTheStartOfAFilledDocumentSayWhatCameAfter() {
        document.setProperty(blocks.get(2), "color", new Value.Text("red"));
        document.newBlock(blocks.get(0), null, "paragraph");
        document.commit(0);
        Document other = Document.create(new ReplicaId(2));
        document.changesSince(VersionVector.EMPTY).forEach(other::apply);
        other.startPatches();
        assertThat(other.takePatch().edits()).isEmpty();
        document.insert(text(2), 4, "b");
        document.setProperty(blocks.get(2), "color", Value.ABSENT);
        document.setProperty(null, "color", new Value.Text("blue"));
        other.apply(document.commit(0));
        assertThat(other.takePatch().edits())
                .containsExactly(
                        new Patch.Edit.Property(null, "color", new Value.Text("blue")),
                        new Patch.Edit.Property(blocks.get(2), "color", Value.ABSENT),
                        new Patch.Edit.Splice(text(2), 4, 0, "b"));
    }

    @Test
    void moveOfOneBlockMovesOneBlock() {
        document.move(blocks.get(0), null, blocks.get(2));
        assertThat(document.takePatch().edits()).containsExactly(new Patch.Edit.Move(blocks.get(0), null, 2));
    }

    @Test
    void removalMovesNothing() {
        document.delete(blocks.get(0));
        assertThat(document.takePatch().edits()).containsExactly(new Patch.Edit.Remove(blocks.get(0)));
    }

    @Test
    void deletedParentOfASurvivorGoesAfterIt() {
        Document other = Document.create(new ReplicaId(2));
        document.move(blocks.get(1), blocks.get(0), null);
        document.commit(0);
        document.takePatch();
        document.changesSince(VersionVector.EMPTY).forEach(other::apply);
        other.insert(text(1), 0, "b");
        document.delete(blocks.get(0));
        document.commit(0);
        document.apply(other.commit(0));

        List<Patch.Edit> edits = document.takePatch().edits();
        assertThat(edits).contains(new Patch.Edit.Move(blocks.get(1), null, 0));
        assertThat(edits).contains(new Patch.Edit.Remove(blocks.get(0)));
        assertThat(document.takePatch()).isSameAs(Patch.EMPTY);
    }
}
