package dev.offing.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.server.TestClock;
import org.junit.jupiter.api.Test;

class AttemptLimiterTest {

    private final TestClock clock = new TestClock();
    private final AttemptLimiter limiter = new AttemptLimiter(3, clock);

    private int admittedOf(String key, int attempts) {
        int admitted = 0;
        for (int i = 0; i < attempts; i++) {
            admitted += limiter.admit(key) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void aThousandAttemptsAtOnceGetAsFarAsTheFreeOnes() {
        assertThat(admittedOf("a", 1_000)).isEqualTo(3);
        assertThat(admittedOf("b", 1)).as("another key").isEqualTo(1);
    }

    @Test
    void eachFurtherFailureDoublesTheWaitUpToABound() {
        admittedOf("a", 3);
        long[] waits = {15_000, 30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000};
        for (long wait : waits) {
            clock.advanceMillis(wait - 1);
            assertThat(limiter.admit("a")).as("before %d", wait).isFalse();
            clock.advanceMillis(1);
            assertThat(limiter.admit("a")).as("after %d", wait).isTrue();
        }
    }

    @Test
    void attemptsWhileClosedDoNotProlongTheWait() {
        admittedOf("a", 1_000);
        clock.advanceMillis(15_000);
        assertThat(limiter.admit("a")).isTrue();
    }

    @Test
    void successClearsAnAccountButTakesBackOnlyItselfFromAnAddress() {
        admittedOf("account", 2);
        limiter.clear("account");
        assertThat(admittedOf("account", 10)).isEqualTo(3);
        admittedOf("address", 2);
        limiter.admit("address");
        limiter.takeBack("address");
        assertThat(admittedOf("address", 10)).isEqualTo(1);
    }

    @Test
    void anHourWithoutAttemptsForgets() {
        admittedOf("a", 1_000);
        clock.advanceMillis(60 * 60_000 + 1);
        assertThat(admittedOf("a", 10)).isEqualTo(3);
    }
}
