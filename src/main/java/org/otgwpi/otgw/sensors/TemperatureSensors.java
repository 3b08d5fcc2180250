package org.otgwpi.otgw.sensors;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Polls the DS18B20 sensors of the 1-Wire bus (otgw-core 8.4). One thread reads their files, which takes 750 ms each,
 * and nobody waits for it: if it is stuck, the sensors that it owes count as disconnected until it moves again.
 * Thread-safe.
 */
final class TemperatureSensors implements Timed, AutoCloseable {

    /** The original's limit. */
    static final int MOST_SENSORS = 16;

    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final OneWireFolder bus;
    private final IntSupplier intervalSeconds;
    private final BooleanSupplier legacyFormat;
    private final Consumer<SensorReadings> listener;
    private final Runnable wake;
    private final LongSupplier nanoTime;
    private final InstantSource wallClock;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("one-wire").daemon().factory());

    private final NavigableMap<SensorAddress, Value> values = new TreeMap<>();
    private final Set<SensorAddress> owed = new TreeSet<>();
    private NavigableMap<SensorAddress, Value> shown = new TreeMap<>();
    private long pollNanos;
    private long progressNanos;
    private boolean searched;
    private boolean polling;
    private boolean stuck;
    private boolean paused;

    private record Value(int milliCelsius, long epochSeconds) {
        private static final Value NONE_YET = new Value(0, 0);
    }

    /**
     * @param intervalSeconds and {@code legacyFormat} may change at any time
     * @param listener is told after each poll
     * @param wake is called when {@link #dueInNanos} may have become less
     */
    TemperatureSensors(
            OneWireFolder bus,
            IntSupplier intervalSeconds,
            BooleanSupplier legacyFormat,
            Consumer<SensorReadings> listener,
            Runnable wake,
            LongSupplier nanoTime,
            InstantSource wallClock) {
        this.bus = bus;
        this.intervalSeconds = intervalSeconds;
        this.legacyFormat = legacyFormat;
        this.listener = listener;
        this.wake = wake;
        this.nanoTime = nanoTime;
        this.wallClock = wallClock;
        pollNanos = nanoTime.getAsLong();
    }

    /** Searches the bus, so that the sensors are known before the first poll, which is an interval from now. */
    void start() {
        read(this::search);
    }

    /** What was read last. */
    synchronized SensorReadings readings() {
        boolean legacy = legacyFormat.getAsBoolean();
        List<SensorReadings.Reading> sensors = new ArrayList<>();
        shown.forEach((address, value) -> sensors.add(new SensorReadings.Reading(
                legacy ? address.legacyText() : address.text(), value.milliCelsius(), value.epochSeconds())));
        return new SensorReadings(!sensors.isEmpty(), List.copyOf(sensors));
    }

    /** A sentence for the user if no sensor can be read; else null. */
    synchronized @Nullable String problem() {
        if (stuck) {
            return "The 1-Wire bus does not answer: look at its wires, or restart the device.";
        }
        return searched && shown.isEmpty()
                ? "No temperature sensor was found: is 1-Wire switched on for its GPIO line, and is there a resistor"
                        + " of 4.7 kOhm between data and 3.3 V?"
                : null;
    }

    @Override
    public void tick(long nowNanos) {
        if (pollBegins(nowNanos)) {
            read(this::poll);
        } else if (isStuck(nowNanos)) {
            listener.accept(readings());
        }
    }

    @Override
    public synchronized long dueInNanos(long nowNanos) {
        if (polling && !stuck) {
            return STUCK_NANOS - (nowNanos - progressNanos);
        }
        return paused ? NEVER : intervalNanos() - (nowNanos - pollNanos);
    }

    /** Polls no more, and waits for the poll under way. */
    synchronized void pause(Duration deadline) {
        paused = true;
        long endNanos = System.nanoTime() + deadline.toNanos();
        try {
            for (long left = deadline.toNanos(); polling && !stuck && left > 0; left = endNanos - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Polls again. */
    void resume() {
        synchronized (this) {
            paused = false;
        }
        wake.run();
    }

    /** Ends without waiting: a file that hangs cannot be interrupted. */
    @Override
    public void close() {
        reader.shutdownNow();
    }

    private long intervalNanos() {
        return TimeUnit.SECONDS.toNanos(intervalSeconds.getAsInt());
    }

    private void read(Runnable task) {
        try {
            reader.execute(task);
        } catch (RejectedExecutionException e) {
            Logger.debug("temperatures are not read any more: the program ends");
        }
    }

    private synchronized boolean pollBegins(long nowNanos) {
        if (polling || paused || nowNanos - pollNanos < intervalNanos()) {
            return false;
        }
        pollNanos = nowNanos;
        progressNanos = nowNanos;
        polling = true;
        owed.clear();
        owed.addAll(values.keySet());
        return true;
    }

    /** True if the sensors that are owed became disconnected: when the reader gets stuck, and each interval after. */
    private synchronized boolean isStuck(long nowNanos) {
        if (!polling
                || (stuck
                        ? paused || nowNanos - pollNanos < intervalNanos()
                        : nowNanos - progressNanos < STUCK_NANOS)) {
            return false;
        }
        if (stuck) {
            pollNanos = nowNanos;
        } else {
            stuck = true;
            Logger.warn("the 1-Wire bus does not answer");
        }
        Value disconnected =
                new Value(SensorReadings.DISCONNECTED, wallClock.instant().getEpochSecond());
        owed.forEach(address -> values.put(address, disconnected));
        shown = new TreeMap<>(values);
        return true;
    }

    private void search() {
        Set<SensorAddress> found = bus.search();
        synchronized (this) {
            for (SensorAddress address : found) {
                if (values.size() < MOST_SENSORS && values.putIfAbsent(address, Value.NONE_YET) == null) {
                    Logger.info("found temperature sensor {}", address.text());
                }
            }
            if (!searched) {
                searched = true;
                shown = new TreeMap<>(values);
            }
            String problem = polling ? null : problem();
            if (problem != null) {
                Logger.warn("{}", problem);
            }
        }
    }

    private void poll() {
        search();
        for (SensorAddress address : known()) {
            take(address, bus.milliCelsius(address));
        }
        boolean any;
        synchronized (this) {
            polling = false;
            if (stuck) {
                stuck = false;
                Logger.info("the 1-Wire bus answers again");
            }
            shown = new TreeMap<>(values);
            any = !shown.isEmpty();
            notifyAll();
        }
        if (any) {
            listener.accept(readings());
        }
        wake.run();
    }

    private synchronized List<SensorAddress> known() {
        return List.copyOf(values.keySet());
    }

    private synchronized void take(SensorAddress address, int milliCelsius) {
        values.put(address, new Value(milliCelsius, wallClock.instant().getEpochSecond()));
        owed.remove(address);
        progressNanos = nanoTime.getAsLong();
    }
}
