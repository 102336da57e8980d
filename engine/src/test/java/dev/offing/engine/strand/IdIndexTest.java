package dev.offing.engine.strand;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The id index against one array cell a counter. */
class IdIndexTest {

    @Test
    void anyAssignmentsEqualAPlainTable() {
        int mostEntries = 0;
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            IdIndex index = new IdIndex();
            int[] leaves = new int[1_500];
            Arrays.fill(leaves, IdIndex.NONE);
            for (int step = 0; step < 1_000; step++) {
                int first = random.nextInt(leaves.length - 20);
                int length = 1 + random.nextInt(seed % 2 == 0 ? 3 : 20);
                int leaf = random.nextInt(seed % 3 == 0 ? 3 : 500);
                index.assign(first, length, leaf);
                Arrays.fill(leaves, first, first + length, leaf);
                index.checkInvariants();
            }
            for (int counter = 0; counter < leaves.length; counter++) {
                // A counter that was never assigned may lead to any leaf.
                if (leaves[counter] != IdIndex.NONE) {
                    assertThat(index.leafOf(counter))
                            .as("seed %d, counter %d", seed, counter)
                            .isEqualTo(leaves[counter]);
                }
            }
            mostEntries = Math.max(mostEntries, index.entryCount());
        }
        assertThat(mostEntries).as("several chunks").isGreaterThan(300);
    }

    @Test
    void runsInOneLeafAreOneEntry() {
        IdIndex index = new IdIndex();
        for (int counter = 0; counter < 1_000; counter++) {
            index.assign(counter, 1, counter < 500 ? 4 : 7);
        }
        assertThat(index.entryCount()).isEqualTo(2);
        assertThat(index.leafOf(499)).isEqualTo(4);
        assertThat(index.leafOf(500)).isEqualTo(7);
        assertThat(index.leafOf(1_000)).isEqualTo(IdIndex.NONE);
    }
}
