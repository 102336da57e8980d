package dev.offing.server.store;

import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** {@link TextIndex} with SQLite's FTS5: one row of words a document, ranked by BM25. */
final class SqliteTextIndex implements TextIndex {

    private final Jdbi reads;
    private final GroupCommit writes;

    SqliteTextIndex(Jdbi reads, GroupCommit writes) {
        this.reads = reads;
        this.writes = writes;
    }

    @Override
    public List<String> behind(int limit) {
        return reads.withHandle(handle -> handle.createQuery("SELECT d.id FROM documents d"
                        + " LEFT JOIN texts t ON t.document = d.number"
                        + " WHERE d.id LIKE 'p:%' AND d.head > coalesce(t.sequence, 0)"
                        + " ORDER BY d.workspace_head DESC LIMIT ?")
                .bind(0, limit)
                .mapTo(String.class)
                .list());
    }

    @Override
    public void put(Text text) {
        writes.call(handle -> {
            long number = handle.createQuery("SELECT number FROM documents WHERE id = ?")
                    .bind(0, text.document())
                    .mapTo(Long.class)
                    .one();
            handle.execute(
                    "INSERT INTO texts (document, sequence, body) VALUES (?, ?, ?)"
                            + " ON CONFLICT (document) DO UPDATE SET sequence = excluded.sequence, body = excluded.body",
                    number,
                    text.sequence(),
                    text.body());
            handle.execute("INSERT OR REPLACE INTO words (rowid, terms) VALUES (?, ?)", number, text.terms());
            return null;
        });
    }

    @Override
    public List<Found> find(List<Wanted> wanted, int limit) {
        // Terms are letters and digits alone, so that nothing in them is a word of the query's language.
        String match = wanted.stream()
                .map(word -> '"' + word.term() + '"' + (word.prefix() ? "*" : ""))
                .collect(Collectors.joining(" AND "));
        return reads.withHandle(handle -> handle.createQuery("SELECT d.id, t.body FROM words"
                        + " JOIN texts t ON t.document = words.rowid JOIN documents d ON d.number = t.document"
                        + " WHERE words MATCH ? ORDER BY words.rank LIMIT ?")
                .bind(0, match)
                .bind(1, limit)
                .map((row, context) -> new Found(row.getString("id"), row.getString("body")))
                .list());
    }
}
