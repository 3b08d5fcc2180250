package org.otgwpi.otgw.gateway;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
    private final Consumer<String> news;
    private boolean online = true;
    private boolean known;

    /** @param news gets a sentence when somebody appears or falls silent */
    Connections(Consumer<String> news) {
        this.news = news;
    }

    /** A frame came. */
    void frame(Frame frame) {
        Presence thermostatBefore = thermostat.presence;
        Presence boilerBefore = boiler.presence;
        switch (frame.origin()) {
            case THERMOSTAT -> thermostat.seen(frame.nanos());
            case BOILER -> boiler.seen(frame.nanos());
            case REQUEST, ANSWER -> gateway.seen(frame.nanos());
            case ERROR -> {}
        }
        known = true;
        evaluate(frame.nanos());
        report(thermostatBefore, boilerBefore);
    }

    /** Time passes. */
    void tick(long nowNanos) {
        if (known) {
            Presence thermostatBefore = thermostat.presence;
            Presence boilerBefore = boiler.presence;
            evaluate(nowNanos);
            report(thermostatBefore, boilerBefore);
        }
    }

    private void report(Presence thermostatBefore, Presence boilerBefore) {
        report("Thermostat", thermostatBefore, thermostat.presence);
        report("Boiler", boilerBefore, boiler.presence);
    }

    private void report(String side, Presence before, Presence now) {
        if (before != now) {
            news.accept(side + " " + (now == Presence.SILENT ? "not heard for 30 s" : now.text()));
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
