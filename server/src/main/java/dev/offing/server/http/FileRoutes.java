package dev.offing.server.http;

import dev.offing.server.access.Access;
import dev.offing.server.account.SignedIn;
import dev.offing.server.store.FileShelf;
import dev.offing.server.store.FileShelf.Appended;
import dev.offing.server.store.FileShelf.StoredFile;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Files of the workspace under the SHA-256 of their content. What a file is, its first bytes decide:
 * the few image formats that cannot carry script are shown, everything else is offered for download,
 * and all of it is sandboxed.
 *
 * <p>A file comes whole by PUT, or by chunk: HEAD tells where to go on, each PATCH appends. The names of
 * the headers are those of the IETF's resumable uploads for HTTP. There is no resource made for an upload:
 * the hash names the file before it is there.
 */
final class FileRoutes {

    /** Enough for every signature below. */
    private static final int SIGNATURE_BYTES = 16;

    /** How many bytes of a file are at the server, or lie before a chunk. */
    private static final String OFFSET = "Upload-Offset";

    /** How many bytes a file has that comes by chunk. */
    private static final String LENGTH = "Upload-Length";

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
        routes.head("/files/{id}", this::head);
        routes.put("/files/{id}", this::put);
        routes.patch("/files/{id}", this::patch);
    }

    private SignedIn requireMayAdd(Context context) {
        SignedIn who = requireSignedIn.apply(context);
        if (!access.mayAddFiles(who)) {
            throw new ApiException(ApiException.Code.FORBIDDEN, "You may not add files here.");
        }
        return who;
    }

    private void put(Context context) {
        SignedIn who = requireMayAdd(context);
        String id = id(context);
        if (context.contentLength() > FileShelf.FILE_BYTES_MAX) {
            throw tooLarge();
        }
        Optional<FileShelf.Refusal> refusal = whileLineHolds(() -> files.put(
                id, context.bodyInputStream(), Optional.of(who.account().id()), clock.millis()));
        if (refusal.isEmpty()) {
            context.status(204);
            return;
        }
        throw switch (refusal.get()) {
            case TOO_LARGE -> tooLarge();
            case OTHER_CONTENT -> otherContent();
        };
    }

    private void patch(Context context) {
        SignedIn who = requireMayAdd(context);
        FileShelf.Chunk chunk = chunk(context, who);
        if (context.contentLength() > FileShelf.CHUNK_BYTES_MAX) {
            throw chunkTooLarge();
        }
        switch (whileLineHolds(() -> files.append(chunk, context.bodyInputStream(), clock.millis()))) {
            case Appended.Kept kept -> context.status(204).header(OFFSET, Long.toString(kept.offset()));
            case Appended.Elsewhere elsewhere -> answerElsewhere(context, who, chunk, elsewhere.offset());
            case Appended.Refused refused ->
                throw switch (refused.why()) {
                    case TOO_LARGE -> chunkTooLarge();
                    case OTHER_CONTENT -> otherContent();
                };
        }
    }

    /** @throws ApiException INVALID, TOO_LARGE, NOT_FOUND */
    private static FileShelf.Chunk chunk(Context context, SignedIn who) {
        String id = id(context);
        long offset = number(context, OFFSET);
        long length = number(context, LENGTH);
        if (length > FileShelf.FILE_BYTES_MAX) {
            throw tooLarge();
        }
        if (length == 0 || offset > length) {
            throw new ApiException(ApiException.Code.INVALID, "The chunk does not lie within its file.");
        }
        return new FileShelf.Chunk(who.account().id(), id, offset, length);
    }

    private static long number(Context context, String header) {
        String value = Optional.ofNullable(context.header(header)).orElse("");
        // As many digits as cannot overflow.
        if (!value.matches("[0-9]{1,18}")) {
            throw new ApiException(ApiException.Code.INVALID, "A chunk needs Upload-Offset and Upload-Length.");
        }
        return Long.parseLong(value);
    }

    /** A file that became whole by another request is all the client wants. */
    private void answerElsewhere(Context context, SignedIn who, FileShelf.Chunk chunk, long offset) {
        if (findFor(who, chunk.id()).isPresent()) {
            UnreadBody.discard(context);
            context.status(204).header(OFFSET, Long.toString(chunk.lengthBytes()));
            return;
        }
        context.header(OFFSET, Long.toString(offset));
        throw new ApiException(ApiException.Code.WRONG_OFFSET, "The server has another part of the file.");
    }

    /** A line that breaks in the middle of a file is no fault of the server; nobody reads the answer. */
    private static <T> T whileLineHolds(Supplier<T> work) {
        try {
            return work.get();
        } catch (UncheckedIOException e) {
            throw new ApiException(ApiException.Code.INVALID, "The request broke off.");
        }
    }

    private static ApiException otherContent() {
        return new ApiException(ApiException.Code.INVALID, "The content does not have the SHA-256 it is sent under.");
    }

    private static ApiException chunkTooLarge() {
        return new ApiException(
                ApiException.Code.TOO_LARGE, "A chunk may have at most 1 MB, and no more than the file has left.");
    }

    private static ApiException tooLarge() {
        return new ApiException(ApiException.Code.TOO_LARGE, "A file may have at most 20 MB.");
    }

    private void get(Context context) throws IOException {
        SignedIn who = requireSignedIn.apply(context);
        StoredFile file = findFor(who, id(context)).orElseThrow(FileRoutes::notFound);
        if (describe(context, file)) {
            context.result(Files.newInputStream(file.path()));
        }
    }

    /** What GET would say, and of a file that is not there how much of it this account has sent. */
    private void head(Context context) throws IOException {
        SignedIn who = requireSignedIn.apply(context);
        String id = id(context);
        Optional<StoredFile> file = findFor(who, id);
        if (file.isPresent()) {
            describe(context, file.get());
            return;
        }
        if (access.mayAddFiles(who)) {
            context.header(
                    OFFSET, Long.toString(files.partialSizeBytes(who.account().id(), id)));
        }
        throw notFound();
    }

    /** A file that may not be read is one that is not there. */
    private Optional<StoredFile> findFor(SignedIn who, String id) {
        return files.find(id).filter(found -> access.mayReadFile(who, id));
    }

    /** @return whether the content is to follow */
    private static boolean describe(Context context, StoredFile file) throws IOException {
        Optional<String> image = imageType(signature(file));
        String tag = "\"" + file.id() + "\"";
        context.header("Content-Security-Policy", SecurityHeaders.FILE_POLICY);
        context.header("Content-Disposition", image.isPresent() ? "inline" : "attachment");
        // The content behind an id never changes, but whether this person may have it can.
        context.header("Cache-Control", "private, no-cache");
        context.header("ETag", tag);
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return false;
        }
        context.contentType(image.orElse("application/octet-stream"));
        context.header("Content-Length", Long.toString(file.sizeBytes()));
        return true;
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
