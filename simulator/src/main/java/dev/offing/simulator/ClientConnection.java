package dev.offing.simulator;

import dev.offing.sync.client.ClientEffect;
import dev.offing.sync.client.DisconnectReason;
import dev.offing.sync.client.SyncStatus;

/**
 * A tab's connections to the server, one after another, each by the number its machine gave it: what
 * arrives over an earlier one is handed to the machine as that, and nothing is sent into one. It knows
 * what the machine waits for, by the frames that go and come.
 */
final class ClientConnection {

    private static final int HELLO = 0x01;
    private static final int PUSH = 0x02;
    private static final int FETCH = 0x03;
    private static final int WELCOME = 0x41;
    private static final int ACCEPTED = 0x43;
    private static final int ENTRIES = 0x44;
    private static final int REFUSED = 0x45;

    private final SimulatedTab tab;
    private final SimulatedDevice device;
    private final World world;
    private final Chance chance;
    private Pipe pipe;
    private int connection;
    private int connections;
    private long heardAt;
    private boolean greeting;
    private boolean pushing;
    private boolean fetching;

    ClientConnection(SimulatedTab tab, SimulatedDevice device, Chance chance) {
        this.tab = tab;
        this.device = device;
        this.world = device.world;
        this.chance = chance;
    }

    // ---- what the machine wishes ----

    void connect(int attempt) {
        connection = attempt;
        greeting = false;
        pushing = false;
        fetching = false;
        world.after(1 + chance.below(200), () -> {
            if (!tab.isAlive() || connection != attempt) {
                return;
            }
            if (!device.online || !device.server.isUp() || world.goesWrong(chance, Fault.CONNECT_FAILED, 8)) {
                world.count(Fault.CONNECT_FAILED, Phase.APART);
                tab.machine.disconnected(attempt, DisconnectReason.NETWORK);
            } else {
                join(attempt);
            }
            tab.drain();
        });
    }

    private void join(int attempt) {
        long name = (device.number * 1_000L + tab.number) * 100_000L + connections++;
        Pipe joined = new Pipe(world, Chance.of(world.seed, Script.PIPE, name), tab::phase);
        pipe = joined;
        Pipe.End end = new Pipe.End(frame -> arrived(attempt, frame), () -> lost(attempt));
        joined.join(end, device.server.accept(joined));
        heardAt = world.now();
        tab.machine.connected(attempt, "ticket");
    }

    void send(ClientEffect.Send send) {
        if (send.connection() != connection) {
            throw new IllegalStateException("sent into an earlier connection");
        }
        switch (send.frame()[1]) {
            case HELLO -> greeting = true;
            case PUSH -> pushing = true;
            case FETCH -> fetching = true;
            default -> {}
        }
        pipe.toServer(send.frame());
    }

    void disconnect() {
        greeting = false;
        close();
    }

    // ---- what happens to it ----

    /** This end closes; what was sent before arrives. */
    void close() {
        if (pipe != null) {
            pipe.closeFromClient();
        }
    }

    void cut() {
        if (pipe != null) {
            pipe.cut();
        }
    }

    private void arrived(int attempt, byte[] frame) {
        if (tab.isAlive()) {
            if (attempt == connection) {
                heardAt = world.now();
                if (frame.length > 1) {
                    greeting &= frame[1] != WELCOME;
                    pushing &= frame[1] != ACCEPTED && frame[1] != REFUSED;
                    fetching &= frame[1] != ENTRIES;
                }
            }
            tab.machine.frame(attempt, frame);
            tab.drain();
        }
    }

    private void lost(int attempt) {
        if (tab.isAlive()) {
            tab.machine.disconnected(attempt, DisconnectReason.NETWORK);
            tab.drain();
        }
    }

    // ---- what is looked at ----

    /** When the server was heard last. */
    long heardAt() {
        return heardAt;
    }

    /** What the machine waits for; {@link Phase#APART} if it is not in contact. */
    Phase phase() {
        if (pipe == null || tab.machine.status() instanceof SyncStatus.Unreachable && !greeting) {
            return Phase.APART;
        }
        if (greeting) {
            return Phase.GREETING;
        }
        if (pushing) {
            return Phase.PUSHING;
        }
        return fetching ? Phase.FETCHING : Phase.QUIET;
    }
}
