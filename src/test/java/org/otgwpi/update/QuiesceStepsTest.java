package org.otgwpi.update;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.otgwpi.net.RawClient;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.BusyException;
import org.otgwpi.personality.MaintenanceLock;

/** One test for each of the nine steps of the quiesce order, named after what the step does. */
@SuppressWarnings("NullAway.Init")
final class QuiesceStepsTest {

    private static final int PING = 9;
    private static final int CLOSE = 8;
    private static final int PONG = 0x8A;

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

    /** An installation that does this while everything is silent. */
    private QuiesceOrder.Job installing(Task task) {
        return desk.new Install("") {
            @Override
            public void work() throws IOException {
                super.work();
                task.run();
            }
        };
    }

    private interface Task {
        void run() throws IOException;
    }

    /** What a viewer is told until {@code last} comes: texts, and pings and closes by name. */
    private static List<String> heardUntil(RawClient viewer, String last) throws IOException {
        List<String> heard = new ArrayList<>();
        do {
            RawClient.Received frame = viewer.readFrame();
            heard.add(
                    switch (frame.opcode()) {
                        case PING -> answered(viewer, frame);
                        case CLOSE -> "close " + frame.closeCode();
                        default -> frame.text();
                    });
        } while (!heard.getLast().equals(last));
        return heard;
    }

