package dev.offing.server.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps other sites out. A request that changes something carries a header that only our own script
 * can set without asking first, and comes from our own origin; a server on the loopback address
 * answers to loopback names only, so that a foreign name that resolves to it (DNS rebinding) gets
 * nothing.
 */
final class RequestGuard {

    /** Set by our web app on every request that changes something; its value is 1. */
    static final String HEADER = "X-Offing";

    private static final Set<HandlerType> READS = Set.of(HandlerType.GET, HandlerType.HEAD);

    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpOptions options;
    private final boolean loopback;

    RequestGuard(HttpOptions options) {
        this.options = options;
        this.loopback = isLoopback(options.host());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Lets a request pass or throws.
     *
     * @throws ApiException FORBIDDEN
     */
    void check(Context context) {
        requireOwnHost(context);
        if (!READS.contains(context.method())) {
            requireOwnPage(context);
        }
    }

    private void requireOwnHost(Context context) {
        if (options.publicUrl().isEmpty() && loopback && !LOOPBACK_NAMES.contains(hostName(context))) {
            throw new ApiException(
                    ApiException.Code.FORBIDDEN, "This server answers to localhost only. See --public-url.");
        }
    }

    private void requireOwnPage(Context context) {
        if (!"1".equals(context.header(HEADER))) {
            throw new ApiException(ApiException.Code.FORBIDDEN, "The request lacks the header X-Offing: 1.");
        }
        if (!hasOwnOrigin(context)) {
            throw new ApiException(ApiException.Code.FORBIDDEN, "The request comes from another site.");
        }
    }

    /**
     * Whether the browser says the request comes from one of our own pages. Programs that are not
     * browsers say nothing, and hold no cookie they were tricked into sending.
     */
    boolean hasOwnOrigin(Context context) {
        String site = context.header("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        String origin = context.header("Origin");
        return origin == null || origin.toLowerCase(Locale.ROOT).equals(ownOrigin(context));
    }

    /** The origin of our pages as the browser of this request sees it, in lower case. */
    String ownOrigin(Context context) {
        return options.publicOrigin()
                .orElseGet(() ->
                        "http://" + Optional.ofNullable(context.header("Host")).orElse(""))
                .toLowerCase(Locale.ROOT);
    }

    private static String hostName(Context context) {
        String host = Optional.ofNullable(context.header("Host")).orElse("").toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    /**
     * The network address that attempts are counted by. A forwarded address is believed only from a
     * proxy we were told to trust, and only the one that proxy itself added.
     */
    String clientAddress(Context context) {
        String peer = context.req().getRemoteAddr();
        String forwarded = context.header("X-Forwarded-For");
        if (forwarded == null || !options.trustedProxies().contains(peer)) {
            return peer;
        }
        return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }
}
