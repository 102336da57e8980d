package dev.offing.sync.client;

import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.RefusalReason;
import java.util.List;
import java.util.Optional;

/**
 * What the client machine knows: the content of the store and what came since, and the session with
 * the server. What alters it here concerns the store or a document as a whole; the messages of the
 * server are {@link ServerMessages}, the decision is {@link SyncClient}.
 */
final class ClientState {

    /** What is true for one welcomed connection only. */
    static final class Session {
        /** Documents that may be asked for and unanswered, and whether one message may ask for several. */
        final int fetchesMax;

        /** The same for those that nobody waits for. */
        final int fetchesUnwanted;

        final boolean packed;
        boolean caughtUp;
        boolean replicaIdsAsked;
        int pushes;
        int pushBytes;
        int fetches;
        /** When the server last answered, or the first of the present questions was asked. */
        long answeredAt;

        Session(int protocol) {
            packed = protocol >= SyncLimits.PROTOCOL_PACKED;
            fetchesMax = packed ? SyncLimits.FETCHES_IN_FLIGHT_MAX : SyncLimits.FETCHES_IN_FLIGHT_PROTOCOL_1;
            fetchesUnwanted = packed ? fetchesMax - SyncLimits.FETCHES_FOR_PEOPLE : fetchesMax;
        }

        boolean waiting() {
            return pushes > 0 || fetches > 0;
        }
    }

    FetchPolicy policy;
    final StoreLine store;

    /** Whether the fields below hold the store's content. */
    boolean ready;

    ClientDocuments documents;
    String epoch = "";
    long workspaceSequence;
    boolean complete;
    int freeReplicaIds;

    /** Null unless a connection is welcomed; dies with it. */
    Session session;

    /** Why no attempt is made until a person acts. */
    SyncStatus.Why blocked;

    ClientState(SyncClient.Environment environment, FetchPolicy policy, List<ClientEffect> effects) {
        this.policy = policy;
        this.documents = new ClientDocuments(policy);
        this.store = new StoreLine(environment, effects);
    }

    // ---- the store ----

    void adopt(StoreSummary summary) {
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
                persist(new StoreWrite.Forget(stored.id()));
            }
            stored.outbox().forEach(change -> addLocal(stored.id(), change));
            documents.update(document);
        }
        documents.takeAltered();
        ready = true;
    }

    /**
     * What the store says of a document while this machine is at work. Sequences are the machine's own,
     * its writes may still be under way. A mark that the document is to be compared counts, also while it
     * is compared: what has just been dropped may have come before (SYNC-37).
     */
    void adoptAgain(StoreSummary.StoredDocument stored) {
        Optional<ClientDocument> known = documents.find(stored.id());
        if (known.isPresent()) {
            ClientDocument document = known.get();
            document.damaged = 0;
            document.held |= stored.held();
            if (stored.reoffer()) {
                beginComparison(document);
            }
            documents.update(document);
        }
        stored.outbox().forEach(change -> addLocal(stored.id(), change));
    }

    /**
     * A change that a tab says it has stored. Of a document that is not here it may be an old one, told late: sent,
     * acknowledged, and gone with its document (OFF-12). The outbox knows.
     */
    void hearLocal(DocumentId id, byte[] change) {
        ClientDocument document = documents.findOrAdd(id);
        if (document.here() || document.head == 0) {
            addLocal(id, change);
        } else {
            store.readAgain();
        }
    }

    void addLocal(DocumentId id, byte[] change) {
        ClientDocument document = documents.findOrAdd(id);
        document.addLocal(change);
        documents.update(document);
    }

    void persist(StoreWrite write) {
        persist(write, null, List.of());
    }

    void persist(StoreWrite write, DocumentId document, List<byte[]> announce) {
        store.write(write, document, announce);
    }

    int replicaIdsLacking() {
        return Math.max(0, SyncLimits.REPLICA_POOL - freeReplicaIds);
    }

    void follow(FetchPolicy other) {
        policy = other;
        documents.follow(other);
    }

    boolean wantsContent(ClientDocument document) {
        return document.here() || documents.rank(document) != FetchPolicy.NEVER;
    }

    // ---- another history: compare and offer again ----

    void beginEpoch(String now) {
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

    /**
     * What the server's workspace sequence cannot be less than: each append advances one document by one, the
     * workspace by one (SYNC-35).
     */
    long appendsHeardOf() {
        long sum = 0;
        for (ClientDocument document : documents.all()) {
            sum += document.head;
        }
        return Math.max(sum, workspaceSequence);
    }

    void beginComparison(ClientDocument document) {
        document.startComparison();
        document.compared = true;
        persist(new StoreWrite.Forget(document.id));
    }

    void finishComparison(ClientDocument document) {
        List<byte[]> missing = document.endComparison();
        documents.update(document);
        persist(new StoreWrite.Reoffer(document.id, missing));
        if (document.refused == RefusalReason.EQUIVOCATION) {
            persist(new StoreWrite.Forget(document.id)); // Who reads the store next finds it again.
        }
    }

    // ---- the session ----

    void endSession() {
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

    /** Whether a refusal is worth another try by itself: the same change may be taken another time. */
    static boolean mayHavePassed(RefusalReason reason) {
        return switch (reason) {
            case MISSING_CAUSES, FOREIGN_REPLICA, NO_RIGHT, QUOTA -> true;
            case EQUIVOCATION, STAMP_NOT_EXACT, INVALID_CHANGE, UNREADABLE, LIMIT_EXCEEDED, WRONG_KIND -> false;
        };
    }

    SyncStatus.Why whyRefused() {
        for (ClientDocument document : documents.all()) {
            if (document.refused == RefusalReason.EQUIVOCATION) {
                return SyncStatus.Why.EQUIVOCATION;
            }
        }
        return SyncStatus.Why.REFUSED;
    }
}
