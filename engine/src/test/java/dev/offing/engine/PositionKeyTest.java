package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Places among siblings: order, uniqueness, length, non-interleaving, and their bytes. */
class PositionKeyTest {

    /** A replica that inserts keys into a list it shares with others. */
    private static final class Maker {
        final ReplicaId replica;
        final KeyRuns runs;
        int counter;

        Maker(long bits) {
            replica = new ReplicaId(bits);
            runs = new KeyRuns(replica);
        }

        PositionKey insert(List<PositionKey> keys, int index) {
            PositionKey left = index == 0 ? null : keys.get(index - 1);
            PositionKey right = index == keys.size() ? null : keys.get(index);
            PositionKey key = runs.between(left, right, counter++);
            runs.add(key);
            keys.add(index, key);
            return key;
        }
    }

    private static int longest(List<PositionKey> keys) {
        return keys.stream().mapToInt(PositionKey::length).max().orElseThrow();
    }

    @Test
    void randomInsertionsStandInOrderAndSurviveTheirBytes() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<Maker> makers = List.of(new Maker(1), new Maker(-1), new Maker(random.nextLong()));
            List<PositionKey> keys = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                makers.get(random.nextInt(3)).insert(keys, random.nextInt(keys.size() + 1));
                if (random.nextInt(10) == 0) {
                    // A key that is gone must not come again.
                    keys.remove(random.nextInt(keys.size()));
                }
            }
            for (int i = 0; i < keys.size(); i++) {
                assertThat(PositionKey.of(keys.get(i).toBytes())).isEqualTo(keys.get(i));
                assertThat(i == 0 || keys.get(i - 1).compareTo(keys.get(i)) < 0)
                        .as("seed %d, index %d", seed, i)
                        .isTrue();
            }
        }
    }

    @Test
    void noKeyIsMadeTwice() {
        Random random = new Random(5);
        Maker maker = new Maker(9);
        List<PositionKey> keys = new ArrayList<>();
        List<PositionKey> ever = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            ever.add(maker.insert(keys, random.nextInt(Math.min(3, keys.size() + 1))));
            if (keys.size() > 4) {
                keys.remove(random.nextInt(4));
            }
        }
        assertThat(ever).doesNotHaveDuplicates();
    }

    @Test
    void appendingAndPrependingCostNoLength() {
        Maker maker = new Maker(9);
        List<PositionKey> keys = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            maker.insert(keys, i % 2 == 0 ? 0 : keys.size());
        }
        assertThat(longest(keys)).isLessThanOrEqualTo(16);
    }

    @Test
    void twoWhoTakeTurnsAtOneEndDoNotNestForEver() {
        for (boolean front : new boolean[] {true, false}) {
            List<Maker> makers = List.of(new Maker(1), new Maker(2));
            List<PositionKey> keys = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                makers.get(i % 2).insert(keys, front ? 0 : keys.size());
            }
            assertThat(longest(keys)).isLessThanOrEqualTo(80);
            assertThat(keys).isSorted();
        }
    }

    @Test
    void runsAtOneSpotDoNotInterleave() {
        Maker start = new Maker(3);
        List<PositionKey> shared = new ArrayList<>();
        start.insert(shared, 0);
        start.insert(shared, 1);
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            List<PositionKey> runA = run(new Maker(random.nextLong()), shared, random);
            List<PositionKey> runB = run(new Maker(random.nextLong()), shared, random);
            boolean apart = runA.getLast().compareTo(runB.getFirst()) < 0
                    || runB.getLast().compareTo(runA.getFirst()) < 0;
            assertThat(apart).as("round %d", round).isTrue();
        }
    }

    /** Ten keys between the two shared ones, made forwards, backwards or anyhow. */
    private static List<PositionKey> run(Maker maker, List<PositionKey> shared, Random random) {
        List<PositionKey> keys = new ArrayList<>(shared);
        int manner = random.nextInt(3);
        for (int i = 0; i < 10; i++) {
            int inner = keys.size() - 2;
            maker.insert(keys, 1 + (manner == 0 ? inner : manner == 1 ? 0 : random.nextInt(inner + 1)));
        }
        return keys.subList(1, keys.size() - 1);
    }

    @Test
    void aNeighbourThatIsNotThereHasNoRunToGoOnWith() {
        ReplicaId own = new ReplicaId(7);
        PositionKey key = PositionKey.between(null, null, own, 1, false);

        assertThat(PositionKey.between(null, key, own, 2, true)).isLessThan(key);
        assertThat(PositionKey.between(key, null, own, 2, false, true)).isGreaterThan(key);
    }

    @Test
    void bytesOfNoKeyAreRefused() {
        byte[] key =
                PositionKey.between(null, null, new ReplicaId(7), 300, false).toBytes();
        for (int at = 0; at < key.length; at++) {
            byte[] cut = Arrays.copyOf(key, at);
            assertThatThrownBy(() -> PositionKey.of(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        byte[] longerZero = key.clone();
        longerZero[0] = 0x41;
        assertThatThrownBy(() -> PositionKey.of(longerZero)).isInstanceOf(IllegalArgumentException.class);
    }
}
