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

    /** Bytes begin to come; the line may have been idle. */
    void begin() {
        freeNanos = Math.max(freeNanos, nanoTime.getAsLong());
    }

    /** Waits until the next of them has got through. */
    void next() {
        freeNanos += byteNanos;
        for (long left = freeNanos - nanoTime.getAsLong(); left > 0; left = freeNanos - nanoTime.getAsLong()) {
            LockSupport.parkNanos(left);
        }
    }
}
