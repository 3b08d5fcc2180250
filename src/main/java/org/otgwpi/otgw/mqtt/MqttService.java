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
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * The gateway at an MQTT broker, on the thread of the client library's network: it reads the ring of messages by a
 * cursor and never makes the serial line wait. Library and thread come when the user first switches MQTT on.
 * Thread-safe.
 */
public final class MqttService implements Quiescent, MeasurementFeed {

    private static final long ANSWER_MILLIS = 15_000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(42);
    private static final long COLLECT_SETTINGS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long FAREWELL_MILLIS = 2000;
    private static final int MOST_LINES = 256;
    private static final int MOST_ARRIVALS = 1024;
    private static final int RING_LOOK_BACK = 4096;

    private final Gateway gateway;
    private final Supplier<Settings> settings;
    private final DeviceFacts facts;
    private final LongSupplier nanoTime;
    private final long answerMillis;
    private final MqttEngine engine;
    private final BlockingQueue<PicLine> lines = new LinkedBlockingQueue<>(MOST_LINES);
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ArrivalLimit arrivals = new ArrivalLimit(MOST_ARRIVALS);
    private final List<MqttListener> listeners = new CopyOnWriteArrayList<>();
    private final Runnable pass = this::pass;
    private volatile @Nullable NetworkLoop loop;
    private volatile boolean listening;
    private volatile boolean closing;
    private volatile boolean settingsChanged = true;
    private volatile boolean stateChanged;
    private volatile long configureNanos;
    private @Nullable ScheduledFuture<?> planned;
    private long plannedNanos;
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
        engine = new MqttEngine(new Around(), catalogue, facts, dataFolder, this::link, new Arrivals(), backoff);
        gateway.addListener(new Ear());
    }

    /** Adds a listener; to be called before {@link #start}. */
    public void addListener(MqttListener listener) {
        listeners.add(listener);
    }

    /** Starts; connects if the user wants it. Returns at once. */
    public void start() {
        configureNanos = nanoTime.getAsLong();
        follow();
    }

    /** How it is doing. Never waits. */
    public MqttHealth health() {
        return engine.health();
    }

    /** Follows changed settings, half a second after the last change of a burst. */
    public void settingsChanged() {
        configureNanos = nanoTime.getAsLong() + COLLECT_SETTINGS_NANOS;
        settingsChanged = true;
        follow();
    }

    /** The first time that MQTT is switched on there is something to load, for which nobody is to wait. */
    private void follow() {
        if (loop != null) {
            wake();
        } else if (settings.get().bool("mqttenable")) {
            Thread.ofPlatform().name("mqtt-start").daemon().start(this::load);
        }
    }

    private synchronized void load() {
        if (loop == null && !closing) {
            loop = new NetworkLoop();
        }
        wake();
    }

    private BrokerLink link(LinkOptions options, BrokerLink.Listener listener) {
        NetworkLoop running = loop;
        if (running == null) {
            throw new IllegalStateException("MQTT is not started");
        }
        return new HiveMqLink(options, listener, running.group());
    }

    /** Tells Home Assistant again of what was announced ({@code autoconfigure}, otgw-core 5.9). */
    public void announceAgain() {
        later(engine::announceAgain);
    }

    /** Tells Home Assistant of all entities, seen or not (console {@code F}, otgw-core 5.9). */
    public void announceEverything() {
        later(engine::announceEverything);
    }

    @Override
    public void sensors(List<SensorReading> readings) {
        List<SensorReading> copy = List.copyOf(readings);
        later(() -> engine.sensors(copy, nanoTime.getAsLong()));
    }

    @Override
    public void pulses(PulseReading reading) {
        later(() -> engine.pulses(reading, nanoTime.getAsLong()));
    }

    @Override
    public String name() {
        return "MQTT";
    }

    @Override
    public void pause(Duration deadline) {
        CompletableFuture<@Nullable Void> silent = new CompletableFuture<>();
        later(() -> engine.pause(silent));
        if (loop != null && !done(silent, deadline.toMillis())) {
            Logger.warn("Not all MQTT messages could be sent within {}", deadline);
        }
    }

    @Override
    public void resume() {
        later(engine::resume);
    }

    /** Nothing to do: what must last is on the disk before the broker hears of it. */
    @Override
    public void flush() {
        Logger.debug("MQTT keeps nothing that must be written");
    }

    /** Says {@code offline} to the broker, takes leave and ends the thread. */
    @Override
    public synchronized void close() {
        closing = true;
        listening = false;
        NetworkLoop running = loop;
        if (running != null) {
            CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();
            running.execute(() -> {
                CompletableFuture<?> unused = engine.close().whenComplete((farewell, problem) -> gone.complete(null));
            });
            done(gone, FAREWELL_MILLIS);
            running.close();
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
        NetworkLoop running = loop;
        if (running != null && !woken.getAndSet(true)) {
            running.execute(pass);
        }
    }

    /** Does {@code task} on the thread, if MQTT was ever on, and then what follows from it. */
    private void later(Runnable task) {
        NetworkLoop running = loop;
        if (running != null) {
            running.execute(() -> {
                guarded(task);
                pass();
            });
        }
    }

    private void pass() {
        woken.set(false);
        if (!closing) {
            guarded(this::work);
            plan();
        }
    }

    private void work() {
        if (stateChanged) {
            stateChanged = false;
            engine.stateChanges(nanoTime.getAsLong());
        }
        configure();
        drain();
        String loss = arrivals.loss(nanoTime.getAsLong());
        if (loss != null) {
            Logger.warn("{}", loss);
        }
        engine.tick(nanoTime.getAsLong());
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            Logger.error(e, "MQTT went wrong at one message and goes on with the next");
        }
    }

    /** Sees to it that there is a pass when the next thing is due. Most passes find that planned already. */
    private void plan() {
        NetworkLoop running = loop;
        long now = nanoTime.getAsLong();
        long due = engine.dueInNanos(now);
        if (settingsChanged) {
            due = Math.min(due, Math.max(0, configureNanos - now));
        }
        if (running == null || due == Long.MAX_VALUE || (planned != null && now + due - plannedNanos >= 0)) {
            return;
        }
        if (planned != null) {
            planned.cancel(false);
        }
        plannedNanos = now + due;
        planned = running.schedule(
                () -> {
                    planned = null;
                    pass();
                },
                due);
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
            stateChanged = true;
            wakeIfListening();
        }

        private void wakeIfListening() {
            if (listening) {
                wake();
            }
        }
    }

    /** Called from within the library or the look-up: it only notes. */
    private final class Arrivals implements BrokerLink.Listener {

        @Override
        public void connected(BrokerLink link) {
            later(() -> engine.connected(link, nanoTime.getAsLong()));
        }

        @Override
        public void ended(BrokerLink link, String problem, boolean tooLarge) {
            later(() -> engine.ended(link, problem, tooLarge, nanoTime.getAsLong()));
        }

        @Override
        public void message(String topic, byte[] payload, int length, boolean retained) {
            if (!arrivals.enter(topic)) {
                return;
            }
            MqttService.this.later(() -> {
                arrivals.leave();
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
            MqttService.this.later(task);
        }

        @Override
        public void published(String topic, String payload) {
            listeners.forEach(listener -> listener.published(topic, payload));
        }
    }
}
