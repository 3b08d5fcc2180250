package org.otgwpi.update;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What RAUC itself refuses, uploaded as the page uploads it: each with its own sentence, before a byte is written. */
@SuppressWarnings("NullAway.Init")
final class RaucRefusalsIT {

    private static RealRauc rauc;
    private static byte[] good;

    @TempDir
    private Path data;

    private UpdateBench bench;

    @BeforeAll
    static void startRauc(@TempDir Path folder) throws IOException {
        rauc = new RealRauc(folder);
        good = Files.readAllBytes(folder.resolve("good.raucb"));
    }

    @AfterAll
    static void stopRauc() {
        if (rauc != null) {
            rauc.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        bench = new UpdateBench(data, new RaucInstaller(rauc.bus(), Duration.ofMillis(100), System::nanoTime));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private static byte[] changed(int fromTheEnd) {
        byte[] bytes = good.clone();
        bytes[bytes.length - fromTheEnd] ^= 1;
        return bytes;
    }

    /** How long the squashfs image at the beginning of the bundle is. */
    private static int imageBytes() {
        return (int) ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong(40);
    }

    private void assertRefused(byte[] bundle, String sentence) throws IOException {
        long begun = System.nanoTime();
        String answer = bench.upload("/_pi/update", "firmware", bundle);
        System.out.printf(
                "Refused after %d ms: %s%n",
                (System.nanoTime() - begun) / 1_000_000, answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
        assertTrue(answer.endsWith("{\"error\":\"" + sentence + " Nothing was changed.\"}"), answer);
        assertEquals(0, bench.staged());
        assertTrue(bench.lock.current().isEmpty());
        assertFalse(bench.updates.busy());
        assertTrue(bench.post("/_pi/update/install").contains("There is nothing to install"));
        assertEquals(0, bench.reboots.get());
        String again = bench.upload("/_pi/update", "firmware", good);
        assertTrue(again.startsWith("HTTP/1.1 202") && again.contains("\"to\":\"2.0.0\""), again);
    }

    @Test
    void unsigned() throws IOException {
        int padded = (imageBytes() + 4095) / 4096 * 4096;
        int signature = ByteBuffer.wrap(good).getInt(good.length - 4);
        assertRefused(Arrays.copyOf(good, padded), "This update is not signed.");
        assertRefused(Arrays.copyOf(good, good.length - signature - 8), "This update is not signed.");
    }

    @Test
    void unsignedWithAnEmptySignature() throws IOException {
        assertRefused(Arrays.copyOf(good, good.length - 2000 + 4096), "This update is not signed.");
    }

    @Test
    void signedByAForeignKey() throws IOException {
        assertRefused(
                rauc.bundle("foreign", "foreign.raucb", "verity", "debian"),
                "This update is signed by somebody whom this machine does not trust.");
    }

    @Test
    void withATamperedSignature() throws IOException {
        for (int fromTheEnd : new int[] {60, 200, 300}) {
            assertRefused(
                    changed(fromTheEnd), "The signature of this update is wrong: it was changed after it was signed.");
        }
    }

    @Test
    void forAnotherMachine() throws IOException {
        assertRefused(
                rauc.bundle("other.raucb", "verity", "rpios"),
                "This update is made for otgw-pi-rpios, this machine is otgw-pi-debian.");
    }

    @Test
    void truncated() throws IOException {
        assertRefused(Arrays.copyOf(good, good.length / 2), "This update is cut off or damaged: its end is missing.");
        assertRefused(
                Arrays.copyOf(good, good.length - 100),
                "This update is cut off or damaged: no signature stands at its end.");
    }

    @Test
    void tooLargeForTheDisk() throws IOException {
        String answer = bench.send(UpdateBench.head("/_pi/update", 1L << 50));
        assertTrue(answer.startsWith("HTTP/1.1 413") && answer.contains(Staging.TOO_LARGE), answer);
    }

    @Test
    void notABundle() throws IOException {
        assertRefused("not a bundle".getBytes(UTF_8), "This file is no update: it is not a bundle.");
        assertRefused(new byte[50_000], "This file is no update: it is not a bundle.");
    }

    @Test
    void ofAnOlderFormat() throws IOException {
        assertRefused(
                rauc.bundle("plain.raucb", "plain", "debian"),
                "This update has an older format that this system does not take.");
    }
}
