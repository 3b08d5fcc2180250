package org.otgwpi.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.otgwpi.net.CrossSiteGuard;
import org.otgwpi.net.Replies;
import org.otgwpi.net.RequestBody;
import org.otgwpi.settings.Change;
import org.otgwpi.settings.SettingPost;
import org.otgwpi.settings.SettingsForm;
import org.otgwpi.settings.SettingsStore;

/**
 * {@code /_pi/settings}: all settings with what a form needs, and with POST {@code {"name", "value"}} a change of one. Unlike
 * the gateway's own route it guesses nothing: what is no value of the setting is refused. Thread-safe.
 */
final class SettingsPage implements HttpHandler {

    private static final int MOST_BYTES = 4096;
    private static final long BODY_MILLIS = 5000;

    private final ObjectMapper json = new ObjectMapper();
    private final SettingsStore settings;
    private final RequestBody body = new RequestBody(MOST_BYTES, BODY_MILLIS);
    private final HttpHandler guarded;

    SettingsPage(SettingsStore settings) {
        this.settings = settings;
        guarded = new CrossSiteGuard(
                this::answer, exchange -> false, () -> settings.current().bool("allowcrosssite"));
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        guarded.handleRequest(exchange);
    }

    private void answer(HttpServerExchange exchange) throws JsonProcessingException {
        if (exchange.getRequestMethod().equals(Methods.POST)) {
            body.read(exchange, (whole, bytes) -> whole.dispatch(later -> change(later, bytes)));
        } else {
            send(exchange, 200, Map.of("settings", SettingsForm.of(settings.current())));
        }
    }

    private void change(HttpServerExchange exchange, byte[] bytes) throws JsonProcessingException {
        SettingPost post = SettingPost.parseJson(new String(bytes, StandardCharsets.UTF_8));
        if (post == null) {
            refuse(exchange, 400, "Send the name of a setting and its value: {\"name\": \"ledline\", \"value\": 26}.");
            return;
        }
        try {
            String problem = problem(settings.changeExactly(post.name(), post.value()));
            if (problem == null) {
                send(exchange, 200, Map.of("name", post.name(), "value", post.value()));
            } else {
                refuse(exchange, 400, problem);
            }
        } catch (IOException e) {
            refuse(exchange, 500, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String problem(Change change) {
        return switch (change) {
            case Change.Stored stored -> null;
            case Change.Refused refused -> refused.sentence();
            case Change.Unknown unknown -> "There is no setting '%s'.".formatted(unknown.name());
        };
    }

    private void refuse(HttpServerExchange exchange, int status, String sentence) throws JsonProcessingException {
        send(exchange, status, Map.of("error", sentence));
    }

    private void send(HttpServerExchange exchange, int status, Map<String, Object> object)
            throws JsonProcessingException {
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        Replies.fixed(exchange, status, "application/json", json.writeValueAsBytes(object));
    }
}
