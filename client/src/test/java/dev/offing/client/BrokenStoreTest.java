package dev.offing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offing.client.WorkspaceException.Reason;
import dev.offing.engine.BlockId;
import dev.offing.engine.TextTarget;
import dev.offing.sync.DocumentId;
import dev.offing.sync.client.SyncStatus;
import dev.offing.sync.protocol.RefusalReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Damaged records, a full disk, a restored server, a refused change: nothing is lost, and the status says so. */
class BrokenStoreTest extends WorkspaceFixture {

    /** Flips a bit of the record at a position of a page's log. */
    private static void damage(Workspace workspace, PageId page, int position) {
        String where = " WHERE position = ? AND document = (SELECT number FROM documents WHERE id = ?)";
        String id = DocumentId.page(page.text()).text();
        workspace.onStore(store -> store.database().transaction(() -> {
            byte[] sealed = store.database()
                    .one("SELECT sealed FROM log" + where, row -> row.getBytes(1), position, id)
                    .orElseThrow();
            sealed[sealed.length / 2] ^= 1;
            return store.database().execute("UPDATE log SET sealed = ?" + where, sealed, position, id);
        }));
    }

    @Test
    void aDamagedRecordComesBackFromTheServer() throws Exception {
        Workspace ada = signedIn("ada");
        Page page = ada.createPage(Optional.empty(), "Plan");
        append(page, "one");
        append(page, "two");
        assertSynced(ada);
        byte[] before = page.snapshot();
        damage(ada, page.id(), 2);
        ada.close();
        server.stop();

        Workspace again = open("ada");
        Page damaged = again.page(page.id());
        assertThat(paragraphs(damaged)).isEmpty();
        assertThatThrownBy(() -> append(damaged, "three")).satisfies(WorkspaceTest.reason(Reason.PAGE_DAMAGED));
        server.start();
        again.syncNow();
        await(again, () -> again.status().isSynced() && paragraphs(damaged).size() == 2);
        assertThat(damaged.snapshot()).isEqualTo(before);
        append(damaged, "three");
        assertSynced(again);
        assertThat(paragraphs(arrived(signedIn("ben"), page.id()))).containsExactly("one", "two", "three");
    }

    @Test
    void anOutboxEntryThatCannotBeReadStopsItsPageAndIsReported() throws Exception {
        Workspace ada = signedIn("ada");
        Page page = ada.createPage(Optional.empty(), "Plan");
        Page other = ada.createPage(Optional.empty(), "Other");
        assertSynced(ada);
        server.stop();
        append(page, "one");
        append(page, "two");
        append(other, "three");
        damage(ada, page.id(), 2);
        ada.close();

        Workspace again = open("ada");
        assertThatThrownBy(() -> append(again.page(page.id()), "four"))
                .satisfies(WorkspaceTest.reason(Reason.PAGE_DAMAGED));
        server.start();
        again.syncNow();
        await(again, () -> again.status().sync().equals(new SyncStatus.Attention(2, SyncStatus.Why.REFUSED)));
        Draft draft = again.drafts().getFirst();
        assertThat(draft.page()).isEqualTo(page.id());
        assertThat(draft.reason()).isEqualTo(RefusalReason.UNREADABLE);
        assertThat(draft.changes()).isEqualTo(2);
        assertThat(draft.text()).isEqualTo("two\n");
        assertThat(paragraphs(arrived(signedIn("ben"), other.id()))).containsExactly("three");
    }

    @Test
    void aRefusedChangeIsADraftWithReasonAndText() throws Exception {
        Workspace ada = signedIn("ada");
        Page page = ada.createPage(Optional.empty(), "Plan");
        assertSynced(ada);
        DocumentId record = DocumentId.record(page.id().text());
        ada.edit(record, document -> {
            BlockId block = document.newBlock(null, null, "paragraph");
            document.insert(new TextTarget.Block(block), 0, "text has no place here");
        });
        await(ada, () -> !ada.drafts().isEmpty());
        Draft draft = ada.drafts().getFirst();
        assertThat(draft.reason()).isEqualTo(RefusalReason.WRONG_KIND);
        assertThat(draft.text()).isEqualTo("text has no place here\n");
        assertThat(ada.status().sync()).isEqualTo(new SyncStatus.Attention(1, SyncStatus.Why.REFUSED));
        append(page, "goes on");
        await(ada, () -> ada.pages().getFirst().unsent() == 1);
    }

    @Test
    void aFullDiskKeepsWhatIsThereAndRefusesTheRest() throws Exception {
        Workspace ada = signedIn("ada");
        Page page = ada.createPage(Optional.empty(), "Plan");
        append(page, "fits");
        assertSynced(ada);
        limit(ada, 0);
        byte[] noise = new byte[30_000];
        new Random(4).nextBytes(noise);
        String large = HexFormat.of().formatHex(noise);
        assertThatThrownBy(() -> append(page, large)).satisfies(WorkspaceTest.reason(Reason.STORAGE_FULL));
        assertThat(paragraphs(page)).containsExactly("fits");

        Workspace ben = signedIn("ben");
        append(arrived(ben, page.id()), large);
        assertSynced(ben);
        await(ada, () -> ada.status().sync().equals(new SyncStatus.Attention(0, SyncStatus.Why.STORAGE_FULL)));
        limit(ada, 1_000_000);
        ada.syncNow();
        await(ada, () -> ada.status().isSynced() && paragraphs(page).size() == 2);
        append(page, "fits again");
        assertSynced(ada);
        assertThat(paragraphs(page)).containsExactly("fits", large, "fits again");
    }

    /** A limit below what is in use means: no more than now. */
    private static void limit(Workspace workspace, int pages) {
        workspace.onStore(store -> store.database()
                .read(() ->
                        store.database().one("PRAGMA max_page_count = " + Math.max(1, pages), row -> row.getLong(1))));
    }

    @Test
    void aRestoredServerGetsBackWhatItLost() throws Exception {
        Workspace ada = signedIn("ada");
        Page page = ada.createPage(Optional.empty(), "Plan");
        append(page, "in the backup");
        assertSynced(ada);
        server.stop();
        Path backup = copy(folder.resolve("server"), folder.resolve("backup"));
        server.start();
        ada.syncNow();
        append(page, "after the backup");
        assertSynced(ada);
        server.stop();
        delete(folder.resolve("server"));
        copy(backup, folder.resolve("server"));
        giveNewEpoch(folder.resolve("server/offing.db"));
        server.start();
        ada.syncNow();
        assertSynced(ada);
        Page there = arrived(signedIn("ben"), page.id());
        assertThat(paragraphs(there)).containsExactly("in the backup", "after the backup");
        assertThat(there.snapshot()).isEqualTo(page.snapshot());
    }

    /** As docs/operating.md says. */
    private static void giveNewEpoch(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE workspace SET epoch = lower(hex(randomblob(16)))");
        }
    }

    private static Path copy(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        return to;
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
