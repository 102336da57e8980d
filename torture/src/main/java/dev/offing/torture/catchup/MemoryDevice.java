package dev.offing.torture.catchup;

import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.client.ClientEffect;
import dev.offing.sync.client.DisconnectReason;
import dev.offing.sync.client.FetchPolicy;
import dev.offing.sync.client.SyncClient;
import dev.offing.sync.client.SyncStatus;
import dev.offing.sync.protocol.FrameCodec;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * A device without a disk: the client machine that ships, its store in memory, one WebSocket. One thread owns all
 * of it. It does not come back by itself when its connection ends: that ends the measurement.
 */
final class MemoryDevice implements SyncClient.Environment, AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Member member;
    private final MemoryStore store;
    private final Traffic traffic = new Traffic();
    private final BiConsumer<DocumentId, List<byte[]>> shown;
    private final SyncClient machine;
    private final ExecutorService owner = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("offing-device").factory());
    private final CompletableFuture<Void> synced = new CompletableFuture<>();
    private WebSocket socket;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    /** @param shown gets what an open document would: changes that are in the store now */
    MemoryDevice(Member member, MemoryStore store, BiConsumer<DocumentId, List<byte[]>> shown) {
        this.member = member;
        this.store = store;
        this.shown = shown;
        this.machine = new SyncClient(this, FetchPolicy.EVERYTHING, member.device());
    }

    @Override
    public long nowMillis() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public int random(int bound) {
        return 0;
    }

    /** Connects and waits until it is synced and every document is here. @return nanoseconds that took */
    long catchUp() {
        long start = System.nanoTime();
        owner.execute(() -> input(() -> machine.lead(true)));
        synced.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        return System.nanoTime() - start;
    }

    Traffic traffic() {
        return traffic;
    }

    private void input(Runnable give) {
        give.run();
        for (List<ClientEffect> effects = machine.drain(); !effects.isEmpty(); effects = machine.drain()) {
            effects.forEach(this::carryOut);
        }
        if (machine.status() instanceof SyncStatus.Synced && machine.documentsToFetch() == 0) {
            synced.complete(null);
        }
    }

    private void carryOut(ClientEffect effect) {
        switch (effect) {
            case ClientEffect.Connect connect -> connect(connect.connection());
            case ClientEffect.Send send -> send(send.frame());
            case ClientEffect.Persist persist -> {
                store.execute(persist.write());
                machine.persisted(persist.id());
            }
            case ClientEffect.ReadStore read -> machine.opened(read.read(), store.summary());
            case ClientEffect.ReadChanges read ->
                machine.changesRead(read.document(), List.copyOf(store.log(read.document())));
            case ClientEffect.DocumentChanged changed -> shown.accept(changed.document(), changed.changes());
            case ClientEffect.StatusChanged changed -> {}
            case ClientEffect.Disconnect gone -> fail("the device gave the connection up");
            case ClientEffect.WakeAt later -> {}
            case ClientEffect.DocumentStatusChanged changed -> {}
        }
    }

    private void fail(String why) {
        synced.completeExceptionally(new IllegalStateException(why));
    }

    private void connect(int connection) {
        String ticket = member.ticket();
        URI address = URI.create(member.server.toString().replaceFirst("^http", "ws") + "/ws");
        member.http
                .newWebSocketBuilder()
                .buildAsync(address, new Line(connection))
                .whenComplete((opened, failure) -> owner.execute(() -> {
                    socket = opened;
                    if (failure == null) {
                        input(() -> machine.connected(connection, ticket));
                    } else {
                        fail(failure.toString());
                    }
                }));
    }

    private void send(byte[] frame) {
        traffic.up(FrameCodec.decode(frame), frame.length);
        sent = sent.thenCompose(before -> socket.sendBinary(ByteBuffer.wrap(frame), true));
    }

    private void received(int connection, byte[] frame) {
        traffic.down(FrameCodec.decode(frame), frame.length);
        input(() -> machine.frame(connection, frame));
    }

    @Override
    public void close() {
        owner.shutdownNow();
        if (socket != null) {
            socket.abort();
        }
    }

    private final class Line implements WebSocket.Listener {
        private final int connection;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        Line(int connection) {
            this.connection = connection;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            if (message.size() + data.remaining() > SyncLimits.FRAME_BYTES_MAX) {
                from.abort();
                fail("a message is too long");
                return null;
            }
            byte[] part = new byte[data.remaining()];
            data.get(part);
            message.writeBytes(part);
            if (last) {
                byte[] frame = message.toByteArray();
                message.reset();
                owner.execute(() -> received(connection, frame));
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            owner.execute(() -> input(() -> machine.disconnected(connection, DisconnectReason.NETWORK)));
            fail("the server closed the connection: " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            fail(failure.toString());
        }
    }
}
