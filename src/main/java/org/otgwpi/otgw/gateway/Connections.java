package org.otgwpi.otgw.gateway;

import java.util.concurrent.TimeUnit;
import org.otgwpi.opentherm.Frame;

/**
 * Who was heard on the OpenTherm bus within the last 30 s. The old routes show the original's flags, which start as
 * if the gateway were online; {@link Presence} also knows what was never seen.
 *
 * <p>Source: otgw-core 2.8, with a timer added so that the flags fall when all traffic stops (decisions 3). Not
 * thread-safe: the gateway calls it under its lock.
 */
final class Connections {

    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final LastSeen thermostat = new LastSeen();
    private final LastSeen boiler = new LastSeen();
    private final LastSeen gateway = new LastSeen();
    private boolean online = true;
    private boolean known;

    /** A frame came. */
    void frame(Frame frame) {
        switch (frame.origin()) {
            case THERMOSTAT -> thermostat.seen(frame.nanos());
            case BOILER -> boiler.seen(frame.nanos());
            case REQUEST, ANSWER -> gateway.seen(frame.nanos());
            case ERROR -> {}
        }
        known = true;
        evaluate(frame.nanos());
    }

    /** Time passes. */
    void tick(long nowNanos) {
        if (known) {
            evaluate(nowNanos);
        }
    }

    Presence thermostat() {
        return thermostat.presence;
    }

    Presence boiler() {
        return boiler.presence;
    }

    /** True if the gateway works: boiler and thermostat were heard, or the boiler and the gateway's own frames. */
    boolean online() {
        return online;
    }

    private void evaluate(long nowNanos) {
        thermostat.evaluate(nowNanos);
        boiler.evaluate(nowNanos);
        gateway.evaluate(nowNanos);
        online = boiler.connected() && (thermostat.connected() || gateway.connected());
    }

    private static final class LastSeen {

        private Presence presence = Presence.NOT_SEEN_YET;
        private long nanos;

        private void seen(long nowNanos) {
            presence = Presence.CONNECTED;
            nanos = nowNanos;
        }

        private void evaluate(long nowNanos) {
            if (presence == Presence.CONNECTED && nowNanos - nanos >= PATIENCE_NANOS) {
                presence = Presence.SILENT;
            }
        }

        private boolean connected() {
            return presence == Presence.CONNECTED;
        }
    }
}
