package dev.offing.server.account;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows guessing down, per key (an account's email address whether or not it exists, or a network
 * address). The first attempts are free; from then on each failure doubles the time during which
 * nothing is admitted, up to a bound, so that an outsider can delay an account's owner but never
 * lock the account for good.
 *
 * <p>An attempt counts as failed from its beginning; success takes it back. So a thousand attempts at
 * once get no further than a thousand one after the other. Memory is bounded: the key not used for
 * longest goes first.
 */
public final class AttemptLimiter {

    private static final int KEYS_MAX = 10_000;
    private static final long FIRST_DELAY_MILLIS = 15_000;
    private static final long DELAY_MILLIS_MAX = 15 * 60_000;

    /** After this long without attempts a key starts anew. */
    private static final long FORGET_MILLIS = 60 * 60_000;

    private record Failures(int count, long lastMillis, long closedUntilMillis) {}

    private final int freeAttempts;
    private final InstantSource clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > KEYS_MAX;
        }
    };

    /** @param freeAttempts failures before the first delay */
    public AttemptLimiter(int freeAttempts, InstantSource clock) {
        this.freeAttempts = freeAttempts;
        this.clock = clock;
    }

    /**
     * Begins an attempt.
     *
     * @return false if the key is closed for now; the attempt must not be made, and does not count
     */
    public synchronized boolean admit(String key) {
        long now = clock.millis();
        Failures before = failures.get(key);
        if (before != null && now < before.closedUntilMillis()) {
            return false;
        }
        int count = before == null || now - before.lastMillis() > FORGET_MILLIS ? 1 : before.count() + 1;
        failures.put(key, new Failures(count, now, now + delayMillis(count)));
        return true;
    }

    private long delayMillis(int count) {
        int beyond = count - freeAttempts;
        if (beyond < 0) {
            return 0;
        }
        return beyond >= 6 ? DELAY_MILLIS_MAX : Math.min(DELAY_MILLIS_MAX, FIRST_DELAY_MILLIS << beyond);
    }

    /** The attempt was right: the key starts anew. */
    public synchronized void clear(String key) {
        failures.remove(key);
    }

    /** The attempt was right: it no longer counts, earlier failures of the key still do. */
    public synchronized void takeBack(String key) {
        Failures before = failures.get(key);
        if (before != null) {
            failures.put(key, new Failures(before.count() - 1, before.lastMillis(), 0));
        }
    }
}
