package org.otgwpi.otgw.mqtt;

import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: twice as long each time, with a random part so that many gateways do not
 * come back to a restarted broker all at once.
 *
 * @param firstNanos before the second attempt
 * @param mostNanos never longer than this, the random part apart
 * @param random 0 to 1
 */
record Backoff(long firstNanos, long mostNanos, DoubleSupplier random) {

    /** Nanoseconds before the attempt that follows {@code failures} failed ones in a row (1 or more). */
    long nanos(int failures) {
        long nominal = Math.min(mostNanos, firstNanos << Math.min(failures - 1, 16));
        return Math.round(nominal * (0.75 + random.getAsDouble() / 2));
    }
}
