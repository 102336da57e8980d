package dev.offing.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.protocol.CloseReason;
import dev.offing.sync.protocol.FrameCodec;
import dev.offing.sync.protocol.Message;
import dev.offing.sync.protocol.RefusalReason;
import dev.offing.sync.server.AppendOutcome;
import dev.offing.sync.server.Appended;
import dev.offing.sync.server.DocumentGate;
import dev.offing.sync.server.ServerEffect;
import dev.offing.sync.server.ServerSession;
import dev.offing.sync.simulation.World.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The real server session and gate around an in-memory disk. Appends are first in memory, a later
 * event makes all of them durable at once (group commit) and only then they are acknowledged and told;
 * a crash between loses them, with every session and every gate.
 */
final class SimulatedServer {

    /** One durable entry. */
    record Entry(long workspaceSequence, DocumentId document, long sequence, byte[] change, long at) {}

    private record Waiting(Connected connected, int request, List<AppendOutcome> outcomes, List<Appended> appends) {}

    /** A session and its connection. */
    private final class Connected {
        final ServerSession session;
        final Pipe pipe;
        boolean subscribed;
        String device = "";

        Connected(ServerSession session, Pipe pipe) {
            this.session = session;
            this.pipe = pipe;
        }

        void drain() {
            for (ServerEffect effect : session.drain()) {
                perform(this, effect);
            }
        }
    }

    private final World world;

    // the disk
    private final Map<DocumentId, List<Entry>> logs = new TreeMap<>();
    private final List<Entry> workspace = new ArrayList<>();
    private String epoch = "epoch-1";
    private List<Entry> backup = List.of();
    private long replicasIssued;
    private final Map<ReplicaId, String> issuedTo = new HashMap<>();

    // memory
    private boolean up = true;
    private int life;
    private int sessionIds;
    private final Map<Integer, Connected> sessions = new LinkedHashMap<>();
    private final Map<DocumentId, DocumentGate> gates = new HashMap<>();
    private final List<Appended> unsynced = new ArrayList<>();
    private final Map<DocumentId, Integer> unsyncedOf = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean syncScheduled;

    SimulatedServer(World world) {
        this.world = world;
    }

    boolean isUp() {
        return up;
    }

    String epoch() {
        return epoch;
    }

    /** A fresh replica id; unlike the logs these are never forgotten by a restore (they are random in the product). */
    ReplicaId issueReplica(String device) {
        replicasIssued++;
        ReplicaId replica = new ReplicaId(replicasIssued * 0x100000001L);
        issuedTo.put(replica, device);
        return replica;
    }

    List<Entry> log(DocumentId document) {
        return logs.getOrDefault(document, List.of());
    }

    Map<DocumentId, List<Entry>> logs() {
        return logs;
    }

    /** The server's own replica of a document, built from the log alone. */
    DocumentGate rebuild(DocumentId document) {
        DocumentGate gate = DocumentGate.create(document, (replica, counter) -> Optional.empty());
        log(document).forEach(entry -> gate.replay(entry.change()));
        return gate;
    }

    // ---- life ----

    void crash() {
        world.count(Fault.SERVER_CRASHED);
        up = false;
        life++;
        for (int i = 0; i < unsynced.size(); i++) {
            world.count(Fault.APPEND_LOST);
        }
        unsynced.clear();
        unsyncedOf.clear();
        waiting.clear();
        syncScheduled = false;
        gates.clear();
        List<Connected> lost = List.copyOf(sessions.values());
        sessions.clear();
        lost.forEach(connected -> connected.pipe.cut());
        world.after(200 + world.below(5_000), () -> up = true);
    }

    void backUp() {
        backup = List.copyOf(workspace);
    }

    /** Back to the last backup: a crash, then the earlier history under a new epoch. */
    void restore() {
        crash();
        world.count(Fault.SERVER_RESTORED);
        workspace.clear();
        logs.clear();
        backup.forEach(this::write);
        epoch = "epoch-" + (Integer.parseInt(epoch.substring(6)) + 1);
    }

    // ---- connections ----

    /** A client's connection arrives. */
    Pipe.End accept(Pipe pipe) {
        ServerSession session = new ServerSession(++sessionIds, world.now());
        Connected connected = new Connected(session, pipe);
        sessions.put(session.id(), connected);
        connected.drain();
        return new Pipe.End(
                frame -> {
                    if (sessions.containsKey(session.id())) {
                        session.frame(frame, world.now());
                        connected.drain();
                    }
                },
                () -> {
                    session.disconnected();
                    sessions.remove(session.id());
                });
    }

