package dev.offing.sync.client;

import dev.offing.engine.CodecException;
import dev.offing.engine.OpId;
import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.FrameCodec;
import dev.offing.sync.protocol.FrameException;
import dev.offing.sync.protocol.Message;
import dev.offing.sync.protocol.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The client's side of synchronisation: one machine a device (in a browser: in the leading tab). It
 * does nothing itself: inputs change its fields, {@link #evaluate} then decides everything, {@link
 * #drain} gives what is to be done.
 *
 * <p>Not thread-safe; one owner. Inputs may come late or twice: what belongs to an earlier connection
 * is ignored, a local change already known is ignored. A machine that does not lead keeps silent.
 *
 * <p>Invariants, each with a rule of docs/spec/sync.md:
 *
 * <ol>
 *   <li>A change leaves the outbox only by a write that follows its acknowledgement (SYNC-20).
 *   <li>A stored sequence never says more than the store holds: it is part of the write that stores
 *       what it speaks of (SYNC-21).
 *   <li>{@code Synced} is reported only while connected and caught up, with nothing pending, nothing
 *       late, and every write durable (SYNC-40).
 *   <li>At most one push and one fetch a document is under way (SYNC-22).
 *   <li>One refused document stops itself only (SYNC-30).
 * </ol>
 */
public final class SyncClient {

    /** What the machine needs of the world. */
    public interface Environment {
        /** Milliseconds since the epoch that never go back while the machine lives. */
        long nowMillis();

        /** A random number, 0 (inclusive) to {@code bound} (exclusive). */
        int random(int bound);
    }

    private final Environment environment;
    private final String deviceId;
    private final List<ClientEffect> effects = new ArrayList<>();
    private final Link link;

    private final ClientState state;
    private final ServerMessages messages;
    private final Courtesy courtesy = new Courtesy();

    private boolean leading;
    private SyncStatus reported = new SyncStatus.Unreachable(0, SyncStatus.Unreachable.NOW);
    private long wakeAt = Long.MAX_VALUE;

    /**
     * @param environment time and randomness
     * @param policy what is brought to this device until {@link #choose}
     * @param deviceId the device's id, as the server knows it
     */
    public SyncClient(Environment environment, FetchPolicy policy, String deviceId) {
        this.environment = environment;
        this.deviceId = deviceId;
        this.link = new Link(environment, effects);
        this.state = new ClientState(environment, policy, effects);
        this.messages = new ServerMessages(state, link, environment);
    }

    // ---- inputs: who leads, what the store holds ----

    /**
     * Whether this instance connects; at first it does not. One that begins to lead reads the store,
     * as another tab may have written it. One that follows ignores everything else; the status to show
     * is the leader's.
     */
    public void lead(boolean leads) {
        if (leads != leading) {
            leading = leads;
            state.ready = false;
            state.store.forgetRead();
            if (leads) {
                state.store.read();
            }
        }
        evaluate();
    }

    /**
     * Another tab may have stored changes without saying so (it was closed, it crashed), or the store
     * has dropped records that could not be read and marked their documents {@code reoffer}: read the
     * outboxes and the marks again, once no write is under way. The connection goes on.
     */
    public void rescan() {
        if (leading) {
            state.store.readAgain();
        }
        evaluate();
    }

    /** Answer to {@link ClientEffect.ReadStore}; only the one to the latest question is heard. */
    public void opened(int read, StoreSummary summary) {
        if (!state.store.answers(read)) {
            return;
        }
        if (state.ready) {
            summary.documents().forEach(state::adoptAgain);
        } else {
            state.adopt(summary);
        }
        state.store.takeCameWhileReading().forEach(local -> state.hearLocal(local.document(), local.change()));
        evaluate();
    }

    /**
     * A change of this device, made in any tab, is durable in the local log and outbox. Repeating one
     * does no harm, and neither does one that comes after its document has left the device: whether it is still to
     * be sent is then read from the store.
     */
    public void localChange(DocumentId document, byte[] change) {
        state.store.cameLocally(document, change);
        if (leading && state.ready) {
            state.hearLocal(document, change);
        }
        evaluate();
    }

    /** The write is durable. Writes are answered in the order they were emitted. */
    public void persisted(int write) {
        if (state.store.written(write)) {
            evaluate();
        }
    }

    /** The write, and every later one, did not happen. @param full whether for lack of room */
    public void persistFailed(int write, boolean full) {
        if (state.store.failed(write, full, environment.nowMillis())) {
            state.ready = false;
            evaluate();
        }
    }

    /** Answer to {@link ClientEffect.ReadChanges}. */
    public void changesRead(DocumentId id, List<byte[]> changes) {
        Optional<ClientDocument> found = state.documents.find(id);
        if (state.ready && found.isPresent() && found.get().reading) {
            found.get().readLocalLog(changes);
            state.documents.update(found.get());
        }
        evaluate();
    }

    /** How many unused replica ids the pool holds now, after a tab took one. */
    public void replicaIdsFree(int count) {
        state.freeReplicaIds = count;
        evaluate();
    }

    // ---- inputs: the connection ----

    /** The connection is open. @param ticket the ticket the transport got for it */
    public void connected(int connection, String ticket) {
        if (link.isCurrent(connection) && link.state() == Link.State.CONNECTING) {
            link.connected();
            link.send(new Message.Hello(
                    SyncLimits.PROTOCOL_MIN,
                    SyncLimits.PROTOCOL,
                    ticket,
                    deviceId,
                    state.epoch,
                    state.workspaceSequence,
                    state.replicaIdsLacking()));
        }
        evaluate();
    }

    /** One binary message arrived. */
    public void frame(int connection, byte[] frame) {
        if (link.isCurrent(connection) && link.state() != Link.State.CONNECTING) {
            link.heard(environment.nowMillis());
            try {
                if (!messages.receive(FrameCodec.decode(frame))) {
                    link.drop(environment.nowMillis(), 0);
                }
            } catch (FrameException e) {
                // Bytes that are no frame end their connection, like a cable that was pulled.
                link.drop(environment.nowMillis(), 0);
            } catch (CodecException e) {
                // A change no rule here can read: from a newer engine, or damaged in the server's log.
                if (e.kind() == CodecException.Kind.TOO_NEW) {
                    state.blocked = SyncStatus.Why.TOO_OLD;
                }
                link.drop(environment.nowMillis(), 0);
            }
        }
        evaluate();
    }

    /** The attempt failed or the connection ended. */
    public void disconnected(int connection, DisconnectReason reason) {
        if (link.isCurrent(connection)) {
            link.lost(environment.nowMillis(), 0);
            switch (reason) {
                case NETWORK -> {}
                case SIGN_IN -> state.blocked = SyncStatus.Why.EXPIRED;
                case UPDATE -> state.blocked = SyncStatus.Why.TOO_OLD;
            }
        }
        evaluate();
    }

    /** The platform's opinion about the network: coming back ends a wait, going away ends nothing. */
    public void networkHint(boolean online) {
        if (online) {
            link.encourage();
        }
        link.probe(environment.nowMillis());
        evaluate();
    }

    // ---- inputs: people and time ----

    /** A person asks: try now, also what was refused, also after signing in. */
    public void syncNow() {
        state.blocked = null;
        link.encourage();
        state.store.encourage();
        for (ClientDocument document : state.documents.all()) {
            if (document.refused != null || document.unreadableEntry || !document.aside.isEmpty()) {
                boolean contradicts = document.refused == RefusalReason.EQUIVOCATION;
                document.tryAgain();
                document.compared = false;
                if (contradicts && state.ready) {
                    state.beginComparison(document);
                }
                state.documents.update(document);
            }
        }
        evaluate();
    }

    /** A person pressed a key or a button at this device: what nobody waits for comes slowly for a while (OFF-14). */
    public void attended() {
        courtesy.attended(environment.nowMillis());
        evaluate();
    }

    /** Whether somebody is at work: other work that nobody waits for is to make room as well. */
    public boolean isAttended() {
        return courtesy.isAttended(environment.nowMillis());
    }

    /** A person asks for a document that is not here. Remembered until it has arrived. */
    public void wantDocument(DocumentId id) {
        if (leading && state.ready) {
            ClientDocument document = state.documents.findOrAdd(id);
            if (!document.wanted && (!document.here() || document.behind())) {
                document.wanted = true;
                state.documents.update(document);
                state.persist(new StoreWrite.SetWanted(id, true));
            }
        }
        evaluate();
    }

    /**
     * Which page documents the device keeps from now on; without one nothing is decided. To be repeated
     * when the rules' input has changed. Cost: a look at the pages it names, and those it places otherwise; all
     * documents, each placed anew, for the first one and where fetching is paused or goes on.
     */
    public void choose(Choice choice) {
        state.follow(choice);
        evaluate();
    }

    /** What was to leave was found unsent or open: it is here still ({@link StoreWrite.Leave}). */
    public void stayed(DocumentId id) {
        if (leading && state.ready) {
            ClientDocument document = state.documents.findOrAdd(id);
            document.held = true;
            state.documents.stays(document);
        }
        evaluate();
    }

    /** Time has passed: see {@link ClientEffect.WakeAt}. */
    public void tick() {
        evaluate();
    }

    // ---- what others may see ----

    /** Takes what is to be done since the last call, in order. Call after every input. */
    public List<ClientEffect> drain() {
        List<ClientEffect> taken = List.copyOf(effects);
        effects.clear();
        return taken;
    }

    public SyncStatus status() {
        int toSend = state.documents.pending();
        if (state.store.failure().isPresent()) {
            return new SyncStatus.Attention(toSend, state.store.failure().get());
        }
        if (state.blocked != null) {
            return new SyncStatus.Attention(toSend, state.blocked);
        }
        if (!link.isOpen()) {
            return new SyncStatus.Unreachable(toSend, link.retryAt());
        }
        if (state.documents.hasRefused()) {
            return new SyncStatus.Attention(toSend, state.whyRefused());
        }
        boolean quiet = state.session.caughtUp && toSend == 0 && !state.documents.isLate() && state.store.isQuiet();
        return quiet ? new SyncStatus.Synced() : new SyncStatus.Saved(toSend);
    }

    /** Where a document stands; for one never heard of: nothing pending, not here. */
    public DocumentStatus document(DocumentId id) {
        return state.documents.find(id).map(ClientDocument::status).orElseGet(() -> new ClientDocument(id).status());
    }

    /** Whether every head of the server was once received: the directory is whole. */
    public boolean directoryComplete() {
        return state.complete;
    }

    /**
     * Whether an answer of the server to a push or a fetch is outstanding. {@code Synced} does not exclude that: the
     * log may show what was pushed before its receipt comes, and until then its document does not leave (OFF-12).
     */
    public boolean awaitsServer() {
        return state.session != null && state.session.waiting();
    }

    /** Documents of which the server has more than this device and which are still to come. */
    public int documentsToFetch() {
        return state.documents.toFetch() + (state.session == null ? 0 : state.session.fetches);
    }

    // ---- the decision ----

    private void evaluate() {
        long now = environment.nowMillis();
        if (state.session != null
                && state.session.waiting()
                && now >= state.session.answeredAt + SyncLimits.ANSWER_MILLIS_MAX) {
            link.drop(now, 0);
        }
        if (leading) {
            if (state.store.givenUp(now)) {
                state.ready = false;
            }
            state.store.evaluate(now);
        }
        if (leading && state.ready) {
            leave();
        }
        link.evaluate(leading && state.ready && state.blocked == null, now);
        if (!link.isOpen()) {
            state.endSession();
        } else {
            boolean waited = state.session.waiting();
            compare();
            push();
            fetch();
            askForReplicaIds();
            if (!waited) {
                state.session.answeredAt = now;
            }
        }
        report();
    }

    private void push() {
        List<ClientDocument> sent = new ArrayList<>();
        for (ClientDocument document : state.documents.pushable()) {
            boolean full = state.session.pushes >= SyncLimits.PUSHES_IN_FLIGHT_MAX
                    || state.session.pushes > 0 && state.session.pushBytes >= SyncLimits.PUSH_BYTES_IN_FLIGHT_MAX;
            if (full) {
                break;
            }
            push(document);
            sent.add(document);
        }
        sent.forEach(state.documents::update);
    }

    private void push(ClientDocument document) {
        List<byte[]> batch = new ArrayList<>();
        int bytes = 0;
        for (Map.Entry<OpId, byte[]> entry : document.outbox.entrySet()) {
            if (document.isAside(entry.getKey())) {
                continue;
            }
            byte[] change = entry.getValue();
            boolean full = batch.size() == SyncLimits.BATCH_CHANGES_MAX
                    || !batch.isEmpty() && bytes + change.length > SyncLimits.BATCH_BYTES_MAX;
            if (full) {
                break;
            }
            batch.add(change);
            bytes += change.length;
        }
        document.overtaken = false;
        document.pushing = batch.size();
        document.pushingBytes = bytes;
        state.session.pushes++;
        state.session.pushBytes += bytes;
        link.send(new Message.Push(document.id, batch));
    }

    /** Own work first: while something waits to be pushed, only what a person or a comparison waits for is fetched. */
    private void fetch() {
        List<Message.Fetch> asked = new ArrayList<>();
        courtesy.begin();
        for (Optional<ClientDocument> next = nextToFetch(); next.isPresent(); next = nextToFetch()) {
            ClientDocument document = next.get();
            document.fetching = true;
            state.session.fetches++;
            asked.add(new Message.Fetch(document.id, document.known));
            if (state.documents.rank(document) > 0) {
                courtesy.asked();
            }
            state.documents.update(document);
        }
        if (state.session.packed && asked.size() > 1) {
            link.send(new Message.FetchMany(asked));
        } else {
            asked.forEach(link::send);
        }
    }

    private Optional<ClientDocument> nextToFetch() {
        return state.documents.nextToFetch().filter(document -> {
            int rank = state.documents.rank(document);
            boolean ownWorkFirst = rank > 0 && !state.documents.pushable().isEmpty();
            int most = rank > 0 ? state.session.fetchesUnwanted : state.session.fetchesMax;
            boolean room = state.session.fetches < Math.min(most, state.policy.fetchesAtOnce(rank));
            return room && !ownWorkFirst && (rank == 0 || mayFetchUnwanted());
        });
    }

    private boolean mayFetchUnwanted() {
        return !state.store.isBehind() && courtesy.allows(environment.nowMillis(), state.session.fetches);
    }

    private void leave() {
        for (ClientDocument document : List.copyOf(state.documents.leaving())) {
            document.leave();
            state.persist(new StoreWrite.Leave(document.id));
            state.documents.update(document);
        }
    }

    /** Local logs are in memory while they are compared: a few at a time, and none that waits for a person. */
    private void compare() {
        if (!state.session.caughtUp) {
            return;
        }
        int underWay = 0;
        List<ClientDocument> compared = new ArrayList<>();
        for (ClientDocument document : state.documents.comparing()) {
            if (document.isCompared()) {
                compared.add(document);
            } else if (!document.takesNothing() && underWay < SyncLimits.COMPARISONS_MAX) {
                underWay++;
                if (document.awaitsLocalLog() && !document.reading) {
                    document.reading = true;
                    effects.add(new ClientEffect.ReadChanges(document.id));
                }
            }
        }
        compared.forEach(state::finishComparison);
    }

    private void askForReplicaIds() {
        if (state.freeReplicaIds < SyncLimits.REPLICA_POOL_LOW && !state.session.replicaIdsAsked) {
            state.session.replicaIdsAsked = true;
            link.send(new Message.WantReplicaIds(state.replicaIdsLacking()));
        }
    }

    private void report() {
        SyncStatus status = status();
        if (status instanceof SyncStatus.Synced) {
            link.succeeded();
        }
        if (!status.equals(reported)) {
            reported = status;
            effects.add(new ClientEffect.StatusChanged(status));
        }
        for (DocumentId id : state.documents.takeAltered()) {
            effects.add(new ClientEffect.DocumentStatusChanged(document(id)));
        }
        long next = link.wakeAt();
        if (state.session != null && state.session.waiting()) {
            next = Math.min(next, state.session.answeredAt + SyncLimits.ANSWER_MILLIS_MAX);
        }
        if (state.session != null) {
            next = Math.min(next, courtesy.wakeAt());
        }
        if (leading) {
            next = Math.min(next, state.store.wakeAt());
        }
        if (next != wakeAt) {
            wakeAt = next;
            effects.add(new ClientEffect.WakeAt(next));
        }
    }
}
