package dev.offing.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.result.ResultIterator;

/** {@link ChangeLog} in SQLite. Reads go to the pool, writes through the one writer. */
final class SqliteChangeLog implements ChangeLog {

    private static final RowMapper<Entry> ENTRY = (row, context) -> new Entry(
            row.getLong("sequence"),
            row.getBytes("bytes"),
            Optional.ofNullable(row.getString("account")),
            row.getLong("received_at"));

    private static final RowMapper<Head> HEAD = (row, context) -> new Head(
            row.getString("id"),
            row.getLong("head"),
            row.getLong("workspace_head"),
            row.getString("title"),
            row.getLong("changed_at"),
            row.getLong("bytes"));

    private static final String SELECT_ENTRY = "SELECT c.sequence, c.bytes, c.account, c.received_at"
            + " FROM changes c JOIN documents d ON d.number = c.document WHERE d.id = ?";

    private final Jdbi reads;
    private final GroupCommit writes;

    SqliteChangeLog(Jdbi reads, GroupCommit writes) {
        this.reads = reads;
        this.writes = writes;
    }

    @Override
    public CompletableFuture<Place> append(Addition addition, Consumer<Place> whenDurable) {
        return writes.submit(handle -> appendTo(handle, addition), whenDurable);
    }

    @Override
    public CompletableFuture<List<Place>> appendAll(List<Addition> additions, Consumer<List<Place>> whenDurable) {
        return writes.submit(
                handle -> additions.stream()
                        .map(addition -> appendTo(handle, addition))
                        .toList(),
                whenDurable);
    }

    private static Place appendTo(Handle handle, Addition addition) {
        record Row(long document, long sequence) {}
        long workspaceSequence = handle.createQuery("UPDATE workspace SET head = head + 1 RETURNING head")
                .mapTo(Long.class)
                .one();
        Row place = handle.createQuery("INSERT INTO documents (id, head, workspace_head, changed_at, title, bytes)"
                        + " VALUES (:id, 1, :workspaceHead, :now, coalesce(:title, ''), :bytes)"
                        + " ON CONFLICT (id) DO UPDATE SET head = head + 1, workspace_head = excluded.workspace_head,"
                        + " changed_at = excluded.changed_at, title = coalesce(:title, title),"
                        + " bytes = bytes + excluded.bytes"
                        + " RETURNING number, head")
                .bind("id", addition.document())
                .bind("workspaceHead", workspaceSequence)
                .bind("now", addition.receivedAtMillis())
                .bind("title", addition.title().orElse(null))
                .bind("bytes", addition.bytes().length)
                .map((row, context) -> new Row(row.getLong("number"), row.getLong("head")))
                .one();
        if (place.sequence() != addition.sequence()) {
            throw new StoreException(
                    StoreException.Reason.OUT_OF_ORDER, "the document has another newest change than expected");
        }
        handle.execute(
                "INSERT INTO changes (document, sequence, replica, first_counter, id_count, bytes, received_at, account)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                place.document(),
                place.sequence(),
                addition.replica(),
                addition.firstCounter(),
                addition.idCount(),
                addition.bytes(),
                addition.receivedAtMillis(),
                addition.account().orElse(null));
        return new Place(place.sequence(), workspaceSequence);
    }

    @Override
    public List<Entry> read(String document, long after, int limit, long bytesMax) {
        return reads.withHandle(handle -> {
            List<Entry> entries = new ArrayList<>();
            long bytes = 0;
            try (ResultIterator<Entry> rows = handle.createQuery(
                            SELECT_ENTRY + " AND c.sequence > ? ORDER BY c.sequence LIMIT ?")
                    .bind(0, document)
                    .bind(1, after)
                    .bind(2, limit)
                    .map(ENTRY)
                    .iterator()) {
                while (rows.hasNext()) {
                    Entry entry = rows.next();
                    bytes += entry.bytes().length;
                    if (bytes > bytesMax && !entries.isEmpty()) {
                        break;
                    }
                    entries.add(entry);
                }
            }
            return entries;
        });
    }

    @Override
    public Optional<Entry> find(String document, long replica, int firstCounter) {
        return reads.withHandle(
                handle -> handle.createQuery(SELECT_ENTRY + " AND c.replica = ? AND c.first_counter = ?")
                        .bind(0, document)
                        .bind(1, replica)
                        .bind(2, firstCounter)
                        .map(ENTRY)
                        .findOne());
    }

    @Override
    public Optional<Head> head(String document) {
        return reads.withHandle(handle -> handle.createQuery("SELECT * FROM documents WHERE id = ?")
                .bind(0, document)
                .map(HEAD)
                .findOne());
    }

    @Override
    public long workspaceSequence() {
        return reads.withHandle(handle -> handle.createQuery("SELECT head FROM workspace")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public List<Head> headsAfter(long after, int limit) {
        return reads.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM documents WHERE workspace_head > ? ORDER BY workspace_head LIMIT ?")
                .bind(0, after)
                .bind(1, limit)
                .map(HEAD)
                .list());
    }

    @Override
    public Optional<Snapshot> snapshot(String document) {
        return reads.withHandle(handle -> handle.createQuery("SELECT s.sequence, s.bytes FROM snapshots s"
                        + " JOIN documents d ON d.number = s.document WHERE d.id = ?")
                .bind(0, document)
                .map((row, context) -> new Snapshot(row.getLong("sequence"), row.getBytes("bytes")))
                .findOne());
    }

    @Override
    public void putSnapshot(String document, Snapshot snapshot) {
        var _ = writes.submit(handle -> handle.execute(
                "INSERT INTO snapshots (document, sequence, bytes) SELECT number, ?, ? FROM documents WHERE id = ?"
                        + " ON CONFLICT (document) DO UPDATE SET sequence = excluded.sequence, bytes = excluded.bytes"
                        + " WHERE excluded.sequence > sequence",
                snapshot.sequence(),
                snapshot.bytes(),
                document));
    }

    @Override
    public void addEvidence(Addition refused) {
        var _ = writes.submit(handle -> handle.execute(
                "INSERT INTO evidence (document, replica, first_counter, bytes, received_at, account)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                refused.document(),
                refused.replica(),
                refused.firstCounter(),
                refused.bytes(),
                refused.receivedAtMillis(),
                refused.account().orElse(null)));
    }
}
