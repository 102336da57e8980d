package dev.offing.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.server.TestBrowser;
import dev.offing.server.TestSocket;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.protocol.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a real server process with SIGKILL, again and again, while several devices type, and looks
 * after every restart for each change that was ever acknowledged: it has to be in the log, with the
 * same bytes, under the sequence it was acknowledged with. A kill comes after a random number of
 * acknowledgements, half of them at once (an answer sent before its commit is caught there), half a
 * random few milliseconds later, so that they fall anywhere between a push, its transaction, its commit
 * and its answer.
 */
class CrashTest {

    private static final int KILLS = 30;
    private static final int TYPISTS = 4;
    private static final long SEED = 20_261_125;
    private static final List<DocumentId> PAGES =
            List.of(DocumentId.page("1".repeat(32)), DocumentId.page("2".repeat(32)));
    private static final String EMAIL = "ada@example.org";
    private static final String PASSWORD = "correct horse battery";

    /** What was acknowledged. */
    private record Acknowledged(DocumentId page, ChangeKey key, byte[] change, long sequence) {}

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final Map<DocumentId, List<byte[]>> log = new TreeMap<>();
    private final Map<DocumentId, Map<ChangeKey, Integer>> places = new TreeMap<>();
    private final Map<DocumentId, Document> replays = new TreeMap<>();
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private int verified;
    private CountDownLatch untilKill;
    private int acknowledgedAgain;
    private CrashProcess server;

    @AfterEach
    void end() throws InterruptedException {
        if (server != null) {
            server.kill();
        }
    }

    @Test
    void noAcknowledgedChangeIsMissingAfterAnyKill() throws Exception {
        for (DocumentId page : PAGES) {
            places.put(page, new HashMap<>());
            replays.put(page, Document.create(new ReplicaId(0)));
        }
        server = new CrashProcess(folder);
        server.start();
        List<TestBrowser> browsers = browsers();
        readNewEntries(browsers.getFirst());
        server.stop();
        server.start();
        List<Typist> typists = new ArrayList<>();
        for (int i = 0; i < TYPISTS; i++) {
            typists.add(new Typist(PAGES, new Random(random.nextLong()), this::acknowledged));
        }
        int unacknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            untilKill = new CountDownLatch(1 + random.nextInt(20));
            List<Thread> threads = startTyping(typists, browsers);
            assertThat(untilKill.await(60, TimeUnit.SECONDS))
                    .as("typing goes on after kill %d", kill)
                    .isTrue();
            if (random.nextBoolean()) {
                LockSupport.parkNanos(random.nextInt(5_000_000));
            }
            server.kill();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            unacknowledged +=
                    typists.stream().mapToInt(Typist::unacknowledgedCount).sum();
            server.start();
            verify(browsers.getFirst(), kill);
            typists.forEach(typist -> PAGES.forEach(page -> typist.catchUp(page, log.get(page))));
        }
        verifyAllAgain(browsers.getFirst());
        assertThat(unacknowledged).as("pushes a kill cut off").isPositive();
        assertThat(acknowledgedAgain).as("pushes that were offered again").isPositive();
        assertThat(acknowledged).hasSizeGreaterThan(KILLS);
    }

    private List<Thread> startTyping(List<Typist> typists, List<TestBrowser> browsers) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < TYPISTS; i++) {
            Typist typist = typists.get(i);
            TestBrowser browser = browsers.get(i).at(server.origin());
            threads.add(Thread.ofPlatform()
                    .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
                    .start(() -> typist.type(server.origin(), browser)));
        }
        return threads;
    }

    private synchronized void acknowledged(
            DocumentId page, ChangeKey key, byte[] change, long sequence, boolean again) {
        acknowledged.add(new Acknowledged(page, key, change, sequence));
        acknowledgedAgain += again ? 1 : 0;
        untilKill.countDown();
    }

    /** One owner with a session and a device for each typist. */
    private List<TestBrowser> browsers() {
        List<TestBrowser> browsers = new ArrayList<>();
        TestBrowser owner = new TestBrowser(server.origin());
        owner.post(
                "/api/setup",
                "code",
                server.setupCode(),
                "workspaceName",
                "Lighthouse",
                "name",
                "Ada",
                "email",
                EMAIL,
                "password",
                PASSWORD);
        for (int i = 0; i < TYPISTS; i++) {
            TestBrowser browser = new TestBrowser(server.origin());
            browser.post("/api/sign-in", "email", EMAIL, "password", PASSWORD);
            browser.deviceId();
            browsers.add(browser);
        }
        return browsers;
    }

    /**
     * Checks what the log has gained since the last restart, and every acknowledgement since then.
     * Cost: the new entries. What was checked before is read again at the end.
     */
    private void verify(TestBrowser browser, int kill) {
        readNewEntries(browser.at(server.origin()));
        for (DocumentId page : PAGES) {
            Map<ChangeKey, Integer> byKey = places.get(page);
            List<byte[]> entries = log.get(page);
            for (byte[] change : entries.subList(byKey.size(), entries.size())) {
                Integer twice = byKey.put(ChangeKey.of(change), byKey.size() + 1);
                assertThat(twice).as("a change stands in the log once").isNull();
                // The log alone makes a document: every change finds its causes before it.
                assertThat(replays.get(page).apply(ChangeCodec.decode(change)))
                        .isInstanceOf(Document.Applied.Done.class);
            }
        }
        for (Acknowledged one : acknowledged.subList(verified, acknowledged.size())) {
            Integer place = places.get(one.page()).get(one.key());
            assertThat(place).as("after kill %d: %s", kill, one.key()).isEqualTo((int) one.sequence());
            assertThat(log.get(one.page()).get(place - 1)).isEqualTo(one.change());
        }
        verified = acknowledged.size();
    }

    private void verifyAllAgain(TestBrowser browser) {
        Map<DocumentId, List<byte[]>> before = new TreeMap<>(log);
        log.clear();
        readNewEntries(browser.at(server.origin()));
        for (DocumentId page : PAGES) {
            assertThat(log.get(page)).usingElementComparator(Arrays::compare).isEqualTo(before.get(page));
        }
    }

    private void readNewEntries(TestBrowser browser) {
        try (TestSocket socket = TestSocket.open(server.origin(), browser)) {
            socket.next(Message.Welcome.class);
            for (DocumentId page : PAGES) {
                List<byte[]> known = log.computeIfAbsent(page, any -> new ArrayList<>());
                List<byte[]> more;
                do {
                    socket.send(new Message.Fetch(page, known.size()));
                    Message.Entries entries = socket.next(Message.Entries.class);
                    assertThat(entries.firstSequence()).isEqualTo(known.size() + 1L);
                    more = entries.changes();
                    known.addAll(more);
                } while (!more.isEmpty());
            }
        }
    }
}
