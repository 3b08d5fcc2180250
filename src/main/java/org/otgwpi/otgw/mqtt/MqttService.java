package org.otgwpi.otgw.mqtt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.otgw.gateway.GatewayEvent;
import org.otgwpi.otgw.gateway.GatewayListener;
import org.otgwpi.otgw.gateway.GatewayState;
import org.otgwpi.otgw.gateway.Message;
import org.otgwpi.otgw.gateway.MessageRing;
import org.otgwpi.personality.Quiescent;
import org.otgwpi.pic.PicLine;
import org.otgwpi.settings.Settings;
import org.tinylog.Logger;

/**
 * The gateway at an MQTT broker, on a thread of its own: it reads the ring of messages by a cursor and never makes the
 * serial line wait. The client library is loaded when the user switches MQTT on. Thread-safe.
 */
public final class MqttService implements Quiescent, MeasurementFeed {

    private static final long ANSWER_MILLIS = 15_000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(42);
    private static final long COLLECT_SETTINGS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long FAREWELL_MILLIS = 2000;
    private static final int MOST_LINES = 256;
    private static final int MOST_ARRIVALS = 64;
    private static final int RING_LOOK_BACK = 4096;

    private final Gateway gateway;
    private final Supplier<Settings> settings;
    private final DeviceFacts facts;
    private final LongSupplier nanoTime;
    private final long answerMillis;
    private final MqttEngine engine;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final BlockingQueue<PicLine> lines = new LinkedBlockingQueue<>(MOST_LINES);
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicInteger arrivals = new AtomicInteger();
    private final List<MqttListener> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean listening;
    private volatile boolean closing;
    private volatile boolean settingsChanged = true;
    private volatile long configureNanos;
    private MessageRing.@Nullable Cursor cursor;
    private long skipTo;
    private long lostTold;

    /**
     * Listens to {@code gateway}, which must not be started yet.
     *
     * @param dataFolder must exist
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public MqttService(
            Gateway gateway,
            Catalogue catalogue,
            Supplier<Settings> settings,
            DeviceFacts facts,
            Path dataFolder,
            LongSupplier nanoTime) {
        this(
                gateway,
                catalogue,
                settings,
                facts,
                dataFolder,
                nanoTime,
                new Backoff(FIRST_PAUSE.toNanos(), LONGEST_PAUSE.toNanos(), new Random()::nextDouble),
                ANSWER_MILLIS);
    }

    /**
     * For tests that cannot wait as long as a user can.
     *
     * @param answerMillis how long the broker may take for each step of connecting
     */
    MqttService(
            Gateway gateway,
            Catalogue catalogue,
            Supplier<Settings> settings,
            DeviceFacts facts,
            Path dataFolder,
            LongSupplier nanoTime,
            Backoff backoff,
            long answerMillis) {
        this.gateway = gateway;
        this.settings = settings;
        this.facts = facts;
        this.nanoTime = nanoTime;
        this.answerMillis = answerMillis;
        engine = new MqttEngine(new Around(), catalogue, facts, dataFolder, HiveMqLink::new, new Arrivals(), backoff);
        thread = Thread.ofPlatform().name("mqtt").daemon().unstarted(this::run);
        gateway.addListener(new Ear());
    }

    /** Adds a listener; to be called before {@link #start}. */
    public void addListener(MqttListener listener) {
        listeners.add(listener);
    }

    /** Starts; connects if the user wants it. Returns at once. */
    public void start() {
        configureNanos = nanoTime.getAsLong();
        thread.start();
    }

    /** How it is doing. Never waits. */
    public MqttHealth health() {
        return engine.health();
    }

    /** Follows changed settings, half a second after the last change of a burst. */
    public void settingsChanged() {
        configureNanos = nanoTime.getAsLong() + COLLECT_SETTINGS_NANOS;
        settingsChanged = true;
        wake();
    }

    /** Tells Home Assistant again of what was announced ({@code autoconfigure}, otgw-core 5.9). */
    public void announceAgain() {
        inbox.add(engine::announceAgain);
    }

    /** Tells Home Assistant of all entities, seen or not (console {@code F}, otgw-core 5.9). */
    public void announceEverything() {
        inbox.add(engine::announceEverything);
    }

    @Override
    public void sensors(List<SensorReading> readings) {
        List<SensorReading> copy = List.copyOf(readings);
        inbox.add(() -> engine.sensors(copy, nanoTime.getAsLong()));
    }

    @Override
    public void pulses(PulseReading reading) {
        inbox.add(() -> engine.pulses(reading, nanoTime.getAsLong()));
    }

    @Override
    public String name() {
        return "MQTT";
    }

    @Override
    public void pause(Duration deadline) {
        CompletableFuture<@Nullable Void> silent = new CompletableFuture<>();
        inbox.add(() -> engine.pause(silent));
        if (!done(silent, deadline.toMillis())) {
            Logger.warn("Not all MQTT messages could be sent within {}", deadline);
        }
    }

    @Override
    public void resume() {
        inbox.add(engine::resume);
    }

    /** Nothing to do: what must last is on the disk before the broker hears of it. */
    @Override
    public void flush() {
        Logger.debug("MQTT keeps nothing that must be written");
    }

