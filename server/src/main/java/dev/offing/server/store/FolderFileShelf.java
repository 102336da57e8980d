package dev.offing.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * {@link FileShelf} in a folder: written under a temporary name, forced to the disk, renamed to its
 * hash, the folder forced, and only then entered in the database. A crash leaves at most a temporary
 * file, which the next opening removes, and partials, which are gone on with.
 */
final class FolderFileShelf implements FileShelf {

    private static final String TEMPORARY_SUFFIX = ".part";

    private final Path folder;
    private final Jdbi reads;
    private final GroupCommit writes;
    private final PartialFiles partials;

    FolderFileShelf(Path folder, Jdbi reads, GroupCommit writes, long nowMillis) throws IOException {
        this.folder = folder;
        this.reads = reads;
        this.writes = writes;
        Files.createDirectories(folder);
        try (var leftovers = Files.newDirectoryStream(folder, "*" + TEMPORARY_SUFFIX)) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        }
        partials = new PartialFiles(folder.resolve("partial"));
        partials.removeOld(nowMillis);
    }

    @Override
    public Optional<Refusal> put(String id, InputStream content, Optional<String> account, long nowMillis) {
        Path temporary = null;
        try {
            temporary = Files.createTempFile(folder, "upload", TEMPORARY_SUFFIX);
            MessageDigest digest = sha256();
            long size = copy(content, temporary, digest);
            if (size > FILE_BYTES_MAX) {
                return Optional.of(Refusal.TOO_LARGE);
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(id)) {
                return Optional.of(Refusal.OTHER_CONTENT);
            }
            enter(temporary, id, size, account, nowMillis);
            if (account.isPresent()) {
                partials.remove(account.get(), id);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw failure(e);
        } finally {
            deleteQuietly(temporary);
        }
    }

    @Override
    public Appended append(Chunk chunk, InputStream content, long nowMillis) {
        try {
            Appended appended = partials.append(chunk, content, nowMillis);
            return appended.equals(new Appended.Kept(chunk.lengthBytes())) ? finish(chunk, nowMillis) : appended;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Makes a file of a partial that has its length. Nobody can write to it while it is read. */
    private Appended finish(Chunk chunk, long nowMillis) throws IOException {
        return partials.whileStill(chunk, partial -> {
            if (!hash(partial).equals(chunk.id())) {
                Files.delete(partial);
                return new Appended.Refused(Refusal.OTHER_CONTENT);
            }
            // Each request forced what it brought, and not what another may have brought last.
            force(partial);
            enter(partial, chunk.id(), chunk.lengthBytes(), Optional.of(chunk.account()), nowMillis);
            return new Appended.Kept(chunk.lengthBytes());
        });
    }

    @Override
    public long partialSizeBytes(String account, String id) {
        return partials.sizeBytes(account, id);
    }

    /** Gives content that was hashed and forced its place; returns when it is found there after any crash. */
    private void enter(Path content, String id, long size, Optional<String> account, long nowMillis)
            throws IOException {
        Path target = path(id);
        Files.createDirectories(target.getParent());
        Files.move(content, target, StandardCopyOption.ATOMIC_MOVE);
        force(target.getParent());
        force(folder);
        writes.call(handle -> handle.execute(
                "INSERT OR IGNORE INTO files (id, size_bytes, account, created_at) VALUES (?, ?, ?, ?)",
                id,
                size,
                account.orElse(null),
                nowMillis));
    }

    private static StoreException failure(IOException e) {
        return e instanceof FileSystemException
                ? new StoreException(StoreException.Reason.FULL, "the server has no room for the file", e)
                : new StoreException(StoreException.Reason.UNAVAILABLE, "the file was not kept", e);
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream content = Files.newInputStream(file)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Copies at most one byte more than allowed. @return how many bytes were copied */
    private static long copy(InputStream content, Path target, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long size = 0;
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            while (size <= FILE_BYTES_MAX) {
                int read = read(content, buffer);
                if (read < 0) {
                    break;
                }
                size += read;
                digest.update(buffer, 0, read);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            channel.force(true);
        }
        return size;
    }

    /** The content is the client's: that it fails is no failure of the shelf. */
    static int read(InputStream content, byte[] buffer) {
        try {
            return content.read(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteQuietly(Path temporary) {
        if (temporary != null) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException ignored) {
                // The next opening removes it.
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public Optional<StoredFile> find(String id) {
        return reads.withHandle(handle -> handle.createQuery("SELECT size_bytes FROM files WHERE id = ?")
                .bind(0, id)
                .mapTo(Long.class)
                .findOne()
                .map(size -> new StoredFile(id, path(id), size)));
    }

    private Path path(String id) {
        return folder.resolve(id.substring(0, 2)).resolve(id);
    }
}
