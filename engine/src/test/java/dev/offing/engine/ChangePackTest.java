package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChangePackTest {

    private static final int ANY = 1 << 20;

    private static List<byte[]> typed(int count) {
        Document document = Document.create(new ReplicaId(7));
        BlockId block = document.newBlock(null, null, "paragraph");
        List<byte[]> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            document.insert(new TextTarget.Block(block), i, String.valueOf((char) ('a' + i * 7 % 26)));
            changes.add(ChangeCodec.encode(document.commit(1_700_000_000_000L + 171L * i)));
        }
        return changes;
    }

    private static void assertSurvives(List<byte[]> changes) {
        List<byte[]> unpacked = ChangePack.unpack(ChangePack.pack(changes), ANY, ANY);
        assertThat(Arrays.deepEquals(unpacked.toArray(), changes.toArray())).isTrue();
    }

    @Test
    void whatIsPackedComesOutAgain() {
        assertSurvives(List.of());
        assertSurvives(List.of(new byte[0], new byte[0]));
        assertSurvives(typed(1_000));
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            List<byte[]> changes = new ArrayList<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                byte[] change = new byte[random.nextInt(20)];
                random.nextBytes(change);
                changes.add(change);
            }
            assertSurvives(changes);
        }
    }

    @Test
    void singleKeysTakeAFewBytesEach() {
        List<byte[]> changes = typed(1_000);
        assertThat(ChangePack.pack(changes)).hasSizeLessThan(3 * changes.size());
    }

    @Test
    void aPackBeyondALimitIsNotUnpacked() {
        byte[] pack = ChangePack.pack(List.of(new byte[100], new byte[100]));
        assertThat(ChangePack.unpack(pack, 2, 200)).hasSize(2);
        assertThatThrownBy(() -> ChangePack.unpack(pack, 1, 200)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> ChangePack.unpack(pack, 2, 199)).isInstanceOf(CodecException.class);
        byte[] bomb = ChangePack.pack(List.of(new byte[100_000]));
        assertThat(bomb).hasSizeLessThan(300);
        assertThatThrownBy(() -> ChangePack.unpack(bomb, 1, 1_000)).isInstanceOf(CodecException.class);
    }

    @Test
    void damageEndsInATypedException() {
        Random random = new Random(2);
        byte[] pack = ChangePack.pack(typed(100));
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = Arrays.copyOf(pack, random.nextInt(4) == 0 ? random.nextInt(pack.length) : pack.length);
            for (int j = random.nextInt(3); j >= 0 && damaged.length > 0; j--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                int bytes = ChangePack.unpack(damaged, 200, 10_000).stream()
                        .mapToInt(change -> change.length)
                        .sum();
                assertThat(bytes).isLessThanOrEqualTo(10_000);
            } catch (CodecException typed) {
                assertThat(typed.getMessage()).isNotEmpty();
            }
        }
    }
}
