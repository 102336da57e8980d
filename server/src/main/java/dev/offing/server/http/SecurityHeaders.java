package dev.offing.server.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Headers of every response, put on before anything else sees the request, so that error pages and
 * refused requests carry them too. A route may only make them stricter.
 *
 * <p>The policy allows scripts, workers, connections and forms of our own origin and nothing else: a
 * script that runs in our origin can use the keys of the local store, so there is no inline script, no
 * eval and no foreign host. Styles may be inline because the editor's component library writes them;
 * a style cannot read the store.
 */
final class SecurityHeaders implements HttpConfiguration.Customizer {

    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; worker-src 'self';"
            + " manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** For content that people brought: it may show itself and do nothing. */
    static final String FILE_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox";

    private final boolean https;

    /** @param https whether browsers reach this server by https only */
    SecurityHeaders(boolean https) {
        this.https = https;
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        addTo(responseHeaders);
        return request;
    }

    void addTo(HttpFields.Mutable responseHeaders) {
        responseHeaders.put("Content-Security-Policy", POLICY);
        responseHeaders.put("X-Content-Type-Options", "nosniff");
        responseHeaders.put("Referrer-Policy", "no-referrer");
        responseHeaders.put("Cross-Origin-Opener-Policy", "same-origin");
        responseHeaders.put("Cross-Origin-Resource-Policy", "same-origin");
        responseHeaders.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        responseHeaders.put("Cache-Control", "no-store");
        if (https) {
            responseHeaders.put("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
