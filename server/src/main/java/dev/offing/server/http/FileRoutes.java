package dev.offing.server.http;

import dev.offing.server.access.Access;
import dev.offing.server.account.SignedIn;
import dev.offing.server.store.FileShelf;
import dev.offing.server.store.FileShelf.StoredFile;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Files of the workspace under the SHA-256 of their content. What a file is, its first bytes decide:
 * the few image formats that cannot carry script are shown, everything else is offered for download,
 * and all of it is sandboxed.
 */
final class FileRoutes {

    /** Enough for every signature below. */
    private static final int SIGNATURE_BYTES = 16;

    private final FileShelf files;
    private final Access access;
    private final Function<Context, SignedIn> requireSignedIn;
    private final InstantSource clock;

    FileRoutes(FileShelf files, Access access, Function<Context, SignedIn> requireSignedIn, InstantSource clock) {
        this.files = files;
        this.access = access;
        this.requireSignedIn = requireSignedIn;
        this.clock = clock;
    }

    void register(RoutesConfig routes) {
        routes.get("/files/{id}", this::get);
        routes.put("/files/{id}", this::put);
    }

    private void put(Context context) {
        SignedIn who = requireSignedIn.apply(context);
        String id = id(context);
        if (!access.mayAddFiles(who)) {
            throw new ApiException(ApiException.Code.FORBIDDEN, "You may not add files here.");
        }
        if (context.contentLength() > FileShelf.FILE_BYTES_MAX) {
            throw tooLarge();
        }
        Optional<FileShelf.Refusal> refusal = files.put(
                id, context.bodyInputStream(), Optional.of(who.account().id()), clock.millis());
        if (refusal.isEmpty()) {
            context.status(204);
            return;
        }
        throw switch (refusal.get()) {
            case TOO_LARGE -> tooLarge();
            case OTHER_CONTENT ->
                new ApiException(ApiException.Code.INVALID, "The content does not have the SHA-256 it is sent under.");
        };
    }

    private static ApiException tooLarge() {
        return new ApiException(ApiException.Code.TOO_LARGE, "A file may have at most 20 MB.");
    }

    private void get(Context context) throws IOException {
        SignedIn who = requireSignedIn.apply(context);
        String id = id(context);
        // The same answer for a file that is not there and for one that may not be read.
        StoredFile file =
                files.find(id).filter(found -> access.mayReadFile(who, id)).orElseThrow(FileRoutes::notFound);
        Optional<String> image = imageType(signature(file));
        context.header("Content-Security-Policy", SecurityHeaders.FILE_POLICY);
        context.header("Content-Disposition", image.isPresent() ? "inline" : "attachment");
        // The content behind an id never changes, but whether this person may have it can.
        context.header("Cache-Control", "private, no-cache");
        context.header("ETag", "\"" + id + "\"");
        if (("\"" + id + "\"").equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        context.contentType(image.orElse("application/octet-stream"));
        context.header("Content-Length", Long.toString(file.sizeBytes()));
        context.result(Files.newInputStream(file.path()));
    }

    private static String id(Context context) {
        String id = context.pathParam("id");
        boolean wellFormed =
                id.length() == 64 && id.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        if (!wellFormed) {
            throw notFound();
        }
        return id;
    }

    private static ApiException notFound() {
        return new ApiException(ApiException.Code.NOT_FOUND, "There is no such file.");
    }

    private static byte[] signature(StoredFile file) throws IOException {
        try (InputStream stream = Files.newInputStream(file.path())) {
            return stream.readNBytes(SIGNATURE_BYTES);
        }
    }

    /** The type of an image that browsers show without running anything in it; SVG is none. */
    static Optional<String> imageType(byte[] first) {
        if (startsWith(first, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            return Optional.of("image/png");
        }
        if (startsWith(first, 0, 0xff, 0xd8, 0xff)) {
            return Optional.of("image/jpeg");
        }
        if (startsWith(first, 0, 'G', 'I', 'F', '8', '7', 'a') || startsWith(first, 0, 'G', 'I', 'F', '8', '9', 'a')) {
            return Optional.of("image/gif");
        }
        if (startsWith(first, 0, 'R', 'I', 'F', 'F') && startsWith(first, 8, 'W', 'E', 'B', 'P')) {
            return Optional.of("image/webp");
        }
        if (startsWith(first, 4, 'f', 't', 'y', 'p', 'a', 'v', 'i', 'f')) {
            return Optional.of("image/avif");
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int at, int... expected) {
        if (bytes.length < at + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[at + i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
