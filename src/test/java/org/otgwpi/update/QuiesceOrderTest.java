package org.otgwpi.update;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.BusyException;
import org.otgwpi.personality.MaintenanceLock;
import org.otgwpi.personality.Personality;
import org.otgwpi.personality.Quiescent;

/** One test for each step of the order, and for what happens when something fails or hangs. */
final class QuiesceOrderTest {

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final MaintenanceLock lock = new MaintenanceLock();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Desk desk = new Desk();
    private final QuiesceOrder order = new QuiesceOrder(lock, () -> Optional.of(desk), new Ending(), System::nanoTime);

    private final class Part implements Quiescent {

        private final String name;
        private final CountDownLatch gate;

        private Part(String name, CountDownLatch gate) {
            this.name = name;
            this.gate = gate;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void pause(Duration deadline) {
            log.add(name + " pauses");
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void resume() {
            log.add(name + " resumes");
        }

        @Override
        public void flush() {
            log.add(name + " flushes");
        }

        @Override
        public void close() {}
    }

    private final class Desk implements Personality {

        private List<Quiescent> parts = List.of(
                new Part("mqtt", new CountDownLatch(0)),
                new Part("bridge", new CountDownLatch(0)),
                new Part("writes", new CountDownLatch(0)));
        private String obstacle = "";

        @Override
        public String name() {
            return "desk";
        }

        @Override
        public HttpHandler http() {
            return exchange -> {};
        }

        @Override
        public Map<String, Object> status() {
            return Map.of();
        }

        @Override
        public List<Quiescent> quiescents() {
            return parts;
        }

        @Override
        public Optional<String> obstacle() {
            return obstacle.isEmpty() ? Optional.empty() : Optional.of(obstacle);
        }

        @Override
        public void start() {}

        @Override
        public void close() {}
    }

    private final class Ending implements QuiesceOrder.Ending {

        @Override
        public void close() {
            log.add("ports close");
        }

        @Override
        public void reboot() {
            log.add("reboot");
        }

        @Override
        public void giveUp() {
            log.add("give up");
        }
    }

    private final class Install implements QuiesceOrder.Job {

        private final String problem;

        private Install(String problem) {
            this.problem = problem;
        }

        @Override
        public void announce() {
            log.add("start");
        }

        @Override
        public void work() throws IOException {
            log.add("install");
            if (!problem.isEmpty()) {
                throw new IOException(problem);
            }
        }

        @Override
        public void committed() {
            log.add("answer, committed " + order.committed());
        }
    }

    private void go(String problem) throws Exception {
        order.begin(Activity.SYSTEM_UPDATE).go(new Install(problem));
    }

    @Test
    void firstTheLockIsTakenAndOthersAreRefusedWithASentence() throws Exception {
        QuiesceOrder.Turn turn = order.begin(Activity.SYSTEM_UPDATE);
        BusyException refused = assertThrows(BusyException.class, () -> lock.take(Activity.PIC_FLASH));
        assertEquals(
                "A flash of the PIC must wait: a system update is under way. Try again when it has ended.",
                refused.getMessage());
        assertEquals(
                Optional.of("A system update must wait: a system update is under way. Try again when it has ended."),
                order.obstacle(Activity.SYSTEM_UPDATE));
        turn.cancel();
        assertEquals(Optional.empty(), order.obstacle(Activity.SYSTEM_UPDATE));
    }

    @Test
    void anUpdateDuringAPicFlashIsRefused() throws BusyException {
        try (MaintenanceLock.Hold flash = lock.take(Activity.PIC_FLASH)) {
            BusyException refused = assertThrows(BusyException.class, () -> order.begin(Activity.SYSTEM_UPDATE));
            assertEquals(Activity.PIC_FLASH, refused.running());
        }
    }

    @Test
    void aGatewayThatMustNotBeInterruptedIsNot() throws Exception {
        desk.obstacle = "A client flashes the chip.";
        IOException refused = assertThrows(IOException.class, () -> order.begin(Activity.SYSTEM_UPDATE));
        assertEquals("A client flashes the chip.", refused.getMessage());
        assertEquals(Optional.empty(), lock.current());
    }

    @Test
    void theStepsFollowEachOtherAsTheyAreWritten() throws Exception {
        go("");
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
        assertEquals(Optional.of(Activity.SYSTEM_UPDATE), lock.current());
    }

    @Test
    void whenTheWorkFailsAllIsUndoneInReverseAndTheLockIsFree() {
        IOException failed = assertThrows(IOException.class, () -> go("The card is full."));
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
        assertFalse(order.committed());
        assertEquals(Optional.empty(), lock.current());
    }

    @Test
    void whatHangsIsLeftBehindAndResumedWhenItComesBack() {
        desk.parts = List.of(new Part("hanging", never), new Part("writes", new CountDownLatch(0)));
        assertThrows(IOException.class, () -> go("No."));
        assertEquals(List.of("start", "hanging pauses", "writes pauses", "install", "writes resumes"), log);
        never.countDown();
        await().until(() -> log.contains("hanging resumes"));
    }

    @Test
    void aPartThatFailsKeepsNothingFromFallingSilent() throws Exception {
        Part broken = new Part("broken", new CountDownLatch(0));
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
                broken);
        go("");
        await().until(() -> log.contains("reboot"));
    }

    @Test
    void aRestartGoesTheSameWay() throws Exception {
        new Restarts(order).prepare().go();
        await().until(() -> log.contains("reboot"));
        assertEquals("mqtt pauses", log.getFirst());
    }
}
