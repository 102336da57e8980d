package dev.offing.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.Document.UndoLoaded;
import dev.offing.engine.Document.UndoLoaded.Misfit;
import dev.offing.engine.IdRange;
import dev.offing.engine.Limits;
import dev.offing.engine.Operation;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/spec/merge.md, "Undo": what it does beside other people's work. */
class UndoRulesTest {

    private final Peer a = new Peer(1);
    private Peer b;
    private BlockId block;

    @BeforeEach
    void writeAbcd() {
        block = a.paragraph("abcd");
        a.commit();
        b = a.fork(2);
    }

    private void undo() {
        assertThat(a.document.undo()).isTrue();
        Peer.meet(a, b);
    }

    @Test
    void merge52UndoOfADeletionSparesOneThatAColumnOutlived() {
        BlockId table = a.document.newBlock(null, null, "table");
        BlockId column = a.document.newBlock(table, null, "tableColumn");
        BlockId row = a.document.newBlock(table, column, "tableRow");
        BlockId joined = a.paragraph("joined");
        Peer.meet(a, b);
        Peer c = a.fork(3);
        a.document.delete(column);
        a.document.join(joined, table);
        Change deletion = a.commit();
        c.document.insert(new TextTarget.Cell(row, column), 0, "words");
        Change words = c.commit();
        b.hears(words);
        b.document.delete(table);
        b.commit();
        b.hears(deletion);
        assertThat(b.document.undo()).isTrue();
        Change undo = b.commit();

        assertThat(undo.operations())
                .extracting(operation -> operation instanceof Operation.RestoreBlock restore ? restore.block() : null)
                .doesNotContain(column);
        assertThat(b.shown(table).table().columns()).containsExactly(column);
    }

    @Test
    void merge50UndoThatWritesNothingLeavesNothingOpen() {
        assertThat(b.document.undo()).isFalse();
        assertThat(b.document.commit(0)).isNull();
        a.document.setProperty(block, "color", new Value.Text("red"));
        Peer.meet(a, b);
        b.document.setProperty(block, "color", new Value.Text("blue"));
        a.erase(block, 0, 4);
        b.erase(block, 0, 4);
        Peer.meet(a, b);

        assertThat(a.document.undo())
                .as("the deletion that b made too, and then the typing")
                .isTrue();
        assertThat(a.document.commit(0)).isNotNull();
        while (a.document.canUndo()) {
            boolean wrote = a.document.undo();
            assertThat(a.document.commit(0) != null).isEqualTo(wrote);
        }
        assertThat(a.document.undo()).isFalse();
        assertThat(a.document.save()).as("nothing is open").isNotEmpty();
    }

    @Test
    void merge50UndoOfADeletionThatStandsIsWrittenAndDoesNotShow() {
        b.erase(block, 0, 4);
        b.commit();
        a.erase(block, 0, 4);
        Peer.meet(a, b);
        assertThat(b.document.undo())
                .as("so that it shows when a takes its own back")
                .isTrue();
        Peer.meet(a, b);
        assertThat(b.outline()).isEmpty();

        undo();
        assertThat(b.outline()).isEqualTo("abcd");
    }

    @Test
    void merge50OwnCharactersGoForeignOnesStay() {
        a.type(block, 2, "12");
        Peer.meet(a, b);
        b.type(block, 3, "!");
        Peer.meet(a, b);
        undo();

        assertThat(a.outline()).isEqualTo("ab!cd");
    }

    @Test
    void merge50CharactersThatAreGoneAreNotDeletedAgain() {
        a.type(block, 2, "12");
        int first = a.commit().firstCounter();
        Peer.meet(a, b);
        b.erase(block, 2, 3);
        Peer.meet(a, b);
        assertThat(a.document.undo()).isTrue();

        assertThat(a.commit().operations())
                .containsExactly(new Operation.DeleteText(List.of(new IdRange(a.replica(), first + 1, 1))));
    }

    @Test
    void merge50ErasedCharactersComeBackAsTheSameOnes() {
        a.erase(block, 1, 3);
        a.commit();
        b.mark(block, 0, 4, "bold", Value.TRUE);
        Peer.meet(a, b);
        undo();

        assertThat(a.outline()).isEqualTo("abcd");
        assertThat(a.marks(block)).containsExactly("bold[0,4)");
    }

