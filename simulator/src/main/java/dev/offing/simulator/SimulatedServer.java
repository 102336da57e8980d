package dev.offing.simulator;

import dev.offing.engine.OpId;
import dev.offing.engine.ReplicaId;
import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.protocol.CloseReason;
import dev.offing.sync.protocol.Message;
import dev.offing.sync.protocol.RefusalReason;
import dev.offing.sync.server.AppendOutcome;
import dev.offing.sync.server.Appended;
import dev.offing.sync.server.DocumentGate;
import dev.offing.sync.server.ServerEffect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The shipped server session and gate around a simulated disk. Appends are first in memory, a later
 * event makes all of them durable at once (group commit) and only then they are acknowledged and told;
 * a crash between loses them, with every session and every gate.
 */
final class SimulatedServer {

    /** One durable entry. */
    record Entry(long workspaceSequence, long sequence, Made made, long at) {}

    private record Waiting(ServerConnection connection, int request, List<AppendOutcome> outcomes) {}

    /** One that is accepted and not durable. */
    private record Fresh(Made made, Appended appended) {}

    private record Snapshot(long sequence, byte[] bytes) {}

    /** The log of one document. */
    private static final class Log {
        final List<Entry> entries = new ArrayList<>();
        final Map<OpId, Entry> byFirst = new HashMap<>();
    }

    final Access access = new Access();
    private final World world;
    private final Ledger ledger;
    private final Chance chance;

    // the disk
    private final Map<DocumentId, Log> logs = new TreeMap<>();
    private final List<Entry> workspace = new ArrayList<>();
    private final TreeMap<Long, DocumentId> heads = new TreeMap<>();
    private final Map<DocumentId, Snapshot> snapshots = new HashMap<>();
    private int epoch = 1;
    private List<Entry> backup = List.of();
    private long replicasIssued;
    private final Map<ReplicaId, String> issuedTo = new HashMap<>();
    private final Set<ReplicaId> frozen = new HashSet<>();
    private final Map<String, String> accountOf = new HashMap<>();
    private final Set<String> expired = new HashSet<>();

    // memory
    private boolean up = true;
    private int life;
    private int sessionIds;
    private final Map<Integer, ServerConnection> connections = new LinkedHashMap<>();
    private final Map<DocumentId, DocumentGate> gates = new HashMap<>();
    private final List<Fresh> unsynced = new ArrayList<>();
    private final Map<DocumentId, Integer> unsyncedOf = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean syncScheduled;
    private Hiding toBeHidden;

    SimulatedServer(World world, Ledger ledger) {
        this.world = world;
        this.ledger = ledger;
        this.chance = Chance.of(world.seed, Script.SERVER, 0);
    }

    boolean isUp() {
        return up;
    }

    String epoch() {
        return "epoch-" + epoch;
    }

    /** Which process of the server this is. */
    int life() {
        return life;
    }

    Phase phase() {
        return unsynced.isEmpty() ? Phase.QUIET : Phase.APPENDING;
    }

    // ---- accounts ----

    /** Signing in makes a device known. */
    void register(String device, String account) {
        accountOf.put(device, account);
    }

    String account(String device) {
        return accountOf.get(device);
    }

    void expire(String account) {
        expired.add(account);
        for (ServerConnection connection : List.copyOf(connections.values())) {
            if (account.equals(connection.account())) {
                world.count(Fault.TOKEN_EXPIRED, phase());
                connection.session.close(CloseReason.EXPIRED);
                connection.drain();
            }
        }
    }

    void signIn(String account) {
        expired.remove(account);
    }

    boolean isExpired(String account) {
        return expired.contains(account);
    }

    /**
     * A fresh replica id. Unlike the logs these are never forgotten by a restore (in the product they are
     * random).
     */
    ReplicaId issueReplica(String account) {
        boolean again = world.has(PlantedBug.ISSUES_AN_ID_TWICE) && replicasIssued % 5 == 4;
        replicasIssued += again ? 0 : 1;
        ReplicaId replica = new ReplicaId(replicasIssued * 0x100000001L);
        issuedTo.put(replica, account);
        return replica;
    }

    // ---- the disk ----

    List<Entry> log(DocumentId document) {
        Log log = logs.get(document);
        return log == null ? List.of() : log.entries;
    }

    Set<DocumentId> documents() {
        return logs.keySet();
    }

    /** The document that was written last; there is one. */
    DocumentId newest() {
        return workspace.getLast().made().document;
    }

