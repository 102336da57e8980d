package dev.offing.server.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.server.TestBrowser;
import dev.offing.server.TestServer;
import dev.offing.server.TestSocket;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.protocol.CloseReason;
import dev.offing.sync.protocol.Message;
import dev.offing.sync.protocol.RefusalReason;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path on a real server: WebSocket, ticket, session machine, gate, SQLite, fan-out. */
class SocketTest {

    private static final DocumentId PAGE = DocumentId.page("0123456789abcdef0123456789abcdef");

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

    /** A connected device with one page open. */
    private static final class Writer {
        final TestSocket socket;
        final Document document;
        final ReplicaId replica;

        Writer(TestServer server, TestBrowser browser) {
            socket = TestSocket.open(server.origin(), browser);
            replica = socket.next(Message.Welcome.class).replicaIds().getFirst();
            document = Document.create(replica);
        }

        byte[] commit() {
            Change change = document.commit(0);
            return ChangeCodec.encode(change);
        }

        byte[] title(String text) {
            document.insert(new TextTarget.Title(), 0, text);
            return commit();
        }

        void push(byte[]... changes) {
            socket.send(new Message.Push(PAGE, List.of(changes)));
        }

        void apply(List<byte[]> changes) {
            for (byte[] change : changes) {
                document.apply(ChangeCodec.decode(change));
            }
        }
    }

