package org.otgwpi.net;

/**
 * Decides for one connection when to ping and when to give it up (otgw-http-ws 2.8). It starts with the TCP accept,
 * before the handshake: a connection that cannot be pinged yet is given up after the first failure. No I/O, no clock
 * of its own; not thread-safe.
 */
public final class Heartbeat implements LifeSigns {
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** How far beyond its interval a ping is overdue after a failure, so that it goes out in the next pass. */
    private static final long OVERDUE_MILLIS = 500;
    /** The original's main loop turned about once a millisecond. */
    private static final long PASS_NANOS = NANOS_PER_MILLI;

    /** What to do now. */
    public enum Action {
        NONE,
        PING,
        DROP
    }

    private final HeartbeatTiming timing;
    private long lastPingNanos;
    private boolean pongReceived;
    private int failures;

    public Heartbeat(HeartbeatTiming timing, long acceptedNanos) {
        this.timing = timing;
        this.lastPingNanos = acceptedNanos;
    }

    @Override
    public void pong(long nowNanos) {
        pongReceived = true;
    }

    @Override
    public Action tick(long nowNanos, boolean canPing) {
        Action action = Action.NONE;
        if (canPing && elapsedMillis(nowNanos) > timing.pingIntervalMillis()) {
            lastPingNanos = nowNanos;
            pongReceived = false;
            action = Action.PING;
        }
        if (pongReceived) {
            failures = 0;
        } else if (elapsedMillis(nowNanos) > timing.pongTimeoutMillis()) {
            failures++;
            lastPingNanos = nowNanos - (timing.pingIntervalMillis() + OVERDUE_MILLIS) * NANOS_PER_MILLI;
            if (failures >= timing.failures()) {
                action = Action.DROP;
            }
        }
        return action;
    }

    private long elapsedMillis(long nowNanos) {
        return (nowNanos - lastPingNanos) / NANOS_PER_MILLI;
    }

    @Override
    public long dueInNanos(long nowNanos) {
        long waitMillis = pongReceived ? timing.pingIntervalMillis() : timing.pongTimeoutMillis();
        return Math.max(PASS_NANOS, lastPingNanos + (waitMillis + 1) * NANOS_PER_MILLI - nowNanos);
    }
}
