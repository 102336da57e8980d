package dev.offing.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.server.TestBrowser;
import dev.offing.server.TestBrowser.Answer;
import dev.offing.server.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRoutesTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};

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

    private static String id(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    void anImageComesBackToBeShown() throws Exception {
        assertThat(owner.put("/files/" + id(PNG), PNG).status()).isEqualTo(204);
        assertThat(owner.put("/files/" + id(PNG), PNG).status()).as("once more").isEqualTo(204);
        Answer answer = owner.get("/files/" + id(PNG));
        assertThat(answer.bytes()).isEqualTo(PNG);
        assertThat(answer.header("Content-Type")).contains("image/png");
        assertThat(answer.header("Content-Disposition")).contains("inline");
        assertThat(answer.header("Content-Security-Policy").orElse("")).contains("sandbox");
    }

    @Test
    void whatCouldRunIsOnlyOfferedForDownload() throws Exception {
        for (String content : new String[] {
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
            "<!doctype html><script>alert(1)</script>",
            "%PDF-1.7"
        }) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            owner.put("/files/" + id(bytes), bytes);
            Answer answer = owner.get("/files/" + id(bytes));
            assertThat(answer.header("Content-Type")).as(content).contains("application/octet-stream");
            assertThat(answer.header("Content-Disposition")).as(content).contains("attachment");
            assertThat(answer.header("X-Content-Type-Options")).as(content).contains("nosniff");
        }
    }

    @Test
    void contentUnderAnotherHashIsRefusedAndLeavesNothing() throws Exception {
        byte[] other = {1, 2, 3};
        assertThat(owner.put("/files/" + id(PNG), other).code()).isEqualTo("invalid");
        assertThat(owner.get("/files/" + id(PNG)).status()).isEqualTo(404);
        try (Stream<Path> left = Files.walk(folder.resolve("data/files"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aFileBeyondTheLimitIsRefusedBeforeItIsRead() throws Exception {
        byte[] large = new byte[(20 << 20) + 1];
        assertThat(owner.put("/files/" + id(large), large).code()).isEqualTo("too-large");
        byte[] greatest = new byte[20 << 20];
        assertThat(owner.put("/files/" + id(greatest), greatest).status()).isEqualTo(204);
    }

    /** A client that writes a body to its end hears why it is refused, however early that is known. */
    @Test
    void aRefusalArrivesAlthoughTheBodyIsStillOnItsWay() throws Exception {
        byte[] large = new byte[8 << 20];
        for (int i = 0; i < 5; i++) {
            assertThat(server.browser().put("/files/" + id(large), large).status())
                    .isEqualTo(401);
            assertThat(owner.put("/files/x", large).code()).isEqualTo("invalid");
        }
    }

    @Test
    void whoIsNotSignedInGetsTheSameForEveryFile() throws Exception {
        owner.put("/files/" + id(PNG), PNG);
        Answer known = server.browser().get("/files/" + id(PNG));
        Answer unknown = server.browser().get("/files/" + "0".repeat(64));
        assertThat(known.status()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(known.body());
        assertThat(server.browser().put("/files/" + id(PNG), PNG).status()).isEqualTo(401);
    }

    @Test
    void aMalformedNameIsAnAbsentFile() {
        for (String name : new String[] {"x", "0".repeat(63), "A".repeat(64), "%2e%2e%2foffing.db"}) {
            assertThat(owner.get("/files/" + name).status()).as(name).isIn(400, 404);
        }
    }
}
