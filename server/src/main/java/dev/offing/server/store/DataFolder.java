package dev.offing.server.store;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The one folder that holds everything a server keeps:
 *
 * <pre>
 * offing.db      accounts and the logs of all documents (SQLite; beside it -wal and -shm while open)
 * files/ab/…     uploaded files, named by the SHA-256 of their content
 * files/partial/… what has come of files that are on their way, a folder for each account
 * offing.lock    held locked by the running server; its text is that server's process id and address
 * offing.key     secret for commands on this machine, readable by the owner of the folder only
 * </pre>
 *
 * <p>Opening takes the lock; the operating system releases it when the process ends in whatever way,
 * so a killed server never leaves the folder unusable.
 */
public final class DataFolder implements AutoCloseable {

    private final Path root;
    private final FileChannel lockChannel;

    private DataFolder(Path root, FileChannel lockChannel) {
        this.root = root;
        this.lockChannel = lockChannel;
    }

    /**
     * Creates the folder if it is missing and locks it.
     *
     * @throws StoreException IN_USE if another process or another part of this one holds it,
     *     UNAVAILABLE if it cannot be created or written
     */
    @SuppressWarnings("MustBeClosedChecker")
    public static DataFolder open(Path root) {
        Path lockFile = lockFile(root);
        FileChannel channel = null;
        try {
            createPrivately(root);
            channel = FileChannel.open(
                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new StoreException(
                        StoreException.Reason.IN_USE,
                        "the data folder " + root + " is in use by another Offing" + describeHolder(root)
                                + ": stop that one, or name another folder with --data");
            }
            DataFolder folder = new DataFolder(root, channel);
            folder.write(Long.toString(ProcessHandle.current().pid()));
            return folder;
        } catch (IOException e) {
            closeQuietly(channel);
            throw new StoreException(
                    StoreException.Reason.UNAVAILABLE, "the data folder " + root + " cannot be written", e);
        }
    }

    /** What people write is nobody else's on this machine. A folder that is there keeps its rights. */
    private static void createPrivately(Path root) throws IOException {
        if (Files.isDirectory(root)) {
            return;
        }
        if (root.toAbsolutePath().getParent() != null) {
            Files.createDirectories(root.toAbsolutePath().getParent());
        }
        if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(root);
        }
    }

    private static String describeHolder(Path root) {
        try {
            String holder =
                    Files.readString(lockFile(root), StandardCharsets.US_ASCII).strip();
            return holder.isEmpty() ? "" : " (process " + holder.replace(" ", ", ") + ")";
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** Notes where the server can be reached, for commands on this machine. */
    public void announce(URI address) {
        try {
            write(ProcessHandle.current().pid() + " " + address);
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Reason.UNAVAILABLE, "the data folder " + root + " cannot be written", e);
        }
    }

    /** Where the server that holds a folder said it can be reached; empty if it has not said so. */
    public static Optional<URI> announced(Path root) {
        try {
            String holder =
                    Files.readString(lockFile(root), StandardCharsets.US_ASCII).strip();
            int space = holder.indexOf(' ');
            return space < 0 ? Optional.empty() : Optional.of(URI.create(holder.substring(space + 1)));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private void write(String holder) throws IOException {
        lockChannel.truncate(0);
        lockChannel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException ignored) {
                // The folder is being given up; the first failure is the one to report.
            }
        }
    }

    public Path root() {
        return root;
    }

    public Path database() {
        return root.resolve("offing.db");
    }

    public Path files() {
        return root.resolve("files");
    }

    /** The key file of a data folder; the folder need not be open. */
    public static Path keyFile(Path root) {
        return root.resolve("offing.key");
    }

    private static Path lockFile(Path root) {
        return root.resolve("offing.lock");
    }

    /** Gives the folder back. The lock file stays: deleting it would let two servers lock two files. */
    @Override
    public void close() {
        closeQuietly(lockChannel);
    }
}
