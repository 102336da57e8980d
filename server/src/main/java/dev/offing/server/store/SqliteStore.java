package dev.offing.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * {@link Store} in one SQLite file in write-ahead mode: readers never wait for the writer, and a
 * commit is one fsync of the log ({@code synchronous=FULL}). Several connections read; one, owned by
 * {@link GroupCommit}, writes.
 */
public final class SqliteStore implements Store {

    /** Reading connections. Reads are short; virtual threads beyond this many wait for one. */
    private static final int READERS = 8;

    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    private final HikariDataSource pool;
    private final GroupCommit writes;
    private final SqliteIdentities identities;
    private final SqliteChangeLog log;
    private final FolderFileShelf files;
    private final SqliteTextIndex texts;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteStore(HikariDataSource pool, GroupCommit writes, DataFolder folder, long nowMillis)
            throws IOException {
        this.pool = pool;
        this.writes = writes;
        Jdbi reads = Jdbi.create(pool);
        this.identities = new SqliteIdentities(reads, writes);
        this.log = new SqliteChangeLog(reads, writes);
        this.texts = new SqliteTextIndex(reads, writes);
        this.files = new FolderFileShelf(folder.files(), reads, writes, nowMillis);
    }

    /**
     * Opens the database of a data folder, making or migrating it.
     *
     * @throws StoreException TOO_NEW if a newer Offing wrote it, UNAVAILABLE if it cannot be opened
     */
    public static SqliteStore open(DataFolder folder, InstantSource clock) {
        SQLiteDataSource source = source(folder);
        migrate(source);
        Handle writer = Jdbi.open(source);
        insertWorkspace(writer, clock);
        GroupCommit writes = new GroupCommit(writer);
        HikariDataSource pool = pool(source);
        try {
            return new SqliteStore(pool, writes, folder, clock.millis());
        } catch (IOException e) {
            pool.close();
            writes.close();
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "the data folder cannot be written", e);
        }
    }

    private static SQLiteDataSource source(DataFolder folder) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        // The driver otherwise looks through the text of every statement for an INSERT, each time it runs.
        config.setGetGeneratedKeys(false);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + folder.database());
        return source;
    }

    private static void migrate(SQLiteDataSource source) {
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:dev/offing/server/store/migration")
                    .ignoreMigrationPatterns(new String[0]) // a migration we do not know is an error
                    .load()
                    .migrate();
        } catch (FlywayValidateException e) {
            throw new StoreException(
                    StoreException.Reason.TOO_NEW, "the data folder was written by another version of Offing", e);
        } catch (FlywayException e) {
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "the database cannot be opened", e);
        }
    }

    private static void insertWorkspace(Handle writer, InstantSource clock) {
        byte[] epoch = new byte[16];
        new SecureRandom().nextBytes(epoch);
        writer.execute(
                "INSERT OR IGNORE INTO workspace (one, epoch, name, created_at) VALUES (1, ?, '', ?)",
                HexFormat.of().formatHex(epoch),
                clock.millis());
    }

    private static HikariDataSource pool(SQLiteDataSource source) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("offing-readers");
        config.setDataSource(source);
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setConnectionInitSql("PRAGMA query_only = true");
        return new HikariDataSource(config);
    }

    /** For tests of what only the writing connection knows. */
    GroupCommit writer() {
        return writes;
    }

    @Override
    public Identities identities() {
        return identities;
    }

    @Override
    public ChangeLog log() {
        return log;
    }

    @Override
    public FileShelf files() {
        return files;
    }

    @Override
    public TextIndex texts() {
        return texts;
    }

    /** Also moves the write-ahead log into the database file, so that the folder can be copied. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            pool.close();
            writes.close();
        }
    }
}
