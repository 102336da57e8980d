package dev.offing.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/** Random histories from fixed seeds; {@code ./offing lab fuzz} runs any others. */
class DifferentialFuzzTest {

    private static final int FIRST_SEED = 1;
    private static final int LAST_SEED = 900;

    @Test
    void engineEqualsOracleOnRandomHistories() {
        FuzzCensus census = new FuzzCensus();
        for (long seed = FIRST_SEED; seed <= LAST_SEED; seed++) {
            FuzzScript script = FuzzScript.generate(seed);
            FuzzFailure failure = FuzzLoop.failure(script, census);
            if (failure != null) {
                fail("seed " + seed + " " + FuzzLoop.report(script, failure));
            }
        }
        assertThat(census.neverHappened()).as(census.toString()).isEmpty();
    }
}
