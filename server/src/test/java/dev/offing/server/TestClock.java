package dev.offing.server;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A wall clock that moves only when a test moves it. */
public final class TestClock implements InstantSource {

    private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    public void advanceMillis(long by) {
        millis.addAndGet(by);
    }
}
