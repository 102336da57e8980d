package dev.offing.server.http;

import dev.offing.server.account.Accounts;
import dev.offing.server.account.SignedIn;
import dev.offing.server.account.SocketTickets;
import dev.offing.server.store.Identities;
import dev.offing.server.store.Identities.Account;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Set-up, sign-in, invitations, devices, socket tickets: docs/http.md describes each route. */
final class AccountRoutes {

    // Fields of requests may be null: a browser can send anything.
    record SetupRequest(String code, String workspaceName, String name, String email, String password) {}

    record SignInRequest(String email, String password) {}

    record JoinRequest(String invitation, String name, String email, String password) {}

    record DeviceRequest(String deviceId, String name) {}

    record AccountAnswer(String id, String name, String email, String role) {}

    record SignedInAnswer(AccountAnswer account, String workspaceName) {}

    /** Fields about the workspace are null for a visitor who is not signed in. */
    record StateAnswer(
            boolean setupNeeded,
            AccountAnswer account,
            String deviceId,
            String workspaceName,
            String epoch,
            String serverVersion) {}

    record InvitationAnswer(String link, long expiresAt) {}

    record DeviceAnswer(String deviceId) {}

    record DeviceEntry(String id, String name, long lastSeenAt, boolean thisDevice) {}

    record DevicesAnswer(List<DeviceEntry> devices) {}

    record TicketAnswer(String ticket, long expiresInMillis) {}

    private final Accounts accounts;
    private final Identities identities;
    private final SocketTickets tickets;
    private final RequestGuard guard;
    private final SessionCookie cookie;
    private final String serverVersion;

    AccountRoutes(
            Accounts accounts,
            Identities identities,
            SocketTickets tickets,
            RequestGuard guard,
            SessionCookie cookie,
            String serverVersion) {
        this.accounts = accounts;
        this.identities = identities;
        this.tickets = tickets;
        this.guard = guard;
        this.cookie = cookie;
        this.serverVersion = serverVersion;
    }

    void register(RoutesConfig routes) {
        routes.get("/api/health", context -> Json.write(context, new Health(identities.isSetUp() ? "ok" : "setup")));
        routes.get("/api/state", this::state);
        routes.post("/api/setup", this::setUp);
        routes.post("/api/sign-in", this::signIn);
        routes.post("/api/sign-out", this::signOut);
        routes.post("/api/invitations", this::invite);
        routes.post("/api/join", this::join);
        routes.get("/api/devices", this::devices);
        routes.post("/api/devices", this::nameDevice);
        routes.post("/api/ws-ticket", this::issueTicket);
    }

    record Health(String status) {}

    /**
     * Who the request speaks for.
     *
     * @throws ApiException EXPIRED if nobody
     */
    SignedIn requireSignedIn(Context context) {
        return signedIn(context)
                .orElseThrow(() -> new ApiException(ApiException.Code.EXPIRED, "Please sign in again."));
    }

    private Optional<SignedIn> signedIn(Context context) {
        return cookie.token(context).flatMap(accounts::authenticate);
    }

    private void state(Context context) {
        boolean setupNeeded = !identities.isSetUp();
        Optional<SignedIn> who = signedIn(context);
        Optional<Identities.Workspace> workspace = who.map(known -> identities.workspace());
        Json.write(
                context,
                new StateAnswer(
                        setupNeeded,
                        who.map(known -> answer(known.account())).orElse(null),
                        who.flatMap(SignedIn::device).orElse(null),
                        workspace.map(Identities.Workspace::name).orElse(null),
                        workspace.map(Identities.Workspace::epoch).orElse(null),
                        serverVersion));
    }

    private void setUp(Context context) {
        SetupRequest request = Json.read(context, SetupRequest.class);
        start(
                context,
                accounts.setUp(
                        Json.required(request.code(), "code"),
                        Json.required(request.workspaceName(), "workspaceName"),
                        Json.required(request.name(), "name"),
                        Json.required(request.email(), "email"),
                        Json.required(request.password(), "password"),
                        guard.clientAddress(context)));
    }

    private void signIn(Context context) {
        SignInRequest request = Json.read(context, SignInRequest.class);
        start(
                context,
                accounts.signIn(
                        Json.required(request.email(), "email"),
                        Json.required(request.password(), "password"),
                        guard.clientAddress(context)));
    }

    private void join(Context context) {
        JoinRequest request = Json.read(context, JoinRequest.class);
        start(
                context,
                accounts.join(
                        Json.required(request.invitation(), "invitation"),
                        Json.required(request.name(), "name"),
                        Json.required(request.email(), "email"),
                        Json.required(request.password(), "password"),
                        guard.clientAddress(context)));
    }

    /** Hands the browser its new session; the one it came with ends. */
    private void start(Context context, Accounts.NewSession session) {
        signedIn(context).ifPresent(accounts::signOut);
        cookie.set(context, session.token());
        Json.write(
                context,
                new SignedInAnswer(
                        answer(session.account()), identities.workspace().name()));
    }

    private void signOut(Context context) {
        signedIn(context).ifPresent(accounts::signOut);
        cookie.clear(context);
        context.status(204);
    }

    private void invite(Context context) {
        Accounts.Invitation invitation =
                accounts.invite(requireSignedIn(context).account());
        Json.write(
                context,
                new InvitationAnswer(
                        guard.ownOrigin(context) + "/join#" + invitation.token(), invitation.expiresAtMillis()));
    }

    private void devices(Context context) {
        SignedIn who = requireSignedIn(context);
        Json.write(
                context,
                new DevicesAnswer(identities.devices(who.account().id()).stream()
                        .map(device -> new DeviceEntry(
                                device.id(),
                                device.name(),
                                device.lastSeenMillis(),
                                who.device().filter(device.id()::equals).isPresent()))
                        .toList()));
    }

    private void nameDevice(Context context) {
        SignedIn who = requireSignedIn(context);
        DeviceRequest request = Json.read(context, DeviceRequest.class);
        Json.write(
                context,
                new DeviceAnswer(accounts.nameDevice(
                        who, Optional.ofNullable(request.deviceId()), Json.required(request.name(), "name"))));
    }

    private void issueTicket(Context context) {
        SignedIn who = requireSignedIn(context);
        Json.write(context, new TicketAnswer(tickets.issue(who), SocketTickets.LIFETIME_MILLIS));
    }

    private static AccountAnswer answer(Account account) {
        return new AccountAnswer(
                account.id(),
                account.name(),
                account.email(),
                account.role().name().toLowerCase(Locale.ROOT));
    }
}
