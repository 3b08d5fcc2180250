package org.otgwpi.net;

import java.util.concurrent.TimeUnit;

/**
 * Pings a connection that has been silent for a while and gives it up when it stays silent, both counted from its last
 * pong (railhub-remote-echo D.4). No I/O, no clock of its own; not thread-safe.
 */
public final class Liveness implements LifeSigns {

    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /**
     * The times of a {@link Liveness}.
     *
     * @param pingAfterMillis silence after which the connection is pinged
     * @param dropAfterMillis silence after which it is dropped
     */
    public record Timing(long pingAfterMillis, long dropAfterMillis) implements LifeSigns.Rule {

        /** Ping after 5 s, drop after 10 s. */
        public static final Timing ECHO = new Timing(5_000, 10_000);

        @Override
        public LifeSigns begin(long nowNanos) {
            return new Liveness(this, nowNanos);
        }
    }

    private final long pingAfterNanos;
    private final long dropAfterNanos;
    private long lastSignNanos;
    private boolean pinged;
    private boolean mayPing = true;

    Liveness(Timing timing, long acceptedNanos) {
        pingAfterNanos = TimeUnit.MILLISECONDS.toNanos(timing.pingAfterMillis());
        dropAfterNanos = TimeUnit.MILLISECONDS.toNanos(timing.dropAfterMillis());
        lastSignNanos = acceptedNanos;
    }

    @Override
    public void pong(long nowNanos) {
        lastSignNanos = nowNanos;
        pinged = false;
    }

    @Override
    public Heartbeat.Action tick(long nowNanos, boolean canPing) {
        mayPing = canPing;
        long silence = nowNanos - lastSignNanos;
        if (silence >= dropAfterNanos) {
            return Heartbeat.Action.DROP;
        }
        if (canPing && !pinged && silence >= pingAfterNanos) {
            pinged = true;
            return Heartbeat.Action.PING;
        }
        return Heartbeat.Action.NONE;
    }

    @Override
    public long dueInNanos(long nowNanos) {
        long due = lastSignNanos + (pinged || !mayPing ? dropAfterNanos : pingAfterNanos) - nowNanos;
        return Math.max(SHORTEST_WAIT_NANOS, due);
    }
}
