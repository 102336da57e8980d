package dev.offing.client;

import dev.offing.client.WorkspaceException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/**
 * The folder of one workspace on this machine:
 *
 * <pre>
 * workspace.db    everything, sealed (SQLite; beside it -wal and -shm while open)
 * workspace.key   32 random bytes, for the owner of the folder only; absent if the caller keeps the key
 * workspace.lock  held locked while open; the operating system lets go of it when the process ends
 * </pre>
 */
final class WorkspaceFolder implements AutoCloseable {

    private static final String PRIVATE_FILE = "rw-------";
    private static final String PRIVATE_FOLDER = "rwx------";

    private final Path root;
    private final FileChannel lock;

    private WorkspaceFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /** @throws WorkspaceException IN_USE, STORAGE_FAILED */
    static WorkspaceFolder open(Path root) {
        FileChannel channel = null;
        try {
            if (!Files.isDirectory(root)) {
                Path parent = root.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(root, attributes(root, PRIVATE_FOLDER));
            }
            channel = FileChannel.open(
                    root.resolve("workspace.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new WorkspaceException(
                        Reason.IN_USE, "the folder " + root + " is in use: one process at a time may open it");
            }
            return new WorkspaceFolder(root, channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new WorkspaceException(Reason.STORAGE_FAILED, "the folder " + root + " cannot be written", e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    Path database() {
        return root.resolve("workspace.db");
    }

    /** Whether a database is there, which a new key would not open. */
    boolean holdsDatabase() {
        return Files.exists(database());
    }

    /**
     * The key in the folder, made if there is none and no database either.
     *
     * @throws WorkspaceException WRONG_KEY if the key has been lost, STORAGE_FAILED
     */
    byte[] key() {
        Path file = root.resolve("workspace.key");
        try {
            if (!Files.exists(file)) {
                if (holdsDatabase()) {
                    throw new WorkspaceException(
                            Reason.WRONG_KEY, "the folder " + root + " has no key file: its key is kept elsewhere");
                }
                makeKey(file);
            }
            byte[] key = Files.readAllBytes(file);
            if (key.length != Sealer.KEY_BYTES) {
                throw new WorkspaceException(Reason.WRONG_KEY, "the key file " + file + " is damaged");
            }
            return key;
        } catch (IOException e) {
            throw new WorkspaceException(Reason.STORAGE_FAILED, "the key file " + file + " cannot be read", e);
        }
    }

    /** Durable and whole before anything is sealed with it: without it nothing can be read. */
    private static void makeKey(Path file) throws IOException {
        byte[] key = new byte[Sealer.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path fresh = file.resolveSibling("workspace.key.new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                attributes(file, PRIVATE_FILE))) {
            channel.write(ByteBuffer.wrap(key));
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("somebody else writes into the folder", e);
        }
        Files.move(fresh, file);
        forceFolder(file.toAbsolutePath().getParent());
    }

    private static void forceFolder(Path folder) throws IOException {
        if (isPosix(folder)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
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

    /** The lock file stays: deleting it would let two processes lock two files. */
    @Override
    public void close() {
        closeQuietly(lock);
    }
}
