package dev.offing.torture.catchup;

import dev.offing.engine.OpId;
import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.client.StoreSummary;
import dev.offing.sync.client.StoreSummary.StoredDocument;
import dev.offing.sync.client.StoreWrite;
import dev.offing.sync.protocol.Message.Head;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a device keeps, in memory: for one server that is never restored, and machines that are never interrupted. */
final class MemoryStore {

    private static final class Stored {
        final List<byte[]> log = new ArrayList<>();
        final Map<OpId, byte[]> outbox = new LinkedHashMap<>();
        long known;
        long head;
    }

    private final Map<DocumentId, Stored> documents = new LinkedHashMap<>();
    private final ArrayDeque<ReplicaId> pool = new ArrayDeque<>();
    private String epoch = "";
    private long workspaceSequence;
    private boolean complete;

    /** The same content; entries of logs are shared, nobody alters them. */
    MemoryStore copy() {
        MemoryStore copy = new MemoryStore();
        documents.forEach((id, stored) -> {
            Stored twin = copy.document(id);
            twin.log.addAll(stored.log);
            twin.outbox.putAll(stored.outbox);
            twin.known = stored.known;
            twin.head = stored.head;
        });
        copy.pool.addAll(pool);
        copy.epoch = epoch;
        copy.workspaceSequence = workspaceSequence;
        copy.complete = complete;
        return copy;
    }

    private Stored document(DocumentId id) {
        return documents.computeIfAbsent(id, missing -> new Stored());
    }

    /** The changes of a document that are here, causes first. */
    List<byte[]> log(DocumentId id) {
        return document(id).log;
    }

    /** Whether the logs are those of another store, change by change. */
    boolean holdsWhat(MemoryStore other) {
        return documents.keySet().equals(other.documents.keySet())
                && documents.keySet().stream()
                        .allMatch(id -> Arrays.deepEquals(
                                log(id).toArray(), other.log(id).toArray()));
    }

    /** An id that nobody has used. */
    ReplicaId takeReplica() {
        return pool.remove();
    }

    /** Log entry and outbox entry of a change made here. */
    void addLocal(DocumentId id, byte[] change) {
        document(id).log.add(change);
        document(id).outbox.put(idOf(ChangeKey.of(change)), change);
    }

    private static OpId idOf(ChangeKey key) {
        return new OpId(key.replica(), key.firstCounter());
    }

    StoreSummary summary() {
        List<StoredDocument> all = new ArrayList<>(documents.size());
        documents.forEach((id, stored) -> all.add(new StoredDocument(
                id,
                stored.known,
                stored.head,
                0,
                !stored.log.isEmpty(),
                false,
                false,
                List.copyOf(stored.outbox.values()))));
        return new StoreSummary(epoch, workspaceSequence, complete, pool.size(), all);
    }

    void execute(StoreWrite write) {
        switch (write) {
            case StoreWrite.FirstEpoch first -> epoch = first.epoch();
            case StoreWrite.AddReplicaIds ids -> pool.addAll(ids.replicaIds());
            case StoreWrite.SetHeads heads -> {
                for (Head head : heads.heads()) {
                    Stored stored = document(head.document());
                    stored.head = Math.max(stored.head, head.sequence());
                }
                workspaceSequence = Math.max(workspaceSequence, heads.workspaceSequence());
                complete |= heads.complete();
            }
            case StoreWrite.AppendEntries entries -> {
                Stored stored = document(entries.document());
                entries.fresh().stream().map(LoggedChange::change).forEach(stored.log::add);
                entries.acknowledged().forEach(key -> stored.outbox.remove(idOf(key)));
                advance(stored, entries.known(), entries.head());
                workspaceSequence = Math.max(workspaceSequence, entries.workspaceSequence());
            }
            case StoreWrite.Acknowledge acknowledge -> {
                Stored stored = document(acknowledge.document());
                acknowledge.changes().forEach(key -> stored.outbox.remove(idOf(key)));
                advance(stored, acknowledge.known(), acknowledge.head());
            }
            case StoreWrite.Leave leave -> throw unexpected(leave);
            case StoreWrite.NewEpoch other -> throw unexpected(other);
            case StoreWrite.Forget forget -> throw unexpected(forget);
            case StoreWrite.Reoffer reoffer -> throw unexpected(reoffer);
            case StoreWrite.SetWanted wanted -> throw unexpected(wanted);
        }
    }

    private static void advance(Stored stored, long known, long head) {
        stored.known = known;
        stored.head = Math.max(stored.head, head);
    }

    private static IllegalStateException unexpected(StoreWrite write) {
        return new IllegalStateException("the server is not what it was, or something leaves: " + write);
    }
}
