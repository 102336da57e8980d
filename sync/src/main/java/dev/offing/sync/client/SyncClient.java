package dev.offing.sync.client;

import dev.offing.engine.CodecException;
import dev.offing.engine.OpId;
import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.CloseReason;
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
    private final FetchPolicy policy;
    private final String deviceId;
    private final List<ClientEffect> effects = new ArrayList<>();
    private final Link link;
    private final StoreLine store;

    private boolean leading;
    /** The fields below are the store's content and what came since. */
    private boolean ready;

    /** Why no attempt is made until a person acts. */
    private SyncStatus.Why blocked;

    private ClientDocuments documents;
    private String epoch = "";
    private long workspaceSequence;
    private boolean complete;
    private int freeReplicaIds;

    /** Null unless a connection is welcomed; dies with it. */
    private Session session;

    private SyncStatus reported = new SyncStatus.Unreachable(0, SyncStatus.Unreachable.NOW);
    private long wakeAt = Long.MAX_VALUE;

    /** What is true for one welcomed connection only. */
    private static final class Session {
        boolean caughtUp;
        boolean replicaIdsAsked;
        int pushes;
        int pushBytes;
        int fetches;
        /** When the server last answered, or the first of the present questions was asked. */
        long answeredAt;

        boolean waiting() {
            return pushes > 0 || fetches > 0;
        }
    }

    /**
     * @param environment time and randomness
     * @param policy what is brought to this device
     * @param deviceId the device's id, as the server knows it
     */
    public SyncClient(Environment environment, FetchPolicy policy, String deviceId) {
        this.environment = environment;
        this.policy = policy;
        this.deviceId = deviceId;
        this.documents = new ClientDocuments(policy);
        this.link = new Link(environment, effects);
        this.store = new StoreLine(effects);
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
            ready = false;
            store.forgetRead();
            if (leads) {
                store.read();
            }
        }
        evaluate();
    }

    /**
     * Another tab may have stored changes without saying so (it was closed, it crashed): read the
     * outboxes again. The connection goes on.
     */
    public void rescan() {
        if (leading && ready && !store.isReading()) {
            store.read();
        }
        evaluate();
    }

    /** Answer to {@link ClientEffect.ReadStore}; only the one to the latest question is heard. */
    public void opened(int read, StoreSummary summary) {
        if (!store.answers(read)) {
            return;
        }
        if (ready) {
            for (StoreSummary.StoredDocument stored : summary.documents()) {
                documents.find(stored.id()).ifPresent(document -> document.damaged = 0);
                stored.outbox().forEach(change -> addLocal(stored.id(), change));
            }
        } else {
            adopt(summary);
        }
        store.takeCameWhileReading().forEach(local -> addLocal(local.document(), local.change()));
        evaluate();
    }

    /**
     * A change of this device, made in any tab, is durable in the local log and outbox. Repeating one
     * does no harm.
     */
    public void localChange(DocumentId document, byte[] change) {
        store.cameLocally(document, change);
        if (leading && ready) {
            addLocal(document, change);
        }
        evaluate();
    }

    /** The write is durable. Writes are answered in the order they were emitted. */
    public void persisted(int write) {
        if (store.written(write)) {
            evaluate();
        }
    }

    /** The write, and every later one, did not happen. @param full whether for lack of room */
    public void persistFailed(int write, boolean full) {
        if (store.failed(write, full, environment.nowMillis())) {
            ready = false;
            evaluate();
        }
    }

    /** Answer to {@link ClientEffect.ReadChanges}. */
    public void changesRead(DocumentId id, List<byte[]> changes) {
        Optional<ClientDocument> found = documents.find(id);
        if (ready && found.isPresent() && found.get().reading) {
            ClientDocument document = found.get();
            document.reading = false;
            if (comparable(document)) {
                finishComparison(document, changes);
            }
        }
        evaluate();
    }

    /** How many unused replica ids the pool holds now, after a tab took one. */
    public void replicaIdsFree(int count) {
        freeReplicaIds = count;
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
                    epoch,
                    workspaceSequence,
                    replicaIdsLacking()));
        }
        evaluate();
    }

    /** One binary message arrived. */
    public void frame(int connection, byte[] frame) {
        if (link.isCurrent(connection) && link.state() != Link.State.CONNECTING) {
            link.heard(environment.nowMillis());
            try {
                if (!receive(FrameCodec.decode(frame))) {
                    link.drop(environment.nowMillis(), 0);
                }
            } catch (FrameException e) {
                // Bytes that are no frame end their connection, like a cable that was pulled.
                link.drop(environment.nowMillis(), 0);
            } catch (CodecException e) {
                // A change no rule here can read: from a newer engine, or damaged in the server's log.
                if (e.kind() == CodecException.Kind.TOO_NEW) {
                    blocked = SyncStatus.Why.TOO_OLD;
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
                case SIGN_IN -> blocked = SyncStatus.Why.EXPIRED;
                case UPDATE -> blocked = SyncStatus.Why.TOO_OLD;
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
        blocked = null;
        link.encourage();
        store.encourage();
        for (ClientDocument document : documents.all()) {
            if (document.refused != null || !document.aside.isEmpty()) {
                document.tryAgain();
                document.compared = false;
                documents.update(document);
            }
        }
        evaluate();
    }

    /** A person asks for a document that is not here. Remembered until it has arrived. */
    public void wantDocument(DocumentId id) {
        if (leading && ready) {
            ClientDocument document = documents.findOrAdd(id);
            if (!document.wanted && (!document.here() || document.behind())) {
                document.wanted = true;
                documents.update(document);
                persist(new StoreWrite.SetWanted(id, true));
            }
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
        int toSend = documents.pending();
        if (store.failure().isPresent()) {
            return new SyncStatus.Attention(toSend, store.failure().get());
        }
        if (blocked != null) {
            return new SyncStatus.Attention(toSend, blocked);
        }
        if (!link.isOpen()) {
            return new SyncStatus.Unreachable(toSend, link.retryAt());
        }
        if (documents.hasRefused()) {
            return new SyncStatus.Attention(toSend, whyRefused());
        }
        boolean quiet = session.caughtUp && toSend == 0 && !documents.isLate() && store.isQuiet();
        return quiet ? new SyncStatus.Synced() : new SyncStatus.Saved(toSend);
    }

    /** Where a document stands; for one never heard of: nothing pending, not here. */
    public DocumentStatus document(DocumentId id) {
        return documents.find(id).map(ClientDocument::status).orElseGet(() -> new ClientDocument(id).status());
    }

    /** Whether every head of the server was once received: the directory is whole. */
    public boolean directoryComplete() {
        return complete;
    }

    /** Documents of which the server has more than this device and which are still to come. */
    public int documentsToFetch() {
        return documents.toFetch() + (session == null ? 0 : session.fetches);
    }

    // ---- the decision ----

    private void evaluate() {
        long now = environment.nowMillis();
        if (session != null && session.waiting() && now >= session.answeredAt + SyncLimits.ANSWER_MILLIS_MAX) {
            link.drop(now, 0);
        }
        if (leading) {
            store.evaluate(now);
        }
        link.evaluate(leading && ready && blocked == null, now);
        if (!link.isOpen()) {
            endSession();
        } else {
            boolean waited = session.waiting();
            compare();
            push();
            fetch();
            askForReplicaIds();
            if (!waited) {
                session.answeredAt = now;
            }
        }
        report();
    }

    private void push() {
        List<ClientDocument> sent = new ArrayList<>();
        for (ClientDocument document : documents.pushable()) {
            boolean full = session.pushes >= SyncLimits.PUSHES_IN_FLIGHT_MAX
                    || session.pushes > 0 && session.pushBytes >= SyncLimits.PUSH_BYTES_IN_FLIGHT_MAX;
            if (full) {
                break;
            }
            push(document);
            sent.add(document);
        }
        sent.forEach(documents::update);
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
        session.pushes++;
        session.pushBytes += bytes;
        link.send(new Message.Push(document.id, batch));
    }

    /** Own work first: while something waits to be pushed, only what a person or a comparison waits for is fetched. */
    private void fetch() {
        while (session.fetches < SyncLimits.FETCHES_IN_FLIGHT_MAX) {
            Optional<ClientDocument> next = documents.nextToFetch();
            if (next.isEmpty()) {
                return;
            }
            ClientDocument document = next.get();
            int rank = documents.rank(document);
            if (session.fetches >= policy.fetchesAtOnce(rank)
                    || rank > 0 && !documents.pushable().isEmpty()) {
                return;
            }
            document.fetching = true;
            session.fetches++;
            link.send(new Message.Fetch(document.id, document.known));
            documents.update(document);
        }
    }

    private void compare() {
        int reading = 0;
        for (ClientDocument document : documents.comparing()) {
            if (reading == SyncLimits.COMPARISONS_MAX) {
                return;
            }
            if (!document.reading && comparable(document)) {
                document.reading = true;
                effects.add(new ClientEffect.ReadChanges(document.id));
            }
            reading += document.reading ? 1 : 0;
        }
    }

    private void askForReplicaIds() {
        if (freeReplicaIds < SyncLimits.REPLICA_POOL_LOW && !session.replicaIdsAsked) {
            session.replicaIdsAsked = true;
            link.send(new Message.WantReplicaIds(replicaIdsLacking()));
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
        for (DocumentId id : documents.takeAltered()) {
            effects.add(new ClientEffect.DocumentStatusChanged(document(id)));
        }
        long next = link.wakeAt();
        if (session != null && session.waiting()) {
            next = Math.min(next, session.answeredAt + SyncLimits.ANSWER_MILLIS_MAX);
        }
        if (leading) {
            next = Math.min(next, store.wakeAt());
        }
        if (next != wakeAt) {
            wakeAt = next;
            effects.add(new ClientEffect.WakeAt(next));
        }
    }

    // ---- messages; false = not allowed now, the connection ends ----

    private boolean receive(Message message) {
        boolean welcomed = session != null;
        return switch (message) {
            case Message.FromClient m -> false;
            case Message.Closing m -> closing(m);
            case Message.Welcome m -> !welcomed && welcome(m);
            case Message.Pong m -> welcomed;
            case Message.Heads m -> welcomed && heads(m);
            case Message.Entries m -> welcomed && entries(m);
            case Message.Accepted m -> welcomed && accepted(m);
            case Message.Refused m -> welcomed && refused(m);
            case Message.ReplicaIds m -> welcomed && replicaIds(m.replicaIds());
        };
    }

    private boolean welcome(Message.Welcome m) {
        if (m.protocol() < SyncLimits.PROTOCOL_MIN
                || m.protocol() > SyncLimits.PROTOCOL
                || m.epoch().isEmpty()) {
            return false;
        }
        link.welcomed(environment.nowMillis());
        session = new Session();
        session.answeredAt = environment.nowMillis();
        if (epoch.isEmpty()) {
            epoch = m.epoch();
            persist(new StoreWrite.FirstEpoch(epoch));
        } else if (!epoch.equals(m.epoch()) || m.workspaceSequence() < workspaceSequence) {
            beginEpoch(m.epoch());
        }
        for (ClientDocument document : documents.all()) {
            document.compared = false;
            if (document.refused == null || mayHavePassed(document.refused)) {
                document.tryAgain();
                documents.update(document);
            }
        }
        return replicaIds(m.replicaIds());
    }

    /** Whether a refusal is worth another try by itself: the same change may be taken another time. */
    private static boolean mayHavePassed(RefusalReason reason) {
        return switch (reason) {
            case MISSING_CAUSES, FOREIGN_REPLICA, NO_RIGHT, QUOTA -> true;
            case EQUIVOCATION, STAMP_NOT_EXACT, INVALID_CHANGE, UNREADABLE, LIMIT_EXCEEDED, WRONG_KIND -> false;
        };
    }

    private boolean closing(Message.Closing m) {
        link.drop(environment.nowMillis(), m.retryAfterMillis());
        switch (m.reason().answer()) {
            case RETRY -> {}
            case SIGN_IN ->
                blocked = m.reason() == CloseReason.REVOKED ? SyncStatus.Why.REVOKED : SyncStatus.Why.EXPIRED;
            case UPDATE -> blocked = SyncStatus.Why.TOO_OLD;
        }
        return true;
    }

    private boolean heads(Message.Heads m) {
        for (Message.Head head : m.heads()) {
            ClientDocument document = documents.findOrAdd(head.document());
            document.head = Math.max(document.head, head.sequence());
            document.changedAt = Math.max(document.changedAt, head.changedAtMillis());
            documents.update(document);
        }
        workspaceSequence = Math.max(workspaceSequence, m.upTo());
        session.caughtUp = session.caughtUp || !m.more();
        complete = complete || !m.more();
        persist(new StoreWrite.SetHeads(m.heads(), m.upTo(), !m.more()));
        return true;
    }

    private boolean accepted(Message.Accepted m) {
        Optional<ClientDocument> found = documents.find(m.document());
        if (found.isEmpty() || found.get().pushing < m.receipts().size()) {
            return false;
        }
        ClientDocument document = found.get();
        List<ChangeKey> keys = new ArrayList<>(m.receipts().size());
        for (Message.Receipt receipt : m.receipts()) {
            document.outbox.remove(ClientDocument.idOf(receipt.key()));
            document.held = true;
            document.acknowledged(receipt.sequence());
            keys.add(receipt.key());
        }
        answered(document, m.receipts().size());
        if (document.pushing == 0 && document.allAside()) {
            document.refused = RefusalReason.FOREIGN_REPLICA;
        }
        documents.update(document);
        persist(new StoreWrite.Acknowledge(document.id, keys, document.known, document.head));
        return true;
    }

    private boolean refused(Message.Refused m) {
        Optional<ClientDocument> found = documents.find(m.document());
        if (found.isEmpty() || found.get().pushing == 0) {
            return false;
        }
        ClientDocument document = found.get();
        answered(document, document.pushing);
        boolean otherHistory =
                m.reason() == RefusalReason.MISSING_CAUSES || m.reason() == RefusalReason.FOREIGN_REPLICA;
        if (otherHistory && document.overtaken) {
            document.tryAgain();
        } else if (otherHistory && !document.compared) {
            beginComparison(document);
        } else if (otherHistory && document.outbox.containsKey(ClientDocument.idOf(m.key()))) {
            document.aside.add(m.key().replica());
            document.refused = document.allAside() ? m.reason() : null;
        } else {
            document.refused = m.reason();
        }
        documents.update(document);
        return true;
    }

    /** Counts answers to a push; the last one ends it. */
    private void answered(ClientDocument document, int changes) {
        session.answeredAt = environment.nowMillis();
        document.pushing -= changes;
        if (document.pushing == 0) {
            session.pushes--;
            session.pushBytes -= document.pushingBytes;
            document.pushingBytes = 0;
        }
    }

    private boolean entries(Message.Entries m) {
        ClientDocument document = documents.findOrAdd(m.document());
        boolean answer = m.upTo() == 0;
        if (answer) {
            if (!document.fetching) {
                return false;
            }
            document.fetching = false;
            session.fetches--;
            session.answeredAt = environment.nowMillis();
        }
        boolean gap = m.firstSequence() > document.known + 1;
        if (m.firstSequence() < 1 || m.head() < m.lastSequence() && !m.changes().isEmpty()) {
            return false;
        }
        if (answer && gap && document.serverHas == null) {
            return false;
        }
        if (answer && m.head() < document.known && !document.compared) {
            document.head = m.head();
            beginComparison(document);
        } else if (answer && m.changes().isEmpty() && m.firstSequence() == document.known + 1) {
            document.head = document.known;
        } else {
            take(document, m);
        }
        if (document.wanted && document.here() && !document.behind()) {
            document.wanted = false;
            persist(new StoreWrite.SetWanted(document.id, false));
        }
        documents.update(document);
        return true;
    }

    /** Brings entries that continue what is here into the store; beyond a gap only the head is noted. */
    private void take(ClientDocument document, Message.Entries m) {
        // All keys are read before anything is altered: one that cannot be read leaves all as it was.
        List<ChangeKey> keys = m.changes().stream().map(ChangeKey::of).toList();
        List<LoggedChange> fresh = new ArrayList<>();
        List<ChangeKey> acknowledged = new ArrayList<>();
        long knownBefore = document.known;
        boolean moreKnown = m.head() > document.head || m.upTo() > workspaceSequence;
        document.head = Math.max(document.head, m.head());
        workspaceSequence = Math.max(workspaceSequence, m.upTo());
        if (m.firstSequence() <= document.known + 1 && wantsContent(document)) {
            for (int i = 0; i < m.changes().size() && document.refused != RefusalReason.EQUIVOCATION; i++) {
                long sequence = m.firstSequence() + i;
                if (sequence > document.known) {
                    LoggedChange entry = new LoggedChange(sequence, m.changes().get(i));
                    document.take(entry, keys.get(i), fresh, acknowledged);
                }
            }
        }
        if (!acknowledged.isEmpty() && (document.refused == null || mayHavePassed(document.refused))) {
            document.tryAgain(); // somebody else brought what was not taken from this device
        }
        if (moreKnown || document.known > knownBefore) {
            persist(
                    new StoreWrite.AppendEntries(
                            document.id, fresh, acknowledged, document.known, document.head, m.upTo()),
                    document.id,
                    fresh.stream().map(LoggedChange::change).toList());
        }
    }

    private boolean wantsContent(ClientDocument document) {
        return document.here() || documents.rank(document) != FetchPolicy.NEVER;
    }

    private boolean replicaIds(List<ReplicaId> ids) {
        if (!ids.isEmpty()) {
            session.replicaIdsAsked = false;
            freeReplicaIds += ids.size();
            persist(new StoreWrite.AddReplicaIds(ids));
        }
        return true;
    }

    // ---- another history: compare and offer again ----

    private void beginEpoch(String now) {
        epoch = now;
        workspaceSequence = 0;
        complete = false;
        for (ClientDocument document : documents.all()) {
            document.known = 0;
            document.head = 0;
            document.acceptedAhead.clear();
            document.tryAgain();
            if (document.held) {
                document.startComparison();
            }
            documents.update(document);
        }
        persist(new StoreWrite.NewEpoch(now));
    }

    private void beginComparison(ClientDocument document) {
        document.startComparison();
        document.compared = true;
        persist(new StoreWrite.Forget(document.id));
    }

    private boolean comparable(ClientDocument document) {
        return document.serverHas != null && session != null && session.caughtUp && !document.behind();
    }

    private void finishComparison(ClientDocument document, List<byte[]> local) {
        List<byte[]> missing = document.endComparison(local);
        documents.update(document);
        persist(new StoreWrite.Reoffer(document.id, missing));
    }

    // ---- parts ----

    private void adopt(StoreSummary summary) {
        documents = new ClientDocuments(policy);
        epoch = summary.epoch();
        workspaceSequence = summary.workspaceSequence();
        complete = summary.complete();
        freeReplicaIds = summary.freeReplicaIds();
        for (StoreSummary.StoredDocument stored : summary.documents()) {
            ClientDocument document = documents.findOrAdd(stored.id());
            document.known = stored.known();
            document.head = Math.max(stored.head(), stored.known());
            document.changedAt = stored.changedAtMillis();
            document.held = stored.held();
            document.wanted = stored.wanted();
            if (stored.reoffer()) {
                document.startComparison();
            }
            stored.outbox().forEach(change -> addLocal(stored.id(), change));
            documents.update(document);
        }
        documents.takeAltered();
        ready = true;
    }

    private void addLocal(DocumentId id, byte[] change) {
        ClientDocument document = documents.findOrAdd(id);
        document.addLocal(change);
        documents.update(document);
    }

    private void endSession() {
        if (session == null) {
            return;
        }
        session = null;
        for (ClientDocument document : documents.all()) {
            if (document.pushing > 0 || document.fetching) {
                document.pushing = 0;
                document.pushingBytes = 0;
                document.fetching = false;
                documents.update(document);
            }
        }
    }

    private SyncStatus.Why whyRefused() {
        for (ClientDocument document : documents.all()) {
            if (document.refused == RefusalReason.EQUIVOCATION) {
                return SyncStatus.Why.EQUIVOCATION;
            }
        }
        return SyncStatus.Why.REFUSED;
    }

    private int replicaIdsLacking() {
        return Math.max(0, SyncLimits.REPLICA_POOL - freeReplicaIds);
    }

    private void persist(StoreWrite write) {
        persist(write, null, List.of());
    }

    private void persist(StoreWrite write, DocumentId document, List<byte[]> announce) {
        store.write(write, document, announce);
    }
}