    private long count(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/offing.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + sql)) {
            return rows.getLong(1);
        }
    }

    @Test
    void whatOnePersonWritesArrivesMergedAtTheOther() {
        Writer ada = new Writer(server, owner);
        Writer grace = new Writer(server, server.member(owner, "grace@example.org"));
        BlockId block = ada.document.newBlock(null, null, "paragraph");
        ada.document.insert(new TextTarget.Block(block), 0, "Hello");
        byte[] first = ada.commit();
        ada.push(first);
        Message.Accepted accepted = ada.socket.next(Message.Accepted.class);
        assertThat(accepted.receipts()).containsExactly(new Message.Receipt(ChangeKey.of(first), 1));

        Message.Entries entries = grace.socket.next(Message.Entries.class);
        assertThat(entries.firstSequence()).isEqualTo(1);
        grace.apply(entries.changes());
        grace.document.insert(new TextTarget.Block(block), 5, ", Ada");
        grace.push(grace.commit());
        assertThat(grace.socket
                        .next(Message.Accepted.class)
                        .receipts()
                        .getFirst()
                        .sequence())
                .isEqualTo(2);
        ada.apply(ada.socket.next(Message.Entries.class).changes());
        assertThat(ada.document.view()).isEqualTo(grace.document.view());
        assertThat(ada.document.view().blocks().getFirst().text().text()).isEqualTo("Hello, Ada");
    }

    @Test
    void aNewConnectionIsToldWhatThereIsAndFetchesIt() {
        Writer ada = new Writer(server, owner);
        ada.push(ada.title("Tides"));
        ada.socket.next(Message.Accepted.class);
        Writer later = new Writer(server, owner);
        Message.Heads heads = later.socket.next(Message.Heads.class);
        assertThat(heads.heads()).hasSize(1);
        assertThat(heads.heads().getFirst().document()).isEqualTo(PAGE);
        assertThat(heads.heads().getFirst().title()).isEqualTo("Tides");
        later.socket.send(new Message.Fetch(PAGE, 0));
        later.apply(later.socket.next(Message.Entries.class).changes());
        assertThat(later.document.view().title().text()).isEqualTo("Tides");
    }

    @Test
    void aRestartedServerHasEverything() {
        Writer ada = new Writer(server, owner);
        ada.push(ada.title("a"), ada.title("b"), ada.title("c"));
        ada.socket.next(Message.Accepted.class);
        server.close();
        assertThat(ada.socket.next(Message.Closing.class).reason()).isEqualTo(CloseReason.SERVER_STOPPING);
        assertThat(ada.socket.awaitClose()).isEqualTo(4009);
        server = TestServer.start(folder);
        TestBrowser again = server.browser();
        again.cookie(owner.cookie());
        Writer later = new Writer(server, again);
        later.socket.send(new Message.Fetch(PAGE, 1));
        Message.Entries entries = later.socket.next(Message.Entries.class);
        assertThat(entries.firstSequence()).isEqualTo(2);
        assertThat(entries.changes()).hasSize(2);
        assertThat(later.replica).as("never issued twice").isNotEqualTo(ada.replica);
    }

    @Test
    void aChangePushedAgainIsAcknowledgedAgainAndStoredOnce() throws Exception {
        Writer ada = new Writer(server, owner);
        byte[] change = ada.title("once");
        ada.push(change);
        Message.Accepted first = ada.socket.next(Message.Accepted.class);
        ada.push(change);
        assertThat(ada.socket.next(Message.Accepted.class)).isEqualTo(first);
        assertThat(count("changes")).isEqualTo(1);
    }

    @Test
    void oneIdWithTwoContentsIsRefusedKeptAsEvidenceAndFreezesTheReplica() throws Exception {
        Writer ada = new Writer(server, owner);
        byte[] change = ada.title("one");
        ada.push(change);
        ada.socket.next(Message.Accepted.class);
        Document copy = Document.create(ada.replica);
        copy.insert(new TextTarget.Title(), 0, "two");
        ada.push(ChangeCodec.encode(copy.commit(0)));
        assertThat(ada.socket.next(Message.Refused.class).reason()).isEqualTo(RefusalReason.EQUIVOCATION);
        ada.push(ada.title("more"));
        assertThat(ada.socket.next(Message.Refused.class).reason()).isEqualTo(RefusalReason.EQUIVOCATION);
        ada.push(change);
        assertThat(ada.socket.next(Message.Accepted.class).receipts()).hasSize(1);
        assertThat(count("changes")).isEqualTo(1);
        assertThat(count("evidence")).isEqualTo(1);
        // Nobody waits for a line of the audit; it is there once what was written after it is.
        Writer other = new Writer(server, owner);
        other.push(other.title("after"));
        other.socket.next(Message.Accepted.class);
        assertThat(count("audit WHERE action = 'equivocation'")).isEqualTo(1);
    }

    @Test
    void aReplicaOfSomebodyElseOrOfNobodyIsRefused() throws Exception {
        Writer ada = new Writer(server, owner);
        TestBrowser member = server.member(owner, "grace@example.org");
        Writer grace = new Writer(server, member);
        grace.push(ada.title("as Ada"));
        assertThat(grace.socket.next(Message.Refused.class).reason()).isEqualTo(RefusalReason.FOREIGN_REPLICA);
        Document invented = Document.create(new ReplicaId(77));
        invented.insert(new TextTarget.Title(), 0, "as nobody");
        grace.push(ChangeCodec.encode(invented.commit(0)));
        assertThat(grace.socket.next(Message.Refused.class).reason()).isEqualTo(RefusalReason.FOREIGN_REPLICA);
        assertThat(count("documents")).isZero();
    }

    @Test
    void anotherDeviceOfTheSameAccountMayDeliverAReplicasChanges() {
        Writer laptop = new Writer(server, owner);
        TestBrowser phone = server.browser();
        phone.post("/api/sign-in", "email", TestServer.OWNER_EMAIL, "password", TestServer.OWNER_PASSWORD);
        Writer other = new Writer(server, phone);
        other.push(laptop.title("from the laptop's store"));
        assertThat(other.socket.next(Message.Accepted.class).receipts()).hasSize(1);
    }

    @Test
    void aChangeWhoseCausesAreMissingIsRefusedAndWhatCameBeforeItStays() {
        Writer ada = new Writer(server, owner);
        byte[] first = ada.title("a");
        byte[] second = ada.title("b");
        byte[] third = ada.title("c");
        ada.push(first, third, second);
        assertThat(ada.socket.next(Message.Accepted.class).receipts()).hasSize(1);
        Message.Refused refused = ada.socket.next(Message.Refused.class);
        assertThat(refused.reason()).isEqualTo(RefusalReason.MISSING_CAUSES);
        assertThat(refused.key()).isEqualTo(ChangeKey.of(third));
        ada.push(second, third);
        assertThat(ada.socket.next(Message.Accepted.class).receipts()).hasSize(2);
    }

    @Test
    void aBadFrameEndsItsOwnSessionAlone() {
        Writer ada = new Writer(server, owner);
        Writer evil = new Writer(server, owner);
        evil.socket.sendBytes(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        assertThat(evil.socket.next(Message.Closing.class).reason()).isEqualTo(CloseReason.BAD_FRAME);
        assertThat(evil.socket.awaitClose()).isEqualTo(4004);
        Writer chatty = new Writer(server, owner);
        chatty.socket.sendText("hello");
        assertThat(chatty.socket.awaitClose()).isEqualTo(4004);
        Writer huge = new Writer(server, owner);
        huge.socket.beginToSend(new byte[2 << 20]);
        assertThat(huge.socket.awaitClose()).isEqualTo(1009);
        ada.push(ada.title("still here"));
        ada.socket.next(Message.Accepted.class);
    }

    @Test
    void anUnreadableChangeIsRefusedWithoutEndingTheSession() {
        Writer ada = new Writer(server, owner);
        ada.push(new byte[] {9, 9, 9});
        assertThat(ada.socket.next(Message.Refused.class).reason()).isEqualTo(RefusalReason.UNREADABLE);
        ada.push(ada.title("fine"));
        ada.socket.next(Message.Accepted.class);
    }

    @Test
    void aTicketOpensOneSocketOfItsDeviceForHalfAMinute() {
        String ticket = owner.ticket();
        assertThat(outcomeOf(ticket, "0".repeat(32))).as("another device").isEqualTo(4001);
        assertThat(outcomeOf(ticket, owner.deviceId()))
                .as("used up by the first")
                .isEqualTo(4001);
        String late = owner.ticket();
        server.clock.advanceMillis(30_001);
        assertThat(outcomeOf(late, owner.deviceId())).as("too late").isEqualTo(4001);
        String good = owner.ticket();
        try (TestSocket socket = TestSocket.connect(server.origin())) {
            socket.hello(good, owner.deviceId());
            socket.next(Message.Welcome.class);
            assertThat(outcomeOf(good, owner.deviceId())).as("second use").isEqualTo(4001);
        }
    }

    private int outcomeOf(String ticket, String deviceId) {
        try (TestSocket socket = TestSocket.connect(server.origin())) {
            socket.hello(ticket, deviceId);
            return socket.awaitClose();
        }
    }

    @Test
    void aSocketBeforeItsHelloGetsNothing() {
        try (TestSocket socket = TestSocket.connect(server.origin())) {
            socket.send(new Message.Fetch(PAGE, 0));
            assertThat(socket.awaitClose()).isEqualTo(4005);
        }
    }

    @Test
    void signingOutClosesTheSocketsOfThatSessionAlone() {
        Writer ada = new Writer(server, owner);
        Writer grace = new Writer(server, server.member(owner, "grace@example.org"));
        String ticket = owner.ticket();
        owner.post("/api/sign-out");
        assertThat(ada.socket.next(Message.Closing.class).reason()).isEqualTo(CloseReason.REVOKED);
        assertThat(ada.socket.awaitClose()).isEqualTo(4003);
        assertThat(outcomeOf(ticket, owner.deviceId()))
                .as("a ticket asked for before")
                .isEqualTo(4002);
        grace.socket.send(new Message.Ping());
        grace.socket.next(Message.Pong.class);
    }

    @Test
    void aPageOfAnotherSiteOpensNoSocket() {
        assertThatThrownBy(() -> TestSocket.connectFrom("https://evil.example", server.origin()))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void replicaIdsAreFreshAndBounded() {
        Writer ada = new Writer(server, owner);
        ada.socket.send(new Message.WantReplicaIds(64));
        List<ReplicaId> ids = ada.socket.next(Message.ReplicaIds.class).replicaIds();
        assertThat(ids).hasSize(64).doesNotHaveDuplicates().doesNotContain(ada.replica, new ReplicaId(0));
        for (int i = 0; i < 14; i++) {
            ada.socket.send(new Message.WantReplicaIds(64));
            ada.socket.next(Message.ReplicaIds.class);
        }
        ada.socket.send(new Message.WantReplicaIds(64));
        assertThat(ada.socket.awaitClose()).isEqualTo(4008);
    }

    @Test
    void membersLearnWhoIsBehindAReplica() {
        ReplicaId ada = new Writer(server, owner).replica;
        long later = server.clock.millis() + 3_600_000;
        TestBrowser member = server.member(owner, "grace@example.org");
        server.clock.advanceMillis(3_600_000);
        ReplicaId grace = new Writer(server, member).replica;
        JsonNode all = member.get("/api/members").body();
        assertThat(all.get("members").findValuesAsText("name")).containsExactlyInAnyOrder("Ada", "Grace");
        assertThat(all.toString()).doesNotContain("example.org");
        String adasAccount = owner.get("/api/state").body().at("/account/id").asText();
        String gracesAccount = member.get("/api/state").body().at("/account/id").asText();
        assertThat(replicasOf(all, adasAccount)).contains(ada.toString()).doesNotContain(grace.toString());
        assertThat(replicasOf(all, gracesAccount)).contains(grace.toString());

        JsonNode fresh = owner.get("/api/members?issuedSince=" + later).body();
        assertThat(fresh.get("asOf").asLong()).isEqualTo(server.clock.millis());
        assertThat(replicasOf(fresh, gracesAccount)).contains(grace.toString());
        assertThat(replicasOf(fresh, adasAccount)).doesNotContain(ada.toString());
        assertThat(owner.get("/api/members?issuedSince=yesterday").code()).isEqualTo("invalid");
        assertThat(server.browser().get("/api/members").code()).isEqualTo("expired");
    }

    private static List<String> replicasOf(JsonNode answer, String account) {
        List<String> replicas = new ArrayList<>();
        for (JsonNode author : answer.get("authors")) {
            if (account.equals(author.get("account").textValue())) {
                author.get("replicas").forEach(replica -> replicas.add(replica.asText()));
            }
        }
        return replicas;
    }

    @Test
    void theLargestChangePassesInOneFrame() {
        Writer ada = new Writer(server, owner);
        BlockId block = ada.document.newBlock(null, null, "paragraph");
        String text = "\u20ac".repeat(65_000); // three bytes each
        ada.document.insert(new TextTarget.Block(block), 0, text);
        ada.document.insert(new TextTarget.Block(block), 0, text);
        byte[] change = ada.commit();
        assertThat(change.length).isGreaterThan(5 * 65_536);
        ada.push(change);
        assertThat(ada.socket.next(Message.Accepted.class).receipts()).hasSize(1);
    }

    /** A message that grows while it is unpacked could grow beyond every limit. */
    @Test
    void compressionIsNotOffered() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.server.port())) {
            String request = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            List<String> head = new ArrayList<>();
            for (String line = answer.readLine(); !line.isEmpty(); line = answer.readLine()) {
                head.add(line);
            }
            assertThat(head.getFirst()).contains("101");
            assertThat(head).noneMatch(line -> line.contains("deflate"));
            assertThat(head).noneMatch(line -> line.startsWith("Set-Cookie"));
        }
    }
}
