package dev.offing.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between clients and server on the loopback address and spoils connections. Fates are dealt like cards
 * from a shuffled deck, so that each comes up again and again; what a fate did is counted when it does it.
 */
final class FaultyProxy implements AutoCloseable {

    /** What becomes of a connection. */
    enum Fate {
        /** Nothing. */
        PASS,
        /** Every piece comes late. */
        DELAY,
        /** It ends in the middle of a piece. */
        CUT,
        /** Nothing passes any more, in either direction, although nobody says so; later it ends. */
        HALF_OPEN,
        /** It ends as soon as it is made. */
        DROP
    }

    private static final List<Fate> DECK = List.of(
            Fate.PASS, Fate.PASS, Fate.PASS, Fate.PASS, Fate.DELAY, Fate.DELAY, Fate.CUT, Fate.HALF_OPEN, Fate.DROP);
    private static final int EVEN_DECKS = 3;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int DELAY_MILLIS_MAX = 150;
    /** A fate that waits strikes within the first request, or somewhere later. */
    private static final int REQUEST_BYTES_MAX = 250;

    private static final int BYTES_BEFORE_MAX = 2_000;
    private static final int SILENT_MILLIS_MIN = 500;
    private static final int SILENT_MILLIS_MAX = 3_000;
    private static final int PIECE_BYTES = 4_096;

    private final ServerSocket listener;
    private final Random random;
    private final ArrayDeque<Fate> deck = new ArrayDeque<>();
    private final Map<Fate, AtomicInteger> counts = new EnumMap<>(Fate.class);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private int decks;
    private volatile int target;
    private volatile boolean healed;

    FaultyProxy(long seed) throws IOException {
        random = new Random(seed);
        for (Fate fate : Fate.values()) {
            counts.put(fate, new AtomicInteger());
        }
        listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        healed = true;
        Thread.ofVirtual().start(this::listen);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Where the server listens now; 0 = it is down. */
    void target(int port) {
        target = port;
    }

    /** New connections have fates from now on. */
    void spoil() {
        healed = false;
    }

    /** Nothing is spoiled any more; what was, ends. */
    void heal() {
        healed = true;
        sockets.forEach(FaultyProxy::close);
    }

    int count(Fate fate) {
        return counts.get(fate).get();
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                long seed = random.nextLong();
                Thread.ofVirtual().start(() -> carry(client, new Random(seed)));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private synchronized Fate deal() {
        if (healed) {
            return Fate.PASS;
        }
        if (deck.isEmpty()) {
            // At first as many of each: a short run meets them all.
            List<Fate> shuffled = new ArrayList<>(decks++ < EVEN_DECKS ? List.of(Fate.values()) : DECK);
            Collections.shuffle(shuffled, random);
            deck.addAll(shuffled);
        }
        return deck.remove();
    }

    private void carry(Socket client, Random chance) {
        Socket server = new Socket();
        sockets.add(server);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
        } catch (IOException | IllegalArgumentException down) {
            end(client);
            end(server);
            return;
        }
        Fate fate = deal(); // Not before: a card is not wasted on a server that is down.
        if (fate == Fate.DROP) {
            counts.get(Fate.DROP).incrementAndGet();
            end(client);
            end(server);
            return;
        }
        AtomicInteger left =
                new AtomicInteger(1 + chance.nextInt(chance.nextBoolean() ? REQUEST_BYTES_MAX : BYTES_BEFORE_MAX));
        long seed = chance.nextLong();
        Thread.ofVirtual().start(() -> pump(server, client, fate, left, new Random(seed)));
        pump(client, server, fate, left, chance);
    }

    /** @param left bytes, of both directions together, after which a fate that waits strikes */
    private void pump(Socket from, Socket to, Fate fate, AtomicInteger left, Random chance) {
        byte[] piece = new byte[PIECE_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                int before = left.getAndAdd(-read);
                boolean strikes = before <= read && (fate == Fate.CUT || fate == Fate.HALF_OPEN);
                if (strikes) {
                    out.write(piece, 0, Math.max(0, before));
                    strike(fate, before > 0, chance);
                    break;
                }
                if (fate == Fate.DELAY) {
                    counts.get(Fate.DELAY).incrementAndGet();
                    rest(chance.nextInt(DELAY_MILLIS_MAX));
                }
                out.write(piece, 0, read);
            }
        } catch (IOException ended) {
            // One side is gone; the other follows.
        } finally {
            end(from);
            end(to);
        }
        if (fate == Fate.PASS) {
            counts.get(Fate.PASS).incrementAndGet();
        }
    }

    private void strike(Fate fate, boolean first, Random chance) {
        if (first) {
            counts.get(fate).incrementAndGet();
        }
        if (fate == Fate.HALF_OPEN) {
            rest(SILENT_MILLIS_MIN + chance.nextInt(SILENT_MILLIS_MAX - SILENT_MILLIS_MIN));
        }
    }

    private static void rest(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // It is given up.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        sockets.forEach(FaultyProxy::close);
    }
}
