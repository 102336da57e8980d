package dev.offing.server.http;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The built web app, read whole at the start: a few megabytes, and no request ever names a path of
 * the disk. Files with a hash in their name may be kept for ever; the page, the service worker and
 * the rest are asked for again each time. Any other address that a person may type gives the page.
 */
final class WebAssets {

    private static final String PAGE = "/index.html";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    private static final Set<String> PACKED_ALREADY = Set.of("png", "ico", "woff2");

    @SuppressWarnings("ArrayRecordComponent") // never modified, never compared
    private record Asset(byte[] content, String type, String tag, boolean forEver, boolean compressible) {}

    private final Map<String, Asset> assets;
    private final Map<String, byte[]> compressed = new ConcurrentHashMap<>();

    private WebAssets(Map<String, Asset> assets) {
        this.assets = assets;
    }

    /** @throws UncheckedIOException if the folder cannot be read */
    static WebAssets load(Optional<Path> folder) {
        Map<String, Asset> assets = new HashMap<>();
        folder.filter(Files::isDirectory).ifPresent(root -> {
            try (Stream<Path> paths = Files.walk(root)) {
                for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                    String name = "/" + root.relativize(path).toString().replace('\\', '/');
                    assets.put(name, asset(name, Files.readAllBytes(path)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return new WebAssets(assets);
    }

    private static Asset asset(String name, byte[] content) {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return new Asset(
                content,
                TYPES.getOrDefault(extension, "application/octet-stream"),
                "\"" + hash(content) + "\"",
                name.startsWith("/assets/"),
                !PACKED_ALREADY.contains(extension));
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Answers a GET for anything that is not the interface for programs. */
    void serve(Context context) {
        String path = context.path();
        if (assets.containsKey(path)) {
            send(context, path);
        } else if (isPageAddress(path) && assets.containsKey(PAGE)) {
            send(context, PAGE);
        } else if (isPageAddress(path)) {
            context.contentType("text/plain; charset=utf-8")
                    .result("The web app was not built. Start the server with ./offing serve.");
        } else {
            throw new ApiException(ApiException.Code.NOT_FOUND, "There is nothing at this address.");
        }
    }

    /** What a person may have in the address line: no file name, none of our fixed prefixes. */
    private static boolean isPageAddress(String path) {
        return !path.startsWith("/api/")
                && !path.startsWith("/files/")
                && !path.startsWith("/assets/")
                && !path.equals("/ws")
                && path.indexOf('.', path.lastIndexOf('/')) < 0;
    }

    private void send(Context context, String name) {
        Asset asset = assets.get(name);
        context.header("Cache-Control", asset.forEver() ? "public, max-age=31536000, immutable" : "no-cache");
        context.header("ETag", asset.tag());
        context.header("Vary", "Accept-Encoding");
        if (asset.tag().equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        context.contentType(asset.type());
        boolean gzip = asset.compressible()
                && Optional.ofNullable(context.header("Accept-Encoding"))
                        .orElse("")
                        .contains("gzip");
        if (gzip) {
            context.header("Content-Encoding", "gzip");
            context.result(compressed.computeIfAbsent(name, any -> gzip(asset.content())));
        } else {
            context.result(asset.content());
        }
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
            stream.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
