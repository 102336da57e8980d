package dev.offing.client;

import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.InvalidChangeException;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.VersionVector;
import dev.offing.sync.DocumentId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Engine instances, each equal to what the store holds of its document. A few are kept, those used last. A record
 * that cannot be read is taken out of the store as soon as it is met (SYNC-37).
 */
final class OpenDocuments {

    /** Reads and never writes. */
    static final ReplicaId READER = new ReplicaId(-1);

    private static final int KEPT = 32;

    /**
     * @param whole whether everything this device had of it is in the instance: only then may it be written, as
     *     otherwise numbers that were used could be used again
     * @param present whether everything the server had was here once
     * @param position the newest record it has when it is opened
     */
    record Open(Document document, boolean whole, boolean present, long position) {}

    private final WorkspaceStore store;
    private final Consumer<DocumentId> repaired;
    private final LinkedHashMap<DocumentId, Open> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** @param repaired hears of a document that has to be compared now */
    OpenDocuments(WorkspaceStore store, Consumer<DocumentId> repaired) {
        this.store = store;
        this.repaired = repaired;
    }

    /**
     * The document as the store has it, to be written; an empty one if the store has nothing.
     *
     * @throws WorkspaceException STORAGE_FAILED
     */
    Open write(DocumentId id, ReplicaId replica) {
        Open open = read(id);
        if (!open.document().local().equals(replica)) {
            open.document().adoptReplica(replica);
        }
        return open;
    }

    /**
     * The document as the store has it; an empty one if the store has nothing.
     *
     * @throws WorkspaceException STORAGE_FAILED
     */
    Open read(DocumentId id) {
        Open open = kept.get(id);
        if (open == null) {
            open = load(id);
            // What is not whole, or not all here, becomes so by a write this cache does not see.
            if (open.whole() && open.present()) {
                kept.put(id, open);
                Map.Entry<DocumentId, Open> oldest = kept.entrySet().iterator().next();
                if (kept.size() > KEPT) {
                    kept.remove(oldest.getKey());
                }
            }
        }
        return open;
    }

    private Open load(DocumentId id) {
        StoredRecords stored = records(id);
        Document document = Document.create(READER);
        boolean conflict = false;
        for (byte[] change : stored.changes()) {
            conflict |= !apply(document, change);
        }
        document.startPatches();
        boolean whole = stored.whole() && !conflict && document.pending().isEmpty();
        return new Open(document, whole, stored.present(), stored.lastPosition());
    }

    private StoredRecords records(DocumentId id) {
        StoredRecords stored = store.records(id);
        if (stored.damaged().isEmpty()) {
            return stored;
        }
        store.dropDamaged(id, stored.damaged());
        repaired.accept(id);
        return store.records(id);
    }

    /** Every change the store has, causes first, the outbox included; those whose causes are missing at the end. */
    List<byte[]> changes(DocumentId id) {
        StoredRecords stored = records(id);
        Document document = Document.create(READER);
        for (byte[] change : stored.changes()) {
            if (!apply(document, change)) {
                return stored.changes(); // Two histories under one identity: the machine finds them (SYNC-32).
            }
        }
        List<byte[]> changes = new ArrayList<>(stored.changes().size());
        for (Change change : document.changesSince(VersionVector.EMPTY)) {
            changes.add(ChangeCodec.encode(change));
        }
        for (Change change : document.pending()) {
            changes.add(ChangeCodec.encode(change));
        }
        return changes;
    }

    /** @return false if it contradicts what is here */
    private static boolean apply(Document document, byte[] change) {
        try {
            document.apply(ChangeCodec.decode(change));
            return true;
        } catch (InvalidChangeException e) {
            return false;
        }
    }

    /** The store's log gained changes. */
    void changed(DocumentId id, List<byte[]> changes) {
        Open open = kept.get(id);
        if (open == null) {
            return;
        }
        for (byte[] change : changes) {
            if (!apply(open.document(), change)) {
                kept.remove(id);
                return;
            }
        }
    }

    /** Forgets an instance that is ahead of the store. */
    void drop(DocumentId id) {
        kept.remove(id);
    }
}
