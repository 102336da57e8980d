package dev.offing.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offing.server.TestBrowser;
import dev.offing.server.TestBrowser.Answer;
import dev.offing.server.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountRoutesTest {

    private static final long DAY = 24L * 3_600_000;

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Answer signIn(TestBrowser browser, String email, String password) {
        return browser.post("/api/sign-in", "email", email, "password", password);
    }

    @Test
    void aFreshServerAsksForItsOwner() {
        Answer state = server.browser().get("/api/state");
        assertThat(state.body().get("setupNeeded").asBoolean()).isTrue();
        assertThat(state.body().get("account").isNull()).isTrue();
    }

    @Test
    void theCodeOfTheConsoleCreatesTheOwnerOnce() {
        TestBrowser owner = server.owner();
        Answer state = owner.get("/api/state");
        assertThat(state.body().get("setupNeeded").asBoolean()).isFalse();
        assertThat(state.body().get("account").get("email").asText()).isEqualTo(TestServer.OWNER_EMAIL);
        assertThat(state.body().get("account").get("role").asText()).isEqualTo("owner");
        assertThat(state.body().get("workspaceName").asText()).isEqualTo("Lighthouse");
        assertThat(state.body().get("serverVersion").asText()).isEqualTo("1.2.3");
        assertThat(server.server.setupCode()).isEmpty();
        Answer again = server.browser()
                .post(
                        "/api/setup",
                        "code",
                        "AAAA-AAAA-AAAA",
                        "workspaceName",
                        "Mine",
                        "name",
                        "Eve",
                        "email",
                        "eve@example.org",
                        "password",
                        "another long one");
        assertThat(again.code()).isEqualTo("taken");
    }

    @Test
    void aWrongSetupCodeCreatesNobody() {
        Answer answer = server.browser()
                .post(
                        "/api/setup",
                        "code",
                        "AAAA-AAAA-AAAA",
                        "workspaceName",
                        "Mine",
                        "name",
                        "Eve",
                        "email",
                        "eve@example.org",
                        "password",
                        "another long one");
        assertThat(answer.code()).isEqualTo("wrong-code");
        assertThat(server.browser().get("/api/state").body().get("setupNeeded").asBoolean())
                .isTrue();
    }

    @Test
    void whoIsNotSignedInSeesNothingOfTheWorkspace() {
        server.owner();
        Answer state = server.browser().get("/api/state");
        assertThat(state.body().get("workspaceName").isNull()).isTrue();
        assertThat(state.body().get("epoch").isNull()).isTrue();
        assertThat(server.browser().post("/api/invitations").code()).isEqualTo("expired");
        assertThat(server.browser().post("/api/devices", "name", "x").code()).isEqualTo("expired");
        assertThat(server.browser().post("/api/ws-ticket").code()).isEqualTo("expired");
    }

    @Test
    void aWrongPasswordAndAnUnknownAccountGetTheSameAnswer() {
        server.owner();
        Answer wrong = signIn(server.browser(), TestServer.OWNER_EMAIL, "not the password");
        Answer unknown = signIn(server.browser(), "nobody@example.org", "not the password");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("wrong-credentials");
        assertThat(unknown.status()).isEqualTo(wrong.status());
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void signingInMakesANewSessionAndEndsTheOneTheBrowserHad() {
        TestBrowser owner = server.owner();
        String first = owner.cookie();
        assertThat(signIn(owner, " ADA@example.org ", TestServer.OWNER_PASSWORD).status())
                .isEqualTo(200);
        assertThat(owner.cookie()).isNotEqualTo(first);
        TestBrowser old = server.browser();
        old.cookie(first);
        assertThat(old.get("/api/state").body().get("account").isNull()).isTrue();
    }

    @Test
    void signingOutEndsTheSessionOnTheServer() {
        TestBrowser owner = server.owner();
        String token = owner.cookie();
        assertThat(owner.post("/api/sign-out").status()).isEqualTo(204);
        assertThat(owner.cookie()).isNull();
        owner.cookie(token);
        assertThat(owner.post("/api/ws-ticket").code()).isEqualTo("expired");
    }

    @Test
    void guessingIsSlowedPerAccountAndTheRightPasswordIsRefusedMeanwhile() {
        server.owner();
        for (int i = 0; i < 5; i++) {
            assertThat(signIn(server.browser(), TestServer.OWNER_EMAIL, "guess " + i)
                            .code())
                    .isEqualTo("wrong-credentials");
        }
        Answer refused = signIn(server.browser(), TestServer.OWNER_EMAIL, "guess 6");
        assertThat(refused.status()).isEqualTo(429);
        Answer right = signIn(server.browser(), TestServer.OWNER_EMAIL, TestServer.OWNER_PASSWORD);
        assertThat(right.body()).isEqualTo(refused.body());
        server.clock.advanceMillis(15 * 60_000 + 1);
        assertThat(signIn(server.browser(), TestServer.OWNER_EMAIL, TestServer.OWNER_PASSWORD)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void guessingIsSlowedPerAddressOverManyAccounts() {
        server.owner();
        for (int i = 0; i < 30; i++) {
            assertThat(signIn(server.browser(), "person" + i + "@example.org", "guess")
                            .code())
                    .isEqualTo("wrong-credentials");
        }
        assertThat(signIn(server.browser(), "person31@example.org", "guess").code())
                .isEqualTo("too-many-attempts");
    }

    @Test
    void aForwardedAddressCountsOnlyAsTheTrustedProxyWroteIt() {
        server.owner();
        for (int i = 0; i < 30; i++) {
            signInThrough("6.6.6." + i + ", 9.9.9.9", "person" + i + "@example.org");
        }
        assertThat(signInThrough("6.6.6.99, 9.9.9.9", "other@example.org").code())
                .isEqualTo("too-many-attempts");
        assertThat(signInThrough("6.6.6.99, 8.8.8.8", "other@example.org").code())
                .isEqualTo("wrong-credentials");
    }

    private Answer signInThrough(String forwardedFor, String email) {
        TestBrowser browser = server.browser();
        Map<String, String> headers = browser.ours();
        headers.put("X-Forwarded-For", forwardedFor);
        return browser.send("POST", "/api/sign-in", TestBrowser.json("email", email, "password", "guess"), headers);
    }

    @Test
    void anInvitationLetsOnePersonIn() {
        TestBrowser owner = server.owner();
        Answer invitation = owner.post("/api/invitations");
        String link = invitation.body().get("link").asText();
        assertThat(link).startsWith(server.origin() + "/join#");
        assertThat(invitation.body().get("expiresAt").asLong()).isEqualTo(server.clock.millis() + 7 * DAY);
        String token = link.substring(link.indexOf('#') + 1);
        TestBrowser member = server.browser();
        Answer joined = join(member, token, "grace@example.org", "a long password");
        assertThat(joined.status()).isEqualTo(200);
        assertThat(joined.body().get("account").get("role").asText()).isEqualTo("member");
        assertThat(member.post("/api/invitations").status()).isEqualTo(400);
        assertThat(join(server.browser(), token, "eve@example.org", "a long password")
                        .code())
                .isEqualTo("expired");
    }

    @Test
    void aRefusedJoinLeavesTheInvitationUsable() {
        TestBrowser owner = server.owner();
        String link = owner.post("/api/invitations").body().get("link").asText();
        String token = link.substring(link.indexOf('#') + 1);
        TestBrowser member = server.browser();
        assertThat(join(member, token, TestServer.OWNER_EMAIL, "a long password")
                        .code())
                .isEqualTo("taken");
        assertThat(join(member, token, "grace@example.org", "short").code()).isEqualTo("invalid");
        assertThat(join(member, token, "grace", "a long password").code()).isEqualTo("invalid");
        assertThat(join(member, token, "grace@example.org", "password123").code())
                .isEqualTo("invalid");
        assertThat(join(member, token, "grace@example.org", "a long password").status())
                .isEqualTo(200);
    }

    @Test
    void anInvitationEndsAfterSevenDays() {
        TestBrowser owner = server.owner();
        String link = owner.post("/api/invitations").body().get("link").asText();
        server.clock.advanceMillis(7 * DAY);
        assertThat(join(server.browser(), link.substring(link.indexOf('#') + 1), "g@example.org", "a long password")
                        .status())
                .isEqualTo(410);
    }

    private static Answer join(TestBrowser browser, String token, String email, String password) {
        return browser.post("/api/join", "invitation", token, "name", "Grace", "email", email, "password", password);
    }

    @Test
    void aSessionEndsWithoutUseAndInAnyCaseInTheEnd() {
        TestBrowser owner = server.owner();
        for (int day = 0; day < 80; day += 20) {
            server.clock.advanceMillis(20 * DAY);
            assertThat(owner.get("/api/state").body().get("account").isNull())
                    .as("day %d", day + 20)
                    .isFalse();
        }
        server.clock.advanceMillis(11 * DAY);
        assertThat(owner.get("/api/state").body().get("account").isNull()).isTrue();

        TestBrowser idle = server.browser();
        signIn(idle, TestServer.OWNER_EMAIL, TestServer.OWNER_PASSWORD);
        server.clock.advanceMillis(31 * DAY);
        assertThat(idle.get("/api/state").body().get("account").isNull()).isTrue();
    }

    @Test
    void aDeviceKeepsItsIdOverSessionsButNotOverAccounts() {
        TestBrowser owner = server.owner();
        String device = owner.post("/api/devices", "name", "Laptop")
                .body()
                .get("deviceId")
                .asText();
        assertThat(device).matches("[0-9a-f]{32}");
        signIn(owner, TestServer.OWNER_EMAIL, TestServer.OWNER_PASSWORD);
        assertThat(owner.get("/api/state").body().get("deviceId").isNull()).isTrue();
        assertThat(owner.post("/api/devices", "name", "Laptop", "deviceId", device)
                        .body()
                        .get("deviceId")
                        .asText())
                .isEqualTo(device);
        String link = owner.post("/api/invitations").body().get("link").asText();
        TestBrowser member = server.browser();
        join(member, link.substring(link.indexOf('#') + 1), "grace@example.org", "a long password");
        assertThat(member.post("/api/devices", "name", "Laptop", "deviceId", device)
                        .body()
                        .get("deviceId")
                        .asText())
                .isNotEqualTo(device);
    }

    @Test
    void anAccountSeesItsOwnDevicesAlone() {
        TestBrowser owner = server.owner();
        String device = owner.deviceId();
        String link = owner.post("/api/invitations").body().get("link").asText();
        TestBrowser member = server.browser();
        join(member, link.substring(link.indexOf('#') + 1), "grace@example.org", "a long password");
        member.deviceId();
        JsonNode devices = owner.get("/api/devices").body().get("devices");
        assertThat(devices).hasSize(1);
        assertThat(devices.get(0).get("id").asText()).isEqualTo(device);
        assertThat(devices.get(0).get("thisDevice").asBoolean()).isTrue();
        assertThat(server.browser().get("/api/devices").status()).isEqualTo(401);
    }

    @Test
    void aTicketNeedsADevice() {
        TestBrowser owner = server.owner();
        assertThat(owner.post("/api/ws-ticket").code()).isEqualTo("invalid");
        owner.post("/api/devices", "name", "Laptop");
        assertThat(owner.post("/api/ws-ticket").body().get("ticket").asText()).hasSize(43);
    }

    @Test
    void aRequestOfAnotherSiteIsRefused() {
        TestBrowser owner = server.owner();
        Map<String, Map<String, String>> attacks = new LinkedHashMap<>();
        attacks.put("no header of ours", without(owner.ours(), "X-Offing"));
        attacks.put("foreign origin", with(owner.ours(), "Origin", "https://evil.example"));
        attacks.put("opaque origin", with(owner.ours(), "Origin", "null"));
        attacks.put("cross-site", with(owner.ours(), "Sec-Fetch-Site", "cross-site"));
        attacks.put("sub-domain", with(owner.ours(), "Sec-Fetch-Site", "same-site"));
        attacks.forEach((name, headers) -> {
            Answer answer = owner.send("POST", "/api/sign-out", BodyPublishers.ofString("{}"), headers);
            assertThat(answer.status()).as(name).isEqualTo(403);
        });
        assertThat(owner.get("/api/state").body().get("account").isNull()).isFalse();
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        headers.put(name, value);
        return headers;
    }

    private static Map<String, String> without(Map<String, String> headers, String name) {
        headers.remove(name);
        return headers;
    }

    @Test
    void aBodyThatIsNotOurJsonIsRefused() {
        TestBrowser browser = server.browser();
        Map<String, String> headers = browser.ours();
        for (String body : new String[] {"", "null", "[]", "{\"email\":", "{\"email\":{}}", "{} {}", "{}"}) {
            Answer answer = browser.send("POST", "/api/sign-in", BodyPublishers.ofString(body), headers);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.code()).as(body).isEqualTo("invalid");
        }
        Answer huge = browser.send("POST", "/api/sign-in", BodyPublishers.ofByteArray(new byte[70_000]), headers);
        assertThat(huge.code()).isEqualTo("too-large");
        Answer form = browser.send(
                "POST",
                "/api/sign-in",
                BodyPublishers.ofString("{}"),
                with(browser.ours(), "Content-Type", "text/plain"));
        assertThat(form.status()).isEqualTo(400);
    }

    @Test
    void fieldsNobodyAskedForAreIgnored() {
        TestBrowser owner = server.owner();
        String link = owner.post("/api/invitations").body().get("link").asText();
        Answer joined = server.browser()
                .post(
                        "/api/join",
                        "invitation",
                        link.substring(link.indexOf('#') + 1),
                        "name",
                        "Grace",
                        "email",
                        "grace@example.org",
                        "password",
                        "a long password",
                        "role",
                        "owner",
                        "id",
                        "0".repeat(32));
        assertThat(joined.body().get("account").get("role").asText()).isEqualTo("member");
        assertThat(joined.body().get("account").get("id").asText()).isNotEqualTo("0".repeat(32));
    }

    @Test
    void theDatabaseHoldsNoPasswordAndNoToken() throws Exception {
        TestBrowser owner = server.owner();
        String token = owner.cookie().substring(owner.cookie().indexOf('=') + 1);
        server.close();
        byte[] database = java.nio.file.Files.readAllBytes(folder.resolve("data/offing.db"));
        String text = new String(database, StandardCharsets.ISO_8859_1);
        assertThat(text).contains("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(text).doesNotContain(TestServer.OWNER_PASSWORD).doesNotContain(token);
        server = TestServer.start(folder);
    }
}