    boolean holds(DocumentId document, ChangeKey key) {
        Log log = logs.get(document);
        Entry entry = log == null ? null : log.byFirst.get(new OpId(key.replica(), key.firstCounter()));
        return entry != null && entry.made().key.equals(key);
    }

    boolean holds(Made made) {
        Log log = logs.get(made.document);
        Entry entry = log == null ? null : log.byFirst.get(new OpId(made.key.replica(), made.key.firstCounter()));
        return entry != null && entry.made() == made;
    }

    private void write(Entry entry) {
        DocumentId id = entry.made().document;
        Log log = logs.computeIfAbsent(id, key -> new Log());
        world.holds(
                Invariant.RETRY_IS_IDEMPOTENT,
                log.byFirst.putIfAbsent(
                                new OpId(
                                        entry.made().key.replica(),
                                        entry.made().key.firstCounter()),
                                entry)
                        == null,
                entry.made(),
                "is in the log twice");
        if (!log.entries.isEmpty()) {
            heads.remove(log.entries.getLast().workspaceSequence());
        }
        heads.put(entry.workspaceSequence(), id);
        log.entries.add(entry);
        workspace.add(entry);
        if (entry.made().firstLoggedAt == 0) {
            entry.made().firstLoggedAt = world.now();
        }
        if (entry.sequence() != log.entries.size() || entry.workspaceSequence() != workspace.size()) {
            throw new IllegalStateException("a sequence has a gap");
        }
    }

    // ---- life ----

    void crash() {
        world.count(Fault.SERVER_CRASHED, phase());
        up = false;
        life++;
        for (int i = 0; i < unsynced.size(); i++) {
            world.count(Fault.APPEND_LOST, Phase.APPENDING);
        }
        unsynced.clear();
        unsyncedOf.clear();
        waiting.clear();
        syncScheduled = false;
        if (!world.has(PlantedBug.KEEPS_GATES_IN_CRASH)) {
            gates.clear();
        }
        if (world.has(PlantedBug.FORGETS_LAST_ENTRY_IN_CRASH) && !workspace.isEmpty()) {
            Entry last = workspace.removeLast();
            Log log = logs.get(last.made().document);
            log.entries.removeLast();
            log.byFirst.remove(
                    new OpId(last.made().key.replica(), last.made().key.firstCounter()));
            heads.remove(last.workspaceSequence());
        }
        List<ServerConnection> lost = List.copyOf(connections.values());
        connections.clear();
        lost.forEach(connection -> connection.pipe.cut());
        world.after(200 + chance.below(5_000), () -> up = true);
        for (Made made : ledger.all()) {
            if (made.acknowledged) {
                world.holds(Invariant.ACKNOWLEDGED_IS_DURABLE, holds(made), made, "was acknowledged and is gone");
            }
        }
    }

    void backUp() {
        backup = List.copyOf(workspace);
    }

    /** Back to the last backup: a crash, then the earlier history under a new epoch. */
    void restore() {
        crash();
        world.count(Fault.SERVER_RESTORED, Phase.QUIET);
        workspace.clear();
        logs.clear();
        heads.clear();
        snapshots.clear();
        backup.forEach(this::write);
        epoch += world.has(PlantedBug.RESTORE_KEEPS_EPOCH) ? 0 : 1;
        for (Made made : ledger.all()) {
            made.acknowledged &= holds(made);
        }
    }

    /** Keeps a snapshot of what some gate holds, if all of it is durable. */
    void keepSnapshot(Chance choice) {
        if (!gates.isEmpty() && (unsynced.isEmpty() || world.has(PlantedBug.SNAPSHOT_AHEAD_OF_LOG))) {
            List<DocumentId> open = new ArrayList<>(new TreeMap<>(gates).keySet());
            DocumentId id = open.get(choice.below(open.size()));
            snapshots.put(id, new Snapshot(log(id).size(), gates.get(id).save()));
        }
    }

    // ---- connections ----

    /** A client's connection arrives. */
    Pipe.End accept(Pipe pipe) {
        ServerConnection connection = new ServerConnection(world, this, ++sessionIds, pipe, chance);
        connections.put(connection.session.id(), connection);
        connection.drain();
        return connection.end();
    }

    boolean isOpen(ServerConnection connection) {
        return connections.containsKey(connection.session.id());
    }

    void forget(ServerConnection connection) {
        connections.remove(connection.session.id());
    }

