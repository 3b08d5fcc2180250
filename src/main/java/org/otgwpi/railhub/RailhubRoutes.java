package org.otgwpi.railhub;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.function.BooleanSupplier;
import org.otgwpi.net.CrossSiteGuard;
import org.otgwpi.net.Replies;
import org.otgwpi.net.StaticFiles;
import org.otgwpi.net.WebTree;

/** Everything a board answers on port 80 (railhub-remote-echo A.6, A.7). Thread-safe. */
final class RailhubRoutes implements HttpHandler {

    private final boolean favicon;
    private final HttpHandler live;
    private final HttpHandler pages;
    private final HttpHandler guarded;

    /** @param live the stream of port 81 for our page */
    RailhubRoutes(
            Variant variant,
            LightControl control,
            StatusMessage status,
            Wiring wiring,
            HttpHandler live,
            WebTree web,
            String version,
            BooleanSupplier allowCrossSite) {
        this.live = live;
        favicon = !variant.chases();
        pages = new StaticFiles(web, "railhub/index.html", version, RailhubRoutes::notFound);
        guarded = new CrossSiteGuard(
                new RailhubApi(variant, control, status, wiring, this::page), exchange -> false, allowCrossSite);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        guarded.handleRequest(exchange);
    }

    private void page(HttpServerExchange exchange) throws Exception {
        if (exchange.getRequestURI().equals("/_pi/live")) {
            live.handleRequest(exchange);
        } else if (favicon
                && exchange.getRequestURI().equals("/favicon.ico")
                && exchange.getRequestMethod().toString().equals("GET")) {
            exchange.setStatusCode(204);
            exchange.endExchange();
        } else {
            pages.handleRequest(exchange);
        }
    }

    private static void notFound(HttpServerExchange exchange) {
        String path = exchange.getRequestURI()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
        Replies.fixed(exchange, 404, "text/html", "Not found: " + path);
    }
}
