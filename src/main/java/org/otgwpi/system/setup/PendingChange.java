package org.otgwpi.system.setup;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A change of the network that the system undoes unless somebody who still reaches the device confirms it in time. One
 * at a time. Not thread-safe.
 */
final class PendingChange {

    /** How long there is to confirm. */
    static final int SECONDS = 60;

    private @Nullable String protection;
    private String what = "";
    private long untilNanos;

    /**
     * A change has been made.
     *
     * @param protectionTaken by which it is kept
     * @param sentence what was changed
     */
    void begin(String protectionTaken, String sentence, long nowNanos) {
        protection = protectionTaken;
        what = sentence;
        untilNanos = nowNanos + TimeUnit.SECONDS.toNanos(SECONDS);
    }

    /** Whether one waits to be confirmed. */
    boolean waits(long nowNanos) {
        return protection != null && untilNanos - nowNanos > 0;
    }

    /** What was changed; meaningless if none waits. */
    String what() {
        return what;
    }

    /** Full seconds until it is undone; 0 if none waits. */
    long secondsLeft(long nowNanos) {
        return waits(nowNanos) ? TimeUnit.NANOSECONDS.toSeconds(untilNanos - nowNanos) : 0;
    }

    /** Ends the waiting: the protection to keep or to undo, or null if there is none any more. */
    @Nullable
    String take(long nowNanos) {
        String taken = waits(nowNanos) ? protection : null;
        protection = null;
        return taken;
    }
}
