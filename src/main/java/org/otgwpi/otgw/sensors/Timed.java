package org.otgwpi.otgw.sensors;

/** Something with times of its own, driven by the one thread of {@link Sensors}. Times are monotonic nanoseconds. */
interface Timed {

    /** Nothing is due. */
    long NEVER = Long.MAX_VALUE;

    /** Does what is due. Never waits. */
    void tick(long nowNanos);

    /** Nanoseconds until {@link #tick} is wanted, at most 0 if it is now, or {@link #NEVER}. */
    long dueInNanos(long nowNanos);
}
