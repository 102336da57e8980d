package dev.offing.torture;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Makes the owner of a fresh server, for what needs one: the ring, and the examples of docs/embedding.md. */
public final class Owner {

    private Owner() {}

    /** @param arguments address of the server, its one-time code, email and password of the owner */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        setUp(URI.create(arguments[0]), arguments[1], arguments[2], arguments[3]);
    }

    static void setUp(URI server, String code, String email, String password) throws IOException, InterruptedException {
        String body = """
                {"code": "%s", "workspaceName": "Lighthouse", "name": "Ada", "email": "%s", "password": "%s"}""".formatted(code, email, password);
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/api/setup"))
                .header("X-Offing", "1")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new TortureException("the server was not set up: " + status);
            }
        }
    }
}
