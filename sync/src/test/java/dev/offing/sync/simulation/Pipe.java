package dev.offing.sync.simulation;

import dev.offing.sync.simulation.World.Fault;
import java.util.function.Consumer;

/**
 * A connection: two directions, each in order, each frame some time under way. It may be cut (what is
 * under way is lost in both directions; each end learns of it, at different times) or half-open (one
 * direction swallows everything and nobody learns of it).
 */
final class Pipe {

    /** One end, as the other one sees it. */
    record End(Consumer<byte[]> frame, Runnable closed) {}

    private final World world;
    private End client;
    private End server;
    private boolean open = true;
    private boolean swallowsToServer;
    private boolean swallowsToClient;
    private long nextAtServer;
    private long nextAtClient;

    Pipe(World world) {
        this.world = world;
    }

    void join(End clientEnd, End serverEnd) {
        client = clientEnd;
        server = serverEnd;
    }

    boolean isOpen() {
        return open;
    }

    void toServer(byte[] frame) {
        nextAtServer = carry(frame, nextAtServer, true);
    }

    void toClient(byte[] frame) {
        nextAtClient = carry(frame, nextAtClient, false);
    }

    /** The client's end closes; what it sent before arrives. */
    void closeFromClient() {
        if (open) {
            long wait = Math.max(0, nextAtServer - world.now());
            world.after(wait + world.below(100), this::close);
        }
    }

    void closeFromServer() {
        if (open) {
            long wait = Math.max(0, nextAtClient - world.now());
            world.after(wait + world.below(100), this::close);
        }
    }

    void cut() {
        if (open) {
            world.count(Fault.CONNECTION_CUT);
            close();
        }
    }

    void halfOpen() {
        world.count(Fault.CONNECTION_HALF_OPEN);
        if (world.chance(2)) {
            swallowsToServer = true;
        } else {
            swallowsToClient = true;
        }
    }

    private void close() {
        if (open) {
            open = false;
            world.after(world.below(2_000), client.closed());
            world.after(world.below(2_000), server.closed());
        }
    }

    private long carry(byte[] frame, long notBefore, boolean up) {
        if (!open) {
            return notBefore;
        }
        long at = Math.max(notBefore, world.now() + 1 + world.below(world.chance(10) ? 1_500 : 60));
        byte[] carried = frame;
        if (world.goesWrong(400)) {
            world.count(Fault.FRAME_DAMAGED);
            carried = frame.clone();
            carried[world.below(carried.length)] ^= (byte) (1 << world.below(8));
        }
        int copies = 1;
        if (world.goesWrong(400)) {
            world.count(Fault.FRAME_DOUBLED);
            copies = 2;
        }
        byte[] arriving = carried;
        for (int i = 0; i < copies; i++) {
            world.after(at - world.now(), () -> arrive(arriving, up));
        }
        if (world.goesWrong(150)) {
            world.after(world.below((int) (at - world.now()) + 1), this::cut);
        } else if (world.goesWrong(600)) {
            halfOpen();
        }
        return at;
    }

    private void arrive(byte[] frame, boolean up) {
        if (!open || (up ? swallowsToServer : swallowsToClient)) {
            world.count(Fault.MESSAGE_LOST);
            return;
        }
        world.note(up ? "up" : "down", frame.length);
        (up ? server : client).frame().accept(frame);
    }
}
