package org.otgwpi.otgw.sensors;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.Edge;

/**
 * Counts the pulses of an S0 output (otgw-core 8.5, IEC 62053-31): it pulls the line low for each. The time stamps of
 * the kernel count, so a busy machine counts right. Thread-safe.
 */
final class PulseCounter implements Timed {

    private static final double KILOWATT_HOUR_NANOS = 3.6e12;
    private static final float KILOWATT_HOUR_MILLIS = 3_600_000;

    private final Supplier<Rules> rules;
    private final Consumer<PulseReadings> listener;
    private final InstantSource wallClock;
    private PulseReadings shown = new PulseReadings(true, 0, 0, 0, 0, 0, 0);
    private long intervalStartNanos;
    private long lastEdgeNanos;
    private long lastPulseNanos;
    private long pulseNanos;
    private long lostEdges;
    private int count;

    /**
     * What the user set; may change at any time.
     *
     * @param debounceMillis an edge counts only if the one before it is longer ago
     */
    record Rules(int debounceMillis, int pulsesPerKilowattHour, int intervalSeconds) {

        private long debounceNanos() {
            return TimeUnit.MILLISECONDS.toNanos(debounceMillis);
        }

        private long intervalNanos() {
            return TimeUnit.SECONDS.toNanos(intervalSeconds);
        }
    }

    /** @param listener is told as {@link SensorListener#pulses} says */
    PulseCounter(Supplier<Rules> rules, Consumer<PulseReadings> listener, long nowNanos, InstantSource wallClock) {
        this.rules = rules;
        this.listener = listener;
        this.wallClock = wallClock;
        intervalStartNanos = nowNanos;
        lastEdgeNanos = nowNanos;
        lastPulseNanos = nowNanos;
    }

    /** The line changed. A bounce extends the time in which nothing counts, as in the original. */
    synchronized void edge(Edge edge) {
        lostEdges += edge.lost();
        if (edge.high()) {
            return;
        }
        long sinceNanos = edge.nanos() - lastEdgeNanos;
        if (sinceNanos > rules.get().debounceNanos()) {
            count++;
            pulseNanos = sinceNanos;
            lastPulseNanos = edge.nanos();
        }
        lastEdgeNanos = edge.nanos();
    }

    /** What was counted up to the last interval with pulses. Never blocks for long. */
    synchronized PulseReadings readings() {
        return shown.withLostEdges(lostEdges);
    }

    @Override
    public void tick(long nowNanos) {
        tell(endInterval(nowNanos));
        tell(fall(nowNanos));
    }

    @Override
    public synchronized long dueInNanos(long nowNanos) {
        long intervalNanos = rules.get().intervalNanos() - (nowNanos - intervalStartNanos);
        return shown.powerKilowatts() > 0
                ? Math.min(intervalNanos, fallNanos() - (nowNanos - lastPulseNanos))
                : intervalNanos;
    }

    private void tell(@Nullable PulseReadings readings) {
        if (readings != null) {
            listener.accept(readings);
        }
    }

    private synchronized @Nullable PulseReadings endInterval(long nowNanos) {
        Rules now = rules.get();
        if (nowNanos - intervalStartNanos < now.intervalNanos()) {
            return null;
        }
        intervalStartNanos = nowNanos - (nowNanos - intervalStartNanos) % now.intervalNanos();
        if (count == 0) {
            return null;
        }
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(pulseNanos));
        float power = KILOWATT_HOUR_MILLIS / now.pulsesPerKilowattHour / millis;
        long epochSeconds = wallClock.instant().getEpochSecond();
        shown = new PulseReadings(true, count, shown.totalCount() + count, millis, power, epochSeconds, lostEdges);
        count = 0;
        return shown;
    }

    /** Power is 0 when the time since the last pulse says that it is less than half of what is shown (decisions 3). */
    private synchronized @Nullable PulseReadings fall(long nowNanos) {
        PulseReadings last = shown;
        if (last.powerKilowatts() == 0 || nowNanos - lastPulseNanos < fallNanos()) {
            return null;
        }
        shown = last.withoutPower();
        return shown.withoutPulses();
    }

    /** After how long without a pulse the power shown is more than twice the most that it can be. */
    private long fallNanos() {
        double pulseAtShownPower = KILOWATT_HOUR_NANOS / rules.get().pulsesPerKilowattHour() / shown.powerKilowatts();
        return (long) (2 * pulseAtShownPower) + 1;
    }
}
