package dev.offing.simulator;

import dev.offing.engine.ReplicaId;
import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.server.AppendOutcome;
import dev.offing.sync.server.Appended;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the server has accepted and not on its disk yet, and who waits for that. Each has its place in
 * both sequences, behind what is durable; one event writes all of them, and only then they are
 * acknowledged and told, in any order. A crash loses them and whoever waits.
 */
final class GroupCommit {

    private record Waiting(ServerConnection connection, int request, List<AppendOutcome> outcomes) {}

    /** One that is accepted and not durable. */
    private record Fresh(Made made, Appended appended) {}

    private final SimulatedServer server;
    private final ServerDisk disk;
    private final World world;
    private final Chance chance;
    private final List<Fresh> unsynced = new ArrayList<>();
    private final Map<DocumentId, Integer> unsyncedOf = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean syncScheduled;

    GroupCommit(SimulatedServer server, World world, Chance chance) {
        this.server = server;
        this.disk = server.disk;
        this.world = world;
        this.chance = chance;
    }

    /** Whether all that was accepted is durable. */
    boolean isEmpty() {
        return unsynced.isEmpty();
    }

    /** In memory, at its place; durable with the next sync. */
    AppendOutcome queue(ServerConnection connection, Made made, ChangeKey key, Optional<String> title) {
        long sequence = disk.log(made.document).size() + unsyncedOf.merge(made.document, 1, Integer::sum);
        Appended appended = new Appended(
                disk.size() + unsynced.size() + 1,
                made.document,
                sequence,
                made.bytes,
                connection.session.id(),
                title,
                world.now());
        unsynced.add(new Fresh(made, appended));
        if (world.has(PlantedBug.TELLS_BEFORE_SYNC)) {
            server.tell(appended);
        }
        return new AppendOutcome.Logged(key, sequence);
    }

    /** A request is answered once all that came before is durable. */
    void answerWhenSynced(ServerConnection connection, int request, List<AppendOutcome> outcomes) {
        waiting.add(new Waiting(connection, request, outcomes));
        if (world.has(PlantedBug.ACKNOWLEDGES_BEFORE_SYNC)) {
            acknowledge();
        }
        if (!syncScheduled) {
            syncScheduled = true;
            int born = server.life();
            world.after(1 + chance.below(50), () -> {
                if (born == server.life()) {
                    sync();
                }
            });
        }
    }

    /** The change that begins with this counter, durable or not. */
    Optional<LoggedChange> find(DocumentId document, ReplicaId replica, int firstCounter) {
        ServerDisk.Entry entry = disk.find(document, replica, firstCounter);
        if (entry != null) {
            return Optional.of(new LoggedChange(entry.sequence(), entry.made().bytes));
        }
        for (Fresh fresh : unsynced) {
            ChangeKey key = fresh.made().key;
            if (fresh.made().document.equals(document)
                    && key.replica().equals(replica)
                    && key.firstCounter() == firstCounter) {
                return Optional.of(new LoggedChange(fresh.appended().sequence(), fresh.made().bytes));
            }
        }
        return Optional.empty();
    }

    void crash() {
        for (int i = 0; i < unsynced.size(); i++) {
            world.count(Fault.APPEND_LOST, Phase.APPENDING);
        }
        unsynced.clear();
        unsyncedOf.clear();
        waiting.clear();
        syncScheduled = false;
    }

    /** What was appended is on the disk from here on: acknowledge and tell, in any order. */
    private void sync() {
        syncScheduled = false;
        List<Fresh> synced = world.has(PlantedBug.CLOCK_USED_FOR_ORDER) ? byClock() : List.copyOf(unsynced);
        unsynced.clear();
        unsyncedOf.clear();
        for (Fresh fresh : synced) {
            Appended append = fresh.appended();
            disk.write(new ServerDisk.Entry(
                    append.workspaceSequence(), append.sequence(), fresh.made(), append.changedAtMillis()));
            world.note(4, append.workspaceSequence());
        }
        boolean tellFirst = chance.oneIn(2);
        if (tellFirst) {
            synced.forEach(fresh -> server.tell(fresh.appended()));
        }
        acknowledge();
        if (!tellFirst) {
            synced.forEach(fresh -> server.tell(fresh.appended()));
        }
    }

    /** What is not durable yet, for a wrong order: that of the clocks. */
    private List<Fresh> byClock() {
        List<Fresh> sorted = new ArrayList<>(unsynced);
        sorted.sort(Comparator.comparingLong(fresh -> fresh.made().change.wallMillis()));
        Map<DocumentId, Integer> counts = new HashMap<>();
        List<Fresh> numbered = new ArrayList<>();
        for (Fresh fresh : sorted) {
            Appended was = fresh.appended();
            Appended now = new Appended(
                    disk.size() + numbered.size() + 1,
                    was.document(),
                    disk.log(was.document()).size() + counts.merge(was.document(), 1, Integer::sum),
                    was.change(),
                    was.origin(),
                    was.title(),
                    was.changedAtMillis());
            numbered.add(new Fresh(fresh.made(), now));
        }
        return numbered;
    }

    private void acknowledge() {
        List<Waiting> answered = List.copyOf(waiting);
        waiting.clear();
        for (Waiting wait : answered) {
            wait.connection().session.appendDone(wait.request(), wait.outcomes());
            wait.connection().drain();
        }
    }
}
