package dev.offing.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.server.OffingServer;
import dev.offing.server.ServerOptions;
import dev.offing.server.http.HttpOptions;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands of `offing client` against a real server, and without it. */
class ClientCommandTest {

    private static final String EMAIL = "ada@example.org";
    private static final String PASSWORD = "correct horse battery";

    private record Outcome(int exit, String out, String err) {}

    @TempDir
    Path folder;

    private OffingServer server;
    private int port;

    @BeforeEach
    void startServer() throws Exception {
        start();
        String body = "{\"code\":\"" + server.setupCode().orElseThrow()
                + "\",\"workspaceName\":\"Lighthouse\",\"name\":\"Ada\",\"email\":\"" + EMAIL + "\",\"password\":\""
                + PASSWORD + "\"}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + "/api/setup"))
                .header("X-Offing", "1")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
    }

    private void start() {
        HttpOptions http = new HttpOptions("127.0.0.1", port, Optional.empty(), Set.of(), Optional.empty());
        server = OffingServer.start(new ServerOptions(folder.resolve("data"), http, "1.2.3"), InstantSource.system());
        port = server.port();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String address() {
        return "http://127.0.0.1:" + port;
    }

    private Outcome run(String input, String device, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = OffingCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 3];
        all[0] = "client";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--folder";
        all[arguments.length + 2] = folder.resolve(device).toString();
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return new Outcome(commandLine.execute(all), out.toString(), err.toString());
        } finally {
            System.setIn(before);
        }
    }

    private void signIn(String device) {
        Outcome outcome = run(PASSWORD + "\n", device, "sign-in", address(), "--email", EMAIL, "--wait", "30");
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("Signed in to Lighthouse as Ada.", "Synced.");
    }

    @Test
    void aPageIsWrittenOfflineAndSyncedLater() {
        signIn("ada");
        server.close();
        Outcome made = run("", "ada", "new", "Harbour", "--wait", "0");
        assertThat(made.exit()).isZero();
        assertThat(made.err()).contains("The server cannot be reached. Saved on this device; 2 changes to send.");
        String page = made.out().strip();
        assertThat(run("", "ada", "edit", page, "--append", "The harbour is quiet.", "--wait", "0")
                        .exit())
                .isZero();
        assertThat(run("one\nThe harbour is quiet.\ntwo\n", "ada", "edit", "Harbour", "--wait", "0")
                        .exit())
                .isZero();
        assertThat(run("", "ada", "show", page.substring(0, 8)).out())
                .isEqualToNormalizingNewlines("Harbour\none\nThe harbour is quiet.\ntwo\n");
        assertThat(run("", "ada", "list").out()).contains("Harbour  (4 to send)");
        String log = "a line of a long log that nobody reads to its end, and nobody throws away\n".repeat(4_000);
        assertThat(run(log, "ada", "edit", "Harbour", "--wait", "0").exit()).isZero();
        assertThat(run("", "ada", "show", "Harbour").out()).isEqualToNormalizingNewlines("Harbour\n" + log);
        Outcome tooLong = run("x".repeat(200_000), "ada", "edit", "Harbour", "--wait", "0");
        assertThat(tooLong.exit()).isNotZero();
        assertThat(tooLong.err())
                .contains("one line has 200000 characters, more than can be saved at once: nothing was changed")
                .doesNotContain("Exception");
        assertThat(run("one\nThe harbour is quiet.\ntwo\n", "ada", "edit", "Harbour", "--wait", "0")
                        .exit())
                .isZero();
        assertThat(run("", "ada", "sync", "--wait", "0").exit()).isEqualTo(1);

        start();
        assertThat(run("", "ada", "sync").out()).contains("Synced.");
        signIn("ben");
        assertThat(run("", "ben", "sync").exit()).isZero();
        assertThat(run("", "ben", "show", "Harbour").out()).contains("The harbour is quiet.");
        assertThat(run("", "ben", "status").out()).contains("Synced.");
    }

    @Test
    void whatCannotBeIsOneSentence() {
        Outcome wrong = run("wrong\n", "ada", "sign-in", address(), "--email", EMAIL);
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err()).isEqualToNormalizingNewlines("offing: the email or the password is wrong\n");
        assertThat(run("", "ada", "new", "Too early").err()).contains("has to reach the server once");
        assertThat(run("", "ada", "show", "Nowhere").err()).contains("there is no page 'Nowhere'");
        assertThat(run("", "ada", "sign-in", "ftp://example.org", "--email", EMAIL)
                        .err())
                .contains("a server's address is like");
        assertThat(run("", "ada", "status", "--wait", "0").out()).contains("Sign in to sync.");
        assertThat(run("", "ada", "list", "--pasword", "x").exit()).isEqualTo(2);
    }
}
