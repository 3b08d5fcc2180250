package org.otgwpi.net;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;

/** Refuses requests whose Content-Length is no length, so that nobody behind it has to. Thread-safe. */
final class LengthCheck implements HttpHandler {
    private static final String LENGTH = "[0-9]{1,18}";

    private final HttpHandler next;

    LengthCheck(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HeaderValues lengths = exchange.getRequestHeaders().get(Headers.CONTENT_LENGTH);
        if (lengths == null || (lengths.size() == 1 && lengths.getFirst().matches(LENGTH))) {
            next.handleRequest(exchange);
        } else {
            exchange.setPersistent(false);
            Replies.text(exchange, 400, "The Content-Length of a request must be one number.");
        }
    }
}
