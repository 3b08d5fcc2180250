package org.otgwpi.net;

import io.undertow.server.DefaultResponseListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import org.tinylog.Logger;

/** Turns whatever a handler throws into a log entry and a 500 with one sentence. */
final class FailureReply implements HttpHandler {
    private static final String SENTENCE = "The gateway could not answer this request; its log says why.";

    private final HttpHandler next;

    FailureReply(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        exchange.addDefaultResponseListener(FailureReply::answerForDispatched);
        try {
            next.handleRequest(exchange);
        } catch (Exception e) {
            send(exchange, e);
        }
    }

    /** A handler on another thread threw: Undertow logged it and left the answer to us. */
    private static boolean answerForDispatched(HttpServerExchange exchange) {
        if (exchange.getAttachment(DefaultResponseListener.EXCEPTION) == null) {
            return false;
        }
        Replies.text(exchange, 500, SENTENCE);
        return true;
    }

    static void send(HttpServerExchange exchange, Exception failure) {
        Logger.error(failure, "{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI());
        if (exchange.isResponseStarted()) {
            exchange.setPersistent(false);
            exchange.endExchange();
        } else {
            exchange.getResponseHeaders().clear();
            Replies.text(exchange, 500, SENTENCE);
        }
    }
}
