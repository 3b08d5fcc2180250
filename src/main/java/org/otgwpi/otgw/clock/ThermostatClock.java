package org.otgwpi.otgw.clock;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.otgwpi.board.Machine;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.personality.Quiescent;
import org.otgwpi.settings.SettingsStore;
import org.tinylog.Logger;

/**
 * Keeps the thermostat's clock right if the user wants it ({@code ntpsendtime}). It looks once a second, so that a clock
 * that is put forward or back is noticed too. Thread-safe.
 */
public final class ThermostatClock implements Quiescent {

    private final TimeSync sync;
    private final Gateway gateway;
    private final SettingsStore settings;
    private final LongSupplier nanoTime;
    private final InstantSource wallClock;
    private volatile boolean paused;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("thermostat-clock").daemon().unstarted(task));

    public ThermostatClock(
            Gateway gateway, SettingsStore settings, Machine machine, LongSupplier nanoTime, InstantSource wallClock) {
        this.gateway = gateway;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.wallClock = wallClock;
        sync = new TimeSync(new Line(), machine::clockSynchronised);
    }

    /** Starts to look. */
    public void start() {
        var unused = timer.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        if (paused) {
            return;
        }
        try {
            sync.tick(nanoTime.getAsLong(), wallClock.instant(), settings.current(), gateway.state());
        } catch (RuntimeException e) {
            Logger.error(e, "The thermostat could not be told the time; it is tried again");
        }
    }

    @Override
    public String name() {
        return "thermostat clock";
    }

    @Override
    public void pause(Duration deadline) {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private final class Line implements TimeSync.Outlet {

        @Override
        public boolean tell(String command) {
            return gateway.ask(command) != null;
        }

        @Override
        public boolean queue(String command) {
            return gateway.enqueueAtOnce(command);
        }
    }
}
