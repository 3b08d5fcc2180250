package org.otgwpi.otgw.mqtt;

import java.util.BitSet;
import java.util.Set;

/** One of the two ways to tell Home Assistant what there is. Not thread-safe. */
interface Discovery {

    /** The user's names, from now on; nothing counts as announced. */
    void start(Names names);

    /**
     * A value of this data id came.
     *
     * @return true if its entities are announced with this
     */
    boolean seen(int id);

    /** These are all the temperature sensors there are, by their addresses. */
    boolean sensors(Set<String> addresses);

    /** Announces again what was announced since {@link #start}. */
    void again();

    /** Announces everything there may be, seen or not. */
    void everything();

    /** The user switched off what comes with this data id: takes it back. */
    void switchedOff(int id);

    /** What is due is sent. */
    void tick(long nowNanos);

    /** Nanoseconds until {@link #tick} has something to do; a very long time if it has not. */
    long dueInNanos(long nowNanos);

    /** The data ids whose entities are announced. */
    BitSet announced();
}
