package org.otgwpi;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.board.Pty;
import org.otgwpi.board.SerialPortLine;
import org.otgwpi.board.Uart;
import org.otgwpi.simulator.Simulator;

/**
 * An hour of a house at 60 times its speed with 50 viewers on port 81 coming and going and a program that polls the
 * values 50 times a second: each viewer sees every line while it is connected, no poll fails, and nothing is left
 * behind. {@code -Dsoak.speed=1 -Dsoak.seconds=3600} is a real hour.
 */
final class SoakIT {

    private static final double SPEED = Double.parseDouble(System.getProperty("soak.speed", "60"));
    private static final int SECONDS = Integer.getInteger("soak.seconds", 60);
    private static final int VIEWERS = 50;
    private static final int POLL_MILLIS = 20;
    private static final long MOST_HEAP_GROWTH_BYTES = 2_000_000;
    private static final Pattern USED_HEAP = Pattern.compile("used (\\d+)K");

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger polls = new AtomicInteger();
    private final AtomicInteger failedPolls = new AtomicInteger();
    private final List<Session> sessions = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    private Path folder;

    @Test
    void everyViewerSeesEveryLineAndNothingIsLeftBehind() throws Exception {
        Files.writeString(folder.resolve("settings.ini"), "{\"wsmaxclients\": 0}");
        try (Simulator simulator =
                        new Simulator(new Simulator.Options(SPEED, null, folder.resolve("pic"), 7), System::nanoTime);
                Relay relay = Relay.behind(simulator);
                RunningGateway gateway = RunningGateway.start("--serial", relay.path(), "--data", folder.toString())) {
            Session reference = connect(gateway);
            await().atMost(Duration.ofSeconds(60)).until(() -> reference.lines.size() > 20);
            churn(gateway, Duration.ofSeconds(5));
            Footprint before = Footprint.of(gateway);
            churn(gateway, Duration.ofSeconds(SECONDS));
            Footprint after = Footprint.of(gateway);
            int seen = reference.lines.size();
            reference.close();
            reference.awaitClosed();
            System.out.printf(
                    "Soak: %d lines, %d viewers in all, %d polls, heap %d -> %d KB, threads %d -> %d, handles %d -> %d%n",
                    seen,
                    sessions.size(),
                    polls.get(),
                    before.heapBytes / 1000,
                    after.heapBytes / 1000,
                    before.threads,
                    after.threads,
                    before.handles,
                    after.handles);
            assertTrue(sessions.size() > VIEWERS, "the viewers came and went");
            assertEquals(0, failedPolls.get(), "polls that failed, of " + polls.get());
            assertRunOf(relay.frames(), reference.frames(), "the reference viewer");
            List<String> all = List.copyOf(reference.lines);
            for (Session session : sessions) {
                assertRunOf(all, List.copyOf(session.lines), "a viewer");
            }
            assertTrue(
                    after.heapBytes - before.heapBytes < MOST_HEAP_GROWTH_BYTES,
                    "heap grew from " + before.heapBytes + " to " + after.heapBytes);
            assertEquals(before.threads, after.threads, "threads");
            assertEquals(before.handles, after.handles, "handles");
        }
    }

