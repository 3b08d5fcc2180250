package org.otgwpi.net;

/** Something with timers of its own, driven from outside. */
interface Ticking {
    /** Nothing is due. */
    long NEVER = Long.MAX_VALUE;

    /** Does what is due. */
    void tick(long nowNanos);

    /** Nanoseconds until {@link #tick} is wanted, or {@link #NEVER}. */
    long dueInNanos(long nowNanos);
}
