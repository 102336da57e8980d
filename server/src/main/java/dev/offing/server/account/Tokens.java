package dev.offing.server.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Secrets and identities made on the server. A token is 256 random bits and is kept as its SHA-256
 * only: with that much entropy an unsalted fast hash is enough, and a copied database opens nothing.
 */
public final class Tokens {

    private static final int TOKEN_BYTES = 32;
    private static final int ID_BYTES = 16;

    private final SecureRandom random = new SecureRandom();

    /** A new secret: 43 characters of base64url. */
    public String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A new identity: 32 lower-case hexadecimal digits. */
    public String id() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** A new replica id; the caller records it before anyone uses it. */
    public long replicaId() {
        return random.nextLong();
    }

    /** A number below the bound, for choosing characters of a code. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** What is kept of a token, whatever the text is. */
    public static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
