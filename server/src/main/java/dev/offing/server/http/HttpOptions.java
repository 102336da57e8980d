package dev.offing.server.http;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * How the server meets the network.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 * @param publicUrl what people type, when a proxy stands in front: scheme, host and port only. With
 *     https the session cookie is {@code __Host-} and Secure
 * @param trustedProxies addresses whose {@code X-Forwarded-For} is believed
 * @param web the built web app; empty to serve the interface for programs only
 */
public record HttpOptions(
        String host, int port, Optional<URI> publicUrl, Set<String> trustedProxies, Optional<Path> web) {

    /**
     * @throws IllegalArgumentException if the public address has another form
     */
    public HttpOptions {
        trustedProxies = Set.copyOf(trustedProxies);
        publicUrl.ifPresent(HttpOptions::requireOrigin);
    }

    private static void requireOrigin(URI url) {
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        boolean bare = url.getRawPath() == null
                || url.getRawPath().isEmpty()
                || url.getRawPath().equals("/");
        if (!web || url.getHost() == null || !bare || url.getRawQuery() != null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the public address is a scheme, a host and perhaps a port, like https://pages.example.org");
        }
    }

    /** Whether browsers reach this server by https only. */
    boolean isHttps() {
        return publicUrl.map(url -> "https".equals(url.getScheme())).orElse(false);
    }

    /** The origin browsers send for this server's pages, where it is fixed. */
    Optional<String> publicOrigin() {
        return publicUrl.map(url -> url.getScheme() + "://" + url.getRawAuthority());
    }
}
