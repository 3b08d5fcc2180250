package org.otgwpi.update;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.net.RawClient;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.Quiescent;

/** What becomes of the order when something fails or hangs. */
@SuppressWarnings("NullAway.Init")
final class QuiesceOrderTest {

    /** All bounds of the order together, and some for a slow machine; without bounds it would be forever. */
    private static final Duration ALL_BOUNDS = Duration.ofSeconds(25);

    @TempDir
    private Path folder;

    private QuietDesk desk;
    private List<String> log;

    @BeforeEach
    void start() throws IOException {
        desk = new QuietDesk();
        log = desk.log;
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    @Test
    void aGatewayThatMustNotBeInterruptedIsNot() throws Exception {
        desk.obstacle = "A client flashes the chip.";
        IOException refused = assertThrows(IOException.class, () -> desk.order.begin(Activity.SYSTEM_UPDATE));
        assertEquals("A client flashes the chip.", refused.getMessage());
        assertEquals(Optional.empty(), desk.lock.current());
    }

    @Test
    void theStepsFollowEachOtherAsTheyAreWritten() throws Exception {
        desk.go("");
        await().until(() -> log.contains("reboot"));
        assertEquals(
                List.of(
                        "start",
                        "mqtt pauses",
                        "bridge pauses",
                        "writes pauses",
                        "install",
                        "writes flushes",
                        "bridge flushes",
                        "mqtt flushes",
                        "answer, committed true",
                        "ports close",
                        "reboot"),
                log);
        assertEquals(Optional.of(Activity.SYSTEM_UPDATE), desk.lock.current());
    }

    @Test
    void whenTheWorkFailsAllIsUndoneInReverseAndTheLockIsFree() {
        IOException failed = assertThrows(IOException.class, () -> desk.go("The card is full."));
        assertEquals("The card is full.", failed.getMessage());
        assertEquals(
                List.of(
                        "start",
                        "mqtt pauses",
                        "bridge pauses",
                        "writes pauses",
                        "install",
                        "writes resumes",
                        "bridge resumes",
                        "mqtt resumes"),
                log);
        assertFalse(desk.order.committed());
        assertEquals(Optional.empty(), desk.lock.current());
    }

    @Test
    void whatHangsIsLeftBehindAndResumedWhenItComesBack() {
        CountDownLatch never = new CountDownLatch(1);
        desk.parts = List.of(desk.new Part("hanging", never, QuietDesk.OPEN), desk.part("writes"));
        assertThrows(IOException.class, () -> desk.go("No."));
        assertEquals(List.of("start", "hanging pauses", "writes pauses", "install", "writes resumes"), log);
        never.countDown();
        await().until(() -> log.contains("hanging resumes"));
    }

    private void assertItRestartsInTime(String who) throws Exception {
        long begun = System.nanoTime();
        desk.go("");
        await().atMost(ALL_BOUNDS).until(() -> log.contains("reboot"));
        System.out.printf(
                "With %s, from the first step to the restart: %d ms%n",
                who, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    @Test
    void aClientThatStopsReadingDelaysNoStepBeyondItsBound() throws Exception {
        try (RawClient deaf = RawClient.upgraded(desk.port, "/", 2048)) {
            byte[] line = new byte[16 * 1024];
            java.util.Arrays.fill(line, (byte) 'x');
            await().until(() -> {
                for (int i = 0; i < 256; i++) {
                    desk.hub.publishLog(List.of(line));
                }
                return desk.hub.statistics().framesLost() > 0;
            });
            assertItRestartsInTime("a client that stopped reading");
            assertEquals(0, desk.hub.clients());
        }
    }

    @Test
    void aBrokerThatHangsDelaysNoStepBeyondItsBound() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        desk.parts = List.of(desk.new Part("mqtt", never, never), desk.part("bridge"));
        assertItRestartsInTime("a broker that hangs");
        assertTrue(log.contains("bridge pauses") && log.contains("bridge flushes"), log::toString);
        never.countDown();
    }

    @Test
    void aDiskThatStallsWhenAllIsFlushedDelaysNoStepBeyondItsBound() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        desk.parts = List.of(desk.part("mqtt"), desk.new Part("history", QuietDesk.OPEN, never));
        assertItRestartsInTime("a disk that stalls when all is flushed");
        assertTrue(log.contains("mqtt flushes"), log::toString);
        never.countDown();
    }

    /** The journal of the update is written into a pipe that nobody reads: that takes for ever. */
    @Test
    void aDiskThatStallsInTheInstallationIsGivenUpAndTheLockIsHeldUntilItComesBack() throws Exception {
        Path pipe = folder.resolve("journal.json.new");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Slots slots = new Slots(
                new SimulatedInstaller(folder, folder.resolve("failure"), "1.0.0", Duration.ZERO),
                new UpdateJournal(folder),
                "1.0.0",
                InstantSource.system());
        IOException failed = assertThrows(
                IOException.class,
                () -> desk.go(desk.new Install("") {
                    @Override
                    public void work() throws IOException {
                        slots.install("none", "2.0.0", percent -> {});
                    }

                    @Override
                    public Duration bound() {
                        return Duration.ofSeconds(1);
                    }
                }));
        assertEquals("It did not end within 1 s.", failed.getMessage());
        assertEquals("mqtt resumes", log.getLast());
        assertFalse(desk.order.committed());
        assertEquals(Optional.of(Activity.SYSTEM_UPDATE), desk.lock.current());
        // Both ends at once: whoever writes finds a reader, however often the journal is tried.
        try (RandomAccessFile ends = new RandomAccessFile(pipe.toFile(), "rw")) {
            await().until(() -> desk.lock.current().isEmpty());
            assertTrue(ends.read() >= 0);
        }
    }

    @Test
    void aPartThatFailsKeepsNothingFromFallingSilent() throws Exception {
        desk.parts = List.of(
                new Quiescent() {
                    @Override
                    public String name() {
                        return "broken";
                    }

                    @Override
                    public void pause(Duration deadline) {
                        throw new IllegalStateException("no");
                    }

                    @Override
                    public void resume() {}

                    @Override
                    public void flush() {
                        throw new IllegalStateException("no");
                    }

                    @Override
                    public void close() {}
                },
                desk.part("writes"));
        desk.go("");
        await().until(() -> log.contains("reboot"));
    }

    @Test
    void aRestartGoesTheSameWay() throws Exception {
        new Restarts(desk.order).prepare().go();
        await().until(() -> log.contains("reboot"));
        assertEquals("mqtt pauses", log.getFirst());
    }
}
