package dev.offing.simulator;

import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.VersionVector;
import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.client.StoreSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a store keeps of one document: its local log, which of that is to be sent, and up to where it has
 * the server's log. Nothing is stored before its causes (INV-41) or twice (INV-5), what waits to be sent
 * is in the log, and up to {@link #known} the log has what the server's has (SYNC-21). The snapshot is a
 * cache of the first records and shows what they show (INV-9).
 */
final class StoredDocument {

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

    /** @param records how many records of the log it holds */
    private record Snapshot(int records, byte[] bytes) {}

    final DocumentId id;
    private final World world;

    /** In the order they were stored. */
    final Map<ChangeKey, Record> log = new LinkedHashMap<>();

    List<Made> outbox = new ArrayList<>();
    long known;
    long head;
    long changedAt;
    boolean wanted;
    boolean reoffer;
    /** The server's log has another change under an identity that is here. */
    boolean conflicted;

    /** The first records of the log as one document, a cache; null if there is none. */
    private Snapshot snapshot;
    /** Records came back after a repair: they stand behind what builds on them. */
    private boolean reordered;
    /** Records were taken out, and {@link #known} says nothing until the comparison begins (SYNC-37). */
    private boolean repaired;
    /** It has left the device, and has not been here to its end since. */
    private boolean left;
    /** Up to where {@link #known} was found true. */
    private long verified;
    /** Of the log. */
    private final SeenCounters seen = new SeenCounters();

    StoredDocument(DocumentId id, World world) {
        this.id = id;
        this.world = world;
    }

    // ---- what is here ----

    /** Whether a person can work on the document here, or make it. */
    boolean isHere() {
        return !left && (head == 0 || !log.isEmpty());
    }

    boolean isToBeCompared() {
        return reoffer || repaired;
    }

    /** Whether the log holds another change under counters of this one, which is not stored then (a copied profile). */
    boolean isTaken(Made made) {
        return seen.reaches(made.key)
                && log.values().stream().anyMatch(record -> record.made != made && overlaps(record.made.key, made.key));
    }

    private static boolean overlaps(ChangeKey one, ChangeKey other) {
        return one.replica().equals(other.replica())
                && one.firstCounter() < SeenCounters.end(other)
                && other.firstCounter() < SeenCounters.end(one);
    }

    /** Whether a record that waits to be sent cannot be read: it stays where it is (SYNC-36). */
    boolean hasDamagedInOutbox() {
        return outbox.stream().anyMatch(made -> log.get(made.key).damaged);
    }

    /** The changes that are here, causes first; records that cannot be read are left out. */
    List<Made> readable() {
        List<Made> changes = new ArrayList<>(log.size());
        for (Record record : log.values()) {
            if (!record.damaged) {
                changes.add(record.made);
            }
        }
        return reordered ? SeenCounters.causesFirst(changes) : changes;
    }

    /** The document as it is here: from its snapshot, if there is one, and the records after it. */
    Document load(ReplicaId replica) {
        if (snapshot == null) {
            return replay(replica);
        }
        Document document = Document.load(snapshot.bytes(), replica);
        List<Made> changes = readable();
        changes.subList(snapshot.records(), changes.size()).forEach(made -> document.apply(made.change));
        return document;
    }

    private Document replay(ReplicaId replica) {
        Document document = Document.create(replica);
        readable().forEach(made -> document.apply(made.change));
        return document;
    }

    /** For a machine that starts. */
    StoreSummary.StoredDocument summary() {
        List<byte[]> changes = new ArrayList<>(outbox.size());
        for (Made made : outbox) {
            boolean damaged = log.get(made.key).damaged;
            if (!damaged || !world.has(PlantedBug.DAMAGED_OUTBOX_ENTRY_SKIPPED)) {
                changes.add(damaged ? new byte[0] : made.bytes);
            }
        }
        return new StoreSummary.StoredDocument(
                id, known, head, changedAt, !log.isEmpty(), wanted, isToBeCompared(), changes);
    }

    // ---- what comes and goes ----

    /** INV-41: what a change builds on is here before it, unless it is a contradiction, for which the document stops. */
    void add(Made made) {
        if (!conflicted) {
            world.holds(Invariant.CAUSALITY, seen.hasCausesOf(made), made, "is stored before its causes");
        }
        Record before = log.putIfAbsent(made.key, new Record(made));
        world.holds(Invariant.NO_DUPLICATE_EFFECT, before == null, made, "is stored twice");
        seen.add(made);
    }

    void advance(long toKnown, long toHead) {
        known = toKnown;
        head = Math.max(head, toHead);
        left &= known < head || log.isEmpty();
        verified = Math.min(verified, known);
    }

    /** SYNC-21: up to what a sequence says, the local log has the server's log. */
    void checkKnown(List<ServerDisk.Entry> serverLog) {
        if (repaired || conflicted) {
            return;
        }
        world.holds(Invariant.CLIENT_WRITE_IS_ATOMIC, known <= serverLog.size(), id, "is known beyond the log's end");
        while (verified < known) {
            Made made = serverLog.get((int) verified).made();
            Record record = log.get(made.key);
            world.holds(
                    Invariant.CLIENT_WRITE_IS_ATOMIC,
                    record != null && record.made == made,
                    made,
                    "is said to be here and is not");
            verified++;
        }
    }

    /** What is known of the server's log counts no more. */
    void forgetKnown() {
        known = 0;
        verified = 0;
    }

    /** A comparison with the server's log begins. */
    void beginComparison() {
        forgetKnown();
        reoffer = true;
        repaired = false;
    }

    /** The server has another history than before. */
    void beginEpoch() {
        if (!world.has(PlantedBug.NEW_EPOCH_KEEPS_SEQUENCES)) {
            known = 0;
            head = 0;
        }
        repaired = false;
        verified = 0;
        reoffer = reoffer || !log.isEmpty();
    }

    /**
     * OFF-12: the content leaves.
     *
     * @return what brings it back
     */
    Runnable leave() {
        List<Record> records = List.copyOf(log.values());
        records.forEach(record -> record.made.left = true);
        boolean leftBefore = left;
        boolean reorderedBefore = reordered;
        clearLog();
        reordered = false;
        left = true;
        return () -> {
            log.clear();
            records.forEach(record -> log.put(record.made.key, record));
            left = leftBefore;
            reordered = reorderedBefore;
        };
    }

    /** As a store does that does not look at the outbox. */
    void dropUnsent() {
        if (!outbox.isEmpty()) {
            outbox.clear();
            clearLog();
            forgetKnown();
        }
    }

    private void clearLog() {
        log.clear();
        seen.clear();
        snapshot = null;
    }

    // ---- damage ----

    /** A bit of a record flips. */
    void damage(Record record) {
        record.damaged = true;
        snapshot = null;
    }

    /** Whether there are damaged records beside those that wait to be sent. */
    boolean isDamaged() {
        return log.values().stream().anyMatch(this::isToBeTakenOut);
    }

    /** Takes damaged records out and has the document compared. The outbox keeps its entries, readable or not. */
    void takeOutDamaged() {
        log.values().removeIf(this::isToBeTakenOut);
        known = world.has(PlantedBug.REPAIR_WITHOUT_A_MARK) ? known : 0;
        verified = 0;
        snapshot = null;
        reordered = true;
        repaired |= !world.has(PlantedBug.REPAIR_WITHOUT_A_MARK);
    }

    private boolean isToBeTakenOut(Record record) {
        return record.damaged && !outbox.contains(record.made);
    }

    // ---- compaction ----

    /** INV-9: puts what is here into a snapshot, which shows the same and gives back the same changes. */
    void compact(Ledger ledger) {
        List<Made> changes = readable();
        if (reordered || conflicted || changes.size() < log.size()) {
            return;
        }
        Document document = replay(READER);
        checkCompacted(document, changes.size(), ledger);
        snapshot = new Snapshot(changes.size(), document.save());
    }

    private void checkCompacted(Document document, int changes, Ledger ledger) {
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
            Record record = made == null ? null : log.get(made.key);
            world.holds(
                    Invariant.COMPACTION_IS_INVISIBLE,
                    record != null && record.made == made,
                    id,
                    "gives back other changes after it was compacted");
            given++;
        }
        world.holds(
                Invariant.COMPACTION_IS_INVISIBLE,
                given + loaded.pending().size() == changes,
                id,
                "gives back fewer changes after it was compacted");
    }

    // ---- as it was, and once more ----

    /** What takes back a write that only adds to the log. */
    Runnable remember() {
        int logSize = log.size();
        List<Made> outboxBefore = List.copyOf(outbox);
        long knownBefore = known;
        long headBefore = head;
        long changedAtBefore = changedAt;
        boolean wantedBefore = wanted;
        boolean reofferBefore = reoffer;
        return () -> {
            List<Record> records = List.copyOf(log.values());
            for (Record record : records.subList(logSize, records.size())) {
                log.remove(record.made.key);
            }
            outbox = new ArrayList<>(outboxBefore);
            known = knownBefore;
            head = headBefore;
            changedAt = changedAtBefore;
            wanted = wantedBefore;
            reoffer = reofferBefore;
            verified = Math.min(verified, known);
            snapshot = null;
            seen.clear();
            log.values().forEach(record -> seen.add(record.made));
        };
    }

    /** As a copied profile has it, without the cache. */
    StoredDocument copy() {
        StoredDocument copy = new StoredDocument(id, world);
        log.forEach((key, record) -> {
            Record twin = new Record(record.made);
            twin.damaged = record.damaged;
            copy.log.put(key, twin);
        });
        copy.outbox.addAll(outbox);
        copy.known = known;
        copy.head = head;
        copy.changedAt = changedAt;
        copy.wanted = wanted;
        copy.reoffer = reoffer;
        copy.seen.addAll(seen);
        copy.reordered = reordered;
        copy.repaired = repaired;
        copy.left = left;
        copy.conflicted = conflicted;
        return copy;
    }
}
