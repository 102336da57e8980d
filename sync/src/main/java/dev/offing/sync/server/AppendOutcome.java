package dev.offing.sync.server;

import dev.offing.sync.ChangeKey;
import dev.offing.sync.protocol.RefusalReason;

/** What became of one pushed change. */
public sealed interface AppendOutcome {

    /** Durable in the log, now or since it came first. @param sequence its server sequence */
    record Logged(ChangeKey key, long sequence) implements AppendOutcome {}

    /**
     * Not taken, nor anything after it.
     *
     * @param key what could be read of it; replica 0, counter 0, count 1 if nothing
     * @param text for people, constant for a reason
     */
    record NotTaken(ChangeKey key, RefusalReason reason, String text) implements AppendOutcome {}
}
