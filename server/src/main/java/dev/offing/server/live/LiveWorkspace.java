package dev.offing.server.live;

import dev.offing.engine.ReplicaId;
import dev.offing.server.access.Access;
import dev.offing.server.account.SignedIn;
import dev.offing.server.account.Tokens;
import dev.offing.server.store.ChangeLog.Addition;
import dev.offing.server.store.ChangeLog.Head;
import dev.offing.server.store.ChangeLog.Place;
import dev.offing.server.store.Identities.IssuedReplica;
import dev.offing.server.store.Store;
import dev.offing.server.store.StoreException;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.directory.PageRecordView;
import dev.offing.sync.protocol.RefusalReason;
import dev.offing.sync.server.AppendOutcome;
import dev.offing.sync.server.Appended;
import dev.offing.sync.server.DocumentGate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The workspace as it runs: every document's gate, the replica ids it knows, and who is told of
 * appends. All appends of a server pass through here, from sockets and from imports alike.
 */
public final class LiveWorkspace {

    /** Documents kept open; one that is not used for longest is dropped, its log has everything. */
    private static final int DOCUMENTS_MAX = 128;

    /** Of what nobody's session pushed. */
    private static final int SERVER_ORIGIN = 0;

    private static final int HEADS_AT_ONCE = 1_000;

    private static final int REPLICAS_MAX = 10_000;

    private final Store store;
    private final Access access;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final Map<DocumentId, LiveDocument> documents = leastRecentlyUsed(DOCUMENTS_MAX, LiveDocument::isIdle);
    private final Map<ReplicaId, IssuedReplica> replicas = leastRecentlyUsed(REPLICAS_MAX, any -> true);

    public LiveWorkspace(Store store, Access access, Tokens tokens, InstantSource clock) {
        this.store = store;
        this.access = access;
        this.tokens = tokens;
        this.clock = clock;
    }

