package dev.offing.server.socket;

import dev.offing.engine.ReplicaId;
import dev.offing.server.access.Access;
import dev.offing.server.account.Accounts;
import dev.offing.server.account.SignedIn;
import dev.offing.server.account.SocketTickets;
import dev.offing.server.live.LiveWorkspace;
import dev.offing.server.live.Subscriber;
import dev.offing.server.store.ChangeLog;
import dev.offing.server.store.Identities;
import dev.offing.server.store.Store;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.protocol.CloseReason;
import dev.offing.sync.protocol.Message;
import dev.offing.sync.server.AppendOutcome;
import dev.offing.sync.server.Appended;
import dev.offing.sync.server.ServerEffect;
import dev.offing.sync.server.ServerSession;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one {@link ServerSession}. A virtual thread of its own owns the session: frames, answers,
 * appends and the clock reach it through one inbox, and it carries out what the session wants. What
 * may wait for the store runs on another virtual thread and comes back through the inbox.
 *
 * <p>A client that sends faster than its frames are worked off is not read from until they are:
 * {@link #FRAMES_WAITING_MAX} is all it can make the server hold. Whatever fails ends this connection
 * alone.
 */
final class SocketConnection implements Subscriber {

    private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);

    private static final int FRAMES_WAITING_MAX = 16;

    /** Replica ids one connection may ask for: years of tabs, but not a table full of them. */
    private static final int REPLICA_IDS_MAX = 1_024;

    /** What a connection works with. */
    record Surroundings(
            Store store,
            Accounts accounts,
            SocketTickets tickets,
            Access access,
            LiveWorkspace workspace,
            InstantSource clock,
            ScheduledExecutorService timer) {}

    private final Surroundings surroundings;
    private final ServerSession session;
    private final Outgoing outgoing;
    private final Wire wire;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Semaphore framesWaiting = new Semaphore(FRAMES_WAITING_MAX);
    private final CountDownLatch done = new CountDownLatch(1);

    /** Who speaks; null until the ticket was found good. Written once, before the first append is told. */
    private volatile SignedIn who;

    // The rest belongs to the thread that owns the session.
    private boolean ended;
    private int replicaIdsIssued;
    private ScheduledFuture<?> alarm;

    SocketConnection(int id, Wire wire, Surroundings surroundings) {
        this.surroundings = surroundings;
        this.wire = wire;
        this.session = new ServerSession(id, monotonicMillis());
        this.outgoing = new Outgoing(wire, slow -> post(() -> session.congested(slow)));
    }

    private static long monotonicMillis() {
        return System.nanoTime() / 1_000_000;
    }

    void start() {
        outgoing.start();
        Thread.ofVirtual().name("offing-connection-" + session.id()).start(this::run);
        post(() -> {}); // The session may want to be woken before anything arrives.
    }

    /** The account's session this connection speaks for; empty until it was admitted. */
    Optional<SignedIn> who() {
        return Optional.ofNullable(who);
    }

    /** One message arrived. Waits while the client is ahead of the server. */
    void received(byte[] frame) {
        framesWaiting.acquireUninterruptibly();
        post(() -> {
            framesWaiting.release();
            session.frame(frame, monotonicMillis());
        });
    }

    /** The transport has ended. */
    void gone() {
        post(this::end);
    }

    /** Ends the session with a last message. */
    void close(CloseReason reason) {
        post(() -> session.close(reason));
    }

    /** Waits until the connection has ended. @return whether it did in time */
    boolean awaitEnd(long millis) throws InterruptedException {
        return done.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void appended(Appended append) {
        post(() -> deliver(append));
    }

    private void deliver(Appended append) {
        if (surroundings.access().mayRead(who, append.document().text())) {
            session.appended(append);
        } else {
            session.appendedUnreadable(append.workspaceSequence());
        }
    }

    private void post(Runnable input) {
        inbox.add(input);
    }

    private void run() {
        try {
            while (!ended) {
                inbox.take().run();
                for (ServerEffect effect : session.drain()) {
                    carryOut(effect);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("connection {} failed", session.id(), e);
            wire.drop();
        } finally {
            surroundings.workspace().unsubscribe(this);
            outgoing.end();
            stopAlarm();
            framesWaiting.release(FRAMES_WAITING_MAX); // Who still waits to bring a frame goes away.
            done.countDown();
        }
    }

    private void end() {
        session.disconnected();
        ended = true;
    }

    private void carryOut(ServerEffect effect) {
        switch (effect) {
            case ServerEffect.Send send -> outgoing.send(send.frame());
            case ServerEffect.Close close -> {
                LOG.debug("connection {} closes: {}", session.id(), close.reason());
                outgoing.close(close.reason());
            }
            case ServerEffect.WakeAt wake -> setAlarm(wake.millis());
            case ServerEffect.Admit admit -> answer(() -> admit(admit));
            case ServerEffect.ReadHeads read -> answer(() -> readHeads(read));
            case ServerEffect.ReadEntries read -> answer(() -> readEntries(read));
            case ServerEffect.Append append -> answer(() -> append(append));
            case ServerEffect.IssueReplicaIds issue -> issueReplicaIds(issue.count());
        }
    }

    /** Something that finds out an answer and says what to tell the session. */
    private interface Question {
        Runnable answer();
    }

    private void answer(Question question) {
        Thread.startVirtualThread(() -> {
            Runnable answer;
            try {
                answer = question.answer();
            } catch (RuntimeException e) {
                LOG.warn("a request of connection {} failed", session.id(), e);
                answer = session::requestFailed;
            }
            post(answer);
        });
    }

    private void setAlarm(long atMillis) {
        stopAlarm();
        long inMillis = Math.max(1, atMillis - monotonicMillis());
        alarm = surroundings
                .timer()
                .schedule(() -> post(() -> session.tick(monotonicMillis())), inMillis, TimeUnit.MILLISECONDS);
    }

    private void stopAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    private Runnable admit(ServerEffect.Admit admit) {
        Optional<SocketTickets.Ticket> ticket = surroundings
                .tickets()
                .redeem(admit.ticket())
                .filter(found -> found.device().equals(admit.deviceId()));
        if (ticket.isEmpty()) {
            return () -> session.refused(CloseReason.TICKET_REFUSED);
        }
        String sessionName = ticket.get().who().session();
        Optional<SignedIn> speaker = surroundings.accounts().signedIn(sessionName);
        if (speaker.isEmpty()) {
            return () -> session.refused(CloseReason.EXPIRED);
        }
        who = speaker.get();
        surroundings.workspace().subscribe(this);
        if (surroundings.accounts().signedIn(sessionName).isEmpty()) {
            // Signed out before who() could be found by the one that closes its connections.
            return () -> session.refused(CloseReason.REVOKED);
        }
        List<ReplicaId> fresh = issue(admit.replicaIds());
        Identities.Workspace workspace = surroundings.store().identities().workspace();
        long sequence = surroundings.store().log().workspaceSequence();
        return () -> {
            replicaIdsIssued += fresh.size();
            session.admitted(
                    workspace.epoch(), sequence, fresh, surroundings.clock().millis());
        };
    }

    private List<ReplicaId> issue(int count) {
        return count == 0 ? List.of() : surroundings.workspace().issueReplicas(Optional.of(who), count);
    }

    private void issueReplicaIds(int count) {
        replicaIdsIssued += count;
        if (replicaIdsIssued > REPLICA_IDS_MAX) {
            session.requestFailed();
            session.drain().forEach(this::carryOut);
            return;
        }
        answer(() -> {
            List<ReplicaId> fresh = issue(count);
            return () -> session.replicaIdsIssued(fresh);
        });
    }

    private Runnable readHeads(ServerEffect.ReadHeads read) {
        ChangeLog log = surroundings.store().log();
        // Before the heads are read: what is appended meanwhile is told or read again, never skipped.
        long now = log.workspaceSequence();
        List<ChangeLog.Head> heads = log.headsAfter(read.afterWorkspaceSequence(), read.limit());
        boolean more = heads.size() == read.limit();
        long upTo = heads.isEmpty() ? now : heads.getLast().workspaceSequence();
        List<Message.Head> readable = heads.stream()
                .filter(head -> surroundings.access().mayRead(who, head.document()))
                .map(head -> new Message.Head(
                        new DocumentId(head.document()),
                        head.sequence(),
                        head.title(),
                        head.changedAtMillis(),
                        head.bytes()))
                .toList();
        return () -> session.headsRead(readable, more ? upTo : Math.max(upTo, now), more);
    }

    private Runnable readEntries(ServerEffect.ReadEntries read) {
        ChangeLog log = surroundings.store().log();
        String document = read.document().text();
        if (!surroundings.access().mayRead(who, document)) {
            return () -> session.entriesRead(read.request(), List.of(), 0);
        }
        List<LoggedChange> entries = log.read(document, read.afterSequence(), read.limit(), read.bytesMax()).stream()
                .map(entry -> new LoggedChange(entry.sequence(), entry.bytes()))
                .toList();
        long head = log.head(document).map(ChangeLog.Head::sequence).orElse(0L);
        return () -> session.entriesRead(read.request(), entries, head);
    }

    private Runnable append(ServerEffect.Append append) {
        List<AppendOutcome> outcomes =
                surroundings.workspace().push(who, session.id(), append.document(), append.changes());
        return () -> session.appendDone(append.request(), outcomes);
    }
}
