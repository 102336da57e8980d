package dev.offing.client;

import dev.offing.client.WorkspaceException.Reason;
import dev.offing.engine.OpId;
import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.client.StoreSummary;
import dev.offing.sync.client.StoreSummary.StoredDocument;
import dev.offing.sync.client.StoreWrite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Log, outbox and the rest of one workspace in SQLite; every content sealed. Every method is one transaction;
 * when a writing one returns, the data is on the disk.
 *
 * <p>Invariants: a change is in the log of its document once; each outbox entry names a record of the log; a
 * change leaves the outbox only when the server has it; a record leaves the log only when it cannot be read, and
 * then the document is marked to be compared in the same transaction (SYNC-37).
 */
final class WorkspaceStore implements AutoCloseable {

    /** One document as the list of pages needs it. */
    record Listed(
            DocumentId id,
            long lastPosition,
            boolean present,
            Optional<String> title,
            boolean titleExact,
            int unsent) {}

    private static final String MARKER = "marker";

    private final Database database;
    private final Sealer sealer;
    private final MachineWrites machineWrites;

    private WorkspaceStore(Database database, Sealer sealer) {
        this.database = database;
        this.sealer = sealer;
        this.machineWrites = new MachineWrites(database, sealer);
    }

    /** @throws WorkspaceException WRONG_KEY, TOO_NEW, STORAGE_FULL, STORAGE_FAILED */
    static WorkspaceStore open(Path file, byte[] key) {
        WorkspaceStore store = new WorkspaceStore(Database.open(file), new Sealer(key));
        try {
            store.checkKey();
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private void checkKey() {
        database.transaction(() -> {
            Optional<byte[]> marker = sealedMeta(MARKER);
            if (marker.isEmpty()) {
                putMetaIn(MARKER, MARKER);
            } else if (!sealer.openText("meta " + MARKER, marker.get()).equals(Optional.of(MARKER))) {
                throw new WorkspaceException(Reason.WRONG_KEY, "the key does not open this workspace");
            }
            return null;
        });
    }

    Database database() {
        return database;
    }

    // ---- who works here ----

    Optional<String> meta(String key) {
        return database.read(() -> sealedMeta(key).flatMap(bytes -> sealer.openText("meta " + key, bytes)));
    }

    /** All of them or none. */
    void putMeta(Map<String, String> values) {
        database.transaction(() -> {
            for (Map.Entry<String, String> entry : values.entrySet()) {
                putMetaIn(entry.getKey(), entry.getValue());
            }
            return null;
        });
    }

    private Optional<byte[]> sealedMeta(String key) throws SQLException {
        return database.one("SELECT sealed FROM meta WHERE key = ?", row -> row.getBytes(1), key);
    }

    private void putMetaIn(String key, String value) throws SQLException {
        database.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET sealed = excluded.sealed",
                key,
                sealer.seal("meta " + key, value.getBytes(StandardCharsets.UTF_8)));
    }

    // ---- own changes ----

    /**
     * Log and outbox gain the changes, all of them or none (SYNC-1).
     *
     * @throws WorkspaceException STORAGE_FULL, STORAGE_FAILED; nothing was written then
     */
    void appendLocal(List<LocalChange> changes, long nowMillis) {
        database.transaction(() -> {
            for (LocalChange change : changes) {
                appendOne(change, nowMillis);
            }
            return null;
        });
    }

    private void appendOne(LocalChange change, long nowMillis) throws SQLException {
        long document = machineWrites.number(change.document());
        ChangeKey key = ChangeKey.of(change.bytes());
        long position = machineWrites.appendRecord(document, change.document(), key, change.bytes());
        database.execute(
                "INSERT INTO outbox SELECT ?, coalesce(max(place), 0) + 1, ?, ? FROM outbox WHERE document = ?",
                document,
                key.replica().bits(),
                key.firstCounter(),
                document);
        // A document that nobody has told us of was made here.
        database.execute(
                "UPDATE documents SET changed_at = ?, present = present OR head = 0 WHERE number = ?",
                nowMillis,
                document);
        if (change.title().isPresent()) {
            machineWrites.putTitle(document, change.document(), change.title().get(), position);
        }
    }

    /** Keeps a title that was read from the document, if nothing has come since. */
    void putTitle(DocumentId id, String title, long position) {
        database.transaction(() -> {
            machineWrites.putTitle(machineWrites.number(id), id, title, position);
            return null;
        });
    }

    // ---- what the machine asks for ----

    /**
     * Executes one write of the client machine.
     *
     * @throws WorkspaceException STORAGE_FULL, STORAGE_FAILED; nothing was written then
     */
    void execute(StoreWrite write) {
        database.transaction(() -> {
            machineWrites.execute(write);
            return null;
        });
    }

    /** What the client machine starts from. An outbox entry that cannot be read is empty bytes (SYNC-36). */
    StoreSummary summary() {
        return database.transaction(() -> {
            Map<Long, List<byte[]>> outboxes = new HashMap<>();
            database.all(
                    "SELECT o.document, d.id, o.replica, o.counter, l.sealed FROM outbox o"
                            + " JOIN documents d ON d.number = o.document"
                            + " LEFT JOIN log l ON l.document = o.document AND l.replica = o.replica"
                            + " AND l.counter = o.counter ORDER BY o.document, o.place",
                    row -> outboxes.computeIfAbsent(row.getLong(1), number -> new ArrayList<>())
                            .add(openRecord(row.getString(2), row, 3).orElse(new byte[0])));
            List<StoredDocument> documents = database.all(
                    "SELECT number, id, known, head, changed_at, last_position > 0, wanted, reoffer OR dropped"
                            + " FROM documents ORDER BY number",
                    row -> new StoredDocument(
                            new DocumentId(row.getString(2)),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5),
                            row.getBoolean(6),
                            row.getBoolean(7),
                            row.getBoolean(8),
                            outboxes.getOrDefault(row.getLong(1), List.of())));
            int free = database.one("SELECT count(*) FROM replicas WHERE NOT used", row -> row.getInt(1))
                    .orElse(0);
            return database.one(
                            "SELECT epoch, workspace_sequence, complete FROM sync",
                            row -> new StoreSummary(
                                    row.getString(1), row.getLong(2), row.getBoolean(3), free, documents))
                    .orElseThrow();
        });
    }