    /** A session's outgoing line is slow for a while. */
    void congestOne(Chance choice) {
        if (connections.isEmpty()) {
            return;
        }
        ServerConnection connection = List.copyOf(connections.values()).get(choice.below(connections.size()));
        world.count(Fault.SESSION_CONGESTED, phase());
        connection.session.congested(true);
        connection.drain();
        world.after(choice.below(8_000), () -> {
            connection.session.congested(false);
            connection.drain();
        });
    }

    /** The right to read is taken between the next reading of the document for the account and its answer. */
    void hideWhenNextRead(String account, DocumentId document) {
        toBeHidden = new Hiding(account, document);
    }

    private record Hiding(String account, DocumentId document) {}

    void setRight(String account, DocumentId document, Access.Right right) {
        access.set(account, document, right, world.now());
        for (ServerConnection connection : List.copyOf(connections.values())) {
            if (account.equals(connection.account()) && !world.has(PlantedBug.SESSIONS_NOT_TOLD_OF_RIGHTS)) {
                connection.session.rightsChanged();
                connection.drain();
            }
        }
    }

    // ---- what sessions ask ----

    void answer(ServerConnection connection, ServerEffect.Request request) {
        if (world.goesWrong(chance, Fault.SERVER_OVERLOADED, 800)) {
            world.count(Fault.SERVER_OVERLOADED, phase());
            connection.session.requestFailed();
            return;
        }
        switch (request) {
            case ServerEffect.Admit admit -> admit(connection, admit);
            case ServerEffect.ReadHeads read -> readHeads(connection, read);
            case ServerEffect.ReadEntries read -> readEntries(connection, read);
            case ServerEffect.Append append -> append(connection, append);
            case ServerEffect.IssueReplicaIds ids ->
                connection.session.replicaIdsIssued(issue(connection.account(), ids.count()));
        }
    }

    private void admit(ServerConnection connection, ServerEffect.Admit admit) {
        String account = accountOf.get(admit.deviceId());
        if (account == null || world.goesWrong(chance, Fault.TICKET_REFUSED, 60)) {
            world.count(Fault.TICKET_REFUSED, phase());
            connection.session.refused(CloseReason.TICKET_REFUSED);
        } else if (expired.contains(account)) {
            world.count(Fault.TOKEN_EXPIRED, phase());
            connection.session.refused(CloseReason.EXPIRED);
        } else {
            connection.admitted(account);
            connection.session.admitted(epoch(), workspace.size(), issue(account, admit.replicaIds()), world.now());
        }
    }

