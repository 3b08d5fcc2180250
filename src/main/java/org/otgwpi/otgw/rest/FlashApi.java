package org.otgwpi.otgw.rest;

import io.undertow.server.HttpServerExchange;
import java.util.function.Supplier;
import org.otgwpi.otgw.rest.OriginalJson.Style;

/** How far a flash is (otgw-http-ws 1.9.3, 1.9.4). Thread-safe. */
public final class FlashApi {

    private final Supplier<FlashProgress> progress;

    public FlashApi(Supplier<FlashProgress> progress) {
        this.progress = progress;
    }

    /** {@code GET /api/v1/flashstatus}. */
    public void all(HttpServerExchange exchange, ApiPath path) {
        FlashProgress now = progress.get();
        ApiReplies.json(
                exchange,
                new OriginalJson(Style.MAP, "flashstatus")
                        .raw("flashing", Boolean.toString(now.updating() || now.flashing()))
                        .raw("pic_flashing", Boolean.toString(now.flashing()))
                        .number("pic_progress", now.percent())
                        .text("pic_filename", now.fileName())
                        .text("pic_error", now.result())
                        .end());
    }

    /** {@code GET /api/v1/pic/flashstatus}. */
    public void chip(HttpServerExchange exchange, ApiPath path) {
        FlashProgress now = progress.get();
        ApiReplies.json(
                exchange,
                new OriginalJson(Style.MAP, "flashstatus")
                        .raw("flashing", Boolean.toString(now.flashing()))
                        .number("progress", now.percent())
                        .text("filename", now.fileName())
                        .text("error", now.result())
                        .end());
    }
}
