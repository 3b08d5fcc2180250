package org.otgwpi.update;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.otgwpi.net.Replies;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.BusyException;
import org.xnio.IoUtils;

/**
 * {@code POST /update} and {@code GET /status} as the original has them (otgw-http-ws 3.3, 3.5): one upload, one long
 * answer, which says {@code Flash error} in a 200 if it failed. The field {@code firmware} brings a bundle, {@code
 * filesystem} a backup. Thread-safe.
 */
public final class OriginalUpdate {

    private static final String HTML = "text/html";

    private final Uploads uploads;
    private final UploadDoor door;
    private final SystemUpdate update;
    private final UpdateProgress progress;
    private final byte[] successPage;

    OriginalUpdate(Uploads uploads, UploadDoor door, SystemUpdate update, UpdateProgress progress) {
        this.uploads = uploads;
        this.door = door;
        this.update = update;
        this.progress = progress;
        try (InputStream page = Objects.requireNonNull(getClass().getResourceAsStream("success.html"))) {
            successPage = page.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("The page that follows an update is missing", e);
        }
    }

    /** {@code GET /status}. */
    public void status(HttpServerExchange exchange) {
        Replies.fixed(exchange, 200, "application/json", progress.original().json());
    }

    /** {@code POST /update}. To be called where waiting is allowed; returns before the answer is sent. */
    public void update(HttpServerExchange exchange) throws IOException {
        exchange.setPersistent(false);
        door.open(exchange, uploads.visitor(Activity.SYSTEM_UPDATE, announced(exchange), new Uploads.Reply() {
            @Override
            public void ready() throws IOException {
                install(exchange);
            }

            @Override
            public void refused(int status, String sentence) {
                error(exchange, sentence);
            }
        }));
    }

    private void install(HttpServerExchange exchange) throws IOException {
        try {
            update.start(new Answer(exchange));
        } catch (BusyException e) {
            update.discard();
            throw new Installer.RefusedException(String.valueOf(e.getMessage()));
        }
    }

    /** What the query says of the size; 0 if it says nothing sensible. */
    private static long announced(HttpServerExchange exchange) {
        Deque<String> sizes = exchange.getQueryParameters().get("size");
        String size = sizes == null ? "" : String.valueOf(sizes.peekFirst());
        return size.matches("[0-9]{1,15}") ? Long.parseLong(size) : Math.max(0, exchange.getRequestContentLength());
    }

    private static void error(HttpServerExchange exchange, @Nullable String sentence) {
        String text = String.valueOf(sentence).replace("&", "&amp;").replace("<", "&lt;");
        Replies.fixed(exchange, 200, HTML, ("Flash error: " + text).getBytes(StandardCharsets.UTF_8));
    }

    private final class Answer implements SystemUpdate.Waiting {

        private final HttpServerExchange exchange;

        private Answer(HttpServerExchange exchange) {
            this.exchange = exchange;
        }

        /** Waits until the answer is out: the ports are closed next. */
        @Override
        public void done() {
            Answered answered = new Answered(exchange);
            Replies.fixed(exchange, 200, HTML, successPage);
            if (!answered.await()) {
                IoUtils.safeClose(exchange.getConnection());
            }
        }

        @Override
        public void failed(String sentence) {
            error(exchange, sentence);
        }
    }
}
