package org.otgwpi.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.otgwpi.board.LineUse;
import org.otgwpi.net.Replies;
import org.otgwpi.net.RequestBody;
import org.otgwpi.personality.BusyException;
import org.otgwpi.personality.PersonalitySwitch;
import org.otgwpi.personality.RefusedSwitchException;

/**
 * {@code /_pi/personality}: which personality runs and which there are, and with POST {@code {"name", "confirm"}} the
 * change to another one, answered when it runs. Without {@code "confirm": true} nothing is touched: the answer names the
 * lines that will be driven. Thread-safe.
 */
public final class PersonalityPage implements HttpHandler {

    private static final int MOST_BYTES = 4096;
    private static final long BODY_MILLIS = 5000;

    private final ObjectMapper json = new ObjectMapper();
    private final PersonalitySwitch personalities;
    private final RequestBody body = new RequestBody(MOST_BYTES, BODY_MILLIS);

    public PersonalityPage(PersonalitySwitch personalities) {
        this.personalities = personalities;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (exchange.getRequestMethod().equals(Methods.POST)) {
            body.read(exchange, (whole, bytes) -> whole.dispatch(later -> change(later, bytes)));
        } else {
            exchange.dispatch(this::list);
        }
    }

    private void list(HttpServerExchange exchange) throws JsonProcessingException {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("current", personalities.currentName());
        answer.put("failure", personalities.lastFailure());
        answer.put("choices", personalities.choices());
        answer(exchange, 200, answer);
    }

    private void change(HttpServerExchange exchange, byte[] bytes) throws JsonProcessingException {
        JsonNode wanted;
        try {
            wanted = json.readTree(bytes);
        } catch (IOException e) {
            refuse(exchange, 400, "This is no JSON: send {\"name\": \"...\", \"confirm\": true}.");
            return;
        }
        String name = wanted.path("name").asText();
        PersonalitySwitch.Choice choice = personalities.choices().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
        if (choice == null) {
            refuse(exchange, 400, "There is no personality '%s'.".formatted(name));
        } else if (!choice.problems().isEmpty()) {
            refuse(exchange, 409, String.join(" ", choice.problems()));
        } else if (!wanted.path("confirm").isBoolean()
                || !wanted.path("confirm").asBoolean()) {
            askBack(exchange, choice);
        } else {
            change(exchange, name);
        }
    }

    private void change(HttpServerExchange exchange, String name) throws JsonProcessingException {
        try {
            personalities.switchTo(name);
            answer(exchange, 200, Map.of("current", personalities.currentName()));
        } catch (BusyException | RefusedSwitchException e) {
            refuse(exchange, 409, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            refuse(exchange, 500, String.valueOf(e.getMessage()));
        }
    }

    private void askBack(HttpServerExchange exchange, PersonalitySwitch.Choice choice) throws JsonProcessingException {
        List<LineUse> driven = choice.lines().stream().filter(LineUse::output).toList();
        String sentence = driven.isEmpty()
                ? "%s drives no GPIO line. This device will be called %s.local. Send it again with \"confirm\": true."
                        .formatted(choice.name(), choice.hostName())
                : "%s will drive %d GPIO lines. Make sure that what is wired to them may be driven, then send it again with \"confirm\": true. This device will be called %s.local."
                        .formatted(choice.name(), driven.size(), choice.hostName());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("error", sentence);
        answer.put("hostName", choice.hostName());
        answer.put("lines", driven);
        answer(exchange, 409, answer);
    }

    private void refuse(HttpServerExchange exchange, int status, String sentence) throws JsonProcessingException {
        answer(exchange, status, Map.of("error", sentence));
    }

    private void answer(HttpServerExchange exchange, int status, Map<String, Object> object)
            throws JsonProcessingException {
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        Replies.fixed(exchange, status, "application/json", json.writeValueAsBytes(object));
    }
}
