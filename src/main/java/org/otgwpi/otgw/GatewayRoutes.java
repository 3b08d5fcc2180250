package org.otgwpi.otgw;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.function.BooleanSupplier;
import org.otgwpi.net.CrossSiteGuard;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.OriginalTransport;
import org.otgwpi.net.StaticFiles;
import org.otgwpi.net.WebSocketHub;
import org.otgwpi.net.WebSocketUpgrade;
import org.otgwpi.net.WebTree;
import org.otgwpi.otgw.live.CommandHandler;
import org.otgwpi.otgw.rest.ApiReplies;

/** Everything the gateway answers on port 80, in the order in which it is matched (otgw-http-ws 1.4). Thread-safe. */
final class GatewayRoutes implements HttpHandler {

    private final HttpHandler guarded;
    private final HttpHandler live;
    private final HttpHandler command;
    private final HttpHandler api;
    private final HttpHandler pages;

    /**
     * @param api answers {@code /api} and all below it
     * @param web our own page and its parts
     * @param allowCrossSite whether pages of other sites may change something
     */
    GatewayRoutes(
            HttpHandler api,
            CommandHandler command,
            WebSocketHub live,
            WebTree web,
            String version,
            IoWorker worker,
            BooleanSupplier allowCrossSite) {
        this.live = new WebSocketUpgrade(live, worker, true);
        this.command = command;
        this.api = new OriginalTransport(api);
        this.pages = new StaticFiles(web, "otgw/index.html", version, new OriginalTransport(ApiReplies::fileNotFound));
        this.guarded = new CrossSiteGuard(this::route, exchange -> false, allowCrossSite);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        guarded.handleRequest(exchange);
    }

    private void route(HttpServerExchange exchange) throws Exception {
        String path = exchange.getRequestURI();
        HttpHandler next = switch (path) {
            case "/_pi/live" -> live;
            case "/_pi/command" -> command;
            default -> path.equals("/api") || path.startsWith("/api/") ? api : pages;
        };
        next.handleRequest(exchange);
    }
}
