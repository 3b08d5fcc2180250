package org.otgwpi.otgw.rest;

import io.undertow.server.HttpServerExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.otgwpi.otgw.gateway.Gateway;
import org.tinylog.Logger;

/** What a script asks the gateway to do (otgw-http-ws 1.9.7, 1.9.9). Thread-safe. */
public final class CommandApi {

    private static final int LONGEST_COMMAND = 14;

    private final Gateway gateway;
    private final MqttLink mqtt;
    private final Supplier<Optional<String>> silence;

    /** @param silence what keeps commands from the chip just now, such as a system update; empty if nothing does */
    public CommandApi(Gateway gateway, MqttLink mqtt, Supplier<Optional<String>> silence) {
        this.gateway = gateway;
        this.mqtt = mqtt;
        this.silence = silence;
    }

    /**
     * {@code POST /api/v1/otgw/command/<command>}. The command is all that stands behind {@code command/},
     * percent-decoded: it may hold a slash (decisions 2). A full queue answers as if there were room, as the original.
     * The original answers nobody during an update; here it is 503, since what is queued would be lost with the restart.
     */
    public void queue(HttpServerExchange exchange, ApiPath path) {
        String uri = exchange.getRequestURI();
        String command = decoded(
                uri.substring(uri.indexOf("command") + "command".length()).replaceFirst("^/+", ""));
        if (command.length() < 3 || command.charAt(2) != '=') {
            ApiReplies.error(exchange, 400, "invalid command format");
        } else if (command.length() > LONGEST_COMMAND) {
            ApiReplies.error(exchange, 413, "command too long");
        } else if (!command.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            ApiReplies.error(exchange, 400, "invalid command format");
        } else if (silence.get().isPresent()) {
            ApiReplies.error(
                    exchange,
                    503,
                    command + " was not sent: " + silence.get().orElse("a restart")
                            + " is under way. Try again when it has ended.");
        } else {
            if (!gateway.enqueue(command, false)) {
                Logger.warn("The command {} was not queued: too many commands wait", command);
            }
            ApiReplies.text(exchange, 200, "OK");
        }
    }

    /** {@code POST /api/v1/otgw/autoconfigure}. */
    public void autoconfigure(HttpServerExchange exchange, ApiPath path) {
        ApiReplies.text(exchange, 200, "OK");
        mqtt.publishDiscovery();
    }

    private static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }
}
