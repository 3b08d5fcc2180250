package org.otgwpi.update;

import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.otgwpi.net.CloseReply;
import org.otgwpi.net.HeartbeatTiming;
import org.otgwpi.net.HubListener;
import org.otgwpi.net.HubOptions;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.WebSocketHub;
import org.otgwpi.net.WebSocketListener;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.Audience;
import org.otgwpi.personality.MaintenanceLock;
import org.otgwpi.personality.Personality;
import org.otgwpi.personality.Quiescent;

/** Something that can fall silent: parts that note what is asked of them, and viewers on a real port. */
final class QuietDesk implements Personality {

    static final String START = "{\"state\":\"start\"}";
    static final CountDownLatch OPEN = new CountDownLatch(0);

    final List<String> log = Collections.synchronizedList(new ArrayList<>());
    final MaintenanceLock lock = new MaintenanceLock();
    final WebSocketHub hub;
    final QuiesceOrder order;
    final int port;
    List<Quiescent> parts = List.of(part("mqtt"), part("bridge"), part("writes"));
    String obstacle = "";
    private final IoWorker worker;
    private final WebSocketListener listener;

    QuietDesk() throws IOException {
        worker = IoWorker.start(1);
        HubOptions often = new HubOptions(
                "desk",
                false,
                new HeartbeatTiming(200, 300, 1000),
                "{\"type\":\"keepalive\"}",
                200,
                15_360,
                false,
                CloseReply.NORMAL,
                64,
                32 * 1024,
                60_000);
        hub = new WebSocketHub(often, () -> 0, HubListener.NONE, System::nanoTime);
        hub.start(worker);
        listener = WebSocketListener.open(
                hub, worker, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), System::nanoTime);
        port = listener.port();
        order = new QuiesceOrder(lock, () -> Optional.of(this), new Ending(), System::nanoTime);
    }

    /** Goes through the order with an installation that fails with this sentence, if there is one. */
    void go(String problem) throws Exception {
        go(new Install(problem));
    }

    void go(QuiesceOrder.Job job) throws Exception {
        order.begin(Activity.SYSTEM_UPDATE).go(job);
    }

    Part part(String name) {
        return new Part(name, OPEN, OPEN);
    }

    /** Notes what it is asked for, and may hang in it. */
    final class Part implements Quiescent {

        private final String name;
        private final CountDownLatch pauseGate;
        private final CountDownLatch flushGate;

        Part(String name, CountDownLatch pauseGate, CountDownLatch flushGate) {
            this.name = name;
            this.pauseGate = pauseGate;
            this.flushGate = flushGate;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void pause(Duration deadline) {
            log.add(name + " pauses");
            pass(pauseGate);
        }

        @Override
        public void resume() {
            log.add(name + " resumes");
        }

        @Override
        public void flush() {
            log.add(name + " flushes");
            pass(flushGate);
        }

        @Override
        public void close() {}
    }

    static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An installation that notes its steps and may fail. */
    class Install implements QuiesceOrder.Job {

        private final String problem;

        Install(String problem) {
            this.problem = problem;
        }

        @Override
        public void announce() {
            log.add("start");
            hub.publish(START.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public void work() throws IOException {
            log.add("install");
            if (!problem.isEmpty()) {
                throw new IOException(problem);
            }
        }

        @Override
        public Duration bound() {
            return Duration.ofSeconds(30);
        }

        @Override
        public void committed() {
            log.add("answer, committed " + order.committed());
        }
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
    public Audience audience() {
        return new Audience(List.of(hub), List.of());
    }

    @Override
    public Optional<String> obstacle() {
        return obstacle.isEmpty() ? Optional.empty() : Optional.of(obstacle);
    }

    @Override
    public void start() {}

    @Override
    public void close() {
        listener.close();
        worker.close();
    }
}
