package dev.offing.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import dev.offing.server.TestBrowser;
import dev.offing.server.TestServer;
import dev.offing.server.TestSocket;
import dev.offing.sync.DocumentId;
import dev.offing.sync.protocol.Message;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a change that is pushed to what a question finds, on a real server. */
class SearchRoutesTest {

    private static final String TIDES = "0123456789abcdef0123456789abcdef";
    private static final String BOATS = "fedcba9876543210fedcba9876543210";

    @TempDir
    Path folder;

    private TestServer server;
    private TestBrowser owner;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        owner = server.owner();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void write(String page, String... paragraphs) {
        try (TestSocket socket = TestSocket.open(server.origin(), owner)) {
            Document document = Document.create(
                    socket.next(Message.Welcome.class).replicaIds().getFirst());
            for (String text : paragraphs) {
                document.insert(new TextTarget.Block(document.newBlock(null, null, "paragraph")), 0, text);
            }
            document.setProperty(null, "comment/t1/c1", new Value.Text("ask the pilot"));
            byte[] change = ChangeCodec.encode(document.commit(0));
            socket.send(new Message.Push(DocumentId.page(page), List.of(change)));
            socket.next(Message.Accepted.class);
        }
    }

    private JsonNode find(String query) {
        return owner.get("/api/search?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .body()
                .get("hits");
    }

    private List<String> pages(String query) {
        List<String> pages = new ArrayList<>();
        find(query).forEach(hit -> pages.add(hit.get("page").textValue()));
        return pages;
    }

    /** Nobody waits for the index: it is asked until it knows. */
    private void awaitPages(String query, int count) {
        Instant end = Instant.now().plusSeconds(30);
        while (pages(query).size() != count) {
            assertThat(Instant.now()).as("found " + pages(query)).isBefore(end);
        }
    }

    @Test
    void findsPagesByTheWordsOfTheirTexts() {
        write(TIDES, "The Smørrebrød bar opens at low tide", "潮汐表");
        write(BOATS, "High tide is for boats");
        awaitPages("tide", 2);
        assertThat(pages("TIDE boats")).containsExactly(BOATS);
        assertThat(pages("smorre")).as("the beginning of a word").containsExactly(TIDES);
        assertThat(pages("汐表")).containsExactly(TIDES);
        assertThat(pages("汐")).as("a character in the middle").containsExactly(TIDES);
        assertThat(pages("潮")).containsExactly(TIDES);
        assertThat(pages("pilot")).as("comments").hasSize(2);
        assertThat(pages("tides")).isEmpty();
        assertThat(pages("\" OR terms:* NEAR("))
                .as("nothing of it is a query's language")
                .isEmpty();
        assertThat(find("low").get(0).get("piece").textValue()).isEqualTo("The Smørrebrød bar opens at low tide");
    }

    @Test
    void aPageThatChangesIsFoundByWhatItSaysNow() {
        write(TIDES, "ebb");
        awaitPages("ebb", 1);
        try (TestSocket socket = TestSocket.open(server.origin(), owner)) {
            Document document = Document.create(
                    socket.next(Message.Welcome.class).replicaIds().getFirst());
            socket.send(new Message.Fetch(DocumentId.page(TIDES), 0));
            socket.next(Message.Entries.class).changes().forEach(change -> document.apply(ChangeCodec.decode(change)));
            TextTarget.Block block =
                    new TextTarget.Block(document.view().blocks().getFirst().id());
            document.delete(block, 0, 3);
            document.insert(block, 0, "flood");
            byte[] change = ChangeCodec.encode(document.commit(0));
            socket.send(new Message.Push(DocumentId.page(TIDES), List.of(change)));
            socket.next(Message.Accepted.class);
        }
        awaitPages("flood", 1);
        assertThat(pages("ebb")).isEmpty();
    }

    @Test
    void whatWasWrittenBeforeTheServerWasKilledIsFoundAfterwards() throws Exception {
        write(TIDES, "slack water");
        server.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/offing.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM texts");
            statement.execute("DELETE FROM words");
        }
        String cookie = owner.cookie();
        server = TestServer.start(folder);
        owner = server.browser();
        owner.cookie(cookie);
        awaitPages("slack", 1);
    }

    @Test
    void answersMembersAloneAndWantsWords() {
        assertThat(server.browser().get("/api/search?q=tide").status()).isEqualTo(401);
        assertThat(owner.get("/api/search").code()).isEqualTo("invalid");
        assertThat(owner.get("/api/search?q=%20").code()).isEqualTo("invalid");
        assertThat(pages("… ;")).isEmpty();
        assertThat(pages("x".repeat(5_000))).isEmpty();
    }
}
