package dev.offing.client;

import dev.offing.client.WorkspaceException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One connection to SQLite in write-ahead mode with {@code synchronous=FULL}: when a transaction has been
 * committed it is on the disk. Used by one thread.
 */
final class Database implements AutoCloseable {

    /** What a transaction does. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Reads one row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static final int FORMAT = 1;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE meta (key TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID",
            "CREATE TABLE sync (one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL,"
                    + " workspace_sequence INTEGER NOT NULL, complete INTEGER NOT NULL)",
            "INSERT INTO sync VALUES (1, '', 0, 0)",
            "CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
                    + " known INTEGER NOT NULL DEFAULT 0, head INTEGER NOT NULL DEFAULT 0,"
                    + " changed_at INTEGER NOT NULL DEFAULT 0, last_position INTEGER NOT NULL DEFAULT 0,"
                    + " present INTEGER NOT NULL DEFAULT 0, wanted INTEGER NOT NULL DEFAULT 0,"
                    + " reoffer INTEGER NOT NULL DEFAULT 0, dropped INTEGER NOT NULL DEFAULT 0,"
                    + " incomplete INTEGER NOT NULL DEFAULT 0, title BLOB,"
                    + " title_position INTEGER NOT NULL DEFAULT -1)",
            "CREATE TABLE log (document INTEGER NOT NULL REFERENCES documents, replica INTEGER NOT NULL,"
                    + " counter INTEGER NOT NULL, position INTEGER NOT NULL, sealed BLOB NOT NULL,"
                    + " PRIMARY KEY (document, replica, counter))",
            "CREATE UNIQUE INDEX log_positions ON log (document, position)",
            "CREATE TABLE outbox (document INTEGER NOT NULL REFERENCES documents, place INTEGER NOT NULL,"
                    + " replica INTEGER NOT NULL, counter INTEGER NOT NULL, PRIMARY KEY (document, place)) WITHOUT ROWID",
            "CREATE UNIQUE INDEX outbox_changes ON outbox (document, replica, counter)",
            "CREATE TABLE replicas (id INTEGER PRIMARY KEY, used INTEGER NOT NULL)",
            "PRAGMA user_version = " + FORMAT);

    private final Connection connection;

    private Database(Connection connection) {
        this.connection = connection;
    }

    /** @throws WorkspaceException TOO_NEW, STORAGE_FULL, STORAGE_FAILED */
    static Database open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        // The driver otherwise looks through the text of every statement for an INSERT, each time it runs.
        config.setGetGeneratedKeys(false);
        try {
            Database database = new Database(config.createConnection("jdbc:sqlite:" + file));
            try {
                database.prepare();
                return database;
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private void prepare() {
        transaction(() -> {
            long format = one("PRAGMA user_version", row -> row.getLong(1)).orElse(0L);
            if (format > FORMAT) {
                throw new WorkspaceException(Reason.TOO_NEW, "a newer version of Offing wrote this folder");
            }
            if (format == 0) {
                for (String sql : TABLES) {
                    execute(sql);
                }
            }
            return null;
        });
    }

    /**
     * All of it or nothing; durable when this returns.
     *
     * @throws WorkspaceException STORAGE_FULL, STORAGE_FAILED; nothing was written then
     */
    <T> T transaction(Work<T> work) {
        try {
            execute("BEGIN IMMEDIATE");
            try {
                T result = work.run();
                execute("COMMIT");
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(e);
                throw e;
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private void rollBack(Exception why) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            why.addSuppressed(e); // SQLite has done it by itself, or the next BEGIN fails.
        }
    }

    /** Reads without a transaction of its own. @throws WorkspaceException STORAGE_FAILED */
    <T> T read(Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    int execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            statement.execute();
            return statement.getUpdateCount();
        }
    }

    <T> List<T> all(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(reader.read(rows));
            }
            return read;
        }
    }

    <T> Optional<T> one(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
        return all(sql, reader, parameters).stream().findFirst();
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static WorkspaceException failure(SQLException e) {
        boolean full = e instanceof SQLiteException sqlite && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
        return full
                ? new WorkspaceException(Reason.STORAGE_FULL, "there is no room left on this device", e)
                : new WorkspaceException(Reason.STORAGE_FAILED, "the workspace's database cannot be used", e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}
