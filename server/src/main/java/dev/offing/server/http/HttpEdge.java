package dev.offing.server.http;

import dev.offing.server.access.Access;
import dev.offing.server.account.AccountException;
import dev.offing.server.account.Accounts;
import dev.offing.server.account.SocketTickets;
import dev.offing.server.importing.ImportSink;
import dev.offing.server.importing.LocalKey;
import dev.offing.server.search.PageSearch;
import dev.offing.server.store.Store;
import dev.offing.server.store.StoreException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.websocket.WsConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side of a server: routes, what guards them, and how failures are told. Everything that can
 * go wrong becomes a code and a sentence; a stack trace goes to the log and nowhere else.
 */
public final class HttpEdge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);

    private record ErrorAnswer(String code, String message) {}

    private final Javalin javalin;
    private final int requestedPort;

    /**
     * @param localKey proof of a command on this machine
     * @param importSinks makes a sink for the page an import is put under; empty for the top level
     * @param sockets sets up the WebSocket at {@code /ws}; its origin was checked
     * @param frameBytesMax the longest message a WebSocket may bring
     * @param socketSilenceMillisMax a WebSocket silent for longer is given up
     */
    public HttpEdge(
            HttpOptions options,
            Store store,
            Accounts accounts,
            SocketTickets tickets,
            Access access,
            PageSearch search,
            InstantSource clock,
            String serverVersion,
            LocalKey localKey,
            Function<Optional<String>, ImportSink> importSinks,
            Consumer<WsConfig> sockets,
            int frameBytesMax,
            long socketSilenceMillisMax) {
        this.requestedPort = options.port();
        RequestGuard guard = new RequestGuard(options);
        SessionCookie cookie = new SessionCookie(options.isHttps());
        AccountRoutes accountRoutes =
                new AccountRoutes(accounts, store.identities(), tickets, guard, cookie, serverVersion);
        FileRoutes fileRoutes = new FileRoutes(store.files(), access, accountRoutes::requireSignedIn, clock);
        MemberRoutes memberRoutes = new MemberRoutes(store.identities(), access, accountRoutes::requireSignedIn, clock);
        SearchRoutes searchRoutes = new SearchRoutes(search, accountRoutes::requireSignedIn);
        LocalRoutes localRoutes = new LocalRoutes(localKey, importSinks);
        WebAssets web = WebAssets.load(options.web());
        this.javalin = Javalin.create(config -> {
            setUpTransport(config, options, frameBytesMax, socketSilenceMillisMax);
            config.routes.before(guard::check);
            config.routes.wsBeforeUpgrade(context -> {
                guard.check(context);
                if (!guard.hasOwnOrigin(context)) {
                    throw new ApiException(ApiException.Code.FORBIDDEN, "The request comes from another site.");
                }
            });
            accountRoutes.register(config.routes);
            fileRoutes.register(config.routes);
            memberRoutes.register(config.routes);
            searchRoutes.register(config.routes);
            localRoutes.register(config.routes);
            config.routes.ws("/ws", sockets);
            config.routes.get("/", web::serve);
            config.routes.get("/*", web::serve);
            setUpFailures(config.routes);
        });
    }

    private static void setUpTransport(
            JavalinConfig config, HttpOptions options, int frameBytesMax, long socketSilenceMillisMax) {
        SecurityHeaders headers = new SecurityHeaders(options.isHttps());
        config.concurrency.useVirtualThreads = true;
        config.http.compressionStrategy = CompressionStrategy.NONE; // Answers carry secrets; assets are packed already.
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.host = options.host();
        config.jetty.port = options.port();
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.addCustomizer(headers);
            http.addCustomizer(new PlainSockets());
        });
        // Our sessions are in the store; the servlet container shall make none, and no cookie for them.
        config.jetty.modifyServletContextHandler(context -> {
            SessionHandler none = new SessionHandler();
            none.setUsingCookies(false);
            none.setMaxInactiveInterval(1);
            context.setSessionHandler(none);
        });
        config.jetty.modifyServer(server -> server.setErrorHandler(new BareErrors(headers)));
        config.jetty.modifyWebSocketServletFactory(factory -> {
            factory.setMaxBinaryMessageSize(frameBytesMax);
            factory.setMaxTextMessageSize(frameBytesMax);
            factory.setMaxFrameSize(frameBytesMax);
            factory.setIdleTimeout(Duration.ofMillis(socketSilenceMillisMax));
        });
    }

    private static void setUpFailures(RoutesConfig routes) {
        routes.exception(ApiException.class, (e, context) -> answer(context, e.code(), e.getMessage()));
        routes.exception(AccountException.class, (e, context) -> answer(context, code(e.reason()), e.getMessage()));
        routes.exception(StoreException.class, (e, context) -> {
            LOG.warn("a request failed in the store", e);
            answer(context, code(e.reason()), e.getMessage());
        });
        routes.exception(
                HttpResponseException.class,
                (e, context) -> answer(context, httpCode(e.getStatus()), "The request cannot be answered."));
        routes.exception(Exception.class, (e, context) -> {
            LOG.error("a request failed", e);
            answer(context, ApiException.Code.SERVER, "Something went wrong on the server. Its log says more.");
        });
    }

    private static ApiException.Code code(AccountException.Reason reason) {
        return switch (reason) {
            case WRONG_CREDENTIALS -> ApiException.Code.WRONG_CREDENTIALS;
            case WRONG_CODE -> ApiException.Code.WRONG_CODE;
            case INVALID -> ApiException.Code.INVALID;
            case TAKEN -> ApiException.Code.TAKEN;
            case TOO_MANY_ATTEMPTS -> ApiException.Code.TOO_MANY_ATTEMPTS;
            case EXPIRED -> ApiException.Code.INVITATION_EXPIRED;
        };
    }

    private static ApiException.Code code(StoreException.Reason reason) {
        return switch (reason) {
            case FULL -> ApiException.Code.STORAGE_FULL;
            case TAKEN -> ApiException.Code.TAKEN;
            case IN_USE, TOO_NEW, OUT_OF_ORDER, UNAVAILABLE -> ApiException.Code.STORAGE_FAILED;
        };
    }

    private static ApiException.Code httpCode(int status) {
        return switch (status) {
            case 404, 405 -> ApiException.Code.NOT_FOUND;
            case 413 -> ApiException.Code.TOO_LARGE;
            default -> status < 500 ? ApiException.Code.INVALID : ApiException.Code.SERVER;
        };
    }

    private static void answer(Context context, ApiException.Code code, String message) {
        UnreadBody.discard(context);
        context.status(code.status());
        Json.write(context, new ErrorAnswer(code.wire(), message));
    }

    /** Starts to listen. @throws PortTakenException if the port is in use */
    public void start() {
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new PortTakenException(requestedPort, e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Stops to listen and ends what is open. */
    @Override
    public void close() {
        javalin.stop();
    }
}
