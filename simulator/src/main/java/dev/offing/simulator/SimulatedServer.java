package dev.offing.simulator;

import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.protocol.CloseReason;
import dev.offing.sync.protocol.Message;
import dev.offing.sync.server.AppendOutcome;
import dev.offing.sync.server.Appended;
import dev.offing.sync.server.ServerEffect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The server: the shipped sessions on their lines, the rights of accounts, and what is read for them. Its
 * disk survives a crash; its memory ({@link Gates}, {@link GroupCommit}, the sessions) does not, and what
 * was under way to a session of an earlier life never arrives.
 */
final class SimulatedServer {

    private record Hiding(String account, DocumentId document) {}

    final Access access = new Access();
    final Accounts accounts;
    final ServerDisk disk;
    final GroupCommit commit;
    final Gates gates;
    private final World world;
    private final Ledger ledger;
    private final Chance chance;
    private final Map<Integer, ServerConnection> connections = new LinkedHashMap<>();
    private boolean up = true;
    private int life;
    private int sessionIds;
    private Hiding toBeHidden;

    SimulatedServer(World world, Ledger ledger) {
        this.world = world;
        this.ledger = ledger;
        this.chance = Chance.of(world.seed, Script.SERVER, 0);
        this.accounts = new Accounts(world);
        this.disk = new ServerDisk(world);
        this.commit = new GroupCommit(this, world, chance);
        this.gates = new Gates(this, world, ledger, chance);
    }

    boolean isUp() {
        return up;
    }

    /** Which process of the server this is. */
    int life() {
        return life;
    }

    Phase phase() {
        return commit.isEmpty() ? Phase.QUIET : Phase.APPENDING;
    }

    // ---- life ----

    void crash() {
        world.count(Fault.SERVER_CRASHED, phase());
        up = false;
        life++;
        commit.crash();
        gates.crash();
        if (world.has(PlantedBug.FORGETS_LAST_ENTRY_IN_CRASH)) {
            disk.forgetLast();
        }
        List<ServerConnection> lost = List.copyOf(connections.values());
        connections.clear();
        lost.forEach(connection -> connection.pipe.cut());
        world.after(200 + chance.below(5_000), () -> up = true);
        for (Made made : ledger.all()) {
            if (made.acknowledged) {
                world.holds(Invariant.ACKNOWLEDGED_IS_DURABLE, disk.holds(made), made, "was acknowledged and is gone");
            }
        }
    }

    /** Back to the last backup: a crash, then the earlier history under a new epoch. */
    void restore() {
        crash();
        world.count(Fault.SERVER_RESTORED, Phase.QUIET);
        disk.restore();
        for (Made made : ledger.all()) {
            made.acknowledged &= disk.holds(made);
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

    // ---- tokens and rights ----

    /** The right to read is taken between the next reading of the document for the account and its answer. */
    void hideWhenNextRead(String account, DocumentId document) {
        toBeHidden = new Hiding(account, document);
    }

    void expire(String account) {
        accounts.expire(account);
        for (ServerConnection connection : List.copyOf(connections.values())) {
            if (account.equals(connection.account())) {
                world.count(Fault.TOKEN_EXPIRED, phase());
                connection.session.close(CloseReason.EXPIRED);
                connection.drain();
            }
        }
    }

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
                connection.session.replicaIdsIssued(accounts.issueReplicas(connection.account(), ids.count()));
        }
    }

    private void admit(ServerConnection connection, ServerEffect.Admit admit) {
        String account = accounts.of(admit.deviceId());
        if (account == null || world.goesWrong(chance, Fault.TICKET_REFUSED, 60)) {
            world.count(Fault.TICKET_REFUSED, phase());
            connection.session.refused(CloseReason.TICKET_REFUSED);
        } else if (accounts.isExpired(account)) {
            world.count(Fault.TOKEN_EXPIRED, phase());
            connection.session.refused(CloseReason.EXPIRED);
        } else {
            connection.admitted(account);
            connection.session.admitted(
                    disk.epoch(), disk.size(), accounts.issueReplicas(account, admit.replicaIds()), world.now());
        }
    }

    /** Short answers, so that every read is in danger. */
    private void readHeads(ServerConnection connection, ServerEffect.ReadHeads read) {
        int limit = Math.min(read.limit(), 1 + chance.below(3));
        List<Message.Head> found = new ArrayList<>();
        long upTo = disk.size();
        boolean more = false;
        int seen = 0;
        for (Map.Entry<Long, DocumentId> head :
                disk.headsAfter(read.afterWorkspaceSequence()).entrySet()) {
            if (seen++ == limit) {
                more = true;
                break;
            }
            upTo = head.getKey();
            DocumentId id = head.getValue();
            if (access.mayRead(connection.account(), id)) {
                ServerDisk.Entry last = disk.log(id).getLast();
                found.add(new Message.Head(id, last.sequence(), "", last.at(), disk.logBytes(id)));
            }
        }
        long end = more && !world.has(PlantedBug.HEADS_STOP_SHORT) ? upTo : disk.size();
        boolean cut = more && !world.has(PlantedBug.HEADS_STOP_SHORT);
        later(
                connection,
                found.stream().map(Message.Head::document).toList(),
                () -> connection.session.headsRead(found, end, cut));
    }

    private void readEntries(ServerConnection connection, ServerEffect.ReadEntries read) {
        if (!access.mayRead(connection.account(), read.document()) && !world.has(PlantedBug.DELIVERS_WITHOUT_RIGHT)) {
            connection.session.entriesRead(read.request(), List.of(), 0);
            return;
        }
        List<ServerDisk.Entry> log = disk.log(read.document());
        int from = (int) Math.min(read.afterSequence(), log.size());
        int limit = chance.oneIn(2) ? read.limit() : 1 + chance.below(4);
        List<LoggedChange> entries = new ArrayList<>();
        for (ServerDisk.Entry entry : log.subList(from, Math.min(log.size(), from + limit))) {
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

    private void append(ServerConnection connection, ServerEffect.Append append) {
        List<AppendOutcome> outcomes = new ArrayList<>();
        for (byte[] change : append.changes()) {
            AppendOutcome outcome = gates.offer(connection, append.document(), change);
            outcomes.add(outcome);
            if (outcome instanceof AppendOutcome.NotTaken not) {
                world.note(3, not.reason().ordinal());
                break;
            }
        }
        commit.answerWhenSynced(connection, append.request(), outcomes);
    }

    // ---- what sessions are told ----

    /** What was appended is told to every session, or its notification is lost. */
    void tell(Appended append) {
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
}
