package org.otgwpi.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Map;
import java.util.function.Supplier;
import org.otgwpi.net.OffIoThread;
import org.otgwpi.net.Replies;
import org.otgwpi.settings.SettingsStore;

/**
 * The pages below {@code /_pi/} that every personality has; whatever it does not know goes on to the personality.
 * Thread-safe.
 */
public final class SystemPages implements HttpHandler {

    private final ObjectMapper json = new ObjectMapper();
    private final Supplier<Map<String, Object>> status;
    private final HttpHandler settings;
    private final HttpHandler supportBundle;
    private final HttpHandler personality;

    /**
     * @param status what {@code GET /_pi/status} answers
     * @param settings what {@code /_pi/settings} lists and changes
     * @param personality answers everything else
     */
    public SystemPages(
            Supplier<Map<String, Object>> status,
            SettingsStore settings,
            SupportBundle supportBundle,
            HttpHandler personality) {
        this.status = status;
        this.settings = new SettingsPage(settings);
        this.supportBundle = new OffIoThread(supportBundle);
        this.personality = personality;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        switch (exchange.getRequestURI()) {
            case "/_pi/status" -> answer(exchange, status.get());
            case "/_pi/settings" -> settings.handleRequest(exchange);
            case "/_pi/support-bundle" -> supportBundle.handleRequest(exchange);
            default -> personality.handleRequest(exchange);
        }
    }

    private void answer(HttpServerExchange exchange, Map<String, Object> object) throws JsonProcessingException {
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        Replies.fixed(exchange, 200, "application/json", json.writeValueAsBytes(object));
    }
}
