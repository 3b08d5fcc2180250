package org.otgwpi.net;

/**
 * The times of a {@link Heartbeat}.
 *
 * @param pingIntervalMillis time from one ping to the next
 * @param pongTimeoutMillis how long a pong may take
 * @param failures missing pongs in a row after which the connection is dropped
 */
public record HeartbeatTiming(long pingIntervalMillis, long pongTimeoutMillis, int failures) implements LifeSigns.Rule {
    /** Port 81 of the gateway: 15 s, 3 s, 2 (otgw-http-ws 2.8). */
    public static final HeartbeatTiming GATEWAY = new HeartbeatTiming(15_000, 3_000, 2);

    @Override
    public LifeSigns begin(long nowNanos) {
        return new Heartbeat(this, nowNanos);
    }
}
