package org.otgwpi.otgw.sensors;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Both clocks, moved by hand. */
final class HandClock implements LongSupplier, InstantSource {

    static final long EPOCH_SECONDS = 1_770_000_000;

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(EPOCH_SECONDS, nanos.get());
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    void passMillis(long millis) {
        pass(Duration.ofMillis(millis));
    }
}
