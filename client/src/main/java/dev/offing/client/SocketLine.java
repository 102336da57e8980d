package dev.offing.client;

import dev.offing.sync.SyncLimits;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One WebSocket. Messages go out one after the other; what comes in is handed on whole, never more than a frame
 * may be. Its end is told once.
 */
final class SocketLine implements WebSocket.Listener {

    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(SyncLimits.CONNECT_MILLIS_MAX);

    private final Runnable opened;
    private final Consumer<byte[]> received;
    private final Runnable ended;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private WebSocket socket;
    private boolean sending;
    private boolean over;

    /** @param ended not called after {@link #abort} */
    SocketLine(Runnable opened, Consumer<byte[]> received, Runnable ended) {
        this.opened = opened;
        this.received = received;
        this.ended = ended;
    }

    void connect(HttpClient http, URI server) {
        URI address = URI.create(server.toString().replaceFirst("^http", "ws") + "/ws");
        var unused = http.newWebSocketBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .buildAsync(address, this)
                .whenComplete((connected, failure) -> {
                    if (failure != null) {
                        end();
                    }
                });
    }

    @Override
    public void onOpen(WebSocket connected) {
        boolean late;
        synchronized (this) {
            socket = connected;
            late = over;
        }
        if (late) {
            connected.abort();
        } else {
            opened.run();
            connected.request(1);
        }
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        if (message.size() + data.remaining() > SyncLimits.FRAME_BYTES_MAX) {
            from.abort();
            end();
            return null;
        }
        byte[] part = new byte[data.remaining()];
        data.get(part);
        message.writeBytes(part);
        if (last) {
            byte[] frame = message.toByteArray();
            message.reset();
            received.accept(frame);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        from.abort(); // There are no text messages.
        end();
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end();
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        end();
    }

    /** Losing a message is allowed only together with the connection. */
    synchronized void send(byte[] frame) {
        waiting.add(frame);
        sendNext();
    }

    private synchronized void sendNext() {
        if (sending || over || socket == null || waiting.isEmpty()) {
            return;
        }
        sending = true;
        var unused = socket.sendBinary(ByteBuffer.wrap(waiting.remove()), true).whenComplete((sent, failure) -> {
            synchronized (this) {
                sending = false;
            }
            if (failure == null) {
                sendNext();
            } else {
                end();
            }
        });
    }

    /** Gives the connection or the attempt up. */
    void abort() {
        WebSocket known;
        synchronized (this) {
            over = true;
            known = socket;
        }
        if (known != null) {
            known.abort();
        }
    }

    private void end() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        ended.run();
    }
}
