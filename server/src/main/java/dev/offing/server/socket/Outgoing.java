package dev.offing.server.socket;

import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.CloseReason;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What waits to be sent to one connection, in order, and the virtual thread that sends it. Nobody who
 * puts something in waits for a slow reader: beyond {@link #CONGESTED_BYTES} the session is told and
 * stops being told of appends; a reader so slow that {@link #WAITING_BYTES_MAX} pile up all the same,
 * or that takes nothing for {@link #SEND_MILLIS_MAX}, is dropped. It comes back and fetches what it
 * missed.
 */
final class Outgoing {

    static final int CONGESTED_BYTES = 512 * 1024;

    /** All answers a client may have asked for at once, and what came before it was told to be slow. */
    static final int WAITING_BYTES_MAX =
            CONGESTED_BYTES + (SyncLimits.READS_AT_ONCE_MAX + 2) * SyncLimits.FRAME_BYTES_MAX;

    static final long SEND_MILLIS_MAX = 30_000;

    private final Wire wire;
    private final Consumer<Boolean> congestion;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean congested;
    private boolean ended;

    /** Set once; sent when everything before it is out. */
    private CloseReason farewell;

    /** @param congestion told when the connection becomes slow, and when it no longer is; must not wait */
    Outgoing(Wire wire, Consumer<Boolean> congestion) {
        this.wire = wire;
        this.congestion = congestion;
    }

    void start() {
        Thread.ofVirtual().name("offing-outgoing").start(this::run);
    }

    synchronized void send(byte[] message) {
        if (ended || farewell != null) {
            return;
        }
        waiting.add(message);
        waitingBytes += message.length;
        if (waitingBytes > WAITING_BYTES_MAX) {
            end();
            wire.drop();
            return;
        }
        if (!congested && waitingBytes > CONGESTED_BYTES) {
            congested = true;
            congestion.accept(true);
        }
        notifyAll();
    }

    /** Closes the connection when everything sent before is out. */
    synchronized void close(CloseReason reason) {
        if (farewell == null) {
            farewell = reason;
            notifyAll();
        }
    }

    /** The connection is gone: nothing more is sent. */
    synchronized void end() {
        ended = true;
        waiting.clear();
        waitingBytes = 0;
        notifyAll();
    }

    private void run() {
        try {
            while (true) {
                byte[] message = next();
                if (message.length == 0) {
                    return;
                }
                wire.send(message).get(SEND_MILLIS_MAX, TimeUnit.MILLISECONDS);
                sent(message.length);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            end();
            wire.drop();
        }
    }

    /** Waits for the next message. @return empty when there will be none */
    private synchronized byte[] next() throws InterruptedException {
        while (!ended && waiting.isEmpty() && farewell == null) {
            wait();
        }
        if (ended) {
            return new byte[0];
        }
        if (waiting.isEmpty()) {
            ended = true;
            wire.close(closeCode(farewell), farewell.name());
            return new byte[0];
        }
        return waiting.remove();
    }

    private synchronized void sent(int bytes) {
        waitingBytes = Math.max(0, waitingBytes - bytes);
        if (congested && waitingBytes <= CONGESTED_BYTES / 2) {
            congested = false;
            congestion.accept(false);
        }
    }

    /** The last frame says the same; the code is for who sees only the WebSocket. */
    static int closeCode(CloseReason reason) {
        return switch (reason) {
            case TICKET_REFUSED -> 4001;
            case EXPIRED -> 4002;
            case REVOKED -> 4003;
            case BAD_FRAME -> 4004;
            case OUT_OF_ORDER -> 4005;
            case TOO_OLD_CLIENT -> 4006;
            case TOO_NEW_CLIENT -> 4007;
            case OVERLOAD -> 4008;
            case SERVER_STOPPING -> 4009;
            case SILENT -> 4010;
        };
    }
}
