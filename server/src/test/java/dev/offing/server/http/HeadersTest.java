package dev.offing.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.server.TestBrowser;
import dev.offing.server.TestBrowser.Answer;
import dev.offing.server.TestServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer, errors included, carries the headers; caches keep what they may and nothing else. */
class HeadersTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "GET,/,200",
        "GET,/p/0123456789abcdef,200",
        "GET,/join,200",
        "GET,/sw.js,200",
        "GET,/assets/app-0a1b2c.js,200",
        "GET,/assets/absent.js,404",
        "GET,/absent.txt,404",
        "GET,/../data/offing.db,400",
        "GET,/%2e%2e/data/offing.db,400",
        "GET,/api/health,200",
        "GET,/api/state,200",
        "GET,/api/absent,404",
        "POST,/api/absent,404",
        "POST,/api/sign-in,400",
        "POST,/api/sign-out,204",
        "POST,/api/ws-ticket,401",
        "DELETE,/api/state,404",
        "GET,/files/absent,401",
        "HEAD,/files/absent,401",
        "PUT,/files/absent,401",
        "PATCH,/files/absent,401",
        "GET,/ws,404",
    })
    void everyAnswerCarriesThem(String method, String path, int status) {
        try (TestServer server = TestServer.start(folder)) {
            TestBrowser browser = server.browser();
            Answer answer = browser.send(method, path, TestBrowser.json(), browser.ours());
            assertThat(answer.header("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe-eval", "http:", "https:", "*");
            assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
            assertThat(answer.header("Cross-Origin-Opener-Policy")).contains("same-origin");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(answer.header("Server")).isEmpty();
            assertThat(answer.header("Cache-Control")).isPresent();
            assertThat(answer.status()).isEqualTo(status);
        }
    }

    @Test
    void whatTheServerCannotEvenParseIsAnsweredWithThemToo() throws Exception {
        try (TestServer server = TestServer.start(folder);
                Socket socket = new Socket("127.0.0.1", server.server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /a%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 400").contains("Content-Security-Policy: default-src 'none'");
            assertThat(answer).doesNotContain("Jetty").doesNotContain("\tat ");
        }
    }

    @Test
    void onlyFilesNamedByTheirHashMayBeKept() {
        try (TestServer server = TestServer.start(folder)) {
            TestBrowser browser = server.browser();
            assertThat(browser.get("/assets/app-0a1b2c.js").header("Cache-Control"))
                    .contains("public, max-age=31536000, immutable");
            assertThat(browser.get("/sw.js").header("Cache-Control")).contains("no-cache");
            assertThat(browser.get("/anything").header("Cache-Control")).contains("no-cache");
            assertThat(browser.get("/api/state").header("Cache-Control")).contains("no-store");
            String tag = browser.get("/").header("ETag").orElseThrow();
            assertThat(browser.get("/", "If-None-Match", tag).status()).isEqualTo(304);
        }
    }

    @Test
    void theAppIsCompressedForWhoTakesIt() {
        try (TestServer server = TestServer.start(folder)) {
            assertThat(server.browser().get("/", "Accept-Encoding", "gzip").header("Content-Encoding"))
                    .contains("gzip");
            assertThat(server.browser().get("/").header("Content-Encoding")).isEmpty();
        }
    }

    @Test
    void aLoopbackServerAnswersToLoopbackNamesOnly() throws Exception {
        try (TestServer server = TestServer.start(folder);
                Socket socket = new Socket("127.0.0.1", server.server.port())) {
            socket.getOutputStream()
                    .write("GET /api/state HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void behindHttpsTheCookieIsTheHostsAloneAndTransportIsStrict() {
        try (TestServer server = TestServer.startBehindHttps(folder, "https://pages.example.org")) {
            TestBrowser browser = server.browser();
            Map<String, String> headers = browser.ours();
            headers.put("Origin", "https://pages.example.org");
            Answer answer = browser.send(
                    "POST",
                    "/api/setup",
                    TestBrowser.json(
                            "code",
                            server.server.setupCode().orElseThrow(),
                            "workspaceName",
                            "Lighthouse",
                            "name",
                            "Ada",
                            "email",
                            TestServer.OWNER_EMAIL,
                            "password",
                            TestServer.OWNER_PASSWORD),
                    headers);
            assertThat(answer.header("Set-Cookie").orElse(""))
                    .startsWith("__Host-offing_session=")
                    .contains("; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure")
                    .doesNotContain("Domain");
            assertThat(answer.header("Strict-Transport-Security")).contains("max-age=31536000");
            assertThat(browser.post("/api/sign-out").status())
                    .as("the plain origin is another site now")
                    .isEqualTo(403);
        }
    }
}
