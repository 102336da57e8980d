package dev.offing.simulator;

import dev.offing.engine.CodecException;
import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.protocol.FrameCodec;
import dev.offing.sync.protocol.FrameException;
import dev.offing.sync.protocol.Message;
import dev.offing.sync.server.ServerEffect;
import dev.offing.sync.server.ServerSession;
import java.util.List;

/** A session of the server and its line. It holds what is sent to rights and to what is durable. */
final class ServerConnection {

    private static final int HEADS = 0x42;
    private static final int ACCEPTED = 0x43;
    private static final int ENTRIES = 0x44;
    private static final int PACKED_ENTRIES = 0x49;

    /** One connection in so many. */
    private static final int OLD_ONE_IN = 4;

    final ServerSession session;
    final Pipe pipe;
    private final World world;
    private final SimulatedServer server;
    private final Chance chance;
    /** Whether who connects is made to speak the first protocol. */
    private final boolean old;

    private String account;

    ServerConnection(World world, SimulatedServer server, int id, Pipe pipe, Chance chance) {
        this.world = world;
        this.server = server;
        this.pipe = pipe;
        this.chance = chance;
        this.session = new ServerSession(id, world.now());
        // Protocol 1 does not tell of user and policy records: who chooses speaks a newer one.
        this.old = world.goesWrong(chance, Fault.OLD_PROTOCOL, OLD_ONE_IN) && !SimulatedChoices.inRun(world.seed);
    }

    /** Whose it is; null before it was admitted. */
    String account() {
        return account;
    }

    void admitted(String by) {
        account = by;
    }

    Pipe.End end() {
        return new Pipe.End(this::frame, () -> {
            session.disconnected();
            server.forget(this);
        });
    }

    private void frame(byte[] frame) {
        if (server.isOpen(this)) {
            session.frame(old ? ofProtocol1(frame) : frame, world.now());
            drain();
        }
    }

    /** What a client would have sent that speaks the first protocol alone. */
    private byte[] ofProtocol1(byte[] frame) {
        try {
            if (FrameCodec.decode(frame) instanceof Message.Hello hello && hello.protocolMax() > 1) {
                world.count(Fault.OLD_PROTOCOL, Phase.GREETING);
                return FrameCodec.encode(new Message.Hello(
                        hello.protocolMin(),
                        1,
                        hello.ticket(),
                        hello.deviceId(),
                        hello.epoch(),
                        hello.workspaceSequence(),
                        hello.replicaIdsWanted()));
            }
            return frame;
        } catch (FrameException damaged) {
            return frame;
        }
    }

    void drain() {
        for (ServerEffect effect : session.drain()) {
            perform(effect);
        }
    }

    private void perform(ServerEffect effect) {
        int born = server.life();
        switch (effect) {
            case ServerEffect.Send send -> {
                check(send.frame());
                pipe.toClient(send.frame());
            }
            case ServerEffect.Close close -> {
                server.forget(this);
                pipe.closeFromServer();
            }
            case ServerEffect.WakeAt wake -> {
                if (wake.millis() != Long.MAX_VALUE) {
                    world.after(wake.millis() - world.now(), () -> {
                        session.tick(world.now());
                        drain();
                    });
                }
            }
            case ServerEffect.Request request ->
                world.after(chance.below(40), () -> {
                    if (born == server.life() && server.isOpen(this)) {
                        server.answer(this, request);
                        drain();
                    }
                });
        }
    }

    private void check(byte[] frame) {
        if (frame[1] == ACCEPTED) {
            acknowledged((Message.Accepted) FrameCodec.decode(frame));
        } else if (server.access.hidesSomething()
                && (frame[1] == HEADS || frame[1] == ENTRIES || frame[1] == PACKED_ENTRIES)) {
            switch (FrameCodec.decode(frame)) {
                case Message.Heads heads -> heads.heads().forEach(head -> readable(head.document()));
                case Message.Entries entries -> {
                    if (!entries.changes().isEmpty()) {
                        readable(entries.document());
                    }
                }
                case Message.PackedEntries entries -> readable(entries.document());
                default -> {}
            }
        }
    }

    private void readable(DocumentId document) {
        boolean mayRead = server.access.mayRead(account, document);
        world.holds(
                Invariant.REVOCATION_STOPS_AT_ONCE, mayRead, account, "is sent a document after its right was taken");
        world.holds(Invariant.NO_DELIVERY_WITHOUT_RIGHT, mayRead, account, "is sent a document without a right to it");
    }

    /** INV-1, INV-40, SYNC-25: what is acknowledged is on the disk, at that place and no other. */
    private void acknowledged(Message.Accepted accepted) {
        List<ServerDisk.Entry> log = server.disk.log(accepted.document());
        for (Message.Receipt receipt : accepted.receipts()) {
            boolean there = receipt.sequence() <= log.size()
                    && log.get((int) receipt.sequence() - 1).made().key.equals(receipt.key());
            world.holds(
                    Invariant.ACKNOWLEDGED_IS_DURABLE,
                    there,
                    receipt.key(),
                    "is acknowledged and not on the disk there");
            Made made = log.get((int) receipt.sequence() - 1).made();
            world.holds(Invariant.RETRY_IS_IDEMPOTENT, server.disk.holds(made), made, "is acknowledged elsewhere");
            made.acknowledged = true;
        }
    }

    /** The key of a change that nobody made; null if it cannot be read. */
    ChangeKey keyOf(byte[] change) {
        try {
            return ChangeKey.of(change);
        } catch (CodecException e) {
            return null;
        }
    }
}
