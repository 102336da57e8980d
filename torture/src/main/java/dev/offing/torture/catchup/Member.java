package dev.offing.torture.catchup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** The owner of a fresh server, signed in: has a device and gets its tickets. */
final class Member implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final URI server;
    private final String cookie;
    private final String device;

    /** @param code the server's one-time code */
    Member(URI server, String code) {
        this.server = server;
        Map<String, String> owner = Map.of(
                "code", code,
                "workspaceName", "Lighthouse",
                "name", "Ada",
                "email", "ada@example.org",
                "password", "correct horse battery");
        String set =
                post("/api/setup", "", owner).headers().firstValue("Set-Cookie").orElseThrow();
        this.cookie = set.substring(0, set.indexOf(';'));
        this.device = member(post("/api/devices", cookie, Map.of("name", "desk")), "deviceId");
    }

    /** What the session's device is known by: a session has one, whatever stores it works on here. */
    String device() {
        return device;
    }

    /** For one connection. */
    String ticket() {
        return member(post("/api/ws-ticket", cookie, Map.of()), "ticket");
    }

    private HttpResponse<String> post(String path, String session, Map<String, String> body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                    .header("Content-Type", "application/json")
                    .header("X-Offing", "1")
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
            if (!session.isEmpty()) {
                request.header("Cookie", session);
            }
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + " was answered with " + response.statusCode());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String member(HttpResponse<String> response, String name) {
        try {
            JsonNode value = JSON.readTree(response.body()).path(name);
            return value.textValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
