package dev.offing.server.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;

/**
 * Proof that the first visitor can read the server's console. 60 random bits in letters that are not
 * mistaken for each other; new at every start, in memory only.
 */
final class SetupCode {

    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int CHARACTERS = 12;
    private static final int GROUP = 4;

    private final String code;

    SetupCode(Tokens tokens) {
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < CHARACTERS; i++) {
            if (i > 0 && i % GROUP == 0) {
                made.append('-');
            }
            made.append(ALPHABET.charAt(tokens.below(ALPHABET.length())));
        }
        this.code = made.toString();
    }

    /** The code as a person types it: three groups of four. */
    String text() {
        return code;
    }

    /** Whether a person typed it; case, hyphens and spaces do not count. */
    boolean matches(String typed) {
        return MessageDigest.isEqual(bare(code), bare(typed));
    }

    private static byte[] bare(String text) {
        return text.toUpperCase(Locale.ROOT).replace("-", "").replace(" ", "").getBytes(StandardCharsets.UTF_8);
    }
}
