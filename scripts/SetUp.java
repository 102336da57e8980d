import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Makes the owner of a fresh server, for examples that need one: address, one-time code, email, password. */
class SetUp {
    public static void main(String[] arguments) throws Exception {
        String body = """
                {"code": "%s", "workspaceName": "Lighthouse", "name": "Ada", "email": "%s", "password": "%s"}"""
                .formatted(arguments[1], arguments[2], arguments[3]);
        HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0] + "/api/setup"))
                .header("X-Offing", "1")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int status = HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IllegalStateException("set-up failed: " + status);
        }
    }
}
