package org.otgwpi.simulator;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** The time that bytes take on a serial line, one behind the other. For one thread. */
final class LinePace {

    private final long byteNanos;
    private final LongSupplier nanoTime;
    private long freeNanos;

    LinePace(long byteNanos, LongSupplier nanoTime) {
        this.byteNanos = byteNanos;
        this.nanoTime = nanoTime;
        this.freeNanos = nanoTime.getAsLong();
    }

    /** Waits until the next byte has got through. */
    void next() {
        long now = nanoTime.getAsLong();
        freeNanos = (freeNanos - now > -20 * byteNanos ? freeNanos : now) + byteNanos;
        for (long left = freeNanos - now; left > 0; left = freeNanos - nanoTime.getAsLong()) {
            LockSupport.parkNanos(left);
        }
    }
}
