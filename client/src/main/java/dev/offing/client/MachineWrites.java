package dev.offing.client;

import dev.offing.engine.OpId;
import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.client.StoreWrite;
import dev.offing.sync.protocol.Message.Head;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The writes of the client machine as SQL, each inside the transaction of its caller. */
final class MachineWrites {

    private final Database database;
    private final Sealer sealer;

    MachineWrites(Database database, Sealer sealer) {
        this.database = database;
        this.sealer = sealer;
    }

    void execute(StoreWrite write) throws SQLException {
        switch (write) {
            case StoreWrite.AppendEntries entries -> append(entries);
            case StoreWrite.Acknowledge acknowledge -> {
                long document = number(acknowledge.document());
                acknowledge(document, acknowledge.changes());
                advance(document, acknowledge.known(), acknowledge.head());
            }
            case StoreWrite.SetHeads heads -> setHeads(heads);
            case StoreWrite.Leave leave -> throw new IllegalStateException("this client keeps everything");
            case StoreWrite.FirstEpoch first -> database.execute("UPDATE sync SET epoch = ?", first.epoch());
            case StoreWrite.NewEpoch other -> {
                database.execute("UPDATE sync SET epoch = ?, workspace_sequence = 0, complete = 0", other.epoch());
                database.execute("UPDATE documents SET known = 0, head = 0, dropped = 0,"
                        + " reoffer = reoffer OR dropped OR last_position > 0");
            }
            case StoreWrite.Forget forget ->
                database.execute(
                        "UPDATE documents SET known = 0, reoffer = 1, dropped = 0 WHERE number = ?",
                        number(forget.document()));
            case StoreWrite.Reoffer reoffer -> reoffer(reoffer);
            case StoreWrite.AddReplicaIds added -> {
                for (ReplicaId id : added.replicaIds()) {
                    database.execute("INSERT OR IGNORE INTO replicas VALUES (?, 0)", id.bits());
                }
            }
            case StoreWrite.SetWanted wanted ->
                database.execute(
                        "UPDATE documents SET wanted = ? WHERE number = ?", wanted.wanted(), number(wanted.document()));
        }
    }

    /** The row of a document, made if there is none. */
    long number(DocumentId id) throws SQLException {
        Optional<Long> number =
                database.one("SELECT number FROM documents WHERE id = ?", row -> row.getLong(1), id.text());
        if (number.isEmpty()) {
            database.execute("INSERT INTO documents (id) VALUES (?)", id.text());
            number = database.one("SELECT last_insert_rowid()", row -> row.getLong(1));
        }
        return number.orElseThrow();
    }

    /** A record leaves the log where it is if it is there. @return its position */
    long appendRecord(long document, DocumentId id, ChangeKey key, byte[] change) throws SQLException {
        Optional<Long> there = database.one(
                "SELECT position FROM log WHERE document = ? AND replica = ? AND counter = ?",
                row -> row.getLong(1),
                document,
                key.replica().bits(),
                key.firstCounter());
        if (there.isPresent()) {
            return there.get();
        }
        long position = database.one(
                        "UPDATE documents SET last_position = last_position + 1 WHERE number = ? RETURNING last_position",
                        row -> row.getLong(1),
                        document)
                .orElseThrow();
        database.execute(
                "INSERT INTO log VALUES (?, ?, ?, ?, ?)",
                document,
                key.replica().bits(),
                key.firstCounter(),
                position,
                sealer.seal(place(id.text(), new OpId(key.replica(), key.firstCounter())), change));
        return position;
    }

    /** What binds a sealed record to its place. */
    static String place(String document, OpId key) {
        return "log " + document + " " + key;
    }

    /** @param position up to which record the title is exact */
    void putTitle(long document, DocumentId id, String title, long position) throws SQLException {
        database.execute(
                "UPDATE documents SET title = ?, title_position = ? WHERE number = ?",
                sealer.sealText("title " + id.text(), title),
                position,
                document);
    }

    private void append(StoreWrite.AppendEntries entries) throws SQLException {
        long document = number(entries.document());
        for (LoggedChange entry : entries.fresh()) {
            appendRecord(document, entries.document(), ChangeKey.of(entry.change()), entry.change());
        }
        acknowledge(document, entries.acknowledged());
        advance(document, entries.known(), entries.head());
        database.execute("UPDATE documents SET present = present OR known >= head WHERE number = ?", document);
        database.execute(
                "UPDATE sync SET workspace_sequence = max(workspace_sequence, ?)", entries.workspaceSequence());
    }

    private void acknowledge(long document, List<ChangeKey> keys) throws SQLException {
        for (ChangeKey key : keys) {
            take(document, key);
        }
    }

    private void take(long document, ChangeKey key) throws SQLException {
        database.execute(
                "DELETE FROM outbox WHERE document = ? AND replica = ? AND counter = ?",
                document,
                key.replica().bits(),
                key.firstCounter());
    }

    private void advance(long document, long known, long head) throws SQLException {
        database.execute("UPDATE documents SET known = ?, head = max(head, ?) WHERE number = ?", known, head, document);
    }

    private void setHeads(StoreWrite.SetHeads heads) throws SQLException {
        for (Head head : heads.heads()) {
            long document = number(head.document());
            // Our own unsent title is what a person expects to see; then the server's waits for the merge.
            boolean behind = database.one(
                            "SELECT known < ? AND NOT EXISTS (SELECT 1 FROM outbox WHERE document = number)"
                                    + " FROM documents WHERE number = ?",
                            row -> row.getBoolean(1),
                            head.sequence(),
                            document)
                    .orElseThrow();
            if (behind && head.document().isPage()) {
                long position = database.one(
                                "SELECT last_position FROM documents WHERE number = ?", row -> row.getLong(1), document)
                        .orElseThrow();
                putTitle(document, head.document(), head.title(), position);
            }
            database.execute(
                    "UPDATE documents SET head = max(head, ?), changed_at = max(changed_at, ?) WHERE number = ?",
                    head.sequence(),
                    head.changedAtMillis(),
                    document);
        }
        database.execute(
                "UPDATE sync SET workspace_sequence = max(workspace_sequence, ?), complete = complete OR ?",
                heads.workspaceSequence(),
                heads.complete());
    }

    private void reoffer(StoreWrite.Reoffer reoffer) throws SQLException {
        long document = number(reoffer.document());
        for (byte[] change : reoffer.changes()) {
            ChangeKey key = ChangeKey.of(change);
            appendRecord(document, reoffer.document(), key, change);
            take(document, key);
        }
        long place = database.one(
                        "SELECT coalesce(min(place), 1) FROM outbox WHERE document = ?",
                        row -> row.getLong(1),
                        document)
                .orElseThrow();
        place -= reoffer.changes().size();
        for (byte[] change : reoffer.changes()) {
            ChangeKey key = ChangeKey.of(change);
            database.execute(
                    "INSERT INTO outbox VALUES (?, ?, ?, ?)",
                    document,
                    place,
                    key.replica().bits(),
                    key.firstCounter());
            place++;
        }
        // Everything the server had has been fetched before: what had been dropped is here again.
        database.execute(
                "UPDATE documents SET reoffer = 0, incomplete = incomplete AND dropped WHERE number = ?", document);
    }
}