    /** Says {@code offline} to the broker, takes leave and ends the thread. */
    @Override
    public void close() {
        closing = true;
        CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();
        inbox.add(() -> {
            CompletableFuture<?> unused = engine.close().whenComplete((farewell, problem) -> gone.complete(null));
        });
        if (thread.isAlive()) {
            done(gone, FAREWELL_MILLIS);
            thread.interrupt();
        }
    }

    private static boolean done(CompletableFuture<@Nullable Void> future, long millis) {
        try {
            future.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            Logger.debug(e, "The farewell to the MQTT broker failed");
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void wake() {
        if (!woken.getAndSet(true)) {
            inbox.add(() -> {});
        }
    }

    private void run() {
        try {
            while (!closing || !inbox.isEmpty()) {
                pass();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass() throws InterruptedException {
        long now = nanoTime.getAsLong();
        long due = engine.dueInNanos(now);
        if (settingsChanged) {
            due = Math.min(due, Math.max(0, configureNanos - now));
        }
        Runnable task = inbox.poll(due, TimeUnit.NANOSECONDS);
        woken.set(false);
        try {
            if (task != null) {
                task.run();
            }
            if (!closing) {
                configure();
                drain();
                engine.tick(nanoTime.getAsLong());
            }
        } catch (RuntimeException e) {
            Logger.error(e, "MQTT went wrong at one message and goes on with the next");
        }
    }

    private void configure() {
        if (!settingsChanged || nanoTime.getAsLong() - configureNanos < 0) {
            return;
        }
        settingsChanged = false;
        Configuration next = Configuration.of(settings.get(), facts, answerMillis);
        CompletableFuture<@Nullable Void> unused = engine.configure(next, nanoTime.getAsLong());
        listening = next.enabled();
        if (!next.enabled()) {
            cursor = null;
            lines.clear();
        } else if (cursor == null) {
            lookBack();
        }
    }

    /** What came before MQTT was switched on counts too: it gives the newest values. */
    private void lookBack() {
        cursor = gateway.messages().cursor();
        skipTo = 0;
        lostTold = 0;
        for (Message message : gateway.messages().latest(RING_LOOK_BACK)) {
            engine.message(message, nanoTime.getAsLong());
            skipTo = message.sequence() + 1;
        }
    }

    private void drain() {
        MessageRing.Cursor reader = cursor;
        if (reader == null) {
            return;
        }
        for (Message message = reader.poll(); message != null; message = reader.poll()) {
            if (message.sequence() >= skipTo) {
                engine.message(message, nanoTime.getAsLong());
                engine.pump();
            }
        }
        if (reader.lost() > lostTold) {
            Logger.warn("MQTT was too slow for {} messages", reader.lost() - lostTold);
            lostTold = reader.lost();
        }
        for (PicLine line = lines.poll(); line != null; line = lines.poll()) {
            engine.line(line);
            engine.pump();
        }
    }

    /** Called under the gateway's lock: it only notes and wakes. */
    private final class Ear implements GatewayListener {

        @Override
        public void messages(List<Message> messages) {
            wakeIfListening();
        }

        @Override
        public void line(PicLine line) {
            if (listening && !lines.offer(line)) {
                Logger.warn("MQTT was too slow for the line {}", line.text());
            }
            wakeIfListening();
        }

        @Override
        public void event(GatewayEvent event) {
            wakeIfListening();
        }

        private void wakeIfListening() {
            if (listening) {
                wake();
            }
        }
    }

    /** Called by the library's thread: it only notes. */
    private final class Arrivals implements BrokerLink.Listener {

        @Override
        public void connected(BrokerLink link) {
            inbox.add(() -> engine.connected(link, nanoTime.getAsLong()));
        }

        @Override
        public void ended(BrokerLink link, String problem) {
            inbox.add(() -> engine.ended(link, problem, nanoTime.getAsLong()));
        }

        @Override
        public void message(String topic, byte[] payload, int length, boolean retained) {
            if (arrivals.incrementAndGet() > MOST_ARRIVALS) {
                arrivals.decrementAndGet();
                Logger.warn("Too many MQTT messages at once: the one on {} was dropped", topic);
                return;
            }
            inbox.add(() -> {
                arrivals.decrementAndGet();
                listeners.forEach(listener -> listener.arrived(topic, payload, length));
                engine.arrived(topic, payload, length, retained, nanoTime.getAsLong());
            });
        }
    }

    private final class Around implements MqttEngine.Surroundings {

        @Override
        public GatewayState state() {
            return gateway.state();
        }

        @Override
        public boolean enqueue(String command) {
            return gateway.enqueue(command, true);
        }

        @Override
        public void ask(String question, Runnable then) {
            CompletableFuture<@Nullable String> answer = gateway.ask(question);
            if (answer == null) {
                then.run();
            } else {
                CompletableFuture<?> unused = answer.whenComplete((text, problem) -> then.run());
            }
        }

        @Override
        public void later(Runnable task) {
            inbox.add(task);
        }

        @Override
        public void published(String topic, String payload) {
            listeners.forEach(listener -> listener.published(topic, payload));
        }
    }
}
