package org.otgwpi.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Map;
import java.util.function.Supplier;
import org.otgwpi.net.Replies;

/**
 * The pages below {@code /_pi/} that every personality has; whatever it does not know goes on to the personality.
 * Thread-safe.
 */
public final class SystemPages implements HttpHandler {

    private final ObjectMapper json = new ObjectMapper();
    private final Supplier<Map<String, Object>> status;
    private final HttpHandler personality;

    /**
     * @param status what {@code GET /_pi/status} answers
     * @param personality answers everything else
     */
    public SystemPages(Supplier<Map<String, Object>> status, HttpHandler personality) {
        this.status = status;
        this.personality = personality;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.getRequestURI().equals("/_pi/status")) {
            status(exchange);
        } else {
            personality.handleRequest(exchange);
        }
    }

    private void status(HttpServerExchange exchange) throws JsonProcessingException {
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        Replies.fixed(exchange, 200, "application/json", json.writeValueAsBytes(status.get()));
    }
}
