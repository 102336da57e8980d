package dev.offing.simulator;

import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.OpId;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.VersionVector;
import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.client.StoreSummary;
import dev.offing.sync.client.StoreWrite;
import dev.offing.sync.protocol.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one profile keeps on its device: shared by its tabs, each write atomic. A write whose answer has
 * not come may be undone by a crash, with all after it. Records carry a check of their bytes, so that
 * a damaged one is known when it is read.
 *
 * <p>It holds each write against the server's disk: nothing leaves the outbox that is not there
 * (SYNC-20), and no sequence claims more than the local log holds (SYNC-21).
 */
final class SimulatedStore {

    /** Reads and never writes. */
    private static final ReplicaId READER = new ReplicaId(-1);

    /** One record of a local log. */
    static final class Record {
        final Made made;
        boolean damaged;

        Record(Made made) {
            this.made = made;
        }
    }

    static final class Stored {
        /** In the order they were stored. */
        final Map<ChangeKey, Record> log = new LinkedHashMap<>();

        List<Made> outbox = new ArrayList<>();
        long known;
        long head;
        long changedAt;
        boolean wanted;
        boolean reoffer;
        /** The first records of the log as one document, a cache; null if there is none. */
        Snapshot snapshot;
        /** The server's log has another change under an identity that is here. */
        boolean conflicted;
        /** Records came back after a repair: they stand behind what builds on them. */
        private boolean reordered;
        /** Records were taken out, and {@link #known} says nothing until the comparison begins (SYNC-37). */
        private boolean repaired;
        /** It has left the device, and has not been here to its end since. */
        private boolean left;
        /** Up to where {@link #known} was found true. */
        private long verified;
        /** Counters seen of each replica, gaps never. */
        private final Map<ReplicaId, Integer> ends = new HashMap<>();
    }

    /** @param records how many records of the log it holds */
    record Snapshot(int records, byte[] bytes) {}

    /** How to take back one write. */
    private record Undo(long write, Runnable takeBack) {}

    final Map<DocumentId, Stored> documents = new TreeMap<>();
    final ArrayDeque<ReplicaId> pool = new ArrayDeque<>();
    final String account;
    private final ServerDisk disk;
    private final Ledger ledger;
    private final World world;
    private final ArrayDeque<Undo> unsynced = new ArrayDeque<>();
    private String epoch = "";
    private long workspaceSequence;
    private boolean complete;
    private long writes;

    SimulatedStore(World world, ServerDisk disk, Ledger ledger, String account) {
        this.world = world;
        this.disk = disk;
        this.ledger = ledger;
        this.account = account;
    }

    Stored document(DocumentId id) {
        return documents.computeIfAbsent(id, key -> new Stored());
    }

    // ---- durability ----

    /** The number of the write made last. */
    long lastWrite() {
        return writes;
    }

    /** The answer to a write is out: neither it nor one before it can be undone any more. */
    void synced(long write) {
        while (!unsynced.isEmpty() && unsynced.peekFirst().write() <= write) {
            unsynced.removeFirst();
        }
    }

    /** Power fails: some of the last writes whose answers are not out have not happened. */
    void powerFails(Chance chance) {
        int undone = unsynced.isEmpty() ? 0 : chance.below(unsynced.size() + 1);
        for (int i = 0; i < undone; i++) {
            world.count(Fault.STORE_WRITE_UNDONE, Phase.STORING);
            unsynced.removeLast().takeBack().run();
        }
        unsynced.clear();
    }

    private void begin(DocumentId id) {
        writes++;
        String epochBefore = epoch;
        long sequenceBefore = workspaceSequence;
        boolean completeBefore = complete;
        Runnable documentBefore = id == null ? () -> {} : remember(id);
        unsynced.addLast(new Undo(writes, () -> {
            epoch = epochBefore;
            workspaceSequence = sequenceBefore;
            complete = completeBefore;
            documentBefore.run();
        }));
    }

