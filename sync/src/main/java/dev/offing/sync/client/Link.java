package dev.offing.sync.client;

import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.FrameCodec;
import dev.offing.sync.protocol.Message;
import java.util.List;

/**
 * The connection of a client: when to try, how long to wait, when silence means it is dead.
 *
 * <p>The wait after the n-th failure in a row is between half and all of {@code min(0.5 s · 2ⁿ, 30
 * s)}, so that clients cut off together do not come back together. A connection that lasted {@link
 * SyncLimits#STABLE_MILLIS}, or that reached "synced", counts as success: one that is closed as soon
 * as it is welcomed goes on waiting longer.
 */
final class Link {

    /** {@code DOWN}: not wanted. {@code GREETING}: connected, waiting for the welcome. */
    enum State {
        DOWN,
        WAITING,
        CONNECTING,
        GREETING,
        OPEN
    }

    private final SyncClient.Environment environment;
    private final List<ClientEffect> effects;

    private State state = State.DOWN;
    private int connection;
    private int failures;
    private long retryAt;
    private long deadline;
    private long openedAt;
    private long heardAt;
    private long pingedAt = -1;

    Link(SyncClient.Environment environment, List<ClientEffect> effects) {
        this.environment = environment;
        this.effects = effects;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    State state() {
        return state;
    }

    /** When the next attempt is; {@link SyncStatus.Unreachable#NOW} unless waiting. */
    long retryAt() {
        return state == State.WAITING ? retryAt : SyncStatus.Unreachable.NOW;
    }

    /** Whether an input belongs to the present connection or attempt. */
    boolean isCurrent(int named) {
        return named == connection && (state == State.CONNECTING || state == State.GREETING || state == State.OPEN);
    }

    void send(Message message) {
        effects.add(new ClientEffect.Send(connection, FrameCodec.encode(message)));
    }

    /** The one place that decides about attempts, deadlines and pings. */
    void evaluate(boolean wanted, long now) {
        if (!wanted) {
            hangUp();
            state = State.DOWN;
            return;
        }
        switch (state) {
            case DOWN -> connect(now);
            case WAITING -> {
                if (now >= retryAt) {
                    connect(now);
                }
            }
            case CONNECTING, GREETING -> {
                if (now >= deadline) {
                    drop(now, 0);
                }
            }
            case OPEN -> keepAlive(now);
        }
    }

    void connected() {
        state = State.GREETING;
    }

    void welcomed(long now) {
        state = State.OPEN;
        openedAt = now;
    }

    void heard(long now) {
        heardAt = now;
        pingedAt = -1;
    }

    /** Closes and waits. @param atLeastMillis the server's wish */
    void drop(long now, int atLeastMillis) {
        hangUp();
        lost(now, atLeastMillis);
    }

    /** The connection or attempt is gone already. */
    void lost(long now, int atLeastMillis) {
        if (state == State.OPEN && now - openedAt >= SyncLimits.STABLE_MILLIS) {
            failures = 0;
        }
        int longest = SyncLimits.RETRY_LONGEST_MILLIS;
        int bound = failures > 16 ? longest : Math.min(SyncLimits.RETRY_FIRST_MILLIS << failures, longest);
        failures++;
        retryAt = now + Math.max(atLeastMillis, bound / 2 + environment.random(bound / 2 + 1));
        state = State.WAITING;
    }

    /** Hopes are up: the next wait starts small, a present one ends. */
    void encourage() {
        failures = 0;
        if (state == State.WAITING) {
            retryAt = 0;
        }
    }

    /** Everything works: the next failure starts with the smallest wait. */
    void succeeded() {
        failures = 0;
    }

    /** Something may have happened to the network: find out now. */
    void probe(long now) {
        if (state == State.OPEN && pingedAt < 0) {
            ping(now);
        }
    }

    /** When {@link #evaluate} has to be asked again. */
    long wakeAt() {
        return switch (state) {
            case DOWN -> Long.MAX_VALUE;
            case WAITING -> retryAt;
            case CONNECTING, GREETING -> deadline;
            case OPEN ->
                pingedAt >= 0 ? pingedAt + SyncLimits.DEAD_AFTER_PING_MILLIS : heardAt + SyncLimits.PING_AFTER_MILLIS;
        };
    }

    private void keepAlive(long now) {
        if (pingedAt >= 0 && now >= pingedAt + SyncLimits.DEAD_AFTER_PING_MILLIS) {
            drop(now, 0);
        } else if (pingedAt < 0 && now >= heardAt + SyncLimits.PING_AFTER_MILLIS) {
            ping(now);
        }
    }

    private void ping(long now) {
        pingedAt = now;
        send(new Message.Ping());
    }

    private void connect(long now) {
        connection++;
        state = State.CONNECTING;
        deadline = now + SyncLimits.CONNECT_MILLIS_MAX;
        pingedAt = -1;
        effects.add(new ClientEffect.Connect(connection));
    }

    private void hangUp() {
        if (state == State.CONNECTING || state == State.GREETING || state == State.OPEN) {
            effects.add(new ClientEffect.Disconnect(connection));
        }
    }
}
