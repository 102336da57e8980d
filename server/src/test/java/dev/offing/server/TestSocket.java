package dev.offing.server;

import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.FrameCodec;
import dev.offing.sync.protocol.Message;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket of a test: speaks frames, keeps what comes until it is asked for. */
public final class TestSocket implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    /** The connection has ended, and everything that came before was read. */
    public static final class Closed extends RuntimeException {}

    /** Stands in the queue after the last message. */
    private static final Message END = new Message.Ping();

    private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    private final List<Message> skipped = new ArrayList<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final WebSocket socket;

    private TestSocket(String origin, String originHeader) {
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", originHeader)
                .buildAsync(URI.create(origin.replace("http", "ws") + "/ws"), new Listener())
                .join();
    }

    /** Connects as a page of the server's own origin would. */
    public static TestSocket connect(String origin) {
        return new TestSocket(origin, origin);
    }

    public static TestSocket connectFrom(String foreignOrigin, String origin) {
        return new TestSocket(origin, foreignOrigin);
    }

    /** Connects and says Hello with a fresh ticket of the browser, which gets a device. */
    public static TestSocket open(String origin, TestBrowser browser) {
        TestSocket socket = connect(origin);
        socket.hello(browser.ticket(), browser.deviceId());
        return socket;
    }

    /** As the first release would: a device that was away since then is understood (SYNC-12). */
    public void hello(String ticket, String deviceId) {
        send(new Message.Hello(SyncLimits.PROTOCOL_MIN, SyncLimits.PROTOCOL_MIN, ticket, deviceId, "", 0, 1));
    }

    public void send(Message message) {
        sendBytes(FrameCodec.encode(message));
    }

    public void sendBytes(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** As {@link #sendBytes}, for what the server may hang up on before all of it is out. */
    public void beginToSend(byte[] bytes) {
        var _ = socket.sendBinary(ByteBuffer.wrap(bytes), true);
    }

    public void sendText(String text) {
        socket.sendText(text, true).join();
    }

    /**
     * Waits for the next message of a kind; others are put aside.
     *
     * @throws Closed if the connection ended before
     */
    public <T extends Message> T next(Class<T> kind) {
        while (true) {
            Message message = next();
            if (kind.isInstance(message)) {
                return kind.cast(message);
            }
            skipped.add(message);
        }
    }

    /** Waits for the next message. @throws Closed if the connection ended before */
    public Message next() {
        try {
            Message message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing came; before: " + skipped);
            }
            if (message == END) {
                received.add(END);
                throw new Closed();
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the end of the connection. @return the WebSocket's close code; 1006 if it broke */
    public int awaitClose() {
        return closeCode.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            parts.writeBytes(part);
            if (last) {
                received.add(FrameCodec.decode(parts.toByteArray()));
                parts.reset();
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
            closeCode.complete(statusCode);
            received.add(END);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closeCode.complete(1006);
            received.add(END);
        }
    }
}
