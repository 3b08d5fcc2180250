package org.otgwpi.remote;

import java.util.concurrent.TimeUnit;

/**
 * A push button that pulls its line low: one press each time the level has been low for more than 10 ms
 * (railhub-remote-echo B.5). No I/O, no clock of its own; not thread-safe.
 */
final class Button {

    /** Nothing is due. */
    static final long NEVER = Long.MAX_VALUE;

    /** A level counts once it has lasted longer than this. */
    static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private boolean high = true;
    private boolean down;
    private boolean settled = true;
    private long changedNanos;

    /** The line has this level since {@code nanos}. The same level again changes nothing. */
    void level(boolean isHigh, long nanos) {
        if (isHigh != high) {
            high = isHigh;
            changedNanos = nanos;
            settled = false;
        }
    }

    /** Looks whether the level has settled; {@code true} if that makes a press. */
    boolean pressed(long nowNanos) {
        if (settled || nowNanos - changedNanos <= SETTLE_NANOS) {
            return false;
        }
        settled = true;
        boolean press = !high && !down;
        down = !high;
        return press;
    }

    /** Nanoseconds until {@link #pressed} is to be asked, or {@link #NEVER}. */
    long dueInNanos(long nowNanos) {
        return settled ? NEVER : Math.max(0, changedNanos + SETTLE_NANOS + 1 - nowNanos);
    }
}