    /** A session's outgoing line is slow for a while. */
    void congestOne() {
        if (sessions.isEmpty()) {
            return;
        }
        Connected connected = List.copyOf(sessions.values()).get(world.below(sessions.size()));
        world.count(Fault.SESSION_CONGESTED);
        connected.session.congested(true);
        world.after(world.below(8_000), () -> {
            connected.session.congested(false);
            connected.drain();
        });
    }

    private void perform(Connected connected, ServerEffect effect) {
        int born = life;
        switch (effect) {
            case ServerEffect.Send send -> {
                checkPromise(send.frame());
                connected.pipe.toClient(send.frame());
            }
            case ServerEffect.Close close -> {
                sessions.remove(connected.session.id());
                connected.pipe.closeFromServer();
            }
            case ServerEffect.WakeAt wake -> {
                if (wake.millis() != Long.MAX_VALUE) {
                    world.after(Math.max(0, wake.millis() - world.now()), () -> {
                        connected.session.tick(world.now());
                        connected.drain();
                    });
                }
            }
            case ServerEffect.Request request ->
                world.after(world.below(40), () -> {
                    if (born == life && sessions.containsKey(connected.session.id())) {
                        answer(connected, request);
                        connected.drain();
                    }
                });
        }
    }

    private void answer(Connected connected, ServerEffect.Request request) {
        ServerSession session = connected.session;
        switch (request) {
            case ServerEffect.Admit admit -> {
                if (world.goesWrong(60)) {
                    session.refused(CloseReason.TICKET_REFUSED);
                    return;
                }
                connected.subscribed = true;
                connected.device = admit.deviceId();
                session.admitted(epoch, workspace.size(), issue(connected, admit.replicaIds()), world.now());
            }
            case ServerEffect.ReadHeads read -> readHeads(session, read);
            case ServerEffect.ReadEntries read -> {
                List<Entry> log = log(read.document());
                int from = (int) Math.min(read.afterSequence(), log.size());
                int limit = 1 + world.below(4); // short answers, so that every fetch is in danger
                List<LoggedChange> entries = log.subList(from, Math.min(log.size(), from + limit)).stream()
                        .map(entry -> new LoggedChange(entry.sequence(), entry.change()))
                        .toList();
                session.entriesRead(read.request(), entries, log.size());
            }
            case ServerEffect.Append append -> append(connected, append);
            case ServerEffect.IssueReplicaIds ids -> session.replicaIdsIssued(issue(connected, ids.count()));
        }
    }

    private void readHeads(ServerSession session, ServerEffect.ReadHeads read) {
        TreeMap<Long, Message.Head> newest = new TreeMap<>();
        for (List<Entry> log : logs.values()) {
            Entry last = log.get(log.size() - 1);
            if (last.workspaceSequence() > read.afterWorkspaceSequence()) {
                newest.put(last.workspaceSequence(), new Message.Head(last.document(), last.sequence(), "", last.at()));
            }
        }
        int limit = 1 + world.below(3);
        boolean more = newest.size() > limit;
        List<Message.Head> heads = newest.values().stream().limit(limit).toList();
        long upTo = more ? List.copyOf(newest.keySet()).get(limit - 1) : workspace.size();
        session.headsRead(heads, upTo, more);
    }