    private static <K, V> Map<K, V> leastRecentlyUsed(int max, Predicate<V> mayGo) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > max && mayGo.test(eldest.getValue());
            }
        };
    }

    /** From now on the subscriber is told of every append. */
    public void subscribe(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    public void unsubscribe(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    private void fanOut(Appended append) {
        for (Subscriber subscriber : subscribers) {
            subscriber.appended(append);
        }
    }

    /**
     * Appends what a session pushed, until a change is refused. Returns when it is durable.
     *
     * @param origin id of the session
     * @return one outcome for each change in order, ending with the first not taken
     * @throws StoreException if something was not made durable
     */
    public List<AppendOutcome> push(SignedIn who, int origin, DocumentId document, List<byte[]> changes) {
        return with(document, live -> live.append(changes, new Member(who, origin, document), clock.millis()));
    }

    /**
     * A document to be made.
     *
     * @param changes at least one, causes first
     */
    public record NewDocument(DocumentId id, List<byte[]> changes) {
        public NewDocument {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Makes documents that were not there before, all or none; returns when they are durable. Each
     * change passes a gate first, like any other.
     *
     * @throws IllegalArgumentException if a gate does not accept a change; nothing was made
     * @throws StoreException if nothing was made durable, OUT_OF_ORDER if one of them was there
     */
    public void create(List<NewDocument> created) {
        long now = clock.millis();
        List<Addition> additions = new ArrayList<>();
        List<Function<Place, Appended>> news = new ArrayList<>();
        for (NewDocument document : created) {
            DocumentGate gate = DocumentGate.create(document.id(), (replica, counter) -> Optional.empty());
            long sequence = 0;
            for (byte[] change : document.changes()) {
                if (!(gate.offer(change) instanceof DocumentGate.Verdict.Accept accept)) {
                    throw new IllegalArgumentException("a change of a new document is not valid");
                }
                additions.add(new Addition(
                        document.id().text(),
                        ++sequence,
                        accept.key().replica().bits(),
                        accept.key().firstCounter(),
                        accept.key().idCount(),
                        change,
                        Optional.empty(),
                        now,
                        accept.title()));
                news.add(place -> new Appended(
                        place.workspaceSequence(),
                        document.id(),
                        place.sequence(),
                        change,
                        SERVER_ORIGIN,
                        accept.title(),
                        now));
            }
        }
        LiveDocument.await(store.log().appendAll(additions, places -> {
            for (int i = 0; i < places.size(); i++) {
                fanOut(news.get(i).apply(places.get(i)));
            }
        }));
    }

    /** The page records of the workspace as they are durable now. Cost: the logs of all records. */
    public List<PageRecordView> records() {
        List<PageRecordView> records = new ArrayList<>();
        long after = 0;
        List<Head> heads;
        do {
            heads = store.log().headsAfter(after, HEADS_AT_ONCE);
            for (Head head : heads) {
                after = head.workspaceSequence();
                DocumentId id = new DocumentId(head.document());
                if (id.isRecord()) {
                    records.add(readRecord(id));
                }
            }
        } while (!heads.isEmpty());
        return records;
    }

    private PageRecordView readRecord(DocumentId id) {
        DocumentGate gate = DocumentGate.create(id, (replica, counter) -> Optional.empty());
        store.log().read(id.text(), 0, Integer.MAX_VALUE, Long.MAX_VALUE).forEach(entry -> gate.replay(entry.bytes()));
        return PageRecordView.of(id.pageId(), gate.document().view());
    }

    /**
     * Reads from a document.
     *
     * @param reader must neither change nor keep it
     */
    public <T> T read(DocumentId document, Function<DocumentGate, T> reader) {
        return with(document, live -> live.read(reader));
    }

    private <T> T with(DocumentId id, Function<LiveDocument, T> work) {
        LiveDocument live;
        synchronized (documents) {
            live = documents.computeIfAbsent(id, missing -> new LiveDocument(missing, store.log(), this::fanOut));
            live.retain();
        }
        try {
            return work.apply(live);
        } finally {
            live.release();
        }
    }

    /** A member's session: rights and replica ids are checked for each change at its receipt. */
    private final class Member implements LiveDocument.Author {
        private final SignedIn who;
        private final int origin;
        private final DocumentId document;

        Member(SignedIn who, int origin, DocumentId document) {
            this.who = who;
            this.origin = origin;
            this.document = document;
        }

        @Override
        public Optional<AppendOutcome.NotTaken> objection(ChangeKey key) {
            if (!access.mayWrite(who, document.text())) {
                return Optional.of(
                        new AppendOutcome.NotTaken(key, RefusalReason.NO_RIGHT, "You may not write this page."));
            }
            boolean own = issued(key.replica())
                    .flatMap(IssuedReplica::account)
                    .filter(account -> account.equals(who.account().id()))
                    .isPresent();
            return own
                    ? Optional.empty()
                    : Optional.of(new AppendOutcome.NotTaken(
                            key, RefusalReason.FOREIGN_REPLICA, "The replica id was not issued to this account."));
        }

        @Override
        public boolean isFrozen(ChangeKey key) {
            return issued(key.replica()).map(IssuedReplica::frozen).orElse(false);
        }

        @Override
        public void equivocated(DocumentId where, ChangeKey key) {
            freeze(key.replica());
            store.identities()
                    .audit(
                            clock.millis(),
                            Optional.of(who.account().id()),
                            who.device(),
                            "equivocation",
                            where + " " + key.replica() + "." + key.firstCounter());
        }

        @Override
        public String account() {
            return who.account().id();
        }

        @Override
        public int origin() {
            return origin;
        }
    }

    /**
     * Issues fresh replica ids.
     *
     * @param who empty for the server itself
     */
    public List<ReplicaId> issueReplicas(Optional<SignedIn> who, int count) {
        List<Long> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(freshReplicaId());
        }
        store.identities()
                .addReplicas(
                        ids, who.map(known -> known.account().id()), who.flatMap(SignedIn::device), clock.millis());
        return ids.stream().map(ReplicaId::new).toList();
    }

    /** Zero is the reader of gates and never issued; a collision among 2^64 is refused by the store. */
    private long freshReplicaId() {
        while (true) {
            long id = tokens.replicaId();
            if (id != 0) {
                return id;
            }
        }
    }

    private Optional<IssuedReplica> issued(ReplicaId replica) {
        synchronized (replicas) {
            IssuedReplica known = replicas.get(replica);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Optional<IssuedReplica> found = store.identities().replica(replica.bits());
        found.ifPresent(issued -> {
            synchronized (replicas) {
                replicas.put(replica, issued);
            }
        });
        return found;
    }

    private void freeze(ReplicaId replica) {
        store.identities().freezeReplica(replica.bits(), clock.millis());
        synchronized (replicas) {
            replicas.remove(replica);
        }
    }
}
