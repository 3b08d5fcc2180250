package org.otgwpi.otgw.mqtt;

import java.util.concurrent.TimeUnit;

/**
 * When to connect to the broker (otgw-core 5.3, with a growing pause in place of the fixed ones). It has no I/O and no
 * clock of its own; times are nanoseconds of a monotonic clock. Not thread-safe.
 */
final class Session {

    /** A connection that lasted this long counts as good: the pauses start again from the shortest. */
    static final long STABLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private enum Phase {
        OFF,
        WAITING,
        CONNECTING,
        CONNECTED
    }

    private final Backoff backoff;
    private Phase phase = Phase.OFF;
    private String broker = "";
    private String problem = "";
    private int failures;
    private long dueNanos;
    private long connectedNanos;

    Session(Backoff backoff) {
        this.backoff = backoff;
    }

    /** The user switched MQTT on, or changed the broker or the names: connect at once. */
    void enable(String toBroker, long nowNanos) {
        phase = Phase.WAITING;
        broker = toBroker;
        problem = "";
        failures = 0;
        dueNanos = nowNanos;
    }

    /** Nothing is to be done until {@link #enable}, because of {@code why}; an empty text if the user wants it so. */
    void disable(String why) {
        phase = Phase.OFF;
        problem = why;
    }

    /** True once for each attempt that is due. */
    boolean attempt(long nowNanos) {
        if (phase != Phase.WAITING || nowNanos - dueNanos < 0) {
            return false;
        }
        phase = Phase.CONNECTING;
        return true;
    }

    void connected(long nowNanos) {
        phase = Phase.CONNECTED;
        connectedNanos = nowNanos;
        problem = "";
    }

    /** The attempt failed or the connection is gone. */
    void ended(String why, long nowNanos) {
        if (phase == Phase.CONNECTED && nowNanos - connectedNanos >= STABLE_NANOS) {
            failures = 0;
        }
        failures++;
        phase = Phase.WAITING;
        problem = why;
        dueNanos = nowNanos + backoff.nanos(failures);
    }

    boolean isConnected() {
        return phase == Phase.CONNECTED;
    }

    /** Nanoseconds until {@link #attempt} will say yes; a very long time if it will not. */
    long dueInNanos(long nowNanos) {
        return phase == Phase.WAITING ? Math.max(0, dueNanos - nowNanos) : Long.MAX_VALUE;
    }

    MqttHealth health() {
        return switch (phase) {
            case OFF -> problem.isEmpty() ? MqttHealth.OFF : new MqttHealth(true, false, problem);
            case CONNECTED -> new MqttHealth(true, true, "Connected to the MQTT broker " + broker + ".");
            case WAITING, CONNECTING ->
                new MqttHealth(
                        true, false, problem.isEmpty() ? "Connecting to the MQTT broker " + broker + "." : problem);
        };
    }
}
