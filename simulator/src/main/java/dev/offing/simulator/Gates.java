package dev.offing.simulator;

import dev.offing.engine.ReplicaId;
import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.protocol.RefusalReason;
import dev.offing.sync.server.AppendOutcome;
import dev.offing.sync.server.DocumentGate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The shipped gate of each document that is written, and what is looked at before one is asked: rights,
 * whose replica id it is, whether it is frozen. Each accepted change is held to the truth of that moment
 * (INV-17, INV-27, INV-37). Gates are in memory, ahead of the log by what is not synced; a crash ends
 * them, and from the disk they open as they were.
 */
final class Gates {

    private final SimulatedServer server;
    private final World world;
    private final Ledger ledger;
    private final Chance chance;
    private final Map<DocumentId, DocumentGate> gates = new HashMap<>();

    Gates(SimulatedServer server, World world, Ledger ledger, Chance chance) {
        this.server = server;
        this.world = world;
        this.ledger = ledger;
        this.chance = chance;
    }

    // ---- what is offered ----

    /** A change is taken from the account alone its replica id was issued to, new or not. */
    AppendOutcome offer(ServerConnection connection, DocumentId document, byte[] change) {
        Made made = ledger.find(document, change);
        ChangeKey read = made != null ? made.key : connection.keyOf(change);
        if (read == null) {
            world.count(Fault.OPERATION_REFUSED, server.phase());
            return new AppendOutcome.NotTaken(DocumentGate.UNREADABLE, RefusalReason.UNREADABLE, "");
        }
        if (!server.access.mayWrite(connection.account(), document) && !world.has(PlantedBug.TAKES_WITHOUT_RIGHT)) {
            return new AppendOutcome.NotTaken(read, RefusalReason.NO_RIGHT, "");
        }
        if (!server.accounts.isIssuedTo(connection.account(), read.replica())
                && !world.has(PlantedBug.TAKES_FOREIGN_REPLICAS)) {
            world.count(Fault.REPLICA_FOREIGN, server.phase());
            return new AppendOutcome.NotTaken(read, RefusalReason.FOREIGN_REPLICA, "");
        }
        if (server.accounts.isFrozen(read.replica()) && (made == null || !server.disk.holds(made))) {
            world.count(Fault.REPLICA_FROZEN, server.phase());
            return new AppendOutcome.NotTaken(read, RefusalReason.EQUIVOCATION, "");
        }
        Optional<LoggedChange> known = server.commit.find(document, read.replica(), read.firstCounter());
        if (known.isPresent() && world.has(PlantedBug.KEY_ALONE_IS_DUPLICATE)) {
            return new AppendOutcome.Logged(read, known.get().sequence());
        }
        return outcome(connection, made, gate(document).offer(change));
    }

    private AppendOutcome outcome(ServerConnection connection, Made made, DocumentGate.Verdict verdict) {
        return switch (verdict) {
            case DocumentGate.Verdict.Accept accept -> {
                checkAccepted(connection, made, accept.key());
                yield queue(connection, made, accept.key(), accept.title());
            }
            case DocumentGate.Verdict.Duplicate duplicate -> {
                world.count(Fault.PUSH_REPEATED, server.phase());
                if (world.has(PlantedBug.APPENDS_A_DUPLICATE_AGAIN)) {
                    yield queue(connection, made, duplicate.key(), Optional.empty());
                }
                yield new AppendOutcome.Logged(duplicate.key(), duplicate.sequence());
            }
            case DocumentGate.Verdict.MissingCauses missing -> {
                world.count(Fault.CAUSES_MISSING, server.phase());
                yield new AppendOutcome.NotTaken(missing.key(), RefusalReason.MISSING_CAUSES, "");
            }
            case DocumentGate.Verdict.Refuse refuse -> {
                if (refuse.reason() == RefusalReason.EQUIVOCATION) {
                    world.count(Fault.EQUIVOCATION, server.phase());
                    server.accounts.freeze(refuse.key().replica());
                } else {
                    world.count(Fault.OPERATION_REFUSED, server.phase());
                }
                yield new AppendOutcome.NotTaken(refuse.key(), refuse.reason(), refuse.text());
            }
        };
    }

    private void checkAccepted(ServerConnection connection, Made made, ChangeKey key) {
        String account = connection.account();
        world.holds(Invariant.HOSTILE_FRAMES_CHANGE_NOTHING, made != null, key, "is accepted and nobody made it");
        world.holds(
                Invariant.NO_EFFECT_WITHOUT_RIGHT,
                server.access.mayWrite(account, made.document),
                made,
                "is accepted from an account that may not write");
        world.holds(
                Invariant.ACCOUNTS_NEVER_MIX, made.account.equals(account), made, "is accepted from another account");
    }

    private AppendOutcome queue(ServerConnection connection, Made made, ChangeKey key, Optional<String> title) {
        AppendOutcome logged = server.commit.queue(connection, made, key, title);
        if (world.has(PlantedBug.SNAPSHOT_AHEAD_OF_LOG)) {
            keepSnapshot(chance);
        }
        return logged;
    }

    // ---- memory and disk ----

    private DocumentGate gate(DocumentId document) {
        return gates.computeIfAbsent(document, this::open);
    }

    /** From the snapshot, if there is one, and the log after it. */
    DocumentGate open(DocumentId id) {
        ServerDisk.Snapshot snapshot = server.disk.snapshot(id);
        if (snapshot == null) {
            return rebuild(id);
        }
        DocumentGate gate = DocumentGate.load(id, snapshot.bytes(), seenIn(id));
        List<ServerDisk.Entry> log = server.disk.log(id);
        log.subList((int) snapshot.sequence(), log.size()).forEach(entry -> gate.replay(entry.made().bytes));
        return gate;
    }

    /** The server's own replica of a document, built from the log alone. */
    DocumentGate rebuild(DocumentId id) {
        DocumentGate gate = DocumentGate.create(id, seenIn(id));
        server.disk.log(id).forEach(entry -> gate.replay(entry.made().bytes));
        return gate;
    }

    private DocumentGate.Log seenIn(DocumentId id) {
        return (ReplicaId replica, int counter) -> server.commit.find(id, replica, counter);
    }

    /** Keeps a snapshot of what some gate holds, if all of it is durable. */
    void keepSnapshot(Chance choice) {
        if (!gates.isEmpty() && (server.commit.isEmpty() || world.has(PlantedBug.SNAPSHOT_AHEAD_OF_LOG))) {
            List<DocumentId> open = new ArrayList<>(new TreeMap<>(gates).keySet());
            DocumentId id = open.get(choice.below(open.size()));
            server.disk.keepSnapshot(id, gates.get(id).save());
        }
    }

    void crash() {
        if (!world.has(PlantedBug.KEEPS_GATES_IN_CRASH)) {
            gates.clear();
        }
    }
}
