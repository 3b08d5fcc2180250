package org.otgwpi.otgw.sensors;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The output that is on while its bit of the OpenTherm status is set (otgw-core 8.6, decisions 2, Q34). It is off until
 * the boiler says otherwise. The user can drive it by hand; that lasts until the bit changes. Thread-safe.
 */
final class OutputFollower implements Timed {

    /** Bits above are the thermostat's; the original accepts none of them. */
    static final int LAST_BIT = 7;

    /** The gateway shows a new status just after it tells of the message; this much later it does. */
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Even then it may be the one before, if a line is just being served; and values are corrected afterwards. */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final IntSupplier statusWord;
    private final int mask;
    private boolean on;
    private boolean byHand;
    private boolean bitThen;
    private boolean heard;
    private long heardNanos;
    private long lookedNanos;

    /**
     * @param statusWord the combined status: thermostat's byte in bits 8 to 15, boiler's in bits 0 to 7
     * @param bit 0 to 7
     */
    OutputFollower(IntSupplier statusWord, int bit) {
        this.statusWord = statusWord;
        mask = 1 << bit;
    }

    synchronized boolean on() {
        return on;
    }

    /** Drives it until its bit changes. */
    void drive(boolean wanted) {
        boolean bit = bit();
        synchronized (this) {
            on = wanted;
            byHand = true;
            bitThen = bit;
        }
    }

    /** Drives it by its bit again. */
    void release() {
        boolean bit = bit();
        synchronized (this) {
            on = bit;
            byHand = false;
        }
    }

    /** A message with the status came. */
    synchronized void statusHeard(long nowNanos) {
        if (!heard) {
            heard = true;
            heardNanos = nowNanos;
        }
    }

    @Override
    public void tick(long nowNanos) {
        boolean bit = bit();
        synchronized (this) {
            byHand = byHand && bit == bitThen;
            on = byHand ? on : bit;
            lookedNanos = nowNanos;
            if (nowNanos - heardNanos >= SETTLE_NANOS) {
                heard = false;
            }
        }
    }

    @Override
    public synchronized long dueInNanos(long nowNanos) {
        return heard ? SETTLE_NANOS - (nowNanos - heardNanos) : LOOK_AGAIN_NANOS - (nowNanos - lookedNanos);
    }

    private boolean bit() {
        return (statusWord.getAsInt() & mask) != 0;
    }
}
