package org.otgwpi.simulator;

import java.util.EnumSet;
import java.util.Set;

/**
 * The one timer of 62.9 s after which a control set-point or the time of day is dropped unless it was repeated in that
 * period (otgw-core 1.11). What starts the timer lives 63 s, what comes while it runs up to 126 s.
 */
final class Heartbeat {

    static final long PERIOD_NANOS = 120 * 524_288_000L;

    /** What needs repeating. */
    enum Beat {
        CLOCK,
        CONTROL_SETPOINT,
        CONTROL_SETPOINT_2
    }

    private final Set<Beat> repeated = EnumSet.noneOf(Beat.class);
    private boolean running;
    private long dueNanos;

    void beat(Beat beat, long nowNanos) {
        if (running) {
            repeated.add(beat);
        } else {
            running = true;
            dueNanos = nowNanos + PERIOD_NANOS;
        }
    }

    /** What has to be dropped now; empty before the period is over. */
    Set<Beat> expired(long nowNanos) {
        if (!running || nowNanos - dueNanos < 0) {
            return Set.of();
        }
        Set<Beat> silent = EnumSet.allOf(Beat.class);
        silent.removeAll(repeated);
        running = !repeated.isEmpty();
        dueNanos = nowNanos + PERIOD_NANOS;
        repeated.clear();
        return silent;
    }

    long dueInNanos(long nowNanos) {
        return running ? Math.max(0, dueNanos - nowNanos) : Long.MAX_VALUE;
    }
}
