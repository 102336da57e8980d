package dev.offing.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.server.TestBrowser;
import dev.offing.server.TestBrowser.Answer;
import dev.offing.server.TestServer;
import dev.offing.server.store.FileShelf;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that come by chunk. */
class UploadRoutesTest {

    private static final int MEGABYTE = 1 << 20;

    @TempDir
    Path folder;

    private TestServer server;
    private TestBrowser owner;
    private byte[] content;
    private String address;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder);
        owner = server.owner();
        content = new byte[3 * MEGABYTE];
        new Random(1).nextBytes(content);
        address = "/files/"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer patch(TestBrowser browser, int offset, int end) {
        return browser.patch(address, offset, content.length, Arrays.copyOfRange(content, offset, end));
    }

    @Test
    void aFileComesByChunkAndIsThereWithTheLast() {
        for (int offset = 0; offset < content.length; offset += MEGABYTE) {
            Answer before = owner.head(address);
            assertThat(before.status()).isEqualTo(404);
            assertThat(before.header("Upload-Offset")).contains(Integer.toString(offset));
            assertThat(before.header("Cache-Control")).contains("no-store");
            Answer answer = patch(owner, offset, offset + MEGABYTE);
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("Upload-Offset")).contains(Integer.toString(offset + MEGABYTE));
        }
        assertThat(owner.get(address).bytes()).isEqualTo(content);
        Answer after = owner.head(address);
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.header("ETag")).contains("\"" + address.substring("/files/".length()) + "\"");
        assertThat(after.header("Content-Length")).contains(Integer.toString(content.length));
        assertThat(after.header("Upload-Offset")).isEmpty();
        assertThat(after.bytes()).isEmpty();
    }

    @Test
    void aChunkElsewhereIsToldWhereTheServerIs() {
        patch(owner, 0, 1_000);
        for (int offset : new int[] {0, 500, 2_000}) {
            Answer answer = patch(owner, offset, offset + MEGABYTE);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("wrong-offset");
            assertThat(answer.header("Upload-Offset")).contains("1000");
        }
        assertThat(patch(owner, 1_000, MEGABYTE).status()).isEqualTo(204);
    }

    @Test
    void whoSendsAFileThatBecameWholeMeanwhileIsDone() {
        patch(owner, 0, MEGABYTE);
        owner.put(address, content);
        Answer answer = patch(owner, MEGABYTE, 2 * MEGABYTE);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Upload-Offset")).contains(Integer.toString(content.length));
    }

    @Test
    void otherContentIsRefusedAndLeavesNothing() throws Exception {
        patch(owner, 0, MEGABYTE);
        content[MEGABYTE] ^= 1;
        patch(owner, MEGABYTE, 2 * MEGABYTE);
        Answer answer = patch(owner, 2 * MEGABYTE, 3 * MEGABYTE);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid");
        assertThat(owner.get(address).status()).isEqualTo(404);
        assertThat(owner.head(address).header("Upload-Offset")).contains("0");
        try (Stream<Path> left = Files.walk(folder.resolve("data/files"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void whatIsTooLargeIsRefused() {
        byte[] large = new byte[FileShelf.CHUNK_BYTES_MAX + 1];
        assertThat(owner.patch(address, 0, content.length, large).code()).isEqualTo("too-large");
        assertThat(owner.patch(address, 0, 10, new byte[11]).code()).isEqualTo("too-large");
        assertThat(owner.patch(address, 0, FileShelf.FILE_BYTES_MAX + 1, new byte[1])
                        .code())
                .isEqualTo("too-large");
        assertThat(owner.head(address).header("Upload-Offset")).contains("0");
    }

    @Test
    void aChunkThatDoesNotSayWhereItBelongsIsRefused() {
        for (String[] headers : new String[][] {
            {"", "10"}, {"0", ""}, {"-1", "10"}, {"11", "10"}, {"0", "0"}, {"1e3", "10"}, {"9".repeat(30), "10"}
        }) {
            Map<String, String> all = owner.ours();
            all.put("Upload-Offset", headers[0]);
            all.put("Upload-Length", headers[1]);
            Answer answer = owner.send("PATCH", address, BodyPublishers.ofByteArray(new byte[1]), all);
            assertThat(answer.status()).as(String.join("/", headers)).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid");
        }
    }

    @Test
    void whatIsHalfThereIsNobodyElses() {
        patch(owner, 0, MEGABYTE);
        TestBrowser member = server.member(owner, "grace@example.org");
        assertThat(member.head(address).header("Upload-Offset")).contains("0");
        assertThat(patch(member, MEGABYTE, 2 * MEGABYTE).status()).isEqualTo(409);
        Answer stranger = server.browser().head(address);
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.header("Upload-Offset")).isEmpty();
        assertThat(patch(server.browser(), MEGABYTE, 2 * MEGABYTE).status()).isEqualTo(401);
        assertThat(owner.head(address).header("Upload-Offset")).contains(Integer.toString(MEGABYTE));
    }

    @Test
    void otherSitesCannotSend() {
        for (Map<String, String> change : new Map[] {
            Map.of("X-Offing", "0"), Map.of("Origin", "https://evil.example"), Map.of("Sec-Fetch-Site", "cross-site")
        }) {
            Map<String, String> headers = owner.ours();
            headers.put("Upload-Offset", "0");
            headers.put("Upload-Length", "10");
            headers.putAll(change);
            Answer answer = owner.send("PATCH", address, BodyPublishers.ofByteArray(new byte[1]), headers);
            assertThat(answer.status()).as(change.toString()).isEqualTo(403);
        }
        assertThat(owner.head(address).header("Upload-Offset")).contains("0");
    }

    @Test
    void aMalformedNameIsAnAbsentFile() {
        for (String name : new String[] {"x", "0".repeat(63), "A".repeat(64), "%2e%2e%2foffing.db"}) {
            assertThat(owner.patch("/files/" + name, 0, 10, new byte[1]).status())
                    .as(name)
                    .isIn(400, 404);
            assertThat(owner.head("/files/" + name).header("Upload-Offset"))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void anUploadIsGoneOnWithAfterARestart() {
        patch(owner, 0, MEGABYTE);
        server.close();
        server = TestServer.start(folder);
        TestBrowser again = owner.at(server.origin());
        assertThat(again.head(address).header("Upload-Offset")).contains(Integer.toString(MEGABYTE));
        patch(again, MEGABYTE, 2 * MEGABYTE);
        assertThat(patch(again, 2 * MEGABYTE, 3 * MEGABYTE).status()).isEqualTo(204);
        assertThat(again.get(address).bytes()).isEqualTo(content);
    }

    @Test
    void aWeekLaterItBeginsAgain() {
        patch(owner, 0, MEGABYTE);
        server.clock.advanceMillis(FileShelf.PARTIAL_KEPT.toMillis() + 1);
        // The session has not outlived the upload.
        owner.post("/api/sign-in", "email", TestServer.OWNER_EMAIL, "password", TestServer.OWNER_PASSWORD);
        owner.patch("/files/" + "0".repeat(64), 0, 10, new byte[1]);
        assertThat(owner.head(address).header("Upload-Offset")).contains("0");
    }

    @Test
    void whatCameOfAChunkBeforeTheLineBrokeIsThere() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.server.port())) {
            OutputStream out = socket.getOutputStream();
            String head = "PATCH " + address + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.server.port()
                    + "\r\nX-Offing: 1\r\nCookie: " + owner.cookie() + "\r\nUpload-Offset: 0\r\nUpload-Length: "
                    + content.length + "\r\nContent-Length: " + MEGABYTE + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(content, 0, 200_000);
            out.flush();
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).doesNotStartWith("HTTP/1.1 2");
        }
        assertThat(owner.head(address).header("Upload-Offset")).contains("200000");
        assertThat(patch(owner, 200_000, MEGABYTE).status()).isEqualTo(204);
    }
}
