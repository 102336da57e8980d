package dev.offing.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offing.client.WorkspaceException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The requests of docs/http.md that a client makes. Follows no redirect: a password goes to the named server only. */
final class ServerApi implements AutoCloseable {

    /** @param cookie the session's, {@code name=value} */
    record SignedIn(Account account, String deviceId, String cookie) {}

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

    private record Answer(int status, JsonNode body, Optional<String> cookie) {}

    final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /**
     * Signs in and names the device.
     *
     * @param device the id this device has, empty if it is new
     * @throws WorkspaceException WRONG_CREDENTIALS, TOO_MANY_ATTEMPTS, UNREACHABLE, SERVER_FAILED
     */
    SignedIn signIn(URI server, String email, String password, Optional<String> device, String deviceName) {
        Answer answer = wait(post(server, "/api/sign-in", "", Json.write("email", email, "password", password)));
        if (answer.status() == 401) {
            throw new WorkspaceException(Reason.WRONG_CREDENTIALS, "the email or the password is wrong");
        }
        if (answer.status() == 429) {
            throw new WorkspaceException(Reason.TOO_MANY_ATTEMPTS, "too many attempts to sign in: wait a while");
        }
        String cookie = answer.cookie().filter(c -> answer.status() == 200).orElseThrow(ServerApi::failed);
        Account account = new Account(
                member(answer, "/account/id"),
                member(answer, "/account/name"),
                member(answer, "/account/email"),
                member(answer, "/workspaceName"),
                server);
        String body = Json.write("name", deviceName, "deviceId", device.orElse(null));
        return new SignedIn(account, member(wait(post(server, "/api/devices", cookie, body)), "/deviceId"), cookie);
    }

    /** Ends a session; whether the server hears of it does not matter. */
    void signOut(URI server, String cookie) {
        wait(post(server, "/api/sign-out", cookie, "{}"));
    }

    /** A ticket for one WebSocket; empty if the session has ended. Fails if there is no answer. */
    CompletableFuture<Optional<String>> ticket(URI server, String cookie) {
        return post(server, "/api/ws-ticket", cookie, "{}").thenApply(answer -> {
            if (answer.status() == 401) {
                return Optional.empty();
            }
            return Optional.of(member(answer, "/ticket"));
        });
    }

    private CompletableFuture<Answer> post(URI server, String path, String cookie, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(ANSWER_TIMEOUT)
                .header("Content-Type", "application/json")
                .header("X-Offing", "1")
                .POST(BodyPublishers.ofString(body));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return http.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(ServerApi::answer);
    }

    private static Answer answer(HttpResponse<String> response) {
        Optional<String> cookie = response.headers()
                .firstValue("Set-Cookie")
                .map(set -> set.indexOf(';') < 0 ? set : set.substring(0, set.indexOf(';')));
        return new Answer(response.statusCode(), Json.read(response.body()), cookie);
    }

    /** @param path a JSON pointer to a text */
    private static String member(Answer answer, String path) {
        return Optional.ofNullable(answer.body().at(path).textValue())
                .filter(value -> answer.status() == 200)
                .orElseThrow(ServerApi::failed);
    }

    private static WorkspaceException failed() {
        return new WorkspaceException(
                Reason.SERVER_FAILED, "the server gave an unexpected answer: is it an Offing server?");
    }

    private static Answer wait(CompletableFuture<Answer> answer) {
        return OwnerThread.await(answer, e -> {
            if (e instanceof IOException) {
                throw new WorkspaceException(Reason.UNREACHABLE, "the server cannot be reached", e);
            }
        });
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
