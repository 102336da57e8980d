package dev.offing.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.sync.protocol.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutgoingTest {

    /** A wire that takes a message only when it is told to. */
    private static final class SlowWire implements Wire {
        private final BlockingQueue<CompletableFuture<Void>> sends = new LinkedBlockingQueue<>();
        private final List<byte[]> messages = new ArrayList<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final CountDownLatch dropped = new CountDownLatch(1);

        @Override
        public CompletableFuture<Void> send(byte[] message) {
            CompletableFuture<Void> taken = new CompletableFuture<>();
            messages.add(message);
            sends.add(taken);
            return taken;
        }

        void take() throws InterruptedException {
            sends.poll(10, TimeUnit.SECONDS).complete(null);
        }

        @Override
        public void close(int code, String reason) {
            closed.complete(code);
        }

        @Override
        public void drop() {
            dropped.countDown();
        }
    }

    private final SlowWire wire = new SlowWire();
    private final BlockingQueue<Boolean> congestion = new LinkedBlockingQueue<>();
    private final Outgoing outgoing = new Outgoing(wire, congestion::add);

    @Test
    void everythingGoesOutInOrderBeforeTheGoodbye() throws Exception {
        outgoing.start();
        outgoing.send(new byte[] {1});
        outgoing.send(new byte[] {2});
        outgoing.close(CloseReason.REVOKED);
        outgoing.send(new byte[] {3});
        wire.take();
        wire.take();
        assertThat(wire.closed.get(10, TimeUnit.SECONDS)).isEqualTo(4003);
        assertThat(wire.messages).extracting(message -> message[0]).containsExactly((byte) 1, (byte) 2);
    }

    @Test
    void aSlowReaderIsNoticedAndForgivenOnceItCaughtUp() throws Exception {
        outgoing.start();
        byte[] large = new byte[Outgoing.CONGESTED_BYTES / 2 + 1];
        outgoing.send(large);
        assertThat(congestion).isEmpty();
        outgoing.send(large);
        assertThat(congestion.poll(10, TimeUnit.SECONDS)).isTrue();
        wire.take();
        wire.take();
        assertThat(congestion.poll(10, TimeUnit.SECONDS)).isFalse();
        assertThat(wire.dropped.getCount()).isEqualTo(1);
    }

    @Test
    void aReaderThatTakesNothingIsDroppedWithoutHoldingAnybodyUp() throws Exception {
        outgoing.start();
        byte[] message = new byte[1 << 20];
        for (int i = 0; i <= Outgoing.WAITING_BYTES_MAX / message.length; i++) {
            outgoing.send(message);
        }
        assertThat(wire.dropped.await(10, TimeUnit.SECONDS)).isTrue();
        outgoing.send(message); // Goes nowhere, and fails nobody.
    }
}
