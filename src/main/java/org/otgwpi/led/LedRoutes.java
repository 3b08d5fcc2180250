package org.otgwpi.led;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import org.otgwpi.net.Replies;
import org.otgwpi.net.StaticFiles;
import org.otgwpi.net.WebTree;

/** What port 80 answers: our page, which the original does not have, and its way to port 81. Thread-safe. */
final class LedRoutes implements HttpHandler {

    private final HttpHandler live;
    private final HttpHandler pages;

    /** @param live leads to the clients of port 81 */
    LedRoutes(HttpHandler live, WebTree web, String version) {
        this.live = live;
        pages = new StaticFiles(
                web,
                "led/index.html",
                version,
                exchange -> Replies.text(exchange, 404, "There is nothing at this address."));
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        (exchange.getRequestURI().equals("/_pi/live") ? live : pages).handleRequest(exchange);
    }
}
