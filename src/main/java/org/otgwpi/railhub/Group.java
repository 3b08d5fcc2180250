package org.otgwpi.railhub;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Outputs that are lit one after the other.
 *
 * @param id 1 to 255
 * @param intervalMillis how long each is lit, at least 1
 * @param outputs their indices, in the order in which they are lit
 * @param phaseNanos when the first one was lit, by the monotonic clock
 */
record Group(int id, String name, long intervalMillis, List<Integer> outputs, long phaseNanos) {

    Group named(String text) {
        return new Group(id, text, intervalMillis, outputs, phaseNanos);
    }

    /** How many steps were made up to now. */
    long steps(long nowNanos) {
        return Math.max(0, nowNanos - phaseNanos) / intervalNanos();
    }

    /** The place of the lit one among its outputs. */
    int step(long nowNanos) {
        return (int) (steps(nowNanos) % outputs.size());
    }

    long intervalNanos() {
        return TimeUnit.MILLISECONDS.toNanos(intervalMillis);
    }
}
