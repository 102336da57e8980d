package dev.offing.server.account;

import com.password4j.Argon2Function;
import com.password4j.SecureString;
import com.password4j.types.Argon2;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Argon2id with 19 MiB, 2 passes and 1 lane (the floor OWASP gives), kept in PHC form, so that each
 * hash names its own parameters and older ones can be told apart. Verifying costs about 50 ms and
 * 19 MiB; a semaphore bounds how many run at once.
 */
final class Passwords {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private static final int LENGTH_MIN = 8;
    private static final int LENGTH_MAX = 1_024;

    /** Passwords of eight characters and more that head every published list of leaked ones. */
    private static final Set<String> COMMON = Set.of(
            "12345678",
            "123456789",
            "1234567890",
            "11111111",
            "00000000",
            "87654321",
            "987654321",
            "88888888",
            "99999999",
            "12341234",
            "11223344",
            "1q2w3e4r",
            "1qaz2wsx",
            "1q2w3e4r5t",
            "qwertyui",
            "qwertyuiop",
            "qwerty12",
            "qwerty123",
            "qwerty1234",
            "asdfghjk",
            "asdfghjkl",
            "zxcvbnm1",
            "password",
            "password1",
            "password12",
            "password123",
            "password1234",
            "passw0rd",
            "p@ssw0rd",
            "p@ssword",
            "iloveyou",
            "iloveyou1",
            "sunshine",
            "princess",
            "football",
            "baseball",
            "superman",
            "batman123",
            "trustno1",
            "starwars",
            "whatever",
            "computer",
            "internet",
            "michelle",
            "jennifer",
            "liverpool",
            "chocolate",
            "samsung1",
            "welcome1",
            "welcome123",
            "letmein1",
            "letmein123",
            "admin123",
            "administrator",
            "changeme",
            "changeme1",
            "abcd1234",
            "abc12345",
            "abcdefgh",
            "aa123456",
            "a1b2c3d4",
            "q1w2e3r4",
            "test1234",
            "testtest",
            "secret123",
            "master123",
            "dragon123",
            "monkey123",
            "charlie1",
            "pokemon1",
            "facebook",
            "linkedin",
            "google123");

    private final Argon2Function argon2 = Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
    private final Semaphore running =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

    /** What an unknown account is checked against, so that it takes as long as a known one. */
    private final String hashOfNobody;

    Passwords(Tokens tokens) {
        this.hashOfNobody = hash(tokens.token());
    }

    /**
     * Whether a password may be chosen: 8 to 1,024 characters of any kind, not a common one, not the
     * email address.
     *
     * @return what is wrong with it, empty if nothing
     */
    static Optional<String> objection(String password, String email) {
        if (password.codePointCount(0, password.length()) < LENGTH_MIN) {
            return Optional.of("The password needs at least 8 characters; 15 or more are better.");
        }
        if (password.length() > LENGTH_MAX) {
            return Optional.of("The password has more than 1,024 characters.");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (COMMON.contains(lower) || lower.equals(email)) {
            return Optional.of("This password is among the first that anybody would try. Please choose another one.");
        }
        return Optional.empty();
    }

    String hash(String password) {
        running.acquireUninterruptibly();
        try {
            return com.password4j.Password.hash(new SecureString(password.toCharArray()))
                    .addRandomSalt(SALT_BYTES)
                    .with(argon2)
                    .getResult();
        } finally {
            running.release();
        }
    }

    /**
     * @param expected a hash of {@link #hash}; empty for an account that does not exist: takes as long
     *     and is false
     */
    boolean matches(String password, Optional<String> expected) {
        String hash = expected.orElse(hashOfNobody);
        running.acquireUninterruptibly();
        try {
            boolean equal =
                    Argon2Function.getInstanceFromHash(hash).check(new SecureString(password.toCharArray()), hash);
            return equal && expected.isPresent();
        } finally {
            running.release();
        }
    }

    /** Whether a hash has other parameters than today's, so that it is renewed at the next sign-in. */
    boolean isOutdated(String hash) {
        return !Argon2Function.getInstanceFromHash(hash).equals(argon2);
    }
}
