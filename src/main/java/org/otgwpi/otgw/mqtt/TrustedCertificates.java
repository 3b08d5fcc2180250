package org.otgwpi.otgw.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;

/** The certificates of a file, as what TLS trusts instead of those of the system. */
final class TrustedCertificates {

    private TrustedCertificates() {}

    /**
     * Trusts the certificates of {@code file} (PEM or DER) and no others.
     *
     * @throws CertificateProblem if it cannot be read or holds none
     */
    static TrustManagerFactory ofFile(String file) throws CertificateProblem {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw new GeneralSecurityException("it holds no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (NoSuchFileException e) {
            throw problem(file, "there is no such file", e);
        } catch (IOException | GeneralSecurityException | InvalidPathException e) {
            throw problem(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static CertificateProblem problem(String file, String reason, Exception cause) {
        return new CertificateProblem(
                "The file of the setting mqttcafile, " + file + ", cannot be used: " + reason
                        + ". It must hold the certificate of the broker's CA in PEM form.",
                cause);
    }
}
