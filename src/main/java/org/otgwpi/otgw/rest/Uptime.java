package org.otgwpi.otgw.rest;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How long the gateway has been up, in the original's form {@code 2(d)-03:45(H:m)}. Thread-safe. */
public final class Uptime {

    private final LongSupplier nanoTime;
    private final long startNanos;

    /** Starts to count now. */
    public Uptime(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    public long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - startNanos);
    }

    /** Days modulo 365, hours and minutes (otgw-http-ws 1.8.2, field 31). */
    public String text() {
        long minutes = seconds() / 60;
        return String.format(
                Locale.ROOT, "%d(d)-%02d:%02d(H:m)", minutes / 1440 % 365, minutes / 60 % 24, minutes % 60);
    }
}
