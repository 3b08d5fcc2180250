package org.otgwpi.update;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.MaintenanceLock;

/** Uploads over real sockets: what is taken, what is refused, and that nothing is left of those that go wrong. */
final class UploadsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 1000;

    @TempDir
    Path data;

    private UpdateBench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new UpdateBench(data);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private void assertNothingIsLeft() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertEquals(0, bench.staged(), "files");
            assertEquals(Optional.empty(), bench.lock.current());
            assertFalse(bench.updates.busy());
        });
    }

    @Test
    void aGoodBundleIsKeptUntilTheUserWantsIt() throws IOException {
        String answer = bench.upload("/_pi/update", "firmware", bench.bundle("2.0.0", "", 300_000));
        assertTrue(answer.startsWith("HTTP/1.1 202"), answer);
        assertTrue(answer.contains("\"phase\":\"ready\"") && answer.contains("\"to\":\"2.0.0\""), answer);
        assertTrue(bench.get("/_pi/update").contains("\"from\":\"1.0.0\""));
        assertTrue(bench.get("/status")
                .endsWith(
                        "{\"state\":\"idle\",\"flash_written\":0,\"flash_total\":0,\"filename\":\"\",\"error\":\"\"}"));
        assertTrue(bench.post("/_pi/update/install").startsWith("HTTP/1.1 202"));
        await().atMost(PATIENCE).until(() -> bench.reboots.get() == 1);
        assertEquals(0, bench.staged());
        String slots = bench.get("/_pi/slots");
        assertTrue(
                slots.contains(
                        "{\"name\":\"B\",\"version\":\"2.0.0\",\"state\":\"untried\",\"booted\":false,\"next\":true}"),
                slots);
        String status = bench.get("/status");
        assertTrue(status.contains("\"state\":\"end\"") && status.contains("\"filename\":\"update.raucb\""), status);
    }

    @Test
    void theOriginalsRouteInstallsAtOnceAndAnswersWithAPage() throws IOException {
        String answer = bench.upload("/update?cmd=0&size=300000", "firmware", bench.bundle("2.0.0", "", 300_000));
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        assertTrue(answer.contains("Content-Type: text/html\r\n"), answer);
        assertTrue(answer.contains("Flashing successful!") && !answer.contains("Flash error"), answer);
        await().atMost(PATIENCE).until(() -> bench.reboots.get() == 1);
    }

    @Test
    void theOriginalsRouteTellsAnErrorInA200() throws IOException {
        String answer = bench.upload("/update?cmd=0&size=9", "firmware", "<b>hello".getBytes(UTF_8));
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        assertTrue(
                answer.endsWith("Flash error: This file is no update: it is not a bundle. Nothing was changed."),
                answer);
        String failing = bench.upload("/update", "firmware", bench.bundle("2.0.0", "install", 1000));
        assertTrue(failing.contains("Flash error: The installation failed"), failing);
        assertTrue(bench.get("/status").contains("\"state\":\"error\""));
        assertEquals(0, bench.reboots.get());
        assertNothingIsLeft();
    }

    @Test
    void withoutAFileTheOriginalsRouteSaysSo() throws IOException {
        byte[] body = "--b\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\n1\r\n--b--\r\n".getBytes(UTF_8);
        String answer = bench.send(UpdateBench.head("/update", body.length), body);
        assertTrue(answer.contains("Flash error: The upload holds no file."), answer);
        String none = bench.post("/update");
        assertTrue(none.contains("Flash error: A file is sent as multipart/form-data"), none);
    }

    @Test
    void aBackupComesInTheFieldOfTheFileSystemAndTheMachineRestarts() throws IOException {
        bench.settings.change("mqtttoptopic", "cellar");
        byte[] backup = body(bench.sendBytes("/_pi/backup"));
        bench.settings.change("mqtttoptopic", "attic");
        byte[] form = UpdateBench.form("filesystem", "backup.zip", backup);
        byte[] off = "--b\r\nContent-Disposition: form-data; name=\"chkPreserve\"\r\n\r\noff\r\n".getBytes(UTF_8);
        String answer = bench.send(UpdateBench.head("/update?cmd=100", off.length + (long) form.length), off, form);
        assertTrue(answer.contains("Flashing successful!"), answer);
        await().atMost(PATIENCE).until(() -> bench.reboots.get() == 1);
        new Restore(data).finish(bench.settings);
        assertEquals("cellar", bench.settings.current().text("mqtttoptopic"));
    }

    private static byte[] body(byte[] answer) {
        int end = new String(answer, ISO_8859_1).indexOf("\r\n\r\n");
        return Arrays.copyOfRange(answer, end + 4, answer.length);
    }

    @Test
    void moreThanTheDiskHoldsIsRefusedBeforeAByteIsWritten() throws IOException {
        String answer = bench.send(UpdateBench.head("/_pi/update", 1L << 50));
        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
        assertTrue(answer.contains(Staging.TOO_LARGE), answer);
        assertNothingIsLeft();
    }

    @Test
    void duringAPicFlashNothingIsTaken() throws Exception {
        try (MaintenanceLock.Hold flash = bench.lock.take(Activity.PIC_FLASH)) {
            String answer = bench.upload("/_pi/update", "firmware", bench.bundle("2.0.0", "", 1000));
            assertTrue(answer.startsWith("HTTP/1.1 409"), answer);
            assertTrue(answer.contains("A system update must wait: a flash of the PIC is under way."), answer);
        }
        assertNothingIsLeft();
        assertTrue(bench.upload("/_pi/update", "firmware", bench.bundle("2.0.0", "", 1000))
                .startsWith("HTTP/1.1 202"));
    }

    @Test
    void anUploadThatIsBrokenOffIsToldAndLeavesNothing() throws IOException {
        byte[] form = UpdateBench.form("firmware", "update.raucb", bench.bundle("2.0.0", "", 300_000));
        try (Socket socket = bench.connect()) {
            socket.getOutputStream().write(UpdateBench.head("/_pi/update", form.length));
            socket.getOutputStream().write(form, 0, 200_000);
            await().atMost(PATIENCE).until(() -> bench.get("/_pi/update").contains("\"phase\":\"uploading\""));
            assertTrue(bench.upload("/_pi/update", "firmware", new byte[10]).startsWith("HTTP/1.1 409"));
        }
        await().atMost(PATIENCE).until(() -> bench.get("/status").contains("\"state\":\"abort\""));
        assertTrue(bench.get("/_pi/update").contains("The upload was broken off. Nothing was changed."));
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/_pi/update", "/_pi/update/install", "/_pi/slots", "/_pi/restore", "/_pi/backup"})
    void anotherSiteMayChangeNothing(String path) throws IOException {
        String answer = bench.send(("POST " + path + " HTTP/1.1\r\nHost: otgw\r\nConnection: close\r\n"
                        + "Sec-Fetch-Site: cross-site\r\nContent-Length: 0\r\n\r\n")
                .getBytes(ISO_8859_1));
        assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
    }

    @Test
    void aThousandUploadsThatAreAbortedOrComeTogetherLeaveNothingBehind() throws Exception {
        byte[] form = UpdateBench.form("firmware", "update.raucb", bench.bundle("2.0.0", "", 100_000));
        attempt(form, new Random(1));
        assertNothingIsLeft();
        long handles = handles();
        List<Future<String>> outcomes = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < ATTEMPTS / 2; i++) {
                Random random = new Random(i);
                outcomes.add(clients.submit((Callable<String>) () -> attempt(form, random)));
            }
        }
        for (int i = ATTEMPTS / 2; i < ATTEMPTS; i++) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> !bench.updates.busy());
            outcomes.add(CompletableFuture.completedFuture(attempt(form, new Random(i))));
        }
        long whole = 0;
        long refused = 0;
        for (Future<String> outcome : outcomes) {
            whole += outcome.get().startsWith("HTTP/1.1 202") ? 1 : 0;
            refused += outcome.get().startsWith("HTTP/1.1 409") ? 1 : 0;
        }
        await().atMost(PATIENCE).until(() -> !bench.updates.busy());
        bench.send("DELETE /_pi/update HTTP/1.1\r\nHost: otgw\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
        assertNothingIsLeft();
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(handles, handles(), "open files"));
        System.out.printf(
                "%d uploads: %d came through, %d were refused for another, the rest aborted; %d open files before, %d after%n",
                ATTEMPTS, whole, refused, handles, handles());
        assertTrue(bench.upload("/_pi/update", "firmware", bench.bundle("3.0.0", "", 100_000))
                .startsWith("HTTP/1.1 202"));
        assertTrue(bench.post("/_pi/update/install").startsWith("HTTP/1.1 202"));
        await().atMost(PATIENCE).until(() -> bench.reboots.get() == 1);
    }

    /** Sends a whole form, or a part of one and then ends in one way or another. */
    private String attempt(byte[] form, Random random) throws IOException {
        try (Socket socket = bench.connect()) {
            int part = random.nextInt(10) == 0 ? form.length : random.nextInt(form.length);
            try {
                socket.getOutputStream().write(UpdateBench.head("/_pi/update", form.length));
                socket.getOutputStream().write(form, 0, part);
                if (part == form.length) {
                    return new String(socket.getInputStream().readAllBytes(), UTF_8);
                }
                if (random.nextBoolean()) {
                    socket.setSoLinger(true, 0);
                }
            } catch (IOException e) {
                return "";
            }
            return "";
        }
    }

    /** Open sockets and files of the data folder; what else is open is the test's and the library's. */
    private long handles() {
        return Arrays.stream(Objects.requireNonNull(new File("/proc/self/fd").listFiles()))
                .map(UploadsTest::target)
                .filter(target -> target.startsWith("socket:") || target.startsWith(data.toString()))
                .count();
    }

    private static String target(File link) {
        try {
            return Files.readSymbolicLink(link.toPath()).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
