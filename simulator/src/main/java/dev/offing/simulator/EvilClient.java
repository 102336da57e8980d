package dev.offing.simulator;

import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.CodecException;
import dev.offing.engine.Document;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.FrameCodec;
import dev.offing.sync.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A member with a valid account whose client is written to do harm: it knows everything the server
 * holds, and keeps to no rule. It spares journals from deletions, which it has the right to make.
 */
final class EvilClient {

    static final String ACCOUNT = "evil";
    private static final String DEVICE = "evil-1";

    private final Simulation simulation;
    private final World world;
    private final SimulatedServer server;
    private final ReplicaId own;
    private Pipe pipe;
    private boolean connected;
    private int connections;

    EvilClient(Simulation simulation) {
        this.simulation = simulation;
        this.world = simulation.world;
        this.server = simulation.server;
        server.accounts.register(DEVICE, ACCOUNT);
        this.own = server.accounts.issueReplica(ACCOUNT);
    }

    void act(Chance chance) {
        if (!server.isUp()) {
            return;
        }
        if (!connected) {
            connect(chance);
        }
        switch (chance.below(12)) {
            case 0 -> send(HostileFrames.noise(chance));
            case 1 -> send(HostileFrames.forged(chance));
            case 2 -> send(bent(chance));
            case 3 -> send(FrameCodec.encode(new Message.Pong()));
            case 4 -> send(FrameCodec.encode(hello(chance)));
            case 5 -> flood(chance);
            case 6 -> send(FrameCodec.encode(new Message.Fetch(someDocument(chance), SyncLimits.SEQUENCE_MAX)));
            default -> write(chance);
        }
    }

    private void connect(Chance chance) {
        connected = true;
        pipe = new Pipe(world, Chance.of(world.seed, Script.EVIL, connections++), () -> Phase.QUIET);
        pipe.join(new Pipe.End(frame -> {}, () -> connected = false), server.accept(pipe));
        if (!chance.oneIn(4)) {
            send(FrameCodec.encode(new Message.Hello(1, 1 + chance.below(2), "ticket", DEVICE, "", 0, 0)));
        }
    }

    private static Message.Hello hello(Chance chance) {
        return switch (chance.below(3)) {
            case 0 -> new Message.Hello(0, 0, "ticket", DEVICE, "", 0, 0);
            case 1 -> new Message.Hello(SyncLimits.PROTOCOL + 1, 9, "ticket", DEVICE, "", 0, 64);
            default -> new Message.Hello(1, 1, "", "nobody", "epoch-7", SyncLimits.SEQUENCE_MAX, 64);
        };
    }

    private void send(byte[] frame) {
        world.count(Fault.EVIL_FRAME, server.phase());
        pipe.toServer(frame);
    }

    /** A frame of its own with one byte altered under a right checksum. */
    private byte[] bent(Chance chance) {
        byte[] frame = FrameCodec.encode(new Message.Fetch(someDocument(chance), 3));
        frame[1 + chance.below(frame.length - 5)] ^= (byte) (1 << chance.below(8));
        HostileFrames.seal(frame);
        return frame;
    }

    private void flood(Chance chance) {
        DocumentId id = someDocument(chance);
        for (int i = 0; i <= SyncLimits.FETCHES_IN_FLIGHT_MAX; i++) {
            send(FrameCodec.encode(new Message.Fetch(id, 0)));
        }
        send(FrameCodec.encode(new Message.WantReplicaIds(SyncLimits.REPLICA_IDS_MAX)));
    }

    // ---- changes ----

    private void write(Chance chance) {
        DocumentId id = someDocument(chance);
        Change right = rightChange(id, chance);
        if (right == null) {
            return;
        }
        List<byte[]> changes = new ArrayList<>();
        switch (chance.below(8)) {
            case 0 -> { // the same identity twice
                changes.add(enter(id, right).bytes);
                changes.add(enter(id, with(right, change -> change.wallMillis() + 1)).bytes);
            }
            case 1 -> { // somebody else's replica id
                List<Made> all = simulation.ledger.all();
                if (all.isEmpty()) {
                    return; // nobody has made anything yet
                }
                ReplicaId stolen = all.get(chance.below(all.size())).key.replica();
                changes.add(enter(id, copy(right, stolen, right.firstCounter(), right.stamp(), right.heads())).bytes);
            }
            case 2 -> // a gap
                changes.add(
                        enter(id, copy(right, own, right.firstCounter() + 100, right.stamp(), right.heads())).bytes);
            case 3 -> // a stamp from the future
                changes.add(enter(id, copy(right, own, right.firstCounter(), right.stamp() + 5, right.heads())).bytes);
            case 4 -> { // causes that nobody has seen
                List<OpId> heads = List.of(new OpId(new ReplicaId(-77), 4));
                changes.add(enter(id, copy(right, own, right.firstCounter(), right.stamp(), heads)).bytes);
            }
            case 5 -> changes.add(damaged(id, enter(id, right).bytes.clone(), chance));
            default -> changes.add(enter(id, right).bytes);
        }
        world.count(Fault.EVIL_CHANGE, server.phase());
        send(FrameCodec.encode(new Message.Push(id, changes)));
    }

    /** One bit is another; what can still be read is a change like any other. */
    private byte[] damaged(DocumentId id, byte[] bytes, Chance chance) {
        bytes[chance.below(bytes.length)] ^= (byte) (1 << chance.below(8));
        try {
            return enter(id, ChangeCodec.decode(bytes)).bytes;
        } catch (CodecException e) {
            return bytes;
        }
    }

    private Made enter(DocumentId id, Change change) {
        return simulation.ledger.enter(id, change, ACCOUNT, List.of());
    }

    /** One the server has to take. */
    private Change rightChange(DocumentId id, Chance chance) {
        Document document = Document.create(own);
        server.disk.log(id).forEach(entry -> document.apply(entry.made().change));
        if (id.isRecord()) {
            document.setProperty(null, "icon", new Value.Text("x" + chance.below(100)));
        } else if (document.view().blocks().isEmpty()) {
            document.newBlock(null, null, "paragraph");
        } else if (Edits.isJournal(id) || chance.oneIn(2)) {
            document.insert(
                    new TextTarget.Block(document.view().blocks().getFirst().id()), 0, "evil" + chance.below(100));
        } else {
            document.delete(document.view().blocks().getFirst().id());
        }
        return document.commit(world.now());
    }

    private static Change copy(Change change, ReplicaId replica, int firstCounter, long stamp, List<OpId> heads) {
        List<Operation> operations = change.operations();
        return new Change(replica, firstCounter, stamp, heads, change.wallMillis(), operations);
    }

    private static Change with(Change change, Function<Change, Long> wallMillis) {
        return new Change(
                change.replica(),
                change.firstCounter(),
                change.stamp(),
                change.heads(),
                wallMillis.apply(change),
                change.operations());
    }

    private DocumentId someDocument(Chance chance) {
        List<DocumentId> all = List.copyOf(server.disk.documents());
        return all.isEmpty() ? DocumentId.page("0".repeat(31) + "1") : all.get(chance.below(all.size()));
    }
}
