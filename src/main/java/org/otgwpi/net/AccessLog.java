package org.otgwpi.net;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import org.tinylog.Logger;

/** Logs each answered request at level debug, without its query and body, which may hold secrets. Thread-safe. */
public final class AccessLog implements HttpHandler {
    private final HttpHandler next;

    public AccessLog(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.addExchangeCompleteListener((ended, nextListener) -> {
            Logger.debug(
                    "{} {} from {}: {}, {} bytes",
                    ended.getRequestMethod(),
                    ended.getRequestURI(),
                    ended.getSourceAddress(),
                    ended.getStatusCode(),
                    ended.getResponseBytesSent());
            nextListener.proceed();
        });
        next.handleRequest(exchange);
    }
}