    private static String answered(RawClient viewer, RawClient.Received ping) {
        try {
            viewer.send(RawClient.frame(PONG, ping.payload()));
            return "ping";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void step1TakesTheLockSoThatASecondUpdateAPicFlashAndASwitchAreRefusedWithASentence() throws Exception {
        QuiesceOrder.Turn turn = desk.order.begin(Activity.SYSTEM_UPDATE);
        for (Activity other : List.of(Activity.PIC_FLASH, Activity.SWITCH, Activity.RESTART)) {
            BusyException refused = assertThrows(BusyException.class, () -> desk.lock.take(other));
            String words = String.valueOf(refused.getMessage());
            assertTrue(words.endsWith(" must wait: a system update is under way. Try again when it has ended."), words);
        }
        assertEquals(
                Optional.of("A system update must wait: a system update is under way. Try again when it has ended."),
                desk.order.obstacle(Activity.SYSTEM_UPDATE));
        turn.cancel();
        assertEquals(Optional.empty(), desk.order.obstacle(Activity.SYSTEM_UPDATE));
    }

    @Test
    void step1IsRefusedDuringAPicFlash() throws BusyException {
        try (MaintenanceLock.Hold flash = desk.lock.take(Activity.PIC_FLASH)) {
            BusyException refused = assertThrows(BusyException.class, () -> desk.order.begin(Activity.SYSTEM_UPDATE));
            assertEquals(
                    "A system update must wait: a flash of the PIC is under way. Try again when it has ended.",
                    refused.getMessage());
        }
        assertEquals(List.of(), log);
    }

    @Test
    void step2AnnouncesStartToTheViewersBeforeAnythingFallsSilent() throws Exception {
        try (RawClient viewer = RawClient.upgraded(desk.port)) {
            await().until(() -> desk.hub.clients() == 1);
            assertThrows(IOException.class, () -> desk.go("No."));
            assertTrue(heardUntil(viewer, QuietDesk.START).contains(QuietDesk.START));
        }
        assertEquals(List.of("start", "mqtt pauses"), log.subList(0, 2));
    }

    @Test
    void step3PausesTheLogWhilePingsKeepaliveAndProgressGoOnAndTurnsNewViewersAwayWith1013() throws Exception {
        AtomicBoolean turnedAway = new AtomicBoolean();
        try (RawClient viewer = RawClient.upgraded(desk.port)) {
            await().until(() -> desk.hub.clients() == 1);
            desk.hub.publishLog(List.of("a line".getBytes(UTF_8)));
            QuiesceOrder.Job job = installing(() -> {
                desk.hub.publishLog(List.of("a line in between".getBytes(UTF_8)));
                try (RawClient late = RawClient.upgraded(desk.port)) {
                    turnedAway.set(heardUntil(late, "close 1013").size() == 1);
                }
                desk.hub.publish("progress".getBytes(UTF_8));
                List<String> heard = heardUntil(viewer, "progress");
                assertTrue(heard.contains("a line") && heard.contains(QuietDesk.START), heard::toString);
                assertFalse(heard.contains("a line in between"), heard::toString);
                heardUntil(viewer, "ping");
                heardUntil(viewer, "{\"type\":\"keepalive\"}");
                throw new IOException("It fails, so that the log goes on.");
            });
            assertEquals(
                    "It fails, so that the log goes on.",
                    assertThrows(IOException.class, () -> desk.go(job)).getMessage());
            assertTrue(turnedAway.get());
            desk.hub.publishLog(List.of("a line afterwards".getBytes(UTF_8)));
            heardUntil(viewer, "a line afterwards");
            try (RawClient next = RawClient.upgraded(desk.port)) {
                await().until(() -> desk.hub.clients() == 2);
            }
        }
    }

    @Test
    void step4PausesThePartsInTheirOrderBeforeTheInstallation() throws Exception {
        desk.go("");
        assertEquals(List.of("mqtt pauses", "bridge pauses", "writes pauses", "install"), log.subList(1, 5));
    }

    @Test
    void step5InstallsInSilenceAndIfThatFailsAllIsUndoneWithinTwoSeconds() {
        long[] failedNanos = new long[1];
        QuiesceOrder.Job job = installing(() -> {
            failedNanos[0] = System.nanoTime();
            throw new IOException("The card is full.");
        });
        assertEquals(
                "The card is full.",
                assertThrows(IOException.class, () -> desk.go(job)).getMessage());
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - failedNanos[0]);
        System.out.println("All undone " + millis + " ms after the installation failed");
        assertTrue(millis < 2000, () -> millis + " ms");
        assertEquals(
                List.of("install", "writes resumes", "bridge resumes", "mqtt resumes"), log.subList(4, log.size()));
        assertEquals(Optional.empty(), desk.lock.current());
    }

    @Test
    void step6FlushesWhatIsOnlyInMemoryAfterTheInstallation() throws Exception {
        desk.go("");
        assertEquals(List.of("install", "writes flushes", "bridge flushes", "mqtt flushes"), log.subList(4, 8));
    }

    @Test
    void step7AnswersWhoWaitsWhenHealthSaysUpdatingAlready() throws Exception {
        assertFalse(desk.order.committed());
        desk.go("");
        assertTrue(log.indexOf("answer, committed true") > log.indexOf("mqtt flushes"), log::toString);
        assertTrue(desk.order.committed());
    }

    @Test
    void step8ClosesTheViewersWith1012AndThenThePorts() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        QuiesceOrder.Job job = desk.new Install("") {
            @Override
            public void committed() {
                QuietDesk.pass(answered);
                super.committed();
            }
        };
        try (RawClient viewer = RawClient.upgraded(desk.port)) {
            await().until(() -> desk.hub.clients() == 1);
            answered.countDown();
            desk.go(job);
            assertEquals("close 1012", heardUntil(viewer, "close 1012").getLast());
            assertFalse(log.contains("ports close"), "the viewer has not answered yet, and two seconds are not over");
            viewer.send(RawClient.close(1012));
            await().until(() -> log.contains("ports close"));
            assertEquals(0, desk.hub.clients());
        }
    }

    @Test
    void step9RestartsTheMachineWhenAllIsClosedAndKeepsTheLock() throws Exception {
        desk.go("");
        await().until(() -> log.contains("reboot"));
        assertEquals(List.of("ports close", "reboot"), log.subList(log.size() - 2, log.size()));
        assertEquals(Optional.of(Activity.SYSTEM_UPDATE), desk.lock.current());
    }
}
