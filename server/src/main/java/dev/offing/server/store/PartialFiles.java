package dev.offing.server.store;

import dev.offing.server.store.FileShelf.Appended;
import dev.offing.server.store.FileShelf.Chunk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files on their way, one for each account and id: {@code ACCOUNT/ID}. All that is known of one is in
 * the file system, so that nothing can disagree after a crash: its length is how much has come, its time
 * of modification when the last of it came, by the server's clock.
 *
 * <p>Requests for one file may overlap, for instance where a client came back before the server noticed
 * that its line was gone. A lock is therefore held for each piece and not for a request: a piece is
 * written where its request is, if the file ends there, and otherwise the request has been overtaken.
 *
 * <p>Lengths are trusted, content is not. A machine that loses power may leave a length without its
 * content; the hash of the whole finds that.
 */
final class PartialFiles {

    /** Work on a file that is there. */
    interface Work {
        Appended on(Path partial) throws IOException;
    }

    private static final int PIECE_BYTES = 1 << 16;

    /** Shared by all partials; two that meet in one only wait. */
    private static final int LOCKS = 64;

    private final Path root;
    private final Object[] locks = new Object[LOCKS];

    PartialFiles(Path root) throws IOException {
        this.root = root;
        Arrays.setAll(locks, index -> new Object());
        Files.createDirectories(root);
    }

    long sizeBytes(String account, String id) {
        return Math.max(0, length(path(account, id)));
    }

    /**
     * As {@link FileShelf#append}, without the finish.
     *
     * @throws java.io.UncheckedIOException if the content cannot be read
     */
    Appended append(Chunk chunk, InputStream content, long nowMillis) throws IOException {
        Path partial = path(chunk.account(), chunk.id());
        if (chunk.offset() == 0) {
            begin(partial, nowMillis);
        }
        long at = chunk.offset();
        if (length(partial) != at) {
            return elsewhere(partial);
        }
        long end = Math.min(chunk.lengthBytes(), at + FileShelf.CHUNK_BYTES_MAX);
        byte[] piece = new byte[PIECE_BYTES];
        for (int read = FolderFileShelf.read(content, piece); read >= 0; read = FolderFileShelf.read(content, piece)) {
            if (at + read > end) {
                return new Appended.Refused(FileShelf.Refusal.TOO_LARGE);
            }
            if (!write(partial, at, ByteBuffer.wrap(piece, 0, read), nowMillis)) {
                return elsewhere(partial);
            }
            at += read;
        }
        return force(partial, at) ? new Appended.Kept(at) : elsewhere(partial);
    }

    /** @return false if the file does not end there; nothing is written then */
    private boolean write(Path partial, long at, ByteBuffer piece, long nowMillis) throws IOException {
        synchronized (lock(partial)) {
            if (length(partial) != at) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                for (long position = at; piece.hasRemaining(); ) {
                    position += channel.write(piece, position);
                }
            }
            touch(partial, nowMillis);
            return true;
        }
    }

    /** @return false if the file does not end there */
    private boolean force(Path partial, long at) throws IOException {
        synchronized (lock(partial)) {
            if (length(partial) != at) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            return true;
        }
    }

    /** Works on a partial that has the length of its file, while no other request can. */
    Appended whileStill(Chunk chunk, Work work) throws IOException {
        Path partial = path(chunk.account(), chunk.id());
        synchronized (lock(partial)) {
            return length(partial) == chunk.lengthBytes() ? work.on(partial) : elsewhere(partial);
        }
    }

    void remove(String account, String id) throws IOException {
        remove(path(account, id));
    }

    private void remove(Path partial) throws IOException {
        synchronized (lock(partial)) {
            Files.deleteIfExists(partial);
        }
    }

    /** Makes an empty partial unless there is one. One at a time, so that no account gets more than it may have. */
    private synchronized void begin(Path partial, long nowMillis) throws IOException {
        if (length(partial) >= 0) {
            return;
        }
        removeOld(nowMillis);
        Files.createDirectories(partial.getParent());
        List<Path> there = children(partial.getParent()).stream()
                .sorted(Comparator.comparing(PartialFiles::modified))
                .toList();
        for (Path longest : there.subList(0, Math.max(0, there.size() + 1 - FileShelf.PARTIALS_MAX))) {
            remove(longest);
        }
        Files.createFile(partial);
        touch(partial, nowMillis);
        FolderFileShelf.force(partial.getParent());
        FolderFileShelf.force(root);
    }

    /** Removes what nothing was appended to for {@link FileShelf#PARTIAL_KEPT}. Cost: looks at each partial of each account. */
    synchronized void removeOld(long nowMillis) throws IOException {
        FileTime old = FileTime.fromMillis(nowMillis - FileShelf.PARTIAL_KEPT.toMillis());
        for (Path account : children(root)) {
            for (Path partial : children(account)) {
                if (modified(partial).compareTo(old) < 0) {
                    remove(partial);
                }
            }
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The beginning of time for what has just gone. */
    private static FileTime modified(Path partial) {
        try {
            return Files.getLastModifiedTime(partial);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static void touch(Path partial, long nowMillis) throws IOException {
        Files.setLastModifiedTime(partial, FileTime.fromMillis(nowMillis));
    }

    /** -1 if it is not there. */
    private static long length(Path partial) {
        try {
            return Files.size(partial);
        } catch (NoSuchFileException e) {
            return -1;
        } catch (IOException e) {
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "the file cannot be read", e);
        }
    }

    private static Appended elsewhere(Path partial) {
        return new Appended.Elsewhere(Math.max(0, length(partial)));
    }

    private Object lock(Path partial) {
        return locks[Math.floorMod(partial.hashCode(), LOCKS)];
    }

    /** @throws IllegalArgumentException if the names are not those that a server gives, which cannot lead out of the folder */
    private Path path(String account, String id) {
        if (!account.matches("[0-9a-z]+") || !id.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("an account and a SHA-256 name a partial");
        }
        return root.resolve(account).resolve(id);
    }
}
