package dev.offing.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.server.TestClock;
import dev.offing.server.access.Access;
import dev.offing.server.account.SignedIn;
import dev.offing.server.account.Tokens;
import dev.offing.server.live.LiveWorkspace.NewDocument;
import dev.offing.server.store.ChangeLog;
import dev.offing.server.store.DataFolder;
import dev.offing.server.store.FileShelf;
import dev.offing.server.store.Identities;
import dev.offing.server.store.Identities.Account;
import dev.offing.server.store.Identities.Role;
import dev.offing.server.store.SqliteStore;
import dev.offing.server.store.Store;
import dev.offing.server.store.StoreException;
import dev.offing.server.store.TextIndex;
import dev.offing.sync.DocumentId;
import dev.offing.sync.server.AppendOutcome;
import dev.offing.sync.server.Appended;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates and the log together: what a failing store, many writers and restarts do to them. */
class LiveWorkspaceTest {

    private static final DocumentId PAGE = DocumentId.page("a".repeat(32));
    private static final int ORIGIN = 1;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final AtomicInteger appendsToFail = new AtomicInteger();
    private DataFolder data;
    private SqliteStore store;
    private LiveWorkspace workspace;
    private SignedIn ada;

    @BeforeEach
    void start() {
        data = DataFolder.open(folder.resolve("data"));
        store = SqliteStore.open(data, clock);
        workspace = new LiveWorkspace(new FailingStore(), new Access(), new Tokens(), clock);
        Account account = new Account("1", "ada@example.org", "Ada", Role.OWNER, "hash", 1);
        store.identities().setUp("Lighthouse", account);
        ada = new SignedIn("00", account, Optional.empty());
    }

    @AfterEach
    void stop() {
        store.close();
        data.close();
    }

    /** The real store, whose log loses appends when it is told to, as a full disk does. */
    private final class FailingStore implements Store {
        @Override
        public Identities identities() {
            return store.identities();
        }

        @Override
        public ChangeLog log() {
            return (ChangeLog) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {ChangeLog.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("append") && appendsToFail.getAndDecrement() > 0) {
                            return CompletableFuture.failedFuture(
                                    new StoreException(StoreException.Reason.FULL, "the server's disk is full"));
                        }
                        try {
                            return method.invoke(store.log(), arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
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
        }
    }

    private final class Writer {
        final Document document =
                Document.create(workspace.issueReplicas(Optional.of(ada), 1).getFirst());

        byte[] type(String text) {
            document.insert(new TextTarget.Title(), 0, text);
            return ChangeCodec.encode(document.commit(0));
        }
    }

    private List<AppendOutcome> push(byte[]... changes) {
        return workspace.push(ada, ORIGIN, PAGE, List.of(changes));
    }

    private String titleInLog() {
        Document document = Document.create(new ReplicaId(0));
        store.log()
                .read(PAGE.text(), 0, Integer.MAX_VALUE, Long.MAX_VALUE)
                .forEach(entry -> document.apply(ChangeCodec.decode(entry.bytes())));
        return document.view().title().text();
    }

    @Test
    void anAppendThatWasLostIsOfferedAgainAndLeavesNoGap() {
        Writer writer = new Writer();
        byte[] first = writer.type("a");
        byte[] second = writer.type("b");
        push(first);
        appendsToFail.set(1);
        assertThatThrownBy(() -> push(second)).isInstanceOf(StoreException.class);
        assertThat(push(second)).singleElement().isInstanceOf(AppendOutcome.Logged.class);
        assertThat(titleInLog()).isEqualTo("ba");
    }

    @Test
    void whatFollowsALostAppendInOnePushIsLostWithIt() {
        Writer writer = new Writer();
        byte[] first = writer.type("a");
        byte[] second = writer.type("b");
        byte[] third = writer.type("c");
        appendsToFail.set(1);
        assertThatThrownBy(() -> push(first, second, third)).isInstanceOf(StoreException.class);
        assertThat(store.log().head(PAGE.text()))
                .as("the log never holds an effect without its cause")
                .isEmpty();
        assertThat(push(first, second, third)).hasSize(3);
        assertThat(titleInLog()).isEqualTo("cba");
    }

    @Test
    void manyWritersOfOnePageAreToldInOrderWithoutGaps() throws Exception {
        int writers = 8;
        int changesEach = 40;
        List<Appended> told = Collections.synchronizedList(new ArrayList<>());
        workspace.subscribe(told::add);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            Writer writer = new Writer();
            threads.add(Thread.startVirtualThread(() -> {
                for (int j = 0; j < changesEach; j++) {
                    push(writer.type("x"));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        List<Long> expected =
                LongStream.rangeClosed(1, (long) writers * changesEach).boxed().toList();
        assertThat(told).extracting(Appended::workspaceSequence).isEqualTo(expected);
        assertThat(told).extracting(Appended::sequence).isEqualTo(expected);
        assertThat(titleInLog()).hasSize(writers * changesEach);
        push(new Writer().type("y")); // Nobody waits for a snapshot; what is written after it, comes after it.
        assertThat(store.log().snapshot(PAGE.text()).orElseThrow().sequence())
                .as("a snapshot was kept on the way")
                .isGreaterThanOrEqualTo(256);
    }

    @Test
    void aGateFromASnapshotKnowsEverything() {
        Writer writer = new Writer();
        byte[] first = writer.type("x");
        push(first);
        for (int i = 0; i < 300; i++) {
            push(writer.type("x"));
        }
        stop();
        restart();
        assertThat(push(first))
                .singleElement()
                .isEqualTo(new AppendOutcome.Logged(dev.offing.sync.ChangeKey.of(first), 1));
        push(writer.type("y"));
        assertThat(titleInLog()).hasSize(302).startsWith("y");
    }

    /** A damaged snapshot is a lost cache, nothing more. */
    @Test
    void aSnapshotThatCannotBeReadIsBuiltAgainFromTheLog() {
        Writer writer = new Writer();
        push(writer.type("a"));
        store.log().putSnapshot(PAGE.text(), new ChangeLog.Snapshot(1, new byte[] {1, 2, 3}));
        stop();
        restart();
        push(writer.type("b"));
        assertThat(titleInLog()).isEqualTo("ba");
    }

    private void restart() {
        data = DataFolder.open(folder.resolve("data"));
        store = SqliteStore.open(data, clock);
        workspace = new LiveWorkspace(new FailingStore(), new Access(), new Tokens(), clock);
    }

    @Test
    void newDocumentsAreMadeAllOrNone() {
        ReplicaId replica = workspace.issueReplicas(Optional.empty(), 1).getFirst();
        Document document = Document.create(replica);
        document.insert(new TextTarget.Title(), 0, "Imported");
        byte[] change = ChangeCodec.encode(document.commit(0));
        DocumentId other = DocumentId.page("b".repeat(32));
        List<Appended> told = new ArrayList<>();
        workspace.subscribe(told::add);
        assertThatThrownBy(() -> workspace.create(List.of(
                        new NewDocument(PAGE, List.of(change)), new NewDocument(other, List.of(new byte[] {1})))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.log().workspaceSequence()).isZero();
        workspace.create(List.of(new NewDocument(PAGE, List.of(change)), new NewDocument(other, List.of(change))));
        assertThat(told).extracting(Appended::document).containsExactly(PAGE, other);
        assertThat(told).extracting(Appended::title).containsOnly(Optional.of("Imported"));
        assertThatThrownBy(() -> workspace.create(List.of(new NewDocument(PAGE, List.of(change)))))
                .isInstanceOf(StoreException.class);
    }
}
