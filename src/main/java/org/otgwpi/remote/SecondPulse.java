package org.otgwpi.remote;

import java.util.concurrent.TimeUnit;

/** The on-board LED: lit for the first 50 ms of each second since the start (railhub-remote-echo B.4). Immutable. */
record SecondPulse(long startNanos) {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LIT = TimeUnit.MILLISECONDS.toNanos(50);

    boolean lit(long nowNanos) {
        return intoSecond(nowNanos) < LIT;
    }

    /** Nanoseconds until it changes. */
    long dueInNanos(long nowNanos) {
        long into = intoSecond(nowNanos);
        return (into < LIT ? LIT : SECOND) - into;
    }

    private long intoSecond(long nowNanos) {
        return Math.floorMod(nowNanos - startNanos, SECOND);
    }
}