    private List<ReplicaId> issue(Connected connected, int count) {
        List<ReplicaId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(issueReplica(connected.device));
        }
        return ids;
    }

    // ---- the log ----

    private void append(Connected connected, ServerEffect.Append append) {
        List<AppendOutcome> outcomes = new ArrayList<>();
        List<Appended> appends = new ArrayList<>();
        for (byte[] change : append.changes()) {
            AppendOutcome outcome = offer(connected, append.document(), change, appends);
            outcomes.add(outcome);
            if (outcome instanceof AppendOutcome.NotTaken) {
                break;
            }
        }
        waiting.add(new Waiting(connected, append.request(), outcomes, appends));
        if (!syncScheduled) {
            syncScheduled = true;
            int born = life;
            world.after(1 + world.below(50), () -> {
                if (born == life) {
                    sync();
                }
            });
        }
    }

    /** A change is taken from the device alone its replica id was issued to, new or not. */
    private AppendOutcome offer(Connected connected, DocumentId document, byte[] change, List<Appended> appends) {
        ChangeKey read = ChangeKey.of(change);
        if (!connected.device.equals(issuedTo.get(read.replica()))) {
            world.count(Fault.REPLICA_FOREIGN);
            return new AppendOutcome.NotTaken(read, RefusalReason.FOREIGN_REPLICA, "");
        }
        return switch (gate(document).offer(change)) {
            case DocumentGate.Verdict.Accept accept -> {
                long sequence = log(document).size() + unsyncedOf.merge(document, 1, Integer::sum);
                Appended appended = new Appended(
                        workspace.size() + unsynced.size() + 1,
                        document,
                        sequence,
                        change,
                        connected.session.id(),
                        accept.title(),
                        world.now());
                unsynced.add(appended);
                appends.add(appended);
                yield new AppendOutcome.Logged(accept.key(), sequence);
            }
            case DocumentGate.Verdict.Duplicate duplicate -> {
                world.count(Fault.PUSH_REPEATED);
                yield new AppendOutcome.Logged(duplicate.key(), duplicate.sequence());
            }
            case DocumentGate.Verdict.MissingCauses missing -> {
                world.count(Fault.CAUSES_MISSING);
                yield new AppendOutcome.NotTaken(missing.key(), RefusalReason.MISSING_CAUSES, "");
            }
            case DocumentGate.Verdict.Refuse refuse ->
                new AppendOutcome.NotTaken(refuse.key(), refuse.reason(), refuse.text());
        };
    }

    /** What was appended is on the disk from here on: acknowledge and tell, in any order. */
    private void sync() {
        syncScheduled = false;
        List<Appended> synced = List.copyOf(unsynced);
        unsynced.clear();
        unsyncedOf.clear();
        for (Appended append : synced) {
            write(new Entry(
                    append.workspaceSequence(),
                    append.document(),
                    append.sequence(),
                    append.change(),
                    append.changedAtMillis()));
        }
        List<Waiting> answered = List.copyOf(waiting);
        waiting.clear();
        boolean tellFirst = world.chance(2);
        if (tellFirst) {
            synced.forEach(this::tell);
        }
        for (Waiting wait : answered) {
            wait.connected().session.appendDone(wait.request(), wait.outcomes());
            wait.connected().drain();
        }
        if (!tellFirst) {
            synced.forEach(this::tell);
        }
    }

    private void tell(Appended append) {
        for (Connected connected : List.copyOf(sessions.values())) {
            if (!connected.subscribed) {
                continue;
            }
            if (world.goesWrong(60)) {
                world.count(Fault.NOTIFICATION_LOST);
                // the next one shows the gap; the last one before peace is told again
                world.after(5_000, () -> {
                    connected.session.appended(append);
                    connected.drain();
                });
                continue;
            }
            connected.session.appended(append);
            connected.drain();
        }
    }

    private void write(Entry entry) {
        List<Entry> log = logs.computeIfAbsent(entry.document(), key -> new ArrayList<>());
        assertThat(entry.sequence()).isEqualTo(log.size() + 1L);
        assertThat(entry.workspaceSequence()).isEqualTo(workspace.size() + 1L);
        log.add(entry);
        workspace.add(entry);
    }

    private DocumentGate gate(DocumentId document) {
        return gates.computeIfAbsent(document, id -> {
            DocumentGate gate = DocumentGate.create(id, (replica, counter) -> find(id, replica, counter));
            log(id).forEach(entry -> gate.replay(entry.change()));
            return gate;
        });
    }

    private Optional<LoggedChange> find(DocumentId document, ReplicaId replica, int firstCounter) {
        for (Entry entry : log(document)) {
            if (isChange(entry.change(), replica, firstCounter)) {
                return Optional.of(new LoggedChange(entry.sequence(), entry.change()));
            }
        }
        for (Appended append : unsynced) {
            if (append.document().equals(document) && isChange(append.change(), replica, firstCounter)) {
                return Optional.of(new LoggedChange(append.sequence(), append.change()));
            }
        }
        return Optional.empty();
    }

    private static boolean isChange(byte[] change, ReplicaId replica, int firstCounter) {
        ChangeKey key = ChangeKey.of(change);
        return key.replica().equals(replica) && key.firstCounter() == firstCounter;
    }

    /** INV-1, SYNC-25: what is acknowledged is on the disk. */
    private void checkPromise(byte[] frame) {
        if (FrameCodec.decode(frame) instanceof Message.Accepted accepted) {
            for (Message.Receipt receipt : accepted.receipts()) {
                assertThat((long) log(accepted.document()).size()).isGreaterThanOrEqualTo(receipt.sequence());
                Entry entry = log(accepted.document()).get((int) receipt.sequence() - 1);
                assertThat(ChangeKey.of(entry.change())).isEqualTo(receipt.key());
            }
        }
    }
}
