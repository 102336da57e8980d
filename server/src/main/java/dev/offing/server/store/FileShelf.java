package dev.offing.server.store;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Uploaded files, each under the SHA-256 of its content, so that the same file is kept once and can
 * be cached for ever. Bytes lie in the data folder, the database knows which of them are complete.
 *
 * <p>A file comes whole, or by chunk. What has come by chunk of a file that is not whole yet is a
 * <em>partial</em>: each account has its own, since only whole content is known to be what its id says.
 */
public interface FileShelf {

    /** One file of a workspace; a photograph fits, a film does not. */
    long FILE_BYTES_MAX = 20L << 20;

    /** One chunk: few requests for a large file, each short enough for a slow line. */
    int CHUNK_BYTES_MAX = 1 << 20;

    /**
     * Partials of one account, so together at most that many times {@link #FILE_BYTES_MAX}. A device sends
     * one file at a time: more devices than a person sends from at once.
     */
    int PARTIALS_MAX = 8;

    /** A partial that got nothing for so long is given up. */
    Duration PARTIAL_KEPT = Duration.ofDays(7);

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

    /**
     * A piece of a file.
     *
     * @param account who brings it; what other accounts have brought of the same file does not count
     * @param id SHA-256 of the whole file, 64 lower-case hexadecimal digits
     * @param offset bytes of the file before this chunk, 0 to {@code lengthBytes}
     * @param lengthBytes of the whole file, 1 to {@link #FILE_BYTES_MAX}
     */
    record Chunk(String account, String id, long offset, long lengthBytes) {
        public Chunk {
            if (lengthBytes < 1 || lengthBytes > FILE_BYTES_MAX || offset < 0 || offset > lengthBytes) {
                throw new IllegalArgumentException("a chunk lies within a file, and a file within its limit");
            }
        }
    }

    /** What became of a chunk. */
    sealed interface Appended {
        /** It is durable; at {@code lengthBytes} the whole file is, and is found from now on. */
        record Kept(long offset) implements Appended {}

        /**
         * The shelf has another number of bytes than the chunk says, at its beginning or because a later
         * request went on meanwhile. What was written of the chunk before that stays.
         */
        record Elsewhere(long offset) implements Appended {}

        /**
         * TOO_LARGE: it is longer than {@link #CHUNK_BYTES_MAX} or than the rest of the file. OTHER_CONTENT:
         * it was the last one, and the partial is gone.
         */
        record Refused(Refusal why) implements Appended {}
    }

    /**
     * Appends to a partial, beginning one at offset 0. Bytes are kept as they come: what arrived before the
     * content failed, or the process did, counts. Where that leaves an account with more than
     * {@link #PARTIALS_MAX}, the one that waited longest goes. Several threads may append to one partial;
     * each byte is taken once.
     *
     * <p>Cost: one fsync, and two of folders for the first chunk; the last one reads the whole file.
     *
     * @param content read to its end, or until it is not taken; not closed. May be empty: a partial that is
     *     complete is then finished
     * @throws StoreException FULL or UNAVAILABLE; a part of the chunk may be kept
     * @throws java.io.UncheckedIOException if the content cannot be read
     */
    Appended append(Chunk chunk, InputStream content, long nowMillis);

    /** How many bytes of a file have come by chunk from this account; 0 if none, and if it is whole. */
    long partialSizeBytes(String account, String id);
}
