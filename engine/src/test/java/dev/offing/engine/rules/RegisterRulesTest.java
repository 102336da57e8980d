package dev.offing.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.Value;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/spec/merge.md, "Registers". */
class RegisterRulesTest {

    private final Peer a = new Peer(1);
    private Peer b;
    private BlockId block;

    @BeforeEach
    void writeBlock() {
        block = a.document.newBlock(null, null, "heading1");
        a.type(block, 0, "abcd");
        a.commit();
        b = a.fork(2);
    }

    private static OpId first(Change change) {
        return new OpId(change.replica(), change.firstCounter());
    }

    @Test
    void merge40LatestWriteIsShownAndTheNextOneReplacesAll() {
        a.set(block, "color", "red");
        b.set(block, "color", "blue");
        Change red = a.commit();
        Change blue = b.commit();
        a.hears(blue);
        b.hears(red);
        assertThat(a.property(block, "color")).isEqualTo(new Value.Text("blue"));
        assertThat(b.property(block, "color")).isEqualTo(new Value.Text("blue"));

        a.set(block, "color", "green");
        Operation.SetProperty green =
                (Operation.SetProperty) a.commit().operations().getFirst();
        assertThat(green.replaces()).containsExactlyInAnyOrder(first(red), first(blue));
    }

    @Test
    void merge40LoserIsKeptUntilAWriteHasSeenIt() {
        a.set(block, "color", "red");
        b.set(block, "color", "blue");
        Change red = a.commit();
        Change blue = b.commit();
        Change green =
                b.byHand(2, new Operation.SetProperty(block, "color", new Value.Text("green"), List.of(first(blue))));
        a.hears(blue, green).set(block, "color", "white");

        assertThat(((Operation.SetProperty) a.commit().operations().getFirst()).replaces())
                .as("blue was seen and superseded, red is still there")
                .containsExactlyInAnyOrder(first(red), first(green));
    }

    @Test
    void merge41TypeIsTheOneABlockWasMadeWithUntilItIsWritten() {
        BlockId half = a.document.split(block, 2, "quote");
        assertThat(a.shown(block).type()).isEqualTo("heading1");
        assertThat(a.shown(half).type()).isEqualTo("quote");

        a.document.setType(half, "code");
        assertThat(a.shown(half).type()).isEqualTo("code");
    }
}
