package dev.offing.simulator;

import dev.offing.engine.OpId;
import dev.offing.engine.ReplicaId;
import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the server has durably: the log of each document, one order of all of them, snapshots, the epoch
 * and a backup. Both sequences count without gaps from 1, and a log has no identity twice (INV-40). It
 * survives a crash as it is; only {@link #restore} takes it back.
 */
final class ServerDisk {

    /** One durable entry. */
    record Entry(long workspaceSequence, long sequence, Made made, long at) {}

    /** @param sequence of the last entry that is in it */
    record Snapshot(long sequence, byte[] bytes) {}

    /** The log of one document. */
    private static final class Log {
        final List<Entry> entries = new ArrayList<>();
        final Map<OpId, Entry> byFirst = new HashMap<>();
    }

    private final World world;
    private final Map<DocumentId, Log> logs = new TreeMap<>();
    private final List<Entry> workspace = new ArrayList<>();
    /** Each document at the workspace sequence of its last entry. */
    private final TreeMap<Long, DocumentId> heads = new TreeMap<>();

    private final Map<DocumentId, Snapshot> snapshots = new HashMap<>();
    private int epoch = 1;
    private List<Entry> backup = List.of();

    ServerDisk(World world) {
        this.world = world;
    }

    // ---- what is there ----

    String epoch() {
        return "epoch-" + epoch;
    }

    List<Entry> log(DocumentId document) {
        Log log = logs.get(document);
        return log == null ? List.of() : log.entries;
    }

    long logBytes(DocumentId id) {
        return log(id).stream().mapToLong(entry -> entry.made().bytes.length).sum();
    }

    Set<DocumentId> documents() {
        return logs.keySet();
    }

    /** How many entries there are in all. */
    int size() {
        return workspace.size();
    }

    /** The document that was written last; there is one. */
    DocumentId newest() {
        return workspace.getLast().made().document;
    }

    /** The documents that were written after a workspace sequence, each at its last one, in their order. */
    SortedMap<Long, DocumentId> headsAfter(long workspaceSequence) {
        return heads.tailMap(workspaceSequence, false);
    }

    /** The entry of a document whose change begins with this counter; null if there is none. */
    Entry find(DocumentId document, ReplicaId replica, int firstCounter) {
        Log log = logs.get(document);
        return log == null ? null : log.byFirst.get(new OpId(replica, firstCounter));
    }

    boolean holds(DocumentId document, ChangeKey key) {
        Entry entry = find(document, key.replica(), key.firstCounter());
        return entry != null && entry.made().key.equals(key);
    }

    boolean holds(Made made) {
        Entry entry = find(made.document, made.key.replica(), made.key.firstCounter());
        return entry != null && entry.made() == made;
    }

    /** Null if there is none. */
    Snapshot snapshot(DocumentId id) {
        return snapshots.get(id);
    }

    // ---- what is written ----

    void write(Entry entry) {
        DocumentId id = entry.made().document;
        Log log = logs.computeIfAbsent(id, key -> new Log());
        world.holds(
                Invariant.RETRY_IS_IDEMPOTENT,
                log.byFirst.putIfAbsent(firstOf(entry), entry) == null,
                entry.made(),
                "is in the log twice");
        if (!log.entries.isEmpty()) {
            heads.remove(log.entries.getLast().workspaceSequence());
        }
        heads.put(entry.workspaceSequence(), id);
        log.entries.add(entry);
        workspace.add(entry);
        if (entry.made().firstLoggedAt == 0) {
            entry.made().firstLoggedAt = world.now();
        }
        if (entry.sequence() != log.entries.size() || entry.workspaceSequence() != workspace.size()) {
            throw new IllegalStateException("a sequence has a gap");
        }
    }

    private static OpId firstOf(Entry entry) {
        return new OpId(entry.made().key.replica(), entry.made().key.firstCounter());
    }

    /** Keeps the state of a document with all its entries. */
    void keepSnapshot(DocumentId id, byte[] bytes) {
        snapshots.put(id, new Snapshot(log(id).size(), bytes));
    }

    void backUp() {
        backup = List.copyOf(workspace);
    }

    /** Back to the last backup, under a new epoch. */
    void restore() {
        workspace.clear();
        logs.clear();
        heads.clear();
        snapshots.clear();
        backup.forEach(this::write);
        epoch += world.has(PlantedBug.RESTORE_KEEPS_EPOCH) ? 0 : 1;
    }

    /** As a disk does that said an entry is durable before it was. */
    void forgetLast() {
        if (!workspace.isEmpty()) {
            Entry last = workspace.removeLast();
            Log log = logs.get(last.made().document);
            log.entries.removeLast();
            log.byFirst.remove(firstOf(last));
            heads.remove(last.workspaceSequence());
        }
    }
}
