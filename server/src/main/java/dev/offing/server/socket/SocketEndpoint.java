package dev.offing.server.socket;

import dev.offing.server.access.Access;
import dev.offing.server.account.Accounts;
import dev.offing.server.account.SocketTickets;
import dev.offing.server.live.LiveWorkspace;
import dev.offing.server.store.Store;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.CloseReason;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket at {@code /ws}: makes a {@link SocketConnection} of every one, and closes those whose
 * account's session has ended.
 */
public final class SocketEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SocketEndpoint.class);

    private static final String CONNECTION = "connection";

    /** The longest message a WebSocket may bring. */
    public static final int FRAME_BYTES_MAX = SyncLimits.FRAME_BYTES_MAX;

    /** The session itself gives a silent client up first; this is for those that never said Hello. */
    public static final long SILENCE_MILLIS_MAX = SyncLimits.SESSION_SILENCE_MILLIS_MAX + 10_000L;

    /** How often sessions that end by time are looked for. */
    private static final long SWEEP_MILLIS = 30_000;

    /** What a stopping server grants its connections for their last frames. */
    private static final long FAREWELL_MILLIS = 2_000;

    private final SocketConnection.Surroundings surroundings;
    private final ScheduledExecutorService timer;
    private final Set<SocketConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger nextId = new AtomicInteger(1);

    public SocketEndpoint(
            Store store,
            Accounts accounts,
            SocketTickets tickets,
            Access access,
            LiveWorkspace workspace,
            InstantSource clock) {
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("offing-timer").factory());
        this.surroundings =
                new SocketConnection.Surroundings(store, accounts, tickets, access, workspace, clock, timer);
        accounts.onSessionEnd(this::closeConnectionsOf);
        var _ = timer.scheduleWithFixedDelay(
                () -> Thread.startVirtualThread(this::sweep), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Registers what happens on a WebSocket. */
    public void register(WsConfig sockets) {
        sockets.onConnect(context -> {
            SocketConnection connection =
                    new SocketConnection(nextId.getAndIncrement(), new JettyWire(context.session), surroundings);
            context.attribute(CONNECTION, connection);
            connections.add(connection);
            connection.start();
        });
        sockets.onBinaryMessage(context -> {
            ByteBuffer data = context.data();
            byte[] frame = new byte[data.remaining()];
            data.get(frame);
            connection(context).received(frame);
        });
        // There are no text messages: as a frame it is a bad one, and the session says so.
        sockets.onMessage(
                context -> connection(context).received(context.message().getBytes(StandardCharsets.UTF_8)));
        sockets.onClose(context -> forget(context));
        sockets.onError(context -> forget(context));
    }

    private static SocketConnection connection(WsContext context) {
        SocketConnection connection = context.attribute(CONNECTION);
        if (connection == null) {
            throw new IllegalStateException("a message came before its connection");
        }
        return connection;
    }

    private void forget(WsContext context) {
        SocketConnection connection = context.attribute(CONNECTION);
        if (connection != null) {
            connections.remove(connection);
            connection.gone();
        }
    }

    private void closeConnectionsOf(String session, boolean expired) {
        for (SocketConnection connection : connections) {
            if (connection.who().filter(who -> who.session().equals(session)).isPresent()) {
                connection.close(expired ? CloseReason.EXPIRED : CloseReason.REVOKED);
            }
        }
    }

    private void sweep() {
        for (SocketConnection connection : connections) {
            boolean gone = connection
                    .who()
                    .filter(who ->
                            surroundings.accounts().signedIn(who.session()).isEmpty())
                    .isPresent();
            if (gone) {
                connection.close(CloseReason.EXPIRED);
            }
        }
    }

    /** How many connections are open. */
    public int size() {
        return connections.size();
    }

    /** Tells every connection that the server stops, and waits a little for that to get out. */
    @Override
    public void close() {
        connections.forEach(connection -> connection.close(CloseReason.SERVER_STOPPING));
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MILLIS);
        try {
            for (SocketConnection connection : connections) {
                connection.awaitEnd(Math.max(0, (deadline - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
    }

    /** Jetty's side of a connection. */
    private record JettyWire(Session session) implements Wire {
        @Override
        public CompletableFuture<Void> send(byte[] message) {
            CompletableFuture<Void> sent = new CompletableFuture<>();
            session.sendBinary(
                    ByteBuffer.wrap(message), Callback.from(() -> sent.complete(null), sent::completeExceptionally));
            return sent;
        }

        @Override
        public void close(int code, String reason) {
            session.close(code, reason, Callback.from(() -> {}, failure -> LOG.debug("goodbye failed", failure)));
        }

        @Override
        public void drop() {
            session.disconnect();
        }
    }
}
