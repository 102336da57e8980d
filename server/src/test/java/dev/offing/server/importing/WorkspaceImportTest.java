package dev.offing.server.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offing.engine.BlockView;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.DocumentView;
import dev.offing.engine.ReplicaId;
import dev.offing.server.TestBrowser;
import dev.offing.server.TestServer;
import dev.offing.server.TestSocket;
import dev.offing.server.store.ChangeLog.Head;
import dev.offing.server.store.DataFolder;
import dev.offing.server.store.SqliteStore;
import dev.offing.sync.DocumentId;
import dev.offing.sync.directory.DirectoryTree;
import dev.offing.sync.directory.PageRecordView;
import dev.offing.sync.protocol.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import reaches the workspace, whether or not a server runs on its folder. */
class WorkspaceImportTest {

    @TempDir
    Path folder;

    private Path data;
    private Path notes;

    @BeforeEach
    void writeNotes() throws IOException {
        data = folder.resolve("data");
        notes = folder.resolve("notes");
        Files.createDirectories(notes.resolve("Trips"));
        Files.writeString(notes.resolve("Trips.md"), "# Trips\n\nSee [Skye](Trips/Skye.md).\n");
        Files.writeString(notes.resolve("Trips/Skye.md"), "# Skye\n\n- [ ] pack a coat\n");
        Files.writeString(notes.resolve("Tides.md"), "# Tides\n\n| Port | High |\n|---|---|\n| Oban | 4.0 |\n");
    }

    /** The workspace's pages as its log shows them, read with no server running. */
    private record Pages(Map<String, String> idByTitle, Map<String, DocumentView> documents, DirectoryTree tree) {
        DocumentView document(String title) {
            return documents.get(idByTitle.get(title));
        }

        List<String> titles(List<String> ids) {
            return ids.stream().map(id -> documents.get(id).title().text()).toList();
        }
    }

    private Pages pages() {
        try (DataFolder opened = DataFolder.open(data);
                SqliteStore store = SqliteStore.open(opened, InstantSource.system())) {
            Map<String, String> ids = new HashMap<>();
            Map<String, DocumentView> documents = new HashMap<>();
            List<PageRecordView> records = new ArrayList<>();
            for (Head head : store.log().headsAfter(0, 1_000)) {
                DocumentId id = new DocumentId(head.document());
                Document document = Document.create(new ReplicaId(0));
                store.log()
                        .read(head.document(), 0, Integer.MAX_VALUE, Long.MAX_VALUE)
                        .forEach(entry -> document.apply(ChangeCodec.decode(entry.bytes())));
                if (id.isRecord()) {
                    records.add(PageRecordView.of(id.pageId(), document.view()));
                } else {
                    assertThat(head.title()).isEqualTo(document.view().title().text());
                    ids.put(head.title(), id.pageId());
                    documents.put(id.pageId(), document.view());
                }
            }
            return new Pages(ids, documents, DirectoryTree.of(records));
        }
    }

    private String runImport(Path source, Optional<String> under) throws Exception {
        return WorkspaceImport.run(data, source, under, read -> {});
    }

    @Test
    void withoutAServerTheFolderIsOpenedHere() throws Exception {
        assertThat(runImport(notes, Optional.empty())).contains("Imported 4 pages");
        Pages pages = pages();
        assertThat(pages.titles(pages.tree().topLevel())).containsExactly("notes");
        assertThat(pages.titles(pages.tree().children(pages.idByTitle().get("notes"))))
                .containsExactlyInAnyOrder("Trips", "Tides");
        assertThat(pages.titles(pages.tree().children(pages.idByTitle().get("Trips"))))
                .containsExactly("Skye");
        assertThat(pages.document("Trips").blocks().getFirst().text().text()).isEqualTo("See Skye.");
        assertThat(pages.document("Trips").blocks().getFirst().text().marks())
                .anySatisfy(mark -> assertThat(mark.toString())
                        .contains("link", "/p/" + pages.idByTitle().get("Skye")));
    }

    @Test
    void pagesOfAnySizeAreWrittenInChangesThatHaveRoomForThem() throws Exception {
        String listing = "a line of a long listing, and \ud83c\udf0a at its end\n".repeat(100);
        String marked = "**bold** and *slanted* words; ".repeat(2_000);
        String text = "\ud83c\udf0a and words, ".repeat(30_000);
        Files.writeString(
                Files.createDirectories(folder.resolve("large")).resolve("Large.md"),
                ("```\n" + listing + "```\n\n").repeat(100) + marked + "\n\n" + text + "\n");
        assertThat(runImport(folder.resolve("large"), Optional.empty())).contains("Imported 1 page,");
        List<BlockView> blocks = pages().document("Large").blocks();
        assertThat(blocks.getFirst().text().text()).isEqualTo(listing.strip());
        assertThat(blocks).hasSize(102);
        assertThat(blocks.get(100).text().marks()).hasSize(4_000);
        assertThat(blocks.get(101).text().text()).isEqualTo(text.strip());
    }

    @Test
    void aRunningServerTakesTheImportAndTellsWhoIsConnected() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            TestBrowser owner = server.owner();
            TestSocket socket = TestSocket.open(server.origin(), owner);
            socket.next(Message.Heads.class);
            assertThat(runImport(notes, Optional.empty())).contains("Imported 4 pages");
            assertThat(socket.next(Message.Entries.class).changes()).isNotEmpty();
        }
        assertThat(pages().idByTitle()).containsOnlyKeys("notes", "Trips", "Skye", "Tides");
    }

    @Test
    void aSecondImportGoesUnderAPageAndAfterWhatIsThere() throws Exception {
        runImport(notes, Optional.empty());
        String trips = pages().idByTitle().get("Trips");
        Path more = Files.createDirectories(folder.resolve("more"));
        Files.writeString(more.resolve("Mull.md"), "# Mull\n");
        runImport(more, Optional.of(trips));
        Pages pages = pages();
        assertThat(pages.titles(pages.tree().children(trips))).containsExactly("Skye", "Mull");
    }

    @Test
    void anUnknownPageToImportUnderChangesNothing() throws Exception {
        runImport(notes, Optional.empty());
        assertThatThrownBy(() -> runImport(notes, Optional.of("0".repeat(32))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0".repeat(32));
        try (TestServer server = TestServer.start(folder)) {
            assertThatThrownBy(() -> runImport(notes, Optional.of("0".repeat(32))))
                    .as("the same from a running server")
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0".repeat(32));
        }
        assertThat(pages().documents()).hasSize(4);
    }

    @Test
    void aBrokenArchiveIsExplainedAndChangesNothing() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.zip"), "This is no zip.");
        assertThatThrownBy(() -> runImport(broken, Optional.empty())).isInstanceOf(ImportException.class);
        try (TestServer server = TestServer.start(folder)) {
            assertThatThrownBy(() -> runImport(broken, Optional.empty()))
                    .hasMessageContaining("broken")
                    .hasMessageContaining("Nothing was imported.")
                    .hasMessageNotContaining("/tmp/");
        }
        assertThat(pages().documents()).isEmpty();
    }

    @Test
    void theRouteIsForWhoCanReadTheKey() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            TestBrowser owner = server.owner();
            assertThat(owner.post("/api/local/import").status()).isEqualTo(403);
            Map<String, String> headers = owner.ours();
            headers.put("Authorization", "Bearer guess");
            assertThat(owner.send("POST", "/api/local/import", TestBrowser.json(), headers)
                            .status())
                    .isEqualTo(403);
            assertThat(Files.getPosixFilePermissions(DataFolder.keyFile(data)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(data)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }
}
