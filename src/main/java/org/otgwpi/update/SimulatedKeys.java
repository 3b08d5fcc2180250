package org.otgwpi.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.otgwpi.settings.DurableFile;

/**
 * The key pair for simulated bundles, made on first use in the data folder: whoever can write there may sign. Worth
 * nothing anywhere else. Immutable.
 */
public record SimulatedKeys(PublicKey publicKey, PrivateKey privateKey) {

    private static final String ALGORITHM = "Ed25519";

    /** A new pair that is kept nowhere. */
    static SimulatedKeys fresh() {
        try {
            KeyPair made = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new SimulatedKeys(made.getPublic(), made.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java knows Ed25519", e);
        }
    }

    /** The keys in {@code folder}, made if there are none. */
    public static SimulatedKeys in(Path folder) throws IOException {
        Path open = folder.resolve("bundle-key.pub");
        Path secret = folder.resolve("bundle-key");
        try {
            if (!Files.exists(secret) || !Files.exists(open)) {
                SimulatedKeys made = fresh();
                Files.createDirectories(folder);
                DurableFile.at(open).write(made.publicKey.getEncoded());
                DurableFile.at(secret).write(made.privateKey.getEncoded());
            }
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            return new SimulatedKeys(
                    factory.generatePublic(new X509EncodedKeySpec(Files.readAllBytes(open))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(secret))));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "The key for simulated updates in %s cannot be used: %s. Delete it, and a new one is made."
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }
}
