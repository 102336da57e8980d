package dev.offing.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, and what is SQLite's and the data folder's own. */
class SqliteStoreTest extends StoreContract {

    @TempDir
    Path folder;

    /** A store that takes its folder with it. */
    private record Opened(DataFolder folder, SqliteStore store) implements Store {
        @Override
        public Identities identities() {
            return store.identities();
        }

        @Override
        public ChangeLog log() {
            return store.log();
        }

        @Override
        public FileShelf files() {
            return store.files();
        }

        @Override
        public TextIndex texts() {
            return store.texts();
        }

        @Override
        public void close() {
            store.close();
            folder.close();
        }
    }

    @Override
    Store open() {
        return open(folder.resolve("data"), InstantSource.system());
    }

    static Store open(Path data, InstantSource clock) {
        DataFolder opened = DataFolder.open(data);
        return new Opened(opened, SqliteStore.open(opened, clock));
    }

    private static StoreException.Reason refusal(Path data) {
        try (DataFolder opened = DataFolder.open(data);
                SqliteStore store = SqliteStore.open(opened, InstantSource.system())) {
            throw new AssertionError("it was opened: " + store);
        } catch (StoreException e) {
            return e.reason();
        }
    }

    @Test
    void aFolderInUseIsRefusedWithWhoUsesIt() {
        try (DataFolder held = DataFolder.open(folder.resolve("held"))) {
            assertThatThrownBy(() -> DataFolder.open(held.root()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()))
                    .hasMessageContaining("--data");
        }
        DataFolder.open(folder.resolve("held")).close();
    }

    @Test
    void aFolderOfANewerVersionIsRefusedUntouched() throws Exception {
        Path data = folder.resolve("newer");
        try (DataFolder opened = DataFolder.open(data)) {
            SqliteStore.open(opened, InstantSource.system()).close();
        }
        execute(
                data,
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) VALUES (99, '99', 'later', 'SQL', 'V99__later.sql',"
                        + " 1, '', 1, 1)");
        byte[] before = Files.readAllBytes(data.resolve("offing.db"));
        assertThat(refusal(data)).isEqualTo(StoreException.Reason.TOO_NEW);
        assertThat(Files.readAllBytes(data.resolve("offing.db"))).isEqualTo(before);
    }

    @Test
    void whatIsNoDatabaseIsRefused() throws Exception {
        Path data = Files.createDirectories(folder.resolve("other"));
        Files.writeString(data.resolve("offing.db"), "This is not a database. ".repeat(100));
        assertThat(refusal(data)).isEqualTo(StoreException.Reason.UNAVAILABLE);
    }

    @Test
    void aCleanStopLeavesOneDatabaseFileThatIsWhole() throws Exception {
        try (Stream<Path> files = stopAndList()) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("offing.db", "offing.lock", "files");
        }
        execute(folder.resolve("data"), "PRAGMA integrity_check");
    }

    private Stream<Path> stopAndList() throws Exception {
        stop();
        return Files.list(folder.resolve("data"));
    }

    /** A killed process does not show whether the disk was waited for; these settings say so. */
    @Test
    void theWriterWaitsForTheDisk() {
        try (DataFolder opened = DataFolder.open(folder.resolve("durable"));
                SqliteStore durable = SqliteStore.open(opened, InstantSource.system())) {
            assertThat(pragma(durable, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(durable, "synchronous")).as("2 is FULL").isEqualTo("2");
            assertThat(pragma(durable, "foreign_keys")).isEqualTo("1");
        }
    }

    private static String pragma(SqliteStore store, String name) {
        return store.writer()
                .call(handle ->
                        handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
    }

    private static void execute(Path data, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("offing.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
