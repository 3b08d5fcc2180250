package org.otgwpi.net;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The path below which a reverse proxy shows the gateway, as {@code X-Forwarded-Prefix} tells it. Only a clean path counts,
 * since it goes into pages: whoever can send headers may not thereby put markup or another host into an answer.
 */
public final class ForwardedPrefix {

    private static final HttpString HEADER = new HttpString("X-Forwarded-Prefix");
    private static final Pattern CLEAN = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]{1,64}){1,8}/?");

    private ForwardedPrefix() {}

    /** The prefix without a slash at its end; empty if there is none or it is not clean. */
    public static String of(HttpServerExchange exchange) {
        return clean(exchange.getRequestHeaders().getFirst(HEADER));
    }

    static String clean(@Nullable String told) {
        if (told == null || !CLEAN.matcher(told).matches()) {
            return "";
        }
        return told.endsWith("/") ? told.substring(0, told.length() - 1) : told;
    }
}
