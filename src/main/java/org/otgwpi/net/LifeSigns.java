package org.otgwpi.net;

/** Decides for one connection when to ping and when to give it up. No I/O, no clock of its own; not thread-safe. */
public interface LifeSigns {

    /** How the life signs of an endpoint's connections are watched. */
    interface Rule {

        /** Begins with a connection that was accepted at {@code nowNanos}. */
        LifeSigns begin(long nowNanos);
    }

    /** A pong came, whatever it carries. Nothing else counts as a sign of life. */
    void pong(long nowNanos);

    /** One pass. {@code canPing} is false before the handshake. After PING the ping counts as sent. */
    Heartbeat.Action tick(long nowNanos, boolean canPing);

    /** Nanoseconds until {@link #tick} has something to do. */
    long dueInNanos(long nowNanos);
}
