package dev.offing.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals records: AES-256-GCM with a fresh random 96-bit IV each. The additional data names the format and the
 * record's place, so that a sealed value opens only there.
 *
 * <p>Layout: format (1 byte), IV (12 bytes), ciphertext with its 16-byte tag. Random IVs are safe for
 * 2³² records under one key; a device writes a few thousand a day.
 */
final class Sealer {

    static final int KEY_BYTES = 32;

    private static final byte FORMAT = 1;
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    Sealer(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** @param place names the table and the record */
    byte[] seal(String place, byte[] plain) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, iv, 0, place);
            byte[] sealed = new byte[1 + IV_BYTES + plain.length + TAG_BYTES];
            sealed[0] = FORMAT;
            System.arraycopy(iv, 0, sealed, 1, IV_BYTES);
            cipher.doFinal(plain, 0, plain.length, sealed, 1 + IV_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** @return empty if it does not open: damaged, of another place, or of another key */
    Optional<byte[]> open(String place, byte[] sealed) {
        if (sealed.length < 1 + IV_BYTES + TAG_BYTES || sealed[0] != FORMAT) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, sealed, 1, place);
            return Optional.of(cipher.doFinal(sealed, 1 + IV_BYTES, sealed.length - 1 - IV_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    byte[] sealText(String place, String text) {
        return seal(place, text.getBytes(StandardCharsets.UTF_8));
    }

    Optional<String> openText(String place, byte[] sealed) {
        return open(place, sealed).map(plain -> new String(plain, StandardCharsets.UTF_8));
    }

    private Cipher cipher(int mode, byte[] ivAt, int offset, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] iv = Arrays.copyOfRange(ivAt, offset, offset + IV_BYTES);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, iv));
        cipher.updateAAD(("offing-client/" + FORMAT + " " + place).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
