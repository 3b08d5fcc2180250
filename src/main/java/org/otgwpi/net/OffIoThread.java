package org.otgwpi.net;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;

/** Lets a handler that reads or writes files run on a thread that may wait. Thread-safe. */
public final class OffIoThread implements HttpHandler {
    private final HttpHandler next;

    public OffIoThread(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.isInIoThread()) {
            exchange.dispatch(next);
        } else {
            next.handleRequest(exchange);
        }
    }
}
