package org.otgwpi.otgw.rest;

import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.function.Supplier;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.otgw.rest.OriginalJson.Style;

/** The values that monitor programs poll (otgw-http-ws 1.9.5, 1.9.6, 1.10). Thread-safe. */
public final class MonitorApi {

    private final Gateway gateway;
    private final MonitorTable table;
    private final Supplier<List<Measurement>> others;

    /** @param others what is measured beside the OpenTherm bus and listed behind its values */
    public MonitorApi(Gateway gateway, MonitorTable table, Supplier<List<Measurement>> others) {
        this.gateway = gateway;
        this.table = table;
        this.others = others;
    }

    /**
     * A value that does not come from the bus.
     *
     * @param number JSON: an integer, or a number with three decimals
     * @param epochSeconds when it was measured; 0 if never
     */
    public record Measurement(String name, String number, String unit, long epochSeconds) {}

    /** {@code GET /api/v1/otgw/otmonitor}. */
    public void list(HttpServerExchange exchange, ApiPath path) {
        answer(exchange, Style.LIST);
    }

    /** {@code GET /api/v2/otgw/otmonitor}. */
    public void map(HttpServerExchange exchange, ApiPath path) {
        answer(exchange, Style.MAP);
    }

    /** {@code GET /api/v1/otgw/telegraf}. */
    public void telegraf(HttpServerExchange exchange, ApiPath path) {
        OriginalJson json = OriginalJson.withoutRoot();
        table.writeForTelegraf(gateway.state().values(), json);
        ApiReplies.json(exchange, json.end());
    }

    private void answer(HttpServerExchange exchange, Style style) {
        OriginalJson json = new OriginalJson(style, "otmonitor");
        table.write(gateway.state().values(), json);
        for (Measurement other : others.get()) {
            json.measured(other.name(), other.number(), other.unit(), other.epochSeconds());
        }
        ApiReplies.json(exchange, json.end());
    }
}