    @Test
    void merge50WriteGoesBackOnlyWhereItStillWins() {
        a.set(block, "color", "red");
        a.commit();
        a.set(block, "icon", "sun");
        Peer.meet(a, b);
        b.set(block, "icon", "moon");
        Peer.meet(a, b);
        undo();

        assertThat(a.property(block, "icon")).isEqualTo(new Value.Text("moon"));
        assertThat(a.property(block, "color")).as("the group before was tried").isNull();
    }

    @Test
    void merge50MarkGoesBackOnlyWhereItStillWins() {
        a.mark(block, 0, 4, "color", new Value.Text("red"));
        Peer.meet(a, b);
        b.mark(block, 2, 4, "color", new Value.Text("blue"));
        Peer.meet(a, b);
        undo();

        assertThat(a.marks(block)).containsExactly("color[2,4)");
    }

    @Test
    void merge50SplitIsJoinedAndAMoveGoesBack() {
        BlockId last = a.paragraph("last");
        a.commit();
        a.document.move(block, null, last);
        a.commit();
        a.split(block, 2);
        Peer.meet(a, b);
        assertThat(a.outline()).isEqualTo("last ab cd");

        undo();
        assertThat(a.outline()).isEqualTo("last abcd");
        undo();
        assertThat(a.outline()).isEqualTo("abcd last");
    }

    @Test
    void merge50DeletedBlockIsRestoredAndAMadeOneDeleted() {
        a.document.delete(block);
        Peer.meet(a, b);
        undo();
        assertThat(a.outline()).isEqualTo("abcd");
        undo();
        assertThat(a.document.view().blocks()).isEmpty();
    }

    @Test
    void merge53WhatOthersWroteIntoAMadeBlockKeepsIt() {
        BlockId made = a.paragraph("12");
        Peer.meet(a, b);
        b.type(made, 1, "!");
        Peer.meet(a, b);
        undo();
        assertThat(a.outline()).isEqualTo("abcd !");

        assertThat(a.document.redo()).isTrue();
        Peer.meet(a, b);
        assertThat(a.outline()).isEqualTo("abcd 1!2");
    }

    @Test
    void merge53WhatOthersMovedIntoAMadeBlockKeepsIt() {
        BlockId made = a.paragraph("12");
        Peer.meet(a, b);
        b.document.move(b.paragraph("!"), made, null);
        Peer.meet(a, b);
        undo();

        assertThat(a.outline()).isEqualTo("abcd {!}");
    }

    @Test
    void merge53WhatOthersWroteSinceABlockCameBackKeepsItFromRedo() {
        a.document.delete(block);
        Peer.meet(a, b);
        undo();
        b.type(block, 4, "!");
        Peer.meet(a, b);

        assertThat(a.document.redo()).isFalse();
        assertThat(a.outline()).isEqualTo("abcd!");
    }

    @Test
    void merge52UndoOfADeletionShowsABlockThatSomebodyElseDeletedToo() {
        a.document.delete(block);
        b.document.delete(block);
        Peer.meet(a, b);
        undo();

        assertThat(a.outline()).isEqualTo("abcd");
    }

    @Test
    void merge50RedoUndoesTheUndoWhateverOthersDid() {
        a.type(block, 4, "!");
        Peer.meet(a, b);
        undo();
        b.type(block, 0, "> ");
        Peer.meet(a, b);
        assertThat(a.document.redo()).isTrue();
        assertThat(a.outline()).isEqualTo("> abcd!");

        undo();
        a.type(block, 0, "x");
        assertThat(a.document.redo()).as("a new own change clears it").isFalse();
    }

    @Test
    void merge51StacksSurviveAReloadOfTheirReplicaOnly() {
        byte[] stacks = a.document.saveUndo();
        Peer reloaded = a.fork(1);
        assertThat(reloaded.document.loadUndo(stacks)).isEqualTo(new UndoLoaded.Done());
        assertThat(b.document.loadUndo(stacks)).isEqualTo(new UndoLoaded.Dropped(Misfit.OTHER_REPLICA));

        assertThat(reloaded.document.undo()).isTrue();
        assertThat(reloaded.document.view().blocks()).isEmpty();
        assertThat(b.document.canUndo()).isFalse();
    }

    @Test
    void merge51OldestGroupsAreForgotten() {
        for (int i = 0; i < Limits.UNDO_GROUPS_MAX; i++) {
            a.set(block, "color", "colour " + i);
            a.commit();
        }
        int groups = 0;
        while (a.document.undo()) {
            groups++;
        }

        assertThat(groups).isEqualTo(Limits.UNDO_GROUPS_MAX);
        assertThat(a.outline()).as("what was typed first is out of reach").isEqualTo("abcd");
    }
}
