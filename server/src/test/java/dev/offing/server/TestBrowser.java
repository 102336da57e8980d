package dev.offing.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a browser does as far as the server can tell: one cookie, our header, its origin. */
public final class TestBrowser {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param body null where it is not JSON */
    public record Answer(int status, JsonNode body, byte[] bytes, HttpResponse<byte[]> response) {
        public String code() {
            return body == null || !body.has("code") ? "" : body.get("code").asText();
        }

        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        @Override
        public String toString() {
            return status + " " + body;
        }
    }

    private final String origin;
    private final HttpClient http = HttpClient.newHttpClient();
    private String cookie;
    private String deviceId;

    public TestBrowser(String origin) {
        this.origin = origin;
    }

    /** The same browser, talking to the same server at another address. */
    public TestBrowser at(String newOrigin) {
        TestBrowser moved = new TestBrowser(newOrigin);
        moved.cookie = cookie;
        moved.deviceId = deviceId;
        return moved;
    }

    public String cookie() {
        return cookie;
    }

    /** Forgets or replaces the cookie, as {@code name=value}. */
    public void cookie(String replaced) {
        cookie = replaced;
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers(Map.of(), headers));
    }

    /** Names this device once. @return its id */
    public String deviceId() {
        if (deviceId == null) {
            deviceId =
                    post("/api/devices", "name", "Test").body().get("deviceId").asText();
        }
        return deviceId;
    }

    /** A fresh ticket for a WebSocket of this device. */
    public String ticket() {
        deviceId();
        return post("/api/ws-ticket").body().get("ticket").asText();
    }

    /** Posts JSON of text fields, as our web app does. */
    public Answer post(String path, String... fields) {
        return send("POST", path, json(fields), headers(ours()));
    }

    public Answer put(String path, byte[] content) {
        return send("PUT", path, BodyPublishers.ofByteArray(content), headers(ours()));
    }

    /** What is known of a file, without the file. */
    public Answer head(String path) {
        return send("HEAD", path, BodyPublishers.noBody(), Map.of());
    }

    /** Sends a chunk of a file, as our web app does. */
    public Answer patch(String path, long offset, long length, byte[] chunk) {
        Map<String, String> headers = ours();
        headers.put("Upload-Offset", Long.toString(offset));
        headers.put("Upload-Length", Long.toString(length));
        return send("PATCH", path, BodyPublishers.ofByteArray(chunk), headers);
    }

    public static BodyPublisher json(String... fields) {
        ObjectNode object = JSON.createObjectNode();
        for (int i = 0; i < fields.length; i += 2) {
            object.put(fields[i], fields[i + 1]);
        }
        return BodyPublishers.ofString(object.toString());
    }

    /** The headers of our web app's requests. */
    public Map<String, String> ours() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("X-Offing", "1");
        headers.put("Origin", origin);
        headers.put("Sec-Fetch-Site", "same-origin");
        return headers;
    }

    private static Map<String, String> headers(Map<String, String> base, String... more) {
        Map<String, String> headers = new LinkedHashMap<>(base);
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    public Answer send(String method, String path, BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(origin + path)).method(method, body);
        headers.forEach(request::header);
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            response.headers()
                    .firstValue("Set-Cookie")
                    .ifPresent(set -> cookie = set.contains("Max-Age=0") ? null : set.substring(0, set.indexOf(';')));
            return new Answer(response.statusCode(), parse(response), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(HttpResponse<byte[]> response) throws IOException {
        boolean json = response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        return json && response.body().length > 0 ? JSON.readTree(response.body()) : null;
    }
}
