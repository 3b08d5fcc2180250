package org.otgwpi.otgw.rest;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.otgw.rest.ApiHandler.Route;
import org.otgwpi.otgw.rest.OriginalJson.Style;

/** The routes below {@code /api}, in the order of the table (otgw-http-ws 1.7.3). Thread-safe. */
public final class GatewayApi {

    private static final int LONGEST_COMMAND = 14;

    private final Gateway gateway;
    private final MonitorTable monitor;
    private final Health health;

    public GatewayApi(Gateway gateway, MonitorTable monitor, Health health) {
        this.gateway = gateway;
        this.monitor = monitor;
        this.health = health;
    }

    /** What answers {@code /api} and all below it. */
    public HttpHandler handler() {
        return new ApiHandler(List.of(
                Route.get("v1/health", (exchange, path) -> health.answer(exchange)),
                Route.get("v1/otgw/otmonitor", (exchange, path) -> otmonitor(exchange, Style.LIST)),
                Route.post("v1/otgw/command/*", (exchange, path) -> command(exchange)),
                Route.get("v2/otgw/otmonitor", (exchange, path) -> otmonitor(exchange, Style.MAP))));
    }

    private void otmonitor(HttpServerExchange exchange, Style style) {
        OriginalJson json = new OriginalJson(style, "otmonitor");
        monitor.write(gateway.state().values(), json);
        ApiReplies.json(exchange, json.end());
    }

    /** The command is all that stands behind {@code command/}, percent-decoded: it may hold a slash (decisions 2). */
    private void command(HttpServerExchange exchange) {
        String uri = exchange.getRequestURI();
        String command = decoded(
                uri.substring(uri.indexOf("command") + "command".length()).replaceFirst("^/+", ""));
        if (command.length() < 3 || command.charAt(2) != '=') {
            ApiReplies.error(exchange, 400, "invalid command format");
        } else if (command.length() > LONGEST_COMMAND) {
            ApiReplies.error(exchange, 413, "command too long");
        } else if (!command.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            ApiReplies.error(exchange, 400, "invalid command format");
        } else {
            boolean queued = gateway.enqueue(command, false);
            ApiReplies.text(exchange, 200, "OK");
        }
    }

    private static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }
}
