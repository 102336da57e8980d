package dev.offing.simulator;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A connection: two directions, each in order, each frame some time under way. It may be cut (what is
 * under way is lost in both directions; each end learns of it, at different times) or half-open (one
 * direction swallows everything and nobody learns of it).
 */
final class Pipe {

    /** One end, as the other one sees it. */
    record End(Consumer<byte[]> frame, Runnable closed) {}

    private final World world;
    private final Chance chance;
    private final Supplier<Phase> phase;
    private End client;
    private End server;
    private boolean open = true;
    private boolean swallowsToServer;
    private boolean swallowsToClient;
    private long nextAtServer;
    private long nextAtClient;

    /** @param phase what the client is doing, for the census */
    Pipe(World world, Chance chance, Supplier<Phase> phase) {
        this.world = world;
        this.chance = chance;
        this.phase = phase;
    }

    void join(End clientEnd, End serverEnd) {
        client = clientEnd;
        server = serverEnd;
    }

    void toServer(byte[] frame) {
        nextAtServer = carry(frame, nextAtServer, true);
    }

    void toClient(byte[] frame) {
        nextAtClient = carry(frame, nextAtClient, false);
    }

    /** The client's end closes; what it sent before arrives. */
    void closeFromClient() {
        closeAfter(nextAtServer);
    }

    void closeFromServer() {
        closeAfter(nextAtClient);
    }

    private void closeAfter(long lastArrival) {
        if (open) {
            world.after(Math.max(0, lastArrival - world.now()) + chance.below(100), this::close);
        }
    }

    void cut() {
        if (open) {
            world.count(Fault.CONNECTION_CUT, phase.get());
            close();
        }
    }

    private void halfOpen() {
        world.count(Fault.CONNECTION_HALF_OPEN, phase.get());
        if (chance.oneIn(2)) {
            swallowsToServer = true;
        } else {
            swallowsToClient = true;
        }
    }

    private void close() {
        if (open) {
            open = false;
            world.after(chance.below(2_000), client.closed());
            world.after(chance.below(2_000), server.closed());
        }
    }

    private long carry(byte[] frame, long notBefore, boolean up) {
        if (!open) {
            return notBefore;
        }
        long wait = 1 + chance.below(60);
        if (world.goesWrong(chance, Fault.LINE_SLOW, 10)) {
            world.count(Fault.LINE_SLOW, phase.get());
            wait += chance.below(1_500);
        }
        long at = world.has(PlantedBug.SENDS_OVERTAKE) ? world.now() + wait : Math.max(notBefore, world.now() + wait);
        byte[] arriving = altered(frame, up);
        int copies = 1;
        if (world.goesWrong(chance, Fault.FRAME_DOUBLED, 400)) {
            world.count(Fault.FRAME_DOUBLED, phase.get());
            copies = 2;
        }
        for (int i = 0; i < copies; i++) {
            world.after(at - world.now(), () -> arrive(arriving, up));
        }
        if (world.goesWrong(chance, Fault.CONNECTION_CUT, 150)) {
            world.after(chance.below((int) (at - world.now()) + 1), this::cut);
        } else if (world.goesWrong(chance, Fault.CONNECTION_HALF_OPEN, 600)) {
            halfOpen();
        }
        return at;
    }

    private byte[] altered(byte[] frame, boolean up) {
        if (world.goesWrong(chance, Fault.FRAME_DAMAGED, 400)) {
            world.count(Fault.FRAME_DAMAGED, phase.get());
            byte[] damaged = frame.clone();
            damaged[chance.below(damaged.length)] ^= (byte) (1 << chance.below(8));
            return damaged;
        }
        if (world.goesWrong(chance, Fault.FRAME_PARTIAL, 600)) {
            world.count(Fault.FRAME_PARTIAL, phase.get());
            return Arrays.copyOf(frame, chance.below(frame.length));
        }
        if (!up && world.goesWrong(chance, Fault.FRAME_FORGED, 600)) {
            world.count(Fault.FRAME_FORGED, phase.get());
            return HostileFrames.forgedForClient(chance);
        }
        return frame;
    }

    private void arrive(byte[] frame, boolean up) {
        if (!open || (up ? swallowsToServer : swallowsToClient)) {
            world.count(Fault.MESSAGE_LOST, phase.get());
            return;
        }
        world.census.frame();
        world.note(up ? 1 : 2, frame.length);
        (up ? server : client).frame().accept(frame);
    }
}
