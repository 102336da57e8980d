package dev.offing.simulator;

import dev.offing.engine.ReplicaId;
import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.DocumentId;
import dev.offing.sync.client.StoreSummary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one profile keeps on its device: shared by its tabs, each write atomic. A write whose answer has
 * not come may be undone by a crash, with all after it. Records carry a check of their bytes, so that
 * a damaged one is known when it is read.
 */
final class SimulatedStore {

    final Map<DocumentId, StoredDocument> documents = new TreeMap<>();
    final ArrayDeque<ReplicaId> pool = new ArrayDeque<>();
    final String account;
    final UndoLog undo;
    final MachineWrites writes;
    private final World world;
    private final ServerDisk disk;
    private final Ledger ledger;

    /** Of the server's history that the sequences here belong to; empty before the first contact. */
    String epoch = "";

    long workspaceSequence;
    /** Whether the heads were once received to the end, in this epoch. */
    boolean complete;

    SimulatedStore(World world, ServerDisk disk, Ledger ledger, String account) {
        this.world = world;
        this.disk = disk;
        this.ledger = ledger;
        this.account = account;
        this.undo = new UndoLog(world);
        this.writes = new MachineWrites(this, world, disk, ledger);
    }

    StoredDocument document(DocumentId id) {
        return documents.computeIfAbsent(id, key -> new StoredDocument(key, world));
    }

    List<DocumentId> pagesAndRecords() {
        return documents.keySet().stream()
                .filter(id -> id.isPage() || id.isRecord())
                .toList();
    }

    /** What a machine that starts is told. */
    StoreSummary read() {
        List<StoreSummary.StoredDocument> stored = new ArrayList<>();
        documents.values().forEach(document -> stored.add(document.summary()));
        return new StoreSummary(epoch, workspaceSequence, complete, pool.size(), stored);
    }

    // ---- writes ----

    /** A write begins that may be taken back. @param id of the document it is about; null for none */
    void begin(DocumentId id) {
        String epochBefore = epoch;
        long sequenceBefore = workspaceSequence;
        boolean completeBefore = complete;
        Runnable documentBefore = id == null ? () -> {} : document(id).remember();
        undo.begin(() -> {
            epoch = epochBefore;
            workspaceSequence = sequenceBefore;
            complete = completeBefore;
            documentBefore.run();
        });
    }

    /** An unused replica id; it is durably used. Null if there is none. */
    ReplicaId takeReplica() {
        undo.syncAll();
        return world.has(PlantedBug.POOL_GIVES_AN_ID_TWICE) ? pool.peek() : pool.poll();
    }

    /** Log entry and outbox entry in one. */
    void writeLocal(Made made) {
        begin(made.document);
        StoredDocument stored = document(made.document);
        stored.add(made);
        if (!world.has(PlantedBug.OUTBOX_ENTRY_IN_A_WRITE_OF_ITS_OWN)) {
            stored.outbox.add(made);
        }
    }

    /**
     * Takes damaged records out and has the document compared with the server's log.
     *
     * @return whether there were any
     */
    boolean repair(DocumentId id) {
        StoredDocument stored = document(id);
        boolean damaged = stored.isDamaged();
        if (damaged) {
            undo.syncAll();
            stored.takeOutDamaged();
        }
        return damaged;
    }

    /**
     * OFF-12: the content leaves unless something of it is unsent, open or to be compared; its known sequence
     * goes in any case.
     *
     * @return whether it has left
     */
    boolean leave(DocumentId id, boolean open) {
        StoredDocument stored = document(id);
        begin(id);
        boolean stays = open || !stored.outbox.isEmpty() || stored.isToBeCompared() || stored.conflicted;
        stored.forgetKnown();
        if (!stays) {
            undo.takeBackFirst(stored.leave());
        }
        return !stays;
    }

    // ---- copies and ends ----

    /** The profile, copied to another device. */
    SimulatedStore copy() {
        SimulatedStore copy = new SimulatedStore(world, disk, ledger, account);
        documents.forEach((id, stored) -> copy.documents.put(id, stored.copy()));
        copy.pool.addAll(pool);
        copy.epoch = epoch;
        copy.workspaceSequence = workspaceSequence;
        copy.complete = complete;
        return copy;
    }

    /** Everything is gone; what only this device had is gone for good. */
    void evict() {
        for (StoredDocument stored : documents.values()) {
            stored.log.values().forEach(record -> record.made.destroyed = true);
        }
        documents.clear();
        pool.clear();
        undo.clear();
        epoch = "";
        workspaceSequence = 0;
        complete = false;
    }

    @Override
    public String toString() {
        return "store of " + account;
    }
}