    private List<ReplicaId> issue(String account, int count) {
        List<ReplicaId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(issueReplica(account));
        }
        return ids;
    }

    /** Short answers, so that every read is in danger. */
    private void readHeads(ServerConnection connection, ServerEffect.ReadHeads read) {
        int limit = Math.min(read.limit(), 1 + chance.below(3));
        List<Message.Head> found = new ArrayList<>();
        long upTo = workspace.size();
        boolean more = false;
        int seen = 0;
        for (Map.Entry<Long, DocumentId> head :
                heads.tailMap(read.afterWorkspaceSequence(), false).entrySet()) {
            if (seen++ == limit) {
                more = true;
                break;
            }
            upTo = head.getKey();
            DocumentId id = head.getValue();
            if (access.mayRead(connection.account(), id)) {
                Entry last = log(id).getLast();
                found.add(new Message.Head(id, last.sequence(), "", last.at(), logBytes(id)));
            }
        }
        long end = more && !world.has(PlantedBug.HEADS_STOP_SHORT) ? upTo : workspace.size();
        boolean cut = more && !world.has(PlantedBug.HEADS_STOP_SHORT);
        later(
                connection,
                found.stream().map(Message.Head::document).toList(),
                () -> connection.session.headsRead(found, end, cut));
    }

    private long logBytes(DocumentId id) {
        return log(id).stream().mapToLong(entry -> entry.made().bytes.length).sum();
    }

    private void readEntries(ServerConnection connection, ServerEffect.ReadEntries read) {
        if (!access.mayRead(connection.account(), read.document()) && !world.has(PlantedBug.DELIVERS_WITHOUT_RIGHT)) {
            connection.session.entriesRead(read.request(), List.of(), 0);
            return;
        }
        List<Entry> log = log(read.document());
        int from = (int) Math.min(read.afterSequence(), log.size());
        int limit = chance.oneIn(2) ? read.limit() : 1 + chance.below(4);
        List<LoggedChange> entries = new ArrayList<>();
        for (Entry entry : log.subList(from, Math.min(log.size(), from + limit))) {
            entries.add(new LoggedChange(entry.sequence(), entry.made().bytes));
        }
        long head = log.size();
        later(
                connection,
                List.of(read.document()),
                () -> connection.session.entriesRead(read.request(), entries, head));
    }

    /** What was read reaches the session a little later; something may come between. */
    private void later(ServerConnection connection, List<DocumentId> documents, Runnable answer) {
        int born = life;
        if (toBeHidden != null
                && toBeHidden.account().equals(connection.account())
                && documents.contains(toBeHidden.document())) {
            Hiding hiding = toBeHidden;
            toBeHidden = null;
            world.after(0, () -> setRight(hiding.account(), hiding.document(), Access.Right.NONE));
        }
        world.after(chance.oneIn(3) ? chance.below(60) : 0, () -> {
            if (born == life && isOpen(connection)) {
                answer.run();
                connection.drain();
            }
        });
    }

    // ---- the log ----

    private void append(ServerConnection connection, ServerEffect.Append append) {
        List<AppendOutcome> outcomes = new ArrayList<>();
        for (byte[] change : append.changes()) {
            AppendOutcome outcome = offer(connection, append.document(), change);
            outcomes.add(outcome);
            if (outcome instanceof AppendOutcome.NotTaken not) {
                world.note(3, not.reason().ordinal());
                break;
            }
        }
        waiting.add(new Waiting(connection, append.request(), outcomes));
        if (world.has(PlantedBug.ACKNOWLEDGES_BEFORE_SYNC)) {
            acknowledge();
        }
        if (!syncScheduled) {
            syncScheduled = true;
            int born = life;
            world.after(1 + chance.below(50), () -> {
                if (born == life) {
                    sync();
                }
            });
        }
    }

    /** A change is taken from the account alone its replica id was issued to, new or not. */
    private AppendOutcome offer(ServerConnection connection, DocumentId document, byte[] change) {
        Made made = ledger.find(document, change);
        ChangeKey read = made != null ? made.key : connection.keyOf(change);
        if (read == null) {
            world.count(Fault.OPERATION_REFUSED, phase());
            return new AppendOutcome.NotTaken(DocumentGate.UNREADABLE, RefusalReason.UNREADABLE, "");
        }
        if (!access.mayWrite(connection.account(), document) && !world.has(PlantedBug.TAKES_WITHOUT_RIGHT)) {
            return new AppendOutcome.NotTaken(read, RefusalReason.NO_RIGHT, "");
        }
        if (!connection.account().equals(issuedTo.get(read.replica()))
                && !world.has(PlantedBug.TAKES_FOREIGN_REPLICAS)) {
            world.count(Fault.REPLICA_FOREIGN, phase());
            return new AppendOutcome.NotTaken(read, RefusalReason.FOREIGN_REPLICA, "");
        }
        if (frozen.contains(read.replica()) && (made == null || !holds(made))) {
            world.count(Fault.REPLICA_FROZEN, phase());
            return new AppendOutcome.NotTaken(read, RefusalReason.EQUIVOCATION, "");
        }
        Optional<LoggedChange> known = find(document, read.replica(), read.firstCounter());
        if (known.isPresent() && world.has(PlantedBug.KEY_ALONE_IS_DUPLICATE)) {
            return new AppendOutcome.Logged(read, known.get().sequence());
        }
        return switch (gate(document).offer(change)) {
            case DocumentGate.Verdict.Accept accept -> {
                checkAccepted(connection, made, accept.key());
                yield queue(connection, made, accept.key(), accept.title());
            }
            case DocumentGate.Verdict.Duplicate duplicate -> {
                world.count(Fault.PUSH_REPEATED, phase());
                if (world.has(PlantedBug.APPENDS_A_DUPLICATE_AGAIN)) {
                    yield queue(connection, made, duplicate.key(), Optional.empty());
                }
                yield new AppendOutcome.Logged(duplicate.key(), duplicate.sequence());
            }
            case DocumentGate.Verdict.MissingCauses missing -> {
                world.count(Fault.CAUSES_MISSING, phase());
                yield new AppendOutcome.NotTaken(missing.key(), RefusalReason.MISSING_CAUSES, "");
            }
            case DocumentGate.Verdict.Refuse refuse -> {
                if (refuse.reason() == RefusalReason.EQUIVOCATION) {
                    world.count(Fault.EQUIVOCATION, phase());
                    frozen.add(refuse.key().replica());
                } else {
                    world.count(Fault.OPERATION_REFUSED, phase());
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
                access.mayWrite(account, made.document),
                made,
                "is accepted from an account that may not write");
        world.holds(
                Invariant.ACCOUNTS_NEVER_MIX, made.account.equals(account), made, "is accepted from another account");
    }

    /** In memory, at its place; durable with the next sync. */
    private AppendOutcome queue(ServerConnection connection, Made made, ChangeKey key, Optional<String> title) {
        long sequence = log(made.document).size() + unsyncedOf.merge(made.document, 1, Integer::sum);
        Appended appended = new Appended(
                workspace.size() + unsynced.size() + 1,
                made.document,
                sequence,
                made.bytes,
                connection.session.id(),
                title,
                world.now());
        unsynced.add(new Fresh(made, appended));
        if (world.has(PlantedBug.SNAPSHOT_AHEAD_OF_LOG)) {
            keepSnapshot(chance);
        }
        if (world.has(PlantedBug.TELLS_BEFORE_SYNC)) {
            tell(appended);
        }
        return new AppendOutcome.Logged(key, sequence);
    }

    /** What was appended is on the disk from here on: acknowledge and tell, in any order. */
    private void sync() {
        syncScheduled = false;
        List<Fresh> synced = world.has(PlantedBug.CLOCK_USED_FOR_ORDER) ? byClock() : List.copyOf(unsynced);
        unsynced.clear();
        unsyncedOf.clear();
        for (Fresh fresh : synced) {
            Appended append = fresh.appended();
            write(new Entry(append.workspaceSequence(), append.sequence(), fresh.made(), append.changedAtMillis()));
            world.note(4, append.workspaceSequence());
        }
        boolean tellFirst = chance.oneIn(2);
        if (tellFirst) {
            synced.forEach(fresh -> tell(fresh.appended()));
        }
        acknowledge();
        if (!tellFirst) {
            synced.forEach(fresh -> tell(fresh.appended()));
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
                    workspace.size() + numbered.size() + 1,
                    was.document(),
                    log(was.document()).size() + counts.merge(was.document(), 1, Integer::sum),
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

    private void tell(Appended append) {
        for (ServerConnection connection : List.copyOf(connections.values())) {
            if (connection.account() == null) {
                continue;
            }
            if (world.goesWrong(chance, Fault.NOTIFICATION_LOST, 60)) {
                world.count(Fault.NOTIFICATION_LOST, phase());
                // The next one shows the gap; the last one before peace is told again.
                world.after(5_000, () -> tell(connection, append));
            } else {
                tell(connection, append);
            }
        }
    }

    private void tell(ServerConnection connection, Appended append) {
        if (access.mayRead(connection.account(), append.document())) {
            connection.session.appended(append);
        } else {
            connection.session.appendedUnreadable(append.workspaceSequence());
        }
        connection.drain();
    }

    // ---- gates ----

    private DocumentGate gate(DocumentId document) {
        return gates.computeIfAbsent(document, this::open);
    }

    /** From the snapshot, if there is one, and the log after it. */
    DocumentGate open(DocumentId id) {
        Snapshot snapshot = snapshots.get(id);
        DocumentGate.Log seen = (replica, counter) -> find(id, replica, counter);
        if (snapshot == null) {
            DocumentGate gate = DocumentGate.create(id, seen);
            log(id).forEach(entry -> gate.replay(entry.made().bytes));
            return gate;
        }
        DocumentGate gate = DocumentGate.load(id, snapshot.bytes(), seen);
        log(id).subList((int) snapshot.sequence(), log(id).size()).forEach(entry -> gate.replay(entry.made().bytes));
        return gate;
    }

    /** The server's own replica of a document, built from the log alone. */
    DocumentGate rebuild(DocumentId id) {
        DocumentGate gate = DocumentGate.create(id, (replica, counter) -> find(id, replica, counter));
        log(id).forEach(entry -> gate.replay(entry.made().bytes));
        return gate;
    }

    private Optional<LoggedChange> find(DocumentId document, ReplicaId replica, int firstCounter) {
        Log log = logs.get(document);
        Entry entry = log == null ? null : log.byFirst.get(new OpId(replica, firstCounter));
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
}
