package dev.offing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.TextTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server, and workspaces that are closed at the end. */
abstract class WorkspaceFixture {

    static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    RunningServer server;
    private final List<Workspace> opened = new ArrayList<>();

    @BeforeEach
    void startServer() throws Exception {
        server = RunningServer.start(folder.resolve("server"));
    }

    @AfterEach
    void closeAll() {
        opened.forEach(Workspace::close);
        server.close();
    }

    Workspace open(String name) {
        Workspace workspace = Workspace.open(folder.resolve(name));
        opened.add(workspace);
        return workspace;
    }

    /** Signed in and caught up. */
    Workspace signedIn(String name) throws InterruptedException {
        Workspace workspace = open(name);
        workspace.signIn(server.address(), RunningServer.EMAIL, RunningServer.PASSWORD, name);
        assertSynced(workspace);
        return workspace;
    }

    static void assertSynced(Workspace workspace) throws InterruptedException {
        assertThat(workspace.awaitSynced(LIMIT)).as("%s", workspace.status()).isTrue();
    }

    /** Waits until something holds that events of the workspace bring about. */
    static void await(Workspace workspace, BooleanSupplier condition) throws InterruptedException {
        LinkedBlockingQueue<Boolean> events = new LinkedBlockingQueue<>();
        WorkspaceListener listener = new WorkspaceListener() {
            @Override
            public void statusChanged(WorkspaceStatus status) {
                events.add(true);
            }

            @Override
            public void pagesChanged() {
                events.add(true);
            }
        };
        try (Subscription subscription = workspace.subscribe(listener)) {
            while (!condition.getAsBoolean()) {
                assertThat(events.poll(LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .as("something happens")
                        .isNotNull();
            }
        }
    }

    /** A page, once it is here: one that nobody asked for may come after everything else is synced. */
    static Page arrived(Workspace workspace, PageId id) throws InterruptedException {
        workspace.want(id);
        await(
                workspace,
                () -> workspace.status().isSynced()
                        && workspace.pages().stream()
                                .anyMatch(entry -> entry.id().equals(id) && entry.here()));
        return workspace.page(id);
    }

    /** A new paragraph at the end. */
    static void append(Page page, String text) {
        page.edit(document -> {
            List<BlockView> blocks = document.view().blocks();
            BlockId last = blocks.isEmpty() ? null : blocks.getLast().id();
            BlockId block = document.newBlock(null, last, "paragraph");
            document.insert(new TextTarget.Block(block), 0, text);
        });
    }

    static List<String> paragraphs(Page page) {
        return page.view().blocks().stream()
                .map(block -> block.text().text())
                .filter(text -> !text.isEmpty())
                .toList();
    }

    static List<String> titles(Workspace workspace) {
        return workspace.pages().stream().map(PageEntry::title).toList();
    }
}
