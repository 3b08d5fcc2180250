package org.otgwpi.otgw.rest;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.otgwpi.net.Replies;
import org.otgwpi.net.RequestBody;
import org.otgwpi.otgw.rest.QueryString.Pair;
import org.otgwpi.settings.Change;
import org.otgwpi.settings.SettingPost;
import org.otgwpi.settings.SettingsListing;
import org.otgwpi.settings.SettingsStore;
import org.tinylog.Logger;

/** Reads and changes settings (otgw-http-ws 1.8.4, 1.8.5). Thread-safe. */
public final class SettingsApi {

    private static final int MOST_BODY_BYTES = 16 * 1024;
    private static final long BODY_TIMEOUT_MILLIS = 5000;
    private static final HttpString REASON = new HttpString("X-Reason");

    private final SettingsStore settings;
    private final Executor changes;
    private final RequestBody body = new RequestBody(MOST_BODY_BYTES, BODY_TIMEOUT_MILLIS);

    /** @param changes makes changes one after the other, in the order in which they are given to it */
    public SettingsApi(SettingsStore settings, Executor changes) {
        this.settings = settings;
        this.changes = changes;
    }

    /** {@code GET /api/v1/settings}. */
    public void list(HttpServerExchange exchange, ApiPath path) {
        ApiReplies.json(exchange, SettingsListing.render(settings.current()));
    }

    /** {@code POST /api/v1/settings}: answers with what was posted, whether it was taken or not. */
    public void change(HttpServerExchange exchange, ApiPath path) {
        body.read(exchange, (whole, bytes) -> whole.dispatch(changes, () -> change(whole, bytes)));
    }

    private void change(HttpServerExchange exchange, byte[] bytes) {
        String posted = posted(exchange, new String(bytes, StandardCharsets.UTF_8));
        SettingPost post = SettingPost.parse(posted);
        if (post == null) {
            refuse(exchange, posted, "The body must be JSON with a name and a value");
            return;
        }
        try {
            if (settings.change(post.name(), post.value()) instanceof Change.Refused refused) {
                refuse(exchange, posted, refused.sentence());
            } else {
                Replies.fixed(exchange, 200, "application/json", posted);
            }
        } catch (IOException e) {
            Logger.error("{}", e.getMessage());
            Replies.text(exchange, 500, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            Logger.error(e, "The setting {} could not be changed", post.name());
            Replies.text(exchange, 500, "The setting could not be changed; the log says why.");
        }
    }

    /** The reason stands in a header of our own, since the original echoes what it refuses. */
    private static void refuse(HttpServerExchange exchange, String posted, String reason) {
        exchange.getResponseHeaders().put(REASON, reason.replaceAll("[^ -~]", "?"));
        Replies.fixed(exchange, 400, "application/json", posted);
    }

    /** The original's argument 0, except that a body with a setting in it is taken whatever stands around it. */
    private static String posted(HttpServerExchange exchange, String body) {
        if (body.isEmpty()) {
            return firstValue(QueryString.of(exchange), body);
        }
        String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        return SettingPost.parse(body) == null && isForm(type) ? firstValue(QueryString.parse(body), body) : body;
    }

    private static boolean isForm(@Nullable String type) {
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    }

    private static String firstValue(QueryString parameters, String otherwise) {
        List<Pair> pairs = parameters.pairs();
        return pairs.isEmpty() || pairs.getFirst().value().isEmpty()
                ? otherwise
                : pairs.getFirst().value();
    }
}
