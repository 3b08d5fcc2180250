package org.otgwpi.update;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which bundles are taken, and with which sentence the others are refused. */
final class SimulatedBundleTest {

    private static final byte[] PAYLOAD = new byte[100_000];

    @TempDir
    Path folder;

    private SimulatedKeys keys;

    @BeforeEach
    void makeKeys() throws IOException {
        keys = SimulatedKeys.in(folder.resolve("own"));
    }

    private byte[] bundle(String compatible, SimulatedKeys signer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SimulatedBundle.write(out, new SimulatedBundle(compatible, "2.0.0", "new", 0, "", ""), PAYLOAD, signer);
        return out.toByteArray();
    }

    private byte[] good() throws IOException {
        return bundle(SimulatedBundle.COMPATIBLE, keys);
    }

    private SimulatedBundle read(byte[] bytes) throws IOException {
        return SimulatedBundle.read(new ByteArrayInputStream(bytes), keys.publicKey(), (piece, length) -> {});
    }

    private void refused(String part, byte[] bytes) {
        String sentence = String.valueOf(assertThrows(Installer.RefusedException.class, () -> read(bytes))
                .getMessage());
        assertTrue(sentence.contains(part), sentence);
        assertTrue(sentence.endsWith("Nothing was changed."), sentence);
    }

    @Test
    void aGoodOneIsTaken() throws IOException {
        assertEquals("2.0.0", read(good()).version());
    }

    @Test
    void theKeyIsTheSameAtTheNextStart() throws IOException {
        assertEquals(keys.publicKey(), SimulatedKeys.in(folder.resolve("own")).publicKey());
    }

    @Test
    void anUnsignedOneIsRefused() throws IOException {
        byte[] good = good();
        int manifestLength = (good[27] & 0xFF) << 8 | good[28] & 0xFF;
        int signature = 29 + manifestLength;
        byte[] unsigned = Arrays.copyOf(good, good.length - 64);
        unsigned[signature] = 0;
        unsigned[signature + 1] = 0;
        System.arraycopy(good, signature + 2 + 64, unsigned, signature + 2, good.length - signature - 66);
        refused("is not signed", unsigned);
    }

    @Test
    void oneOfAForeignKeyIsRefused() throws IOException {
        refused(
                "is signed by somebody whom this machine does not trust",
                bundle(SimulatedBundle.COMPATIBLE, SimulatedKeys.in(folder.resolve("foreign"))));
    }

    @Test
    void aTamperedManifestIsRefused() throws IOException {
        byte[] bytes = good();
        bytes[60] ^= 1;
        refused("was changed after it was signed", bytes);
    }

    @Test
    void aTamperedPayloadIsRefused() throws IOException {
        byte[] bytes = good();
        bytes[bytes.length - 1000] ^= 1;
        refused("its content is not what was signed", bytes);
    }

    @Test
    void oneForAnotherMachineIsRefused() throws IOException {
        refused("made for otgw-pi-rpios, this machine is otgw-pi-simulated", bundle("otgw-pi-rpios", keys));
    }

    @Test
    void aTruncatedOneIsRefused() throws IOException {
        refused("cut off", Arrays.copyOf(good(), PAYLOAD.length / 2));
    }

    @Test
    void somethingElseIsRefused() {
        refused("not a bundle", "hello".getBytes(US_ASCII));
        refused("not a bundle", new byte[0]);
    }

    @Test
    void anOlderFormatIsRefused() throws IOException {
        byte[] bytes = good();
        bytes[25] = '1';
        refused("older format 1; this system takes format 2", bytes);
    }

    @Test
    void whateverIsChangedInItItIsTakenAsItWasSignedOrNotAtAll() throws IOException {
        byte[] good = good();
        Random random = new Random(8);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int j = 0; j <= random.nextInt(3) && bytes.length > 0; j++) {
                int at = random.nextBoolean()
                        ? random.nextInt(bytes.length)
                        : random.nextInt(Math.min(400, bytes.length));
                bytes[at] = (byte) random.nextInt();
            }
            if (!Arrays.equals(bytes, good)) {
                assertThrows(Installer.RefusedException.class, () -> read(bytes));
            }
        }
    }
}
