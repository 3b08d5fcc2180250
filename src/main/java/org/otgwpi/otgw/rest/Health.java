package org.otgwpi.otgw.rest;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.otgwpi.board.Machine;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.otgw.gateway.GatewayState;
import org.otgwpi.otgw.rest.OriginalJson.Style;
import org.tinylog.Logger;

/**
 * {@code GET /api/v1/health}: whether the gateway works and can store something (otgw-http-ws 1.9.1). A folder
 * is probed by writing a small file, at most every 10 s to spare the card. Thread-safe.
 */
public final class Health {

    private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final String PROBE = "ok\r\n";

    private final Gateway gateway;
    private final Machine machine;
    private final Uptime uptime;
    private final MqttLink mqtt;
    private final Path folder;
    private final BooleanSupplier updating;
    private final LongSupplier nanoTime;
    private boolean probed;
    private boolean storing;
    private long probedNanos;

    /**
     * @param folder where it tries whether files can be written
     * @param updating true once a restart into another system is certain (decisions, Q22)
     */
    public Health(
            Gateway gateway,
            Machine machine,
            Uptime uptime,
            MqttLink mqtt,
            Path folder,
            BooleanSupplier updating,
            LongSupplier nanoTime) {
        this.gateway = gateway;
        this.machine = machine;
        this.uptime = uptime;
        this.mqtt = mqtt;
        this.folder = folder;
        this.updating = updating;
        this.nanoTime = nanoTime;
    }

    /** Answers on a thread that may wait. */
    public void answer(HttpServerExchange exchange, ApiPath path) {
        if (exchange.isInIoThread()) {
            exchange.dispatch(elsewhere -> answer(elsewhere, path));
            return;
        }
        GatewayState state = gateway.state();
        boolean stores = stores();
        ApiReplies.json(
                exchange,
                new OriginalJson(Style.MAP, "health")
                        .text("status", updating.getAsBoolean() ? "UPDATING" : stores ? "UP" : "DEGRADED")
                        .text("uptime", uptime.text())
                        .number("heap", freeHeapBytes())
                        .number("wifirssi", machine.wifiSignalDbm())
                        .quotedFlag("mqttconnected", mqtt.connected())
                        .quotedFlag("otgwconnected", state.online())
                        .quotedFlag("picavailable", state.chipAvailable())
                        .quotedFlag("littlefsMounted", stores)
                        .end());
    }

    /** What may still be allocated: an ESP counts its free heap the same way. */
    private static long freeHeapBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    private synchronized boolean stores() {
        long now = nanoTime.getAsLong();
        if (!probed || now - probedNanos >= PROBE_NANOS) {
            boolean before = !probed || storing;
            storing = probe(before);
            probed = true;
            probedNanos = now;
        }
        return storing;
    }

    private boolean probe(boolean report) {
        try {
            Files.writeString(folder.resolve(".health"), PROBE);
            return true;
        } catch (IOException e) {
            if (report) {
                Logger.warn(
                        "Cannot write to {}: {}. Settings cannot be saved until it is writable and has room",
                        folder,
                        e.getMessage());
            }
            return false;
        }
    }
}
