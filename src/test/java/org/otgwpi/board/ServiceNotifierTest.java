package org.otgwpi.board;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceNotifierTest {

    @TempDir
    Path folder;

    /** Java has no datagram sockets with names: socat plays systemd and writes down what it hears. */
    private Process listener(Path socket, Path heard) throws IOException {
        Process process = new ProcessBuilder("socat", "-u", "UNIX-RECV:" + socket, "CREATE:" + heard)
                .redirectErrorStream(true)
                .start();
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(socket));
        return process;
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    }

    @Test
    void systemdHearsOfTheStartOfALifeAndOfTheEnd() throws Exception {
        Path socket = folder.resolve("notify");
        Path heard = folder.resolve("heard");
        Process systemd = listener(socket, heard);
        try (ServiceNotifier notifier = new ServiceNotifier(Map.of("NOTIFY_SOCKET", socket.toString()))) {
            notifier.ready("serving port 80", () -> true);
            await().until(() -> text(heard).equals("READY=1\nSTATUS=serving port 80"));
        } finally {
            await().until(() -> text(heard).endsWith("STOPPING=1"));
            systemd.destroy();
            systemd.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void theWatchdogHearsOfUsOnlyWhileWeAreWell() throws Exception {
        Path socket = folder.resolve("notify");
        Path heard = folder.resolve("heard");
        Process systemd = listener(socket, heard);
        AtomicBoolean well = new AtomicBoolean(true);
        AtomicInteger questions = new AtomicInteger();
        try (ServiceNotifier notifier =
                new ServiceNotifier(Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "60000"))) {
            notifier.ready("", () -> {
                questions.incrementAndGet();
                return well.get();
            });
            await().until(() -> text(heard).split("WATCHDOG=1", -1).length > 3);
            well.set(false);
            int asked = questions.get();
            await().until(() -> questions.get() > asked + 1);
            String before = text(heard);
            int then = questions.get();
            await().until(() -> questions.get() > then + 5);
            assertEquals(before, text(heard));
        } finally {
            systemd.destroy();
            systemd.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void withoutSystemdNothingIsTold() {
        ServiceNotifier notifier = new ServiceNotifier(Map.of());
        assertDoesNotThrow(() -> notifier.ready("", () -> true));
        assertDoesNotThrow(notifier::close);
    }

    @Test
    void aSocketThatIsGoneIsNoReasonToStop() {
        for (String address : List.of(folder.resolve("none").toString(), "@otgw-pi-nobody", "", "x".repeat(200))) {
            ServiceNotifier notifier = new ServiceNotifier(Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "soon"));
            assertDoesNotThrow(() -> notifier.ready("", () -> true));
            assertDoesNotThrow(notifier::close);
        }
        assertEquals(0, folder.toFile().listFiles().length);
    }
}