    private Runnable remember(DocumentId id) {
        Stored stored = document(id);
        int logSize = stored.log.size();
        List<Made> outbox = List.copyOf(stored.outbox);
        long known = stored.known;
        long head = stored.head;
        long changedAt = stored.changedAt;
        boolean wanted = stored.wanted;
        boolean reoffer = stored.reoffer;
        return () -> {
            List<Record> records = List.copyOf(stored.log.values());
            for (Record record : records.subList(logSize, records.size())) {
                stored.log.remove(record.made.key);
            }
            stored.outbox = new ArrayList<>(outbox);
            stored.known = known;
            stored.head = head;
            stored.changedAt = changedAt;
            stored.wanted = wanted;
            stored.reoffer = reoffer;
            stored.verified = Math.min(stored.verified, known);
            stored.snapshot = null;
            recount(stored);
        };
    }

    private static void recount(Stored stored) {
        stored.ends.clear();
        for (Record record : stored.log.values()) {
            stored.ends.merge(record.made.key.replica(), end(record.made.key), Math::max);
        }
    }

    private static int end(ChangeKey key) {
        return key.firstCounter() + key.idCount();
    }

    // ---- what tabs do ----

    /** An unused replica id; it is durably used. Null if there is none. */
    ReplicaId takeReplica() {
        synced(writes);
        return world.has(PlantedBug.POOL_GIVES_AN_ID_TWICE) ? pool.peek() : pool.poll();
    }

    /** Whether the log holds another change under counters of this one, which is not stored then (a copied profile). */
    boolean isTaken(Made made) {
        Stored stored = document(made.document);
        return stored.ends.getOrDefault(made.key.replica(), 0) > made.key.firstCounter()
                && stored.log.values().stream()
                        .anyMatch(record -> record.made != made && overlaps(record.made.key, made.key));
    }

    private static boolean overlaps(ChangeKey one, ChangeKey other) {
        return one.replica().equals(other.replica())
                && one.firstCounter() < end(other)
                && other.firstCounter() < end(one);
    }

    /** Whether a record that waits to be sent cannot be read: it stays where it is (SYNC-36). */
    boolean hasDamagedInOutbox(DocumentId id) {
        Stored stored = document(id);
        return stored.outbox.stream().anyMatch(made -> stored.log.get(made.key).damaged);
    }

    /** Log entry and outbox entry in one. */
    void writeLocal(Made made) {
        begin(made.document);
        Stored stored = document(made.document);
        add(stored, made);
        if (!world.has(PlantedBug.OUTBOX_ENTRY_IN_A_WRITE_OF_ITS_OWN)) {
            stored.outbox.add(made);
        }
    }

    /** The changes of a document that are here, causes first; records that cannot be read are left out. */
    List<Made> readable(DocumentId id) {
        Stored stored = document(id);
        List<Made> changes = new ArrayList<>(stored.log.size());
        for (Record record : stored.log.values()) {
            if (!record.damaged) {
                changes.add(record.made);
            }
        }
        return stored.reordered ? causesFirst(changes) : changes;
    }

    private static List<Made> causesFirst(List<Made> changes) {
        Map<ReplicaId, Integer> ends = new HashMap<>();
        List<Made> sorted = new ArrayList<>(changes.size());
        List<Made> rest = changes;
        while (!rest.isEmpty()) {
            List<Made> later = new ArrayList<>();
            for (Made made : rest) {
                if (follows(ends, made)) {
                    sorted.add(made);
                    ends.merge(made.key.replica(), end(made.key), Math::max);
                } else {
                    later.add(made);
                }
            }
            if (later.size() == rest.size()) {
                sorted.addAll(later); // Their causes cannot be read here.
                break;
            }
            rest = later;
        }
        return sorted;
    }

    private static boolean follows(Map<ReplicaId, Integer> ends, Made made) {
        if (ends.getOrDefault(made.key.replica(), 0) < made.key.firstCounter()) {
            return false;
        }
        for (OpId head : made.change.heads()) {
            if (ends.getOrDefault(head.replica(), 0) <= head.counter()) {
                return false;
            }
        }
        return true;
    }

    /** The document as it is here: from its snapshot, if there is one, and the records after it. */
    Document load(DocumentId id, ReplicaId replica) {
        Snapshot snapshot = document(id).snapshot;
        if (snapshot == null) {
            return replay(id, replica);
        }
        Document document = Document.load(snapshot.bytes(), replica);
        List<Made> changes = readable(id);
        changes.subList(snapshot.records(), changes.size()).forEach(made -> document.apply(made.change));
        return document;
    }

