package org.otgwpi.update;

import static org.otgwpi.update.Installer.RefusedException.UNCHANGED;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.otgwpi.update.Installer.RefusedException;

/**
 * A bundle for machines without RAUC: a line with the format, then the manifest, its detached Ed25519 signature and the
 * payload, the first two with their length before them (two bytes, big-endian). The manifest is JSON: {@code
 * compatible}, {@code version}, {@code description}, {@code payloadBytes}, {@code payloadSha256}, {@code signer}, the
 * beginning of the hash of the signer's key, and {@code fails}, which lets it fail on purpose: {@code install} in the middle of the installation, {@code boot} at its first start.
 *
 * @param fails {@code install}, {@code boot} or empty
 */
public record SimulatedBundle(
        String compatible, String version, String description, long payloadBytes, String payloadSha256, String fails) {

    /** What a bundle must be made for to be taken. */
    public static final String COMPATIBLE = "otgw-pi-simulated";

    private static final String MAGIC = "otgw-pi simulated bundle ";
    private static final int FORMAT = 2;
    private static final int LONGEST_MAGIC = 40;
    private static final int LONGEST_MANIFEST = 4096;
    private static final int LONGEST_SIGNATURE = 256;
    /** Hears of the payload while it is read. */
    interface Payload {

        void bytes(byte[] bytes, int length) throws IOException;
    }

    /** Writes a bundle. */
    public static void write(OutputStream out, SimulatedBundle about, byte[] payload, SimulatedKeys signer)
            throws IOException {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("compatible", about.compatible);
        manifest.put("version", about.version);
        manifest.put("description", about.description);
        manifest.put("payloadBytes", payload.length);
        manifest.put("payloadSha256", HexFormat.of().formatHex(sha256().digest(payload)));
        manifest.put("fails", about.fails);
        manifest.put("signer", fingerprint(signer.publicKey()));
        byte[] json = new ObjectMapper().writeValueAsBytes(manifest);
        byte[] signature;
        try {
            Signature signing = Signature.getInstance("Ed25519");
            signing.initSign(signer.privateKey());
            signing.update(json);
            signature = signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IOException("The bundle cannot be signed: " + e.getMessage(), e);
        }
        DataOutputStream data = new DataOutputStream(out);
        data.write((MAGIC + FORMAT + "\n").getBytes(StandardCharsets.US_ASCII));
        data.writeShort(json.length);
        data.write(json);
        data.writeShort(signature.length);
        data.write(signature);
        data.write(payload);
        data.flush();
    }

    /**
     * Reads a whole bundle.
     *
     * @param trusted whose signature counts
     * @param payload hears of the payload before it is known to be whole
     * @throws RefusedException if it is none, is for another machine, is damaged or not signed by {@code trusted}
     */
    static SimulatedBundle read(InputStream in, PublicKey trusted, Payload payload) throws IOException {
        DataInputStream data = new DataInputStream(in);
        try {
            format(data);
            byte[] manifest = block(data, LONGEST_MANIFEST);
            verify(manifest, block(data, LONGEST_SIGNATURE), trusted);
            SimulatedBundle bundle = parse(manifest);
            if (!bundle.compatible.equals(COMPATIBLE)) {
                throw new RefusedException(
                        "This update is made for %s, this machine is %s.".formatted(bundle.compatible, COMPATIBLE)
                                + UNCHANGED);
            }
            bundle.payload(data, payload);
            return bundle;
        } catch (EOFException e) {
            throw new RefusedException("This update is cut off: its end is missing." + UNCHANGED);
        }
    }

    private static void format(DataInputStream data) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = data.read(); next >= 0 && next != '\n' && line.length() < LONGEST_MAGIC; next = data.read()) {
            line.append((char) next);
        }
        String text = line.toString();
        if (!text.startsWith(MAGIC) || !text.substring(MAGIC.length()).matches("[0-9]{1,4}")) {
            throw new RefusedException("This file is no update: it is not a bundle." + UNCHANGED);
        }
        int format = Integer.parseInt(text.substring(MAGIC.length()));
        if (format != FORMAT) {
            throw new RefusedException("This update has the %s format %d; this system takes format %d."
                            .formatted(format < FORMAT ? "older" : "newer", format, FORMAT)
                    + UNCHANGED);
        }
    }

    private static byte[] block(DataInputStream data, int longest) throws IOException {
        int length = data.readUnsignedShort();
        if (length > longest) {
            throw new RefusedException("This update is damaged: its manifest is too long." + UNCHANGED);
        }
        byte[] block = new byte[length];
        data.readFully(block);
        return block;
    }

    private static void verify(byte[] manifest, byte[] signature, PublicKey trusted) throws RefusedException {
        if (signature.length == 0) {
            throw new RefusedException("This update is not signed." + UNCHANGED);
        }
        try {
            Signature verifying = Signature.getInstance("Ed25519");
            verifying.initVerify(trusted);
            verifying.update(manifest);
            if (verifying.verify(signature)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new RefusedException("The signature of this update is none: " + e.getMessage() + "." + UNCHANGED);
        }
        throw new RefusedException((claims(manifest, trusted)
                        ? "The signature of this update is wrong: it was changed after it was signed."
                        : "This update is signed by somebody whom this machine does not trust.")
                + UNCHANGED);
    }

    /** Whether it says that {@code trusted} signed it: that tells a foreign key from a wrong signature, no more. */
    private static boolean claims(byte[] manifest, PublicKey trusted) {
        return new String(manifest, StandardCharsets.UTF_8).contains(fingerprint(trusted));
    }

    private static String fingerprint(PublicKey key) {
        return HexFormat.of().formatHex(sha256().digest(key.getEncoded()), 0, 8);
    }

    private static SimulatedBundle parse(byte[] manifest) throws RefusedException {
        try {
            JsonNode json = new ObjectMapper().readTree(manifest);
            return new SimulatedBundle(
                    json.path("compatible").asText(),
                    json.path("version").asText(),
                    json.path("description").asText(),
                    json.path("payloadBytes").asLong(),
                    json.path("payloadSha256").asText(),
                    json.path("fails").asText());
        } catch (JsonProcessingException e) {
            throw new RefusedException("This update is damaged: its manifest cannot be read." + UNCHANGED);
        } catch (IOException e) {
            throw new IllegalStateException("Memory cannot be read", e);
        }
    }

    private void payload(InputStream data, Payload payload) throws IOException {
        MessageDigest digest = sha256();
        byte[] piece = new byte[64 * 1024];
        long left = payloadBytes;
        while (left > 0) {
            int length = data.read(piece, 0, (int) Math.min(piece.length, left));
            if (length < 0) {
                throw new EOFException();
            }
            digest.update(piece, 0, length);
            payload.bytes(piece, length);
            left -= length;
        }
        if (!Arrays.equals(digest.digest(), hash()) || data.read() >= 0) {
            throw new RefusedException("This update is damaged: its content is not what was signed." + UNCHANGED);
        }
    }

    private byte[] hash() throws RefusedException {
        try {
            return HexFormat.of().parseHex(payloadSha256);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("This update is damaged: its manifest cannot be read." + UNCHANGED);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java knows SHA-256", e);
        }
    }
}
