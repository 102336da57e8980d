package dev.offing.server.importing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Proof that a command runs as the owner of the data folder: a secret in a file that only the owner
 * can read, new at every start of a server.
 */
public final class LocalKey {

    private final String secret;

    private LocalKey(String secret) {
        this.secret = secret;
    }

    /**
     * Writes a new key.
     *
     * @param secret unguessable
     * @throws IOException if the file cannot be written
     */
    public static LocalKey write(Path file, String secret) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        Files.writeString(file, secret, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
        return new LocalKey(secret);
    }

    /** The key in the file; empty if there is none that can be read. */
    static Optional<LocalKey> read(Path file) {
        try {
            return Optional.of(new LocalKey(
                    Files.readString(file, StandardCharsets.US_ASCII).strip()));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The value of the header {@code Authorization}. */
    String authorization() {
        return "Bearer " + secret;
    }

    /** Whether the header, null if absent, carries this key. */
    public boolean isIn(String authorization) {
        return authorization != null
                && MessageDigest.isEqual(
                        authorization.getBytes(StandardCharsets.UTF_8),
                        authorization().getBytes(StandardCharsets.UTF_8));
    }
}