    private Document replay(DocumentId id, ReplicaId replica) {
        Document document = Document.create(replica);
        readable(id).forEach(made -> document.apply(made.change));
        return document;
    }

    /** INV-9: puts what is here of a document into a snapshot, which shows the same and gives back the same changes. */
    void compact(DocumentId id) {
        Stored stored = document(id);
        List<Made> changes = readable(id);
        if (stored.reordered || stored.conflicted || changes.size() < stored.log.size()) {
            return;
        }
        Document document = replay(id, READER);
        Document loaded = Document.load(document.save(), READER);
        world.holds(
                Invariant.COMPACTION_IS_INVISIBLE,
                loaded.view().equals(document.view())
                        && loaded.pending().size() == document.pending().size(),
                id,
                "shows something else after it was compacted");
        int given = 0;
        for (Change change : loaded.changesSince(VersionVector.EMPTY)) {
            Made made = ledger.find(id, ChangeCodec.encode(change));
            Record record = made == null ? null : stored.log.get(made.key);
            world.holds(
                    Invariant.COMPACTION_IS_INVISIBLE,
                    record != null && record.made == made,
                    id,
                    "gives back other changes after it was compacted");
            given++;
        }
        world.holds(
                Invariant.COMPACTION_IS_INVISIBLE,
                given + loaded.pending().size() == changes.size(),
                id,
                "gives back fewer changes after it was compacted");
        stored.snapshot = new Snapshot(changes.size(), document.save());
    }

    /**
     * Takes damaged records out and has the document compared with the server's log. The outbox keeps
     * its entries, readable or not.
     *
     * @return whether there were any
     */
    boolean repair(DocumentId id) {
        Stored stored = document(id);
        boolean damaged =
                stored.log.values().stream().anyMatch(record -> record.damaged && !stored.outbox.contains(record.made));
        if (damaged) {
            synced(writes);
            stored.log.values().removeIf(record -> record.damaged && !stored.outbox.contains(record.made));
            stored.known = world.has(PlantedBug.REPAIR_WITHOUT_A_MARK) ? stored.known : 0;
            stored.verified = 0;
            stored.snapshot = null;
            stored.reordered = true;
            stored.repaired |= !world.has(PlantedBug.REPAIR_WITHOUT_A_MARK);
        }
        return damaged;
    }

    // ---- what is chosen ----

    boolean isComplete() {
        return complete;
    }

    boolean isToBeCompared(DocumentId id) {
        Stored stored = document(id);
        return stored.reoffer || stored.repaired;
    }

    /** Whether a person can work on a document here, or make it. */
    boolean isHere(DocumentId id) {
        Stored stored = document(id);
        return !stored.left && (stored.head == 0 || !stored.log.isEmpty());
    }

    List<DocumentId> pagesAndRecords() {
        return documents.keySet().stream()
                .filter(id -> id.isPage() || id.isRecord())
                .toList();
    }

    /**
     * OFF-12: the content leaves unless something of it is unsent, open or to be compared; its known sequence
     * goes in any case.
     *
     * @return whether it has left
     */
    boolean leave(DocumentId id, boolean open) {
        Stored stored = document(id);
        begin(id);
        boolean stays = open || !stored.outbox.isEmpty() || isToBeCompared(id) || stored.conflicted;
        stored.known = 0;
        stored.verified = 0;
        if (stays) {
            return false;
        }
        List<Record> log = List.copyOf(stored.log.values());
        log.forEach(record -> record.made.left = true);
        boolean leftBefore = stored.left;
        boolean reorderedBefore = stored.reordered;
        Undo undo = unsynced.removeLast();
        unsynced.addLast(new Undo(undo.write(), () -> {
            stored.log.clear();
            log.forEach(record -> stored.log.put(record.made.key, record));
            stored.left = leftBefore;
            stored.reordered = reorderedBefore;
            undo.takeBack().run();
        }));
        stored.log.clear();
        stored.ends.clear();
        stored.snapshot = null;
        stored.reordered = false;
        stored.left = true;
        return true;
    }

    /** As a store does that does not look at the outbox. */
    void dropUnsent(DocumentId id) {
        Stored stored = document(id);
        if (!stored.outbox.isEmpty()) {
            stored.outbox.clear();
            stored.log.clear();
            stored.ends.clear();
            stored.known = 0;
            stored.verified = 0;
            stored.snapshot = null;
        }
    }