    // ---- documents ----

    /** Everything of one document. Cost: its records. */
    StoredRecords records(DocumentId id) {
        return database.transaction(() -> {
            Set<OpId> outbox = new HashSet<>(database.all(
                    "SELECT o.replica, o.counter FROM outbox o JOIN documents d ON d.number = o.document WHERE d.id = ?",
                    row -> keyAt(row, 1),
                    id.text()));
            Map<OpId, Optional<byte[]>> records = new LinkedHashMap<>();
            database.all(
                    "SELECT l.replica, l.counter, l.sealed FROM log l JOIN documents d ON d.number = l.document"
                            + " WHERE d.id = ? ORDER BY l.position",
                    row -> records.put(keyAt(row, 1), openRecord(id.text(), row, 1)),
                    id.text());
            List<byte[]> changes = new ArrayList<>(records.size());
            List<OpId> damaged = new ArrayList<>();
            boolean unreadable = !records.keySet().containsAll(outbox);
            for (Map.Entry<OpId, Optional<byte[]>> record : records.entrySet()) {
                record.getValue().ifPresent(changes::add);
                unreadable |= record.getValue().isEmpty();
                if (record.getValue().isEmpty() && !outbox.contains(record.getKey())) {
                    damaged.add(record.getKey());
                }
            }
            boolean whole = !unreadable;
            return database.one(
                            "SELECT incomplete, present, last_position FROM documents WHERE id = ?",
                            row -> new StoredRecords(
                                    changes, damaged, whole && !row.getBoolean(1), row.getBoolean(2), row.getLong(3)),
                            id.text())
                    .orElse(new StoredRecords(List.of(), List.of(), true, false, 0));
        });
    }

