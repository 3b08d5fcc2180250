package org.otgwpi.otgw.console;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;

/** Shows requests to the API on the console, without what they carry: that may be a password. */
public final class RequestPrinter implements HttpHandler {

    private final DebugConsole console;
    private final HttpHandler next;

    public RequestPrinter(DebugConsole console, HttpHandler next) {
        this.console = console;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = exchange.getRequestURI();
        if (path.startsWith("/api") && console.shows(Topic.REST)) {
            String request = exchange.getRequestMethod() + " " + path;
            console.print(Topic.REST, "processAPI", request.replaceAll("\\p{Cntrl}", "?"));
        }
        next.handleRequest(exchange);
    }
}
