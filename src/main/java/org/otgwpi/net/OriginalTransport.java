package org.otgwpi.net;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/**
 * One request per connection, said in every answer, for the routes that reproduce the original (otgw-http-ws 1.1). Our
 * own assets and additions stay outside it and keep alive.
 */
public final class OriginalTransport implements HttpHandler {
    private final HttpHandler next;

    public OriginalTransport(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.setPersistent(false);
        exchange.getResponseHeaders().put(Headers.CONNECTION, "close");
        next.handleRequest(exchange);
    }
}
