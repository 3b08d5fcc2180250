package org.otgwpi.otgw.rest;

import io.undertow.server.HttpServerExchange;
import java.util.function.BooleanSupplier;
import org.otgwpi.board.Machine;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.otgw.gateway.GatewayState;
import org.otgwpi.otgw.rest.OriginalJson.Style;

/**
 * {@code GET /api/v1/health}: whether the gateway works and can store something (otgw-http-ws 1.9.1). Thread-safe.
 */
public final class Health {

    private final Gateway gateway;
    private final Machine machine;
    private final Uptime uptime;
    private final MqttLink mqtt;
    private final StorageProbe storage;
    private final BooleanSupplier updating;

    /**
     * @param updating true once a restart into another system is certain (decisions, Q22)
     */
    public Health(
            Gateway gateway,
            Machine machine,
            Uptime uptime,
            MqttLink mqtt,
            StorageProbe storage,
            BooleanSupplier updating) {
        this.gateway = gateway;
        this.machine = machine;
        this.uptime = uptime;
        this.mqtt = mqtt;
        this.storage = storage;
        this.updating = updating;
    }

    /** Answers on a thread that may wait. */
    public void answer(HttpServerExchange exchange, ApiPath path) {
        if (exchange.isInIoThread()) {
            exchange.dispatch(elsewhere -> answer(elsewhere, path));
            return;
        }
        GatewayState state = gateway.state();
        boolean stores = storage.takesFiles();
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
}