    /** Lets 50 viewers come and go until the time is over, then waits for all of them to be gone. */
    private void churn(RunningGateway gateway, Duration duration) throws Exception {
        long endNanos = System.nanoTime() + duration.toNanos();
        Random random = new Random(11);
        AtomicInteger alive = new AtomicInteger();
        try (ScheduledExecutorService timer = Executors.newScheduledThreadPool(3)) {
            ScheduledFuture<?> poller =
                    timer.scheduleAtFixedRate(() -> poll(gateway), 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
            for (int i = 0; i < VIEWERS; i++) {
                alive.incrementAndGet();
                long startMillis = random.nextLong(2000);
                timer.schedule(
                        () -> visit(gateway, timer, new Random(startMillis), endNanos, alive),
                        startMillis,
                        TimeUnit.MILLISECONDS);
            }
            await().atMost(duration.plusSeconds(60)).until(() -> alive.get() == 0);
            poller.cancel(false);
        }
    }

    private void poll(RunningGateway gateway) {
        polls.incrementAndGet();
        try {
            if (!gateway.get("api/v2/otgw/otmonitor").endsWith("}}\r\n")) {
                failedPolls.incrementAndGet();
            }
        } catch (IOException e) {
            failedPolls.incrementAndGet();
        }
    }

    private void visit(
            RunningGateway gateway, ScheduledExecutorService timer, Random random, long endNanos, AtomicInteger alive) {
        Session session = connect(gateway);
        sessions.add(session);
        timer.schedule(
                () -> {
                    session.leave(random.nextInt(3) == 0);
                    if (System.nanoTime() < endNanos) {
                        visit(gateway, timer, random, endNanos, alive);
                    } else {
                        alive.decrementAndGet();
                    }
                },
                500 + random.nextLong(8000),
                TimeUnit.MILLISECONDS);
    }

    private Session connect(RunningGateway gateway) {
        Session session = new Session();
        session.socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + gateway.webSocketPort() + "/"), session)
                .join();
        return session;
    }

    private static void assertRunOf(List<String> all, List<String> part, String who) {
        assertTrue(Collections.indexOfSubList(all, part) >= 0, who + " did not see a gapless run of " + part.size());
    }

    /** What the process holds after a garbage collection, once all viewers but the reference are gone. */
    private record Footprint(long heapBytes, int threads, int handles) {

        static Footprint of(RunningGateway gateway) throws IOException {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> gateway.get("_pi/status").contains("\"port81Clients\":1,"));
            long pid = gateway.process().pid();
            jcmd(pid, "GC.run");
            jcmd(pid, "GC.run");
            Matcher used = USED_HEAP.matcher(jcmd(pid, "GC.heap_info"));
            long heap = 0;
            while (used.find()) {
                heap += Long.parseLong(used.group(1)) * 1024;
            }
            return new Footprint(heap, count(pid, "task"), count(pid, "fd"));
        }

        private static int count(long pid, String what) throws IOException {
            try (Stream<Path> entries = Files.list(Path.of("/proc/" + pid, what))) {
                return (int) entries.count();
            }
        }

        private static String jcmd(long pid, String command) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** One viewer's stay. */
    private static final class Session implements WebSocket.Listener {

        /** Every line once, however many viewers saw it. */
        private static final ConcurrentHashMap<String, String> KNOWN = new ConcurrentHashMap<>();

        private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        private final StringBuilder text = new StringBuilder();
        private volatile @Nullable WebSocket socket;
        private volatile boolean closed;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                if (text.charAt(0) != '{') {
                    String line = text.toString();
                    lines.add(KNOWN.computeIfAbsent(line, same -> same));
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            closed = true;
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed = true;
        }

        /** Some viewers say good-bye, some only vanish. */
        private void leave(boolean vanish) {
            WebSocket open = socket;
            if (open != null && vanish) {
                open.abort();
            } else {
                close();
            }
            socket = null;
        }

        private void close() {
            WebSocket open = socket;
            if (open != null) {
                open.sendClose(WebSocket.NORMAL_CLOSURE, "");
            }
        }

        private void awaitClosed() {
            await().until(() -> closed);
        }

        private List<String> frames() {
            return lines.stream().map(line -> line.substring(35, 44)).toList();
        }
    }

    /** Stands between the simulated chip and the program, and writes down every frame that passes. */
    private record Relay(Pty pty, Uart chip, List<String> recorded) implements AutoCloseable {

        static Relay behind(Simulator simulator) throws IOException {
            simulator.start();
            Pty pty = Pty.open();
            Uart chip = new SerialPortLine(simulator::portPath).open();
            Relay relay = new Relay(pty, chip, Collections.synchronizedList(new ArrayList<>()));
            Thread.ofPlatform().daemon().start(relay::toProgram);
            Thread.ofPlatform().daemon().start(relay::toChip);
            return relay;
        }

        private String path() {
            return pty.slavePath();
        }

        private List<String> frames() {
            return List.copyOf(recorded);
        }

        private void toProgram() {
            byte[] buffer = new byte[4096];
            StringBuilder line = new StringBuilder();
            try {
                for (int length = chip.read(buffer); length >= 0; length = chip.read(buffer)) {
                    for (int i = 0; i < length; i++) {
                        if (buffer[i] == '\n') {
                            String whole = line.toString().strip();
                            if (whole.matches("[TBRAE][0-9A-F]{8}")) {
                                recorded.add(whole);
                            }
                            line.setLength(0);
                        } else {
                            line.append((char) buffer[i]);
                        }
                    }
                    pty.write(buffer, 0, length);
                }
            } catch (IOException e) {
                pty.close();
            }
        }

        private void toChip() {
            byte[] buffer = new byte[4096];
            try {
                for (int length = pty.read(buffer); length >= 0; length = pty.read(buffer)) {
                    chip.write(java.util.Arrays.copyOf(buffer, length));
                }
            } catch (IOException e) {
                pty.close();
            }
        }

        @Override
        public void close() {
            chip.close();
            pty.close();
        }
    }
}
