package dev.offing.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.client.StoreSummary;
import dev.offing.sync.client.StoreWrite;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one device keeps: shared by its tabs, each write atomic, what was written stays. It checks each
 * write against the server's disk: nothing leaves the outbox that is not there (SYNC-20), and no
 * sequence claims more than the local log holds (SYNC-21).
 */
final class SimulatedStore {

    static final class StoredDocument {
        /** Changes in the order they came, by key; the local log. */
        final Map<ChangeKey, byte[]> log = new LinkedHashMap<>();

        final List<ChangeKey> outbox = new ArrayList<>();
        long known;
        long head;
        boolean wanted;
        boolean reoffer;
    }

    final Map<DocumentId, StoredDocument> documents = new TreeMap<>();
    final ArrayDeque<ReplicaId> pool = new ArrayDeque<>();
    private final SimulatedServer server;
    private final World world;
    private String epoch = "";
    private long workspaceSequence;
    private boolean complete;

    SimulatedStore(World world, SimulatedServer server) {
        this.world = world;
        this.server = server;
    }

    StoredDocument document(DocumentId id) {
        return documents.computeIfAbsent(id, key -> new StoredDocument());
    }

    /** Log entry and outbox entry in one. */
    void writeLocal(DocumentId id, byte[] change) {
        StoredDocument document = document(id);
        ChangeKey key = ChangeKey.of(change);
        assertThat(document.log.put(key, change)).isNull();
        document.outbox.add(key);
    }

    StoreSummary read() {
        List<StoreSummary.StoredDocument> stored = new ArrayList<>();
        documents.forEach((id, document) -> stored.add(new StoreSummary.StoredDocument(
                id,
                document.known,
                document.head,
                0,
                !document.log.isEmpty(),
                document.wanted,
                document.reoffer,
                document.outbox.stream().map(document.log::get).toList())));
        return new StoreSummary(epoch, workspaceSequence, complete, pool.size(), stored);
    }

    void write(StoreWrite write) {
        switch (write) {
            case StoreWrite.FirstEpoch first -> {
                assertThat(epoch).isEmpty();
                epoch = first.epoch();
            }
            case StoreWrite.NewEpoch other -> {
                epoch = other.epoch();
                workspaceSequence = 0;
                complete = false;
                for (StoredDocument document : documents.values()) {
                    document.known = 0;
                    document.head = 0;
                    document.reoffer = document.reoffer || !document.log.isEmpty();
                }
            }
            case StoreWrite.AppendEntries entries -> append(entries);
            case StoreWrite.Acknowledge acknowledge -> {
                StoredDocument document = document(acknowledge.document());
                acknowledge.changes().forEach(key -> acknowledge(acknowledge.document(), key));
                advance(acknowledge.document(), document, acknowledge.known(), acknowledge.head());
            }
            case StoreWrite.SetHeads heads -> {
                heads.heads().forEach(head -> {
                    StoredDocument document = document(head.document());
                    document.head = Math.max(document.head, head.sequence());
                });
                workspaceSequence = Math.max(workspaceSequence, heads.workspaceSequence());
                complete = complete || heads.complete();
            }
            case StoreWrite.Forget forget -> {
                StoredDocument document = document(forget.document());
                document.known = 0;
                document.reoffer = true;
            }
            case StoreWrite.Reoffer reoffer -> reoffer(reoffer);
            case StoreWrite.AddReplicaIds ids -> pool.addAll(ids.replicaIds());
            case StoreWrite.SetWanted wanted -> document(wanted.document()).wanted = wanted.wanted();
        }
    }

    private void append(StoreWrite.AppendEntries entries) {
        StoredDocument document = document(entries.document());
        for (LoggedChange entry : entries.fresh()) {
            byte[] before = document.log.putIfAbsent(ChangeKey.of(entry.change()), entry.change());
            assertThat(before == null || Arrays.equals(before, entry.change())).isTrue();
        }
        entries.acknowledged().forEach(key -> acknowledge(entries.document(), key));
        advance(entries.document(), document, entries.known(), entries.head());
        workspaceSequence = Math.max(workspaceSequence, entries.workspaceSequence());
    }

    private void reoffer(StoreWrite.Reoffer reoffer) {
        StoredDocument document = document(reoffer.document());
        document.reoffer = false;
        List<ChangeKey> keys = reoffer.changes().stream().map(ChangeKey::of).toList();
        document.outbox.removeAll(keys);
        document.outbox.addAll(0, keys);
        keys.forEach(key -> world.count(World.Fault.REOFFERED));
    }

    private void acknowledge(DocumentId id, ChangeKey key) {
        if (epoch.equals(server.epoch())) {
            assertThat(server.log(id))
                    .anySatisfy(
                            entry -> assertThat(ChangeKey.of(entry.change())).isEqualTo(key));
        }
        document(id).outbox.remove(key);
    }

    private void advance(DocumentId id, StoredDocument document, long known, long head) {
        document.known = known;
        document.head = Math.max(document.head, head);
        if (epoch.equals(server.epoch())) {
            List<SimulatedServer.Entry> log = server.log(id);
            assertThat(known).isLessThanOrEqualTo(log.size());
            for (SimulatedServer.Entry entry : log.subList(0, (int) known)) {
                assertThat(document.log).containsKey(ChangeKey.of(entry.change()));
            }
        }
    }
}