    /** Takes records out that cannot be read, and marks their document to be compared (SYNC-37). */
    void dropDamaged(DocumentId id, List<OpId> damaged) {
        database.transaction(() -> {
            long document = machineWrites.number(id);
            for (OpId key : damaged) {
                database.execute(
                        "DELETE FROM log WHERE document = ? AND replica = ? AND counter = ?",
                        document,
                        key.replica().bits(),
                        key.counter());
            }
            database.execute(
                    "UPDATE documents SET known = 0, dropped = 1, incomplete = 1, title_position = -1 WHERE number = ?",
                    document);
            return null;
        });
    }

    /** The changes of a document that the server has not acknowledged and that can be read, in order. */
    List<byte[]> outbox(DocumentId id) {
        return database.read(() -> {
            List<byte[]> changes = new ArrayList<>();
            database.all(
                    "SELECT l.replica, l.counter, l.sealed FROM outbox o JOIN documents d ON d.number = o.document"
                            + " JOIN log l ON l.document = o.document AND l.replica = o.replica"
                            + " AND l.counter = o.counter WHERE d.id = ? ORDER BY o.place",
                    row -> {
                        openRecord(id.text(), row, 1).ifPresent(changes::add);
                        return null;
                    },
                    id.text());
            return changes;
        });
    }

    /** How many changes of a document the server has not acknowledged. */
    int unsent(DocumentId id) {
        return database.read(() -> database.one(
                        "SELECT count(*) FROM outbox o JOIN documents d ON d.number = o.document WHERE d.id = ?",
                        row -> row.getInt(1),
                        id.text())
                .orElse(0));
    }

    /** Every document that is known, held or only heard of. */
    List<Listed> list() {
        return database.read(() -> database.all(
                "SELECT d.id, d.last_position, d.present, d.title, d.title_position >= d.last_position,"
                        + " (SELECT count(*) FROM outbox o WHERE o.document = d.number) FROM documents d ORDER BY d.id",
                row -> new Listed(
                        new DocumentId(row.getString(1)),
                        row.getLong(2),
                        row.getBoolean(3),
                        Optional.ofNullable(row.getBytes(4)).flatMap(bytes -> openTitle(row, bytes)),
                        row.getBoolean(5),
                        row.getInt(6))));
    }

    private Optional<String> openTitle(ResultSet row, byte[] sealed) {
        try {
            return sealer.openText("title " + row.getString(1), sealed);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens the record whose replica, counter and sealed bytes stand at a column and after it. */
    private Optional<byte[]> openRecord(String document, ResultSet row, int column) throws SQLException {
        OpId key = keyAt(row, column);
        byte[] sealed = row.getBytes(column + 2);
        return sealed == null ? Optional.empty() : sealer.open(MachineWrites.place(document, key), sealed);
    }

    private static OpId keyAt(ResultSet row, int column) throws SQLException {
        return new OpId(new ReplicaId(row.getLong(column)), row.getInt(column + 1));
    }

    // ---- the writer's identity ----

    /** A replica id for this process: the one of the process before it, else an unused one, durably used now. */
    Optional<ReplicaId> takeReplica() {
        return database.transaction(() -> {
            Optional<Long> id =
                    database.one("SELECT id FROM replicas ORDER BY used DESC, id LIMIT 1", row -> row.getLong(1));
            if (id.isPresent()) {
                database.execute("UPDATE replicas SET used = 1 WHERE id = ?", id.get());
            }
            return id.map(ReplicaId::new);
        });
    }

    int freeReplicaIds() {
        return database.read(() -> database.one("SELECT count(*) FROM replicas WHERE NOT used", row -> row.getInt(1))
                .orElse(0));
    }

    @Override
    public void close() {
        database.close();
    }
}
