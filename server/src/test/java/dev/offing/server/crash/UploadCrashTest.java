package dev.offing.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.server.TestBrowser;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a real server process with SIGKILL in the middle of a chunk: what was acknowledged is there after
 * a restart, and the upload goes on from whatever is.
 */
class UploadCrashTest {

    private static final int MEGABYTE = 1 << 20;

    @TempDir
    Path folder;

    private CrashProcess server;

    @AfterEach
    void end() throws InterruptedException {
        if (server != null) {
            server.kill();
        }
    }

    @Test
    void anUploadGoesOnAfterAKillInTheMiddleOfAChunk() throws Exception {
        byte[] content = new byte[3 * MEGABYTE];
        new Random(1).nextBytes(content);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        String address = "/files/" + hash;
        server = new CrashProcess(folder);
        server.start();
        TestBrowser owner = owner();
        assertThat(owner.patch(address, 0, content.length, Arrays.copyOf(content, MEGABYTE))
                        .status())
                .isEqualTo(204);
        try (Socket socket = new Socket("127.0.0.1", URI.create(server.origin()).getPort())) {
            sendHalfOfTheSecondChunk(socket.getOutputStream(), owner, address, content);
            server.kill();
        }
        server.start();
        TestBrowser again = owner.at(server.origin());
        int there = Integer.parseInt(again.head(address).header("Upload-Offset").orElseThrow());
        assertThat(there).isBetween(MEGABYTE, MEGABYTE + MEGABYTE / 2);
        for (int at = there; at < content.length; at += MEGABYTE) {
            byte[] chunk = Arrays.copyOfRange(content, at, Math.min(content.length, at + MEGABYTE));
            assertThat(again.patch(address, at, content.length, chunk).status()).isEqualTo(204);
        }
        assertThat(again.get(address).bytes()).isEqualTo(content);
    }

    private TestBrowser owner() {
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
                "ada@example.org",
                "password",
                "correct horse battery");
        return owner;
    }

    private static void sendHalfOfTheSecondChunk(OutputStream out, TestBrowser owner, String address, byte[] content)
            throws Exception {
        String head = "PATCH " + address + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Offing: 1\r\nCookie: " + owner.cookie()
                + "\r\nUpload-Offset: " + MEGABYTE + "\r\nUpload-Length: " + content.length + "\r\nContent-Length: "
                + MEGABYTE + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(content, MEGABYTE, MEGABYTE / 2);
        out.flush();
    }
}