    // ---- what the machine asks for ----

    StoreSummary read() {
        List<StoreSummary.StoredDocument> stored = new ArrayList<>();
        documents.forEach((id, document) -> {
            List<byte[]> outbox = new ArrayList<>(document.outbox.size());
            for (Made made : document.outbox) {
                boolean damaged = document.log.get(made.key).damaged;
                if (!damaged || !world.has(PlantedBug.DAMAGED_OUTBOX_ENTRY_SKIPPED)) {
                    outbox.add(damaged ? new byte[0] : made.bytes);
                }
            }
            stored.add(new StoreSummary.StoredDocument(
                    id,
                    document.known,
                    document.head,
                    document.changedAt,
                    !document.log.isEmpty(),
                    document.wanted,
                    document.reoffer || document.repaired,
                    outbox));
        });
        return new StoreSummary(epoch, workspaceSequence, complete, pool.size(), stored);
    }

    void write(StoreWrite write) {
        switch (write) {
            case StoreWrite.FirstEpoch first -> {
                begin(null);
                world.holds(Invariant.CLIENT_WRITE_IS_ATOMIC, epoch.isEmpty(), this, "has an epoch already");
                epoch = first.epoch();
            }
            case StoreWrite.NewEpoch other -> newEpoch(other.epoch());
            case StoreWrite.AppendEntries entries -> append(entries);
            case StoreWrite.Acknowledge acknowledge -> {
                begin(acknowledge.document());
                Stored stored = document(acknowledge.document());
                // Acknowledged once more after the content has left: what is not in the log is not known here.
                boolean here = acknowledge.changes().stream().anyMatch(stored.log::containsKey);
                acknowledge.changes().forEach(key -> acknowledge(acknowledge.document(), stored, key));
                advance(acknowledge.document(), stored, here ? acknowledge.known() : stored.known, acknowledge.head());
            }
            case StoreWrite.SetHeads heads -> setHeads(heads);
            case StoreWrite.Forget forget -> {
                begin(forget.document());
                Stored stored = document(forget.document());
                stored.known = 0;
                stored.verified = 0;
                stored.reoffer = true;
                stored.repaired = false;
            }
            case StoreWrite.Reoffer reoffer -> reoffer(reoffer);
            case StoreWrite.AddReplicaIds ids -> {
                writes++;
                synced(writes);
                pool.addAll(ids.replicaIds());
            }
            case StoreWrite.Leave leave -> throw new IllegalStateException("whether a page leaves is asked first");
            case StoreWrite.SetWanted wanted -> {
                begin(wanted.document());
                document(wanted.document()).wanted = wanted.wanted();
            }
        }
    }

    private void newEpoch(String now) {
        writes++;
        synced(writes);
        epoch = now;
        workspaceSequence = 0;
        complete = false;
        for (Stored stored : documents.values()) {
            if (!world.has(PlantedBug.NEW_EPOCH_KEEPS_SEQUENCES)) {
                stored.known = 0;
                stored.head = 0;
            }
            stored.repaired = false;
            stored.verified = 0;
            stored.reoffer = stored.reoffer || !stored.log.isEmpty();
        }
    }

    private void setHeads(StoreWrite.SetHeads heads) {
        writes++;
        synced(writes);
        for (Message.Head head : heads.heads()) {
            Stored stored = document(head.document());
            stored.head = Math.max(stored.head, head.sequence());
            stored.changedAt = Math.max(stored.changedAt, head.changedAtMillis());
        }
        workspaceSequence = Math.max(workspaceSequence, heads.workspaceSequence());
        complete = complete || heads.complete();
    }

    private void append(StoreWrite.AppendEntries entries) {
        if (world.has(PlantedBug.CHECKPOINT_AHEAD_OF_STATE)) {
            synced(writes);
        }
        begin(entries.document());
        if (world.has(PlantedBug.CHECKPOINT_AHEAD_OF_STATE)) {
            document(entries.document()).known = entries.known();
            begin(entries.document());
            unsynced.removeFirst();
        }
        Stored stored = document(entries.document());
        for (LoggedChange entry : entries.fresh()) {
            Made made = ledger.find(entries.document(), entry.change());
            world.holds(
                    Invariant.HOSTILE_FRAMES_CHANGE_NOTHING,
                    made != null,
                    entries.document(),
                    "holds what nobody made");
            Record before = stored.log.get(made.key);
            if (before == null && !isTaken(made)) {
                add(stored, made);
            } else {
                // What is here stays; the document has to be stopped.
                stored.conflicted |= before == null || before.made != made;
            }
        }
        entries.acknowledged().forEach(key -> acknowledge(entries.document(), stored, key));
        advance(entries.document(), stored, entries.known(), entries.head());
        workspaceSequence = Math.max(workspaceSequence, entries.workspaceSequence());
    }

