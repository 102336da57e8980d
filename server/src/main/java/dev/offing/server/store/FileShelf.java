package dev.offing.server.store;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Uploaded files, each under the SHA-256 of its content, so that the same file is kept once and can
 * be cached for ever. Bytes lie in the data folder, the database knows which of them are complete.
 */
public interface FileShelf {

    /** One file of a workspace; a photograph fits, a film does not. */
    long FILE_BYTES_MAX = 20L << 20;

    /**
     * A file that is whole.
     *
     * @param path where the bytes lie; never written to again
     */
    record StoredFile(String id, Path path, long sizeBytes) {}

    /** Why bytes were not kept. */
    enum Refusal {
        /** The content has another SHA-256 than the id says. */
        OTHER_CONTENT,
        /** More than {@link #FILE_BYTES_MAX}. */
        TOO_LARGE
    }

    /**
     * Keeps a file; returns when it is durable. Keeping the same content again does nothing.
     *
     * @param id SHA-256 of the content, 64 lower-case hexadecimal digits
     * @param content read to its end, or until it is too large; not closed
     * @param account who brought it; empty for the server itself
     * @return empty if it is kept
     * @throws StoreException FULL or UNAVAILABLE; nothing is kept then
     * @throws java.io.UncheckedIOException if the content cannot be read
     */
    Optional<Refusal> put(String id, InputStream content, Optional<String> account, long nowMillis);

    Optional<StoredFile> find(String id);
}
