package dev.offing.simulator;

import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.client.StoreWrite;
import dev.offing.sync.protocol.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * The writes that a machine asks of its store, each one atomic. It holds them against the server's disk
 * while both have the same history: nothing leaves the outbox that is not in the log there (SYNC-20), and
 * no sequence claims more than the local log holds (SYNC-21). Nothing is stored that nobody made (INV-37).
 */
final class MachineWrites {

    private final SimulatedStore store;
    private final World world;
    private final ServerDisk disk;
    private final Ledger ledger;

    MachineWrites(SimulatedStore store, World world, ServerDisk disk, Ledger ledger) {
        this.store = store;
        this.world = world;
        this.disk = disk;
        this.ledger = ledger;
    }

    void perform(StoreWrite write) {
        switch (write) {
            case StoreWrite.FirstEpoch first -> firstEpoch(first.epoch());
            case StoreWrite.NewEpoch other -> newEpoch(other.epoch());
            case StoreWrite.AppendEntries entries -> append(entries);
            case StoreWrite.Acknowledge acknowledge -> acknowledge(acknowledge);
            case StoreWrite.SetHeads heads -> setHeads(heads);
            case StoreWrite.Forget forget -> {
                store.begin(forget.document());
                store.document(forget.document()).beginComparison();
            }
            case StoreWrite.Reoffer reoffer -> reoffer(reoffer);
            case StoreWrite.AddReplicaIds ids -> {
                store.undo.beginDurable();
                store.pool.addAll(ids.replicaIds());
            }
            case StoreWrite.Leave leave -> throw new IllegalStateException("whether a page leaves is asked first");
            case StoreWrite.SetWanted wanted -> {
                store.begin(wanted.document());
                store.document(wanted.document()).wanted = wanted.wanted();
            }
        }
    }

    // ---- the workspace ----

    private void firstEpoch(String first) {
        store.begin(null);
        world.holds(Invariant.CLIENT_WRITE_IS_ATOMIC, store.epoch.isEmpty(), store, "has an epoch already");
        store.epoch = first;
    }

    private void newEpoch(String now) {
        store.undo.beginDurable();
        store.epoch = now;
        store.workspaceSequence = 0;
        store.complete = false;
        store.documents.values().forEach(StoredDocument::beginEpoch);
    }

    private void setHeads(StoreWrite.SetHeads heads) {
        store.undo.beginDurable();
        for (Message.Head head : heads.heads()) {
            StoredDocument stored = store.document(head.document());
            stored.head = Math.max(stored.head, head.sequence());
            stored.changedAt = Math.max(stored.changedAt, head.changedAtMillis());
        }
        store.workspaceSequence = Math.max(store.workspaceSequence, heads.workspaceSequence());
        store.complete = store.complete || heads.complete();
    }

    // ---- a document ----

    private void append(StoreWrite.AppendEntries entries) {
        if (world.has(PlantedBug.CHECKPOINT_AHEAD_OF_STATE)) {
            store.undo.syncAll();
        }
        store.begin(entries.document());
        StoredDocument stored = store.document(entries.document());
        if (world.has(PlantedBug.CHECKPOINT_AHEAD_OF_STATE)) {
            stored.known = entries.known();
            store.begin(entries.document());
            store.undo.syncFirst();
        }
        for (LoggedChange entry : entries.fresh()) {
            Made made = ledger.find(entries.document(), entry.change());
            world.holds(
                    Invariant.HOSTILE_FRAMES_CHANGE_NOTHING,
                    made != null,
                    entries.document(),
                    "holds what nobody made");
            StoredDocument.Record before = stored.log.get(made.key);
            if (before == null && !stored.isTaken(made)) {
                stored.add(made);
            } else {
                // What is here stays; the document has to be stopped.
                stored.conflicted |= before == null || before.made != made;
            }
        }
        entries.acknowledged().forEach(key -> leaveOutbox(stored, key));
        advance(stored, entries.known(), entries.head());
        store.workspaceSequence = Math.max(store.workspaceSequence, entries.workspaceSequence());
    }

    private void acknowledge(StoreWrite.Acknowledge acknowledge) {
        store.begin(acknowledge.document());
        StoredDocument stored = store.document(acknowledge.document());
        // Acknowledged once more after the content has left: what is not in the log is not known here.
        boolean here = acknowledge.changes().stream().anyMatch(stored.log::containsKey);
        acknowledge.changes().forEach(key -> leaveOutbox(stored, key));
        advance(stored, here ? acknowledge.known() : stored.known, acknowledge.head());
    }

    private void reoffer(StoreWrite.Reoffer reoffer) {
        store.begin(reoffer.document());
        StoredDocument stored = store.document(reoffer.document());
        stored.reoffer = false;
        List<Made> changes = new ArrayList<>();
        for (byte[] bytes : reoffer.changes()) {
            Made made = ledger.find(reoffer.document(), bytes);
            world.holds(Invariant.RESTORED_SERVER_GETS_BACK_WHAT_IT_LOST, made != null, bytes, "was made by nobody");
            changes.add(made);
            world.count(Fault.REOFFERED, Phase.STORING);
        }
        stored.outbox.removeAll(changes);
        if (world.has(PlantedBug.REOFFER_REPLACES_THE_OUTBOX)) {
            stored.outbox.clear();
        }
        stored.outbox.addAll(0, changes);
    }

    /** SYNC-20: only what the server's log has leaves the outbox. */
    private void leaveOutbox(StoredDocument stored, ChangeKey key) {
        if (hasHistoryOfServer()) {
            world.holds(
                    Invariant.NOTHING_IS_LOST,
                    disk.holds(stored.id, key),
                    key,
                    "leaves an outbox and is not in the log");
        }
        int at = stored.outbox.size();
        stored.outbox.removeIf(made -> made.key.equals(key));
        if (world.has(PlantedBug.ACKNOWLEDGES_THE_NEXT_TOO) && at > stored.outbox.size() && !stored.outbox.isEmpty()) {
            stored.outbox.removeFirst();
        }
    }

    private void advance(StoredDocument stored, long known, long head) {
        stored.advance(known, head);
        if (hasHistoryOfServer()) {
            stored.checkKnown(disk.log(stored.id));
        }
    }

    private boolean hasHistoryOfServer() {
        return store.epoch.equals(disk.epoch());
    }
}
