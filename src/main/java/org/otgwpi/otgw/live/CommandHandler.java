package org.otgwpi.otgw.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.net.Replies;
import org.otgwpi.net.RequestBody;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.pic.ErrorCode;
import org.tinylog.Logger;

/**
 * {@code POST /_pi/command}: sends one command to the chip and answers with the chip's own answer (decisions 2). No
 * thread waits meanwhile. Thread-safe.
 */
public final class CommandHandler implements HttpHandler {

    /** The chip's buffer: longer commands would be cut (otgw-core 1.3). */
    private static final int LONGEST_COMMAND = 15;

    private static final int MOST_BODY_BYTES = 1024;
    private static final long BODY_TIMEOUT_MILLIS = 5000;

    private final RequestBody body = new RequestBody(MOST_BODY_BYTES, BODY_TIMEOUT_MILLIS);
    private final ObjectMapper json = new ObjectMapper();
    private final Gateway gateway;
    private final Supplier<Optional<String>> silence;

    /** @param silence what keeps commands from the chip just now, such as a system update; empty if nothing does */
    public CommandHandler(Gateway gateway, Supplier<Optional<String>> silence) {
        this.gateway = gateway;
        this.silence = silence;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (!exchange.getRequestMethod().equals(Methods.POST)) {
            exchange.getResponseHeaders().put(Headers.ALLOW, "POST");
            error(exchange, 405, "A command is sent with POST");
            return;
        }
        body.read(exchange, this::answer);
    }

    private void answer(HttpServerExchange exchange, byte[] posted) {
        String command = command(posted);
        if (command == null) {
            error(exchange, 400, "The body must be JSON: {\"command\": \"TT=21.5\"}");
            return;
        }
        String refusal = refusal(command);
        if (refusal != null) {
            error(exchange, 400, refusal);
            return;
        }
        CompletableFuture<@Nullable String> answer = silence.get().isPresent() ? null : gateway.ask(command);
        if (answer == null) {
            notSent(exchange, command);
            return;
        }
        exchange.dispatch(
                SameThreadExecutor.INSTANCE,
                () -> answer.thenAcceptAsync(text -> answered(exchange, command, text), exchange.getIoThread())
                        .whenComplete((nothing, failure) -> {
                            if (failure != null) {
                                Logger.error(failure, "The answer to {} could not be sent", command);
                                exchange.endExchange();
                            }
                        }));
    }

    private void answered(HttpServerExchange exchange, String command, @Nullable String answer) {
        if (answer == null) {
            error(
                    exchange,
                    504,
                    "The gateway did not answer " + command + ": is it connected and not in its boot loader?");
            return;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("command", command);
        object.put("answer", answer);
        ErrorCode code = ErrorCode.of(answer);
        if (code != null) {
            object.put("meaning", code.meaning());
        }
        send(exchange, 200, object);
    }

    private void notSent(HttpServerExchange exchange, String command) {
        String owner = gateway.state().lineOwner();
        if (owner != null) {
            error(
                    exchange,
                    503,
                    command + " was not sent: " + owner + " has the line for itself. Try again when it ends");
            return;
        }
        Optional<String> silencing = silence.get();
        if (silencing.isPresent()) {
            error(
                    exchange,
                    503,
                    command + " was not sent: " + silencing.get() + " is under way. Try again when it has ended");
            return;
        }
        if (gateway.state().port().open()) {
            error(
                    exchange,
                    429,
                    command + " was not sent: too many commands wait for the gateway. Try again in a minute");
            return;
        }
        String problem = gateway.state().port().problem();
        error(exchange, 503, command + " was not sent. " + (problem == null ? "The serial port is not open" : problem));
    }

    private @Nullable String command(byte[] body) {
        try {
            JsonNode node = json.readTree(body).get("command");
            return node != null && node.isTextual() ? node.textValue().strip() : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable String refusal(String command) {
        if (command.length() < 4 || command.charAt(2) != '=') {
            return "A command is two letters, an equals sign and a value, as in TT=21.5";
        }
        if (command.length() > LONGEST_COMMAND) {
            return "A command has at most " + LONGEST_COMMAND + " characters, this one has " + command.length();
        }
        return command.chars().allMatch(c -> c > ' ' && c <= '~')
                ? null
                : "A command has only letters, digits and punctuation of ASCII, no spaces";
    }

    private void error(HttpServerExchange exchange, int status, String sentence) {
        send(exchange, status, Map.of("error", sentence));
    }

    private void send(HttpServerExchange exchange, int status, Map<String, Object> object) {
        try {
            exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
            Replies.fixed(exchange, status, "application/json", json.writeValueAsBytes(object));
        } catch (IOException e) {
            throw new IllegalStateException("An answer cannot be written as JSON", e);
        }
    }
}
