package org.otgwpi.otgw.rest;

import io.undertow.server.HttpServerExchange;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;
import org.otgwpi.otgw.rest.OriginalJson.Style;

/** The time, and the status message with it (otgw-http-ws 1.8.3, 1.9.2). Thread-safe. */
public final class DeviceTime {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final InstantSource wallClock;
    private final Supplier<ZoneId> zone;
    private final StatusMessage message;

    /** @param zone the user's time zone at the moment */
    public DeviceTime(InstantSource wallClock, Supplier<ZoneId> zone, StatusMessage message) {
        this.wallClock = wallClock;
        this.zone = zone;
        this.message = message;
    }

    /** {@code GET /api/v0/devtime}. */
    public void list(HttpServerExchange exchange, ApiPath path) {
        answer(exchange, Style.LIST);
    }

    /** {@code GET /api/v1/devtime}. */
    public void map(HttpServerExchange exchange, ApiPath path) {
        answer(exchange, Style.MAP);
    }

    private void answer(HttpServerExchange exchange, Style style) {
        Instant now = wallClock.instant();
        ApiReplies.json(
                exchange,
                new OriginalJson(style, "devtime")
                        .text("dateTime", FORMAT.format(now.atZone(zone.get())))
                        .number("epoch", now.getEpochSecond())
                        .text("message", message.text())
                        .end());
    }
}
