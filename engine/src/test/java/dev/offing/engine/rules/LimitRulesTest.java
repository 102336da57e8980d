package dev.offing.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.IdRange;
import dev.offing.engine.InvalidChangeException.Reason;
import dev.offing.engine.Limits;
import dev.offing.engine.Operation;
import dev.offing.engine.Place;
import dev.offing.engine.PositionKey;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.StrandId;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/spec/operations.md, "Limits". */
class LimitRulesTest {

    private static final ReplicaId HAND = new ReplicaId(9);
    private static final Operation WRITE = new Operation.SetProperty(null, "icon", Value.TRUE, List.of());

    private final Peer a = new Peer(1);

    private static Operation[] writes(int count) {
        return Collections.nCopies(count, WRITE).toArray(new Operation[0]);
    }

    @Test
    void ops60NumberOfOperationsIsBounded() {
        a.refuses(a.byHand(9, writes(Limits.CHANGE_OPERATIONS_MAX + 1)), Reason.LIMIT_EXCEEDED, -1);
        a.hears(a.byHand(9, writes(Limits.CHANGE_OPERATIONS_MAX)));

        assertThat(a.document.version().end(HAND)).isEqualTo(Limits.CHANGE_OPERATIONS_MAX);
    }

    @Test
    void ops61WhatIsOutOfBoundsIsNoChange() {
        List<Operation> one = List.of(WRITE);
        assertThatIllegalArgumentException().isThrownBy(() -> new Change(HAND, 0, 1, List.of(), 0, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Change(HAND, -1, 1, List.of(), 0, one));
        assertThatIllegalArgumentException().isThrownBy(() -> new Change(HAND, 0, 0, List.of(), 0, one));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Change(HAND, 0, Limits.STAMP_MAX + 1, List.of(), 0, one));
        assertThatIllegalArgumentException().isThrownBy(() -> new Value.Num(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new IdRange(HAND, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new IdRange(HAND, Integer.MAX_VALUE, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> PositionKey.of(new byte[] {1, 2, 3}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PositionKey.of(new byte[Limits.POSITION_KEY_BYTES_MAX + 1]));
    }

    @Test
    void ops61EncodedChangeIsBounded() {
        String text = "x".repeat(Limits.RUN_UTF16_MAX);
        Operation longText = new Operation.InsertText(new StrandId.Title(), null, null, text);
        int tooMany = Limits.CHANGE_BYTES_MAX / Limits.RUN_UTF16_MAX;
        Change fits = new Change(HAND, 0, 1, List.of(), 0, Collections.nCopies(tooMany - 1, longText));
        Change tooLong = new Change(HAND, 0, 1, List.of(), 0, Collections.nCopies(tooMany, longText));

        assertThat(ChangeCodec.encode(fits)).hasSizeLessThan(Limits.CHANGE_BYTES_MAX);
        assertThatIllegalArgumentException().isThrownBy(() -> ChangeCodec.encode(tooLong));
    }

    @Test
    void ops62CommandsStopAtHalfOfAChange() {
        BlockId block = a.paragraph("");
        for (int i = 0; i < Limits.CHANGE_OPERATIONS_MAX / 2; i++) {
            a.set(block, "color", "colour " + i);
        }

        assertThatIllegalStateException().isThrownBy(() -> a.type(block, 0, "x"));
        a.commit();
        a.type(block, 0, "x");
        assertThat(a.outline()).isEqualTo("x");
    }

    @Test
    void ops62LongTextIsCutBetweenCharacters() {
        String text = "x".repeat(Limits.RUN_UTF16_MAX - 1) + "\uD83D\uDE00";
        a.document.insert(new TextTarget.Title(), 0, text);

        List<Operation> operations = a.commit().operations();
        assertThat(operations).hasSize(2);
        assertThat(((Operation.InsertText) operations.getLast()).text()).isEqualTo("\uD83D\uDE00");
        assertThat(a.document.title().text()).isEqualTo(text);
    }

    @Test
    void ops63DepthBindsCommandsAlone() {
        BlockId parent = null;
        List<BlockId> made = new ArrayList<>();
        for (int depth = 0; depth < Limits.DEPTH_MAX; depth++) {
            parent = a.document.newBlock(parent, null, "paragraph");
            made.add(parent);
        }
        a.commit();
        assertThatIllegalArgumentException().isThrownBy(() -> a.document.newBlock(made.getLast(), null, "paragraph"));

        PositionKey key = PositionKey.between(null, null, HAND, 0, true);
        a.hears(a.byHand(9, new Operation.NewBlock(new Place.Child(parent, key), "paragraph")));
        assertThat(a.document.view().blocks()).hasSize(Limits.DEPTH_MAX + 1);
    }
}
