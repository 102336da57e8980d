package dev.offing.server;

import dev.offing.server.http.HttpOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A real server on a free loopback port, with its data in the given folder. */
public final class TestServer implements AutoCloseable {

    public static final String OWNER_EMAIL = "ada@example.org";
    public static final String OWNER_PASSWORD = "correct horse battery";

    public final TestClock clock = new TestClock();
    public final OffingServer server;
    public final Path folder;

    private TestServer(Path folder, Optional<URI> publicUrl) {
        this.folder = folder;
        Path web = folder.resolve("web");
        writeWeb(web);
        HttpOptions http = new HttpOptions("127.0.0.1", 0, publicUrl, Set.of("127.0.0.1"), Optional.of(web));
        this.server = OffingServer.start(new ServerOptions(folder.resolve("data"), http, "1.2.3"), clock);
    }

    public static TestServer start(Path folder) {
        return new TestServer(folder, Optional.empty());
    }

    public static TestServer startBehindHttps(Path folder, String publicUrl) {
        return new TestServer(folder, Optional.of(URI.create(publicUrl)));
    }

    private static void writeWeb(Path web) {
        try {
            Files.createDirectories(web.resolve("assets"));
            Files.writeString(web.resolve("index.html"), "<!doctype html><title>Offing</title>");
            Files.writeString(web.resolve("sw.js"), "self.addEventListener('fetch', () => {});");
            Files.writeString(web.resolve("assets/app-0a1b2c.js"), "export {};");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String origin() {
        return "http://127.0.0.1:" + server.port();
    }

    /** A browser that was never here. */
    public TestBrowser browser() {
        return new TestBrowser(origin());
    }

    /** A browser in which the owner was just created. */
    public TestBrowser owner() {
        TestBrowser browser = browser();
        TestBrowser.Answer answer = browser.post(
                "/api/setup",
                "code",
                server.setupCode().orElseThrow(),
                "workspaceName",
                "Lighthouse",
                "name",
                "Ada",
                "email",
                OWNER_EMAIL,
                "password",
                OWNER_PASSWORD);
        if (answer.status() != 200) {
            throw new AssertionError("set-up failed: " + answer);
        }
        return browser;
    }

    /** A browser in which a member has just joined by an invitation of the owner. */
    public TestBrowser member(TestBrowser owner, String email) {
        String link = owner.post("/api/invitations").body().get("link").asText();
        TestBrowser browser = browser();
        TestBrowser.Answer answer = browser.post(
                "/api/join",
                "invitation",
                link.substring(link.indexOf('#') + 1),
                "name",
                "Grace",
                "email",
                email,
                "password",
                OWNER_PASSWORD);
        if (answer.status() != 200) {
            throw new AssertionError("joining failed: " + answer);
        }
        return browser;
    }

    @Override
    public void close() {
        server.close();
    }
}
