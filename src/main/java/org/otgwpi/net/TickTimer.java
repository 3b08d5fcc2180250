package org.otgwpi.net;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;
import org.xnio.XnioExecutor;

/** Calls a {@link Ticking} when it is due, on an XNIO thread, and sleeps in between. Thread-safe. */
final class TickTimer {
    /** Timers that fall within this time of each other share one wake-up. */
    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final XnioExecutor executor;
    private final LongSupplier nanoTime;
    private final Ticking target;

    private XnioExecutor.@Nullable Key scheduled;
    private long scheduledForNanos;
    private boolean stopped;

    TickTimer(XnioExecutor executor, LongSupplier nanoTime, Ticking target) {
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.target = target;
    }

    /** Looks again when the target is due, which may be earlier than it was. */
    synchronized void rearm() {
        long now = nanoTime.getAsLong();
        long wait = target.dueInNanos(now);
        if (stopped || wait == Ticking.NEVER) {
            return;
        }
        wait = Math.max(wait, SHORTEST_WAIT_NANOS);
        if (scheduled != null) {
            if (scheduledForNanos - (now + wait) <= 0) {
                return;
            }
            scheduled.remove();
        }
        scheduledForNanos = now + wait;
        scheduled = executor.executeAfter(this::run, wait, TimeUnit.NANOSECONDS);
    }

    private void run() {
        synchronized (this) {
            scheduled = null;
            if (stopped) {
                return;
            }
        }
        try {
            target.tick(nanoTime.getAsLong());
        } catch (RuntimeException e) {
            Logger.error(e, "A timer failed; it goes on");
        }
        rearm();
    }

    synchronized void stop() {
        stopped = true;
        if (scheduled != null) {
            scheduled.remove();
            scheduled = null;
        }
    }
}
