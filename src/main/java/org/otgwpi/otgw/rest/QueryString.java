package org.otgwpi.otgw.rest;

import io.undertow.server.HttpServerExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string or form as the original reads them: pairs between {@code &} or {@code ;}, both sides
 * percent-decoded, {@code +} a space, a key without {@code =} has an empty value (otgw-http-ws 1.2 rule 4). Immutable.
 */
public record QueryString(List<Pair> pairs) {

    /** One parameter. */
    public record Pair(String key, String value) {}

    public static QueryString of(HttpServerExchange exchange) {
        return parse(exchange.getQueryString());
    }

    /** @param text without the question mark */
    public static QueryString parse(String text) {
        List<Pair> pairs = new ArrayList<>();
        for (String pair : text.split("[&;]", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                pairs.add(
                        equals < 0
                                ? new Pair(decoded(pair), "")
                                : new Pair(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))));
            }
        }
        return new QueryString(List.copyOf(pairs));
    }

    /** The value of the first parameter of that name, or null. */
    public @Nullable String first(String key) {
        for (Pair pair : pairs) {
            if (pair.key.equals(key)) {
                return pair.value;
            }
        }
        return null;
    }

    private static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }
}
