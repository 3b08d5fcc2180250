package org.otgwpi.otgw.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.Publication;
import org.otgwpi.otgw.gateway.GatewayState;
import org.otgwpi.otgw.gateway.Presence;

/**
 * What is published of the gateway and this program themselves (otgw-core 2.8, 5.5): on change, on connect and every 5
 * minutes. An empty topic is that of {@code online} and {@code offline}. Not thread-safe.
 */
final class StatusTopics {

    static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(5);
    static final long EXTRAS_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int OVERFLOWS_PER_MESSAGE = 10;

    private final DeviceFacts facts;
    private @Nullable Links links;
    private GatewayState.@Nullable Chip chip;
    private boolean chipAvailable;
    private GatewayState.@Nullable Mode mode;
    private long overflowsTold;
    private boolean started;
    private long dueNanos;
    private long extrasDueNanos;
    private long frames;
    private long frameNanos;

    private record Links(boolean boiler, boolean thermostat, boolean online) {}

    StatusTopics(DeviceFacts facts) {
        this.facts = facts;
    }

    /** What became different. Nothing is said of thermostat and boiler before the first frame. */
    List<Publication> changes(GatewayState state) {
        List<Publication> all = new ArrayList<>();
        if (!state.chip().equals(chip) || state.chipAvailable() != chipAvailable) {
            boolean first = chip == null;
            chip = state.chip();
            chipAvailable = state.chipAvailable();
            if (!first || chipAvailable) {
                all.addAll(versions(state));
            }
        }
        Links now = links(state);
        Links before = links;
        if (state.counters().frames() > 0 && !now.equals(before)) {
            links = now;
            if (before == null || before.boiler != now.boiler) {
                all.add(boiler(now));
            }
            if (before == null || before.thermostat != now.thermostat) {
                all.add(thermostat(now));
            }
            if (before == null || before.online != now.online) {
                all.add(connected(now));
                all.add(availability(state));
            }
        }
        if (state.mode() != GatewayState.Mode.UNKNOWN && state.mode() != mode) {
            mode = state.mode();
            all.add(gatewayMode());
        }
        long overflows = state.counters().overflows();
        if (overflows / OVERFLOWS_PER_MESSAGE > overflowsTold / OVERFLOWS_PER_MESSAGE) {
            overflowsTold = overflows;
            all.add(new Publication("Error_BufferOverflow", Long.toString(overflows)));
        }
        return all;
    }

    /** What is said first on a new connection. */
    static Publication availability(GatewayState state) {
        return new Publication("", state.online() ? "online" : "offline");
    }

    /** What is said last on a new connection. */
    List<Publication> versions(GatewayState state) {
        String picVersion =
                Objects.requireNonNullElse(state.chip().version(), state.chip().device());
        return List.of(
                new Publication("otgw-firmware/version", facts.version()),
                new Publication("otgw-firmware/reboot_count", Integer.toString(facts.rebootCount())),
                new Publication("otgw-firmware/reboot_reason", facts.rebootReason()),
                new Publication("otgw-pic/version", picVersion),
                new Publication("otgw-pic/deviceid", state.chip().device()),
                new Publication("otgw-pic/firmwaretype", state.chip().device()),
                new Publication("otgw-pic/picavailable", onOff(state.chipAvailable())));
    }

    Publication uptime() {
        return new Publication(
                "otgw-firmware/uptime", Long.toString(facts.uptimeSeconds().getAsLong()));
    }

    /** What is due every 5 minutes. */
    List<Publication> periodic(GatewayState state, long nowNanos) {
        if (!started) {
            started = true;
            dueNanos = nowNanos + PERIOD_NANOS;
        }
        if (nowNanos - dueNanos < 0) {
            return List.of();
        }
        dueNanos += PERIOD_NANOS;
        List<Publication> all = new ArrayList<>();
        all.add(uptime());
        all.addAll(versions(state));
        Links now = links(state);
        all.add(boiler(now));
        all.add(thermostat(now));
        if (mode != null) {
            all.add(gatewayMode());
        }
        all.add(connected(now));
        all.add(availability(state));
        return all;
    }

    /** What only the device message knows, every 30 s. */
    List<Publication> extras(GatewayState state, long nowNanos) {
        if (state.counters().frames() != frames || frameNanos == 0) {
            frames = state.counters().frames();
            frameNanos = nowNanos;
        }
        if (nowNanos - extrasDueNanos < 0 && extrasDueNanos != 0) {
            return List.of();
        }
        extrasDueNanos = nowNanos + EXTRAS_NANOS;
        return List.of(
                new Publication(
                        "otgw-firmware/viewers",
                        Integer.toString(facts.viewers().getAsInt())),
                new Publication(
                        "otgw-pic/line_silence", Long.toString(TimeUnit.NANOSECONDS.toSeconds(nowNanos - frameNanos))),
                new Publication(
                        "otgw-firmware/update",
                        JsonText.fill(
                                "{\"installed_version\": \"%installed%\", \"latest_version\": \"%latest%\"}",
                                Map.of(
                                        "installed",
                                        facts.version(),
                                        "latest",
                                        facts.latestVersion().get()))),
                uptime());
    }

    private static Links links(GatewayState state) {
        return new Links(
                state.boiler() == Presence.CONNECTED, state.thermostat() == Presence.CONNECTED, state.online());
    }

    private static Publication boiler(Links links) {
        return new Publication("otgw-pic/boiler_connected", onOff(links.boiler));
    }

    private static Publication thermostat(Links links) {
        return new Publication("otgw-pic/thermostat_connected", onOff(links.thermostat));
    }

    private static Publication connected(Links links) {
        return new Publication("otgw-pic/otgw_connected", onOff(links.online));
    }

    private Publication gatewayMode() {
        return new Publication("otgw-pic/gateway_mode", onOff(mode == GatewayState.Mode.GATEWAY));
    }

    private static String onOff(boolean on) {
        return on ? "ON" : "OFF";
    }
}