    /** INV-41: what a change builds on is here before it, unless it is a contradiction, for which the document stops. */
    private void add(Stored stored, Made made) {
        if (!stored.conflicted) {
            world.holds(Invariant.CAUSALITY, follows(stored.ends, made), made, "is stored before its causes");
        }
        Record before = stored.log.putIfAbsent(made.key, new Record(made));
        world.holds(Invariant.NO_DUPLICATE_EFFECT, before == null, made, "is stored twice");
        stored.ends.merge(made.key.replica(), end(made.key), Math::max);
    }

    private void reoffer(StoreWrite.Reoffer reoffer) {
        begin(reoffer.document());
        Stored stored = document(reoffer.document());
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
    private void acknowledge(DocumentId id, Stored stored, ChangeKey key) {
        if (epoch.equals(disk.epoch())) {
            world.holds(Invariant.NOTHING_IS_LOST, disk.holds(id, key), key, "leaves an outbox and is not in the log");
        }
        int at = stored.outbox.size();
        stored.outbox.removeIf(made -> made.key.equals(key));
        if (world.has(PlantedBug.ACKNOWLEDGES_THE_NEXT_TOO) && at > stored.outbox.size() && !stored.outbox.isEmpty()) {
            stored.outbox.removeFirst();
        }
    }

    /** SYNC-21: up to what a sequence says, the local log has the server's log. */
    private void advance(DocumentId id, Stored stored, long known, long head) {
        stored.known = known;
        stored.head = Math.max(stored.head, head);
        stored.left &= known < stored.head || stored.log.isEmpty();
        stored.verified = Math.min(stored.verified, known);
        if (epoch.equals(disk.epoch()) && !stored.repaired && !stored.conflicted) {
            List<ServerDisk.Entry> log = disk.log(id);
            world.holds(Invariant.CLIENT_WRITE_IS_ATOMIC, known <= log.size(), id, "is known beyond the log's end");
            while (stored.verified < known) {
                Made made = log.get((int) stored.verified).made();
                Record record = stored.log.get(made.key);
                world.holds(
                        Invariant.CLIENT_WRITE_IS_ATOMIC,
                        record != null && record.made == made,
                        made,
                        "is said to be here and is not");
                stored.verified++;
            }
        }
    }

    // ---- copies and ends ----

    /** The profile, copied to another device. */
    SimulatedStore copy() {
        SimulatedStore copy = new SimulatedStore(world, disk, ledger, account);
        documents.forEach((id, stored) -> {
            Stored other = copy.document(id);
            stored.log.forEach((key, record) -> {
                Record twin = new Record(record.made);
                twin.damaged = record.damaged;
                other.log.put(key, twin);
            });
            other.outbox.addAll(stored.outbox);
            other.known = stored.known;
            other.head = stored.head;
            other.changedAt = stored.changedAt;
            other.wanted = stored.wanted;
            other.reoffer = stored.reoffer;
            other.ends.putAll(stored.ends);
            other.reordered = stored.reordered;
            other.repaired = stored.repaired;
            other.left = stored.left;
            other.conflicted = stored.conflicted;
        });
        copy.pool.addAll(pool);
        copy.epoch = epoch;
        copy.workspaceSequence = workspaceSequence;
        copy.complete = complete;
        return copy;
    }

    /** Everything is gone; what only this device had is gone for good. */
    void evict() {
        for (Stored stored : documents.values()) {
            stored.log.values().forEach(record -> record.made.destroyed = true);
        }
        documents.clear();
        pool.clear();
        unsynced.clear();
        epoch = "";
        workspaceSequence = 0;
        complete = false;
    }

    @Override
    public String toString() {
        return "store of " + account;
    }
}
