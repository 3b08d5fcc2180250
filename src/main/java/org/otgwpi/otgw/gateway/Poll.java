package org.otgwpi.otgw.gateway;

/**
 * A question that the chip is asked again and again, the first time one period after the start (otgw-core 9). Times are
 * nanoseconds of a monotonic clock. Not thread-safe: the gateway calls it under its lock.
 */
final class Poll {

    private final String command;
    private final long periodNanos;
    private boolean started;
    private boolean asked;
    private long dueNanos;

    Poll(String command, long periodNanos) {
        this.command = command;
        this.periodNanos = periodNanos;
    }

    String command() {
        return command;
    }

    /** True once in each period. Periods that nobody asked about are skipped, and so are those without an answer yet. */
    boolean due(long nowNanos) {
        if (!started) {
            started = true;
            dueNanos = nowNanos + periodNanos;
        }
        if (nowNanos - dueNanos < 0) {
            return false;
        }
        dueNanos += periodNanos;
        if (nowNanos - dueNanos >= 0) {
            dueNanos = nowNanos + periodNanos;
        }
        return !asked;
    }

    /** The question waits for the line, or for its answer. */
    void asked() {
        asked = true;
    }

    /** It was answered or never will be. */
    void over() {
        asked = false;
    }
}
