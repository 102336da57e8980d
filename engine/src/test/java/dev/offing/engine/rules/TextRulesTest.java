package dev.offing.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/spec/merge.md, "Text". */
class TextRulesTest {

    private final Peer a = new Peer(1);
    private Peer b;
    private BlockId block;

    @BeforeEach
    void writeXy() {
        block = a.paragraph("xy");
        a.commit();
        b = a.fork(2);
    }

    @Test
    void merge5RunsTypedForwardsDoNotInterleave() {
        for (int i = 0; i < 3; i++) {
            a.type(block, 1 + i, "a");
            b.type(block, 1 + i, "b");
        }
        Peer.meet(a, b);

        assertThat(a.outline()).isEqualTo("xaaabbby");
    }

    @Test
    void merge5RunsTypedBackwardsDoNotInterleave() {
        for (int i = 0; i < 3; i++) {
            a.type(block, 1, "a");
            b.type(block, 1, "b");
        }
        Peer.meet(a, b);

        assertThat(a.outline()).isEqualTo("xaaabbby");
    }

    @Test
    void merge5CharactersStandBeforeABoundaryAtTheSameSpot() {
        a.split(block, 1);
        b.type(block, 1, "!");
        Peer.meet(a, b);

        assertThat(a.outline()).isEqualTo("x! y");
    }

    @Test
    void merge6EveryDeletionHasToBeCancelled() {
        a.erase(block, 0, 1);
        Change one = a.commit();
        a.document.undo();
        Change undo = a.commit();
        b.erase(block, 0, 1);
        Change other = b.commit();

        assertThat(a.outline()).isEqualTo("xy");
        assertThat(a.hears(other).outline()).isEqualTo("y");
        assertThat(b.hears(one, undo).outline()).isEqualTo("y");
    }

    @Test
    void merge7LoneSurrogatesAreReplacedBeforeTheOperationIsMade() {
        a.type(block, 1, "\uD83D\uDE00\uD83D");

        assertThat(((Operation.InsertText) a.commit().operations().getFirst()).text())
                .isEqualTo("\uD83D\uDE00\uFFFD");
    }
}
