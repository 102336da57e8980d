package dev.offing.client;

import dev.offing.server.OffingServer;
import dev.offing.server.ServerOptions;
import dev.offing.server.http.HttpOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** A real server on a loopback port that it keeps when it is stopped and started again. */
final class RunningServer implements AutoCloseable {

    static final String EMAIL = "ada@example.org";
    static final String PASSWORD = "correct horse battery";

    private final Path data;
    private OffingServer server;
    private int port;

    private RunningServer(Path data) {
        this.data = data;
    }

    /** With a workspace and its owner. */
    static RunningServer start(Path data) throws IOException, InterruptedException {
        RunningServer running = new RunningServer(data);
        running.start();
        String code = running.server.setupCode().orElseThrow();
        String body = Json.write(
                "code", code, "workspaceName", "Lighthouse", "name", "Ada", "email", EMAIL, "password", PASSWORD);
        HttpRequest request = HttpRequest.newBuilder(URI.create(running.address() + "/api/setup"))
                .header("X-Offing", "1")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new AssertionError("set-up failed: " + status);
            }
        }
        return running;
    }

    void start() {
        HttpOptions http = new HttpOptions("127.0.0.1", port, Optional.empty(), Set.of(), Optional.empty());
        server = OffingServer.start(new ServerOptions(data, http, "1.2.3"), InstantSource.system());
        port = server.port();
    }

    void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        stop();
    }
}
