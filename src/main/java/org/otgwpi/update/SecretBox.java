package org.otgwpi.update;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.otgwpi.update.Installer.RefusedException;

/**
 * Bytes locked by a pass phrase: AES-256 in GCM mode (NIST SP 800-38D), its key by PBKDF2 with HMAC-SHA-256 (RFC 8018).
 * A box is the number of iterations (4 bytes, big-endian), 16 bytes of salt, 12 of nonce, then what is locked in.
 */
final class SecretBox {

    private static final int ITERATIONS = 310_000;
    private static final int MOST_ITERATIONS = 2_000_000;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BITS = 256;

    private SecretBox() {}

    static byte[] lock(byte[] secret, String passPhrase) {
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        try {
            byte[] locked = cipher(Cipher.ENCRYPT_MODE, passPhrase, salt, nonce, ITERATIONS)
                    .doFinal(secret);
            return ByteBuffer.allocate(Integer.BYTES + SALT_BYTES + NONCE_BYTES + locked.length)
                    .putInt(ITERATIONS)
                    .put(salt)
                    .put(nonce)
                    .put(locked)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java knows AES-GCM and PBKDF2", e);
        }
    }

    /** @throws RefusedException if the pass phrase is another one, or the box was changed */
    static byte[] open(byte[] box, String passPhrase) throws RefusedException {
        ByteBuffer bytes = ByteBuffer.wrap(box);
        if (box.length < Integer.BYTES + SALT_BYTES + NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            throw new RefusedException("The passwords in this backup are damaged. Nothing was changed.");
        }
        int iterations = bytes.getInt();
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new RefusedException("The passwords in this backup are damaged. Nothing was changed.");
        }
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        bytes.get(salt).get(nonce);
        byte[] locked = new byte[bytes.remaining()];
        bytes.get(locked);
        try {
            return cipher(Cipher.DECRYPT_MODE, passPhrase, salt, nonce, iterations)
                    .doFinal(locked);
        } catch (AEADBadTagException e) {
            throw new RefusedException("This is not the pass phrase of this backup. Nothing was changed.");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java knows AES-GCM and PBKDF2", e);
        }
    }

    private static Cipher cipher(int mode, String passPhrase, byte[] salt, byte[] nonce, int iterations)
            throws GeneralSecurityException {
        PBEKeySpec phrase = new PBEKeySpec(passPhrase.toCharArray(), salt, iterations, KEY_BITS);
        byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(phrase)
                .getEncoded();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
