package org.otgwpi.net;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Reads the body of a request into memory as the original does (otgw-http-ws 1.2 rule 5): POST, PUT, PATCH and DELETE
 * only, by {@code Content-Length}; chunked bodies count as empty. A body that does not arrive in time ends the
 * connection without an answer.
 */
public final class RequestBody {
    private static final Set<HttpString> WITH_BODY = Set.of(Methods.POST, Methods.PUT, Methods.PATCH, Methods.DELETE);
    private static final byte[] EMPTY = {};

    /** What to do with the body. */
    @FunctionalInterface
    public interface Handler {
        void handle(HttpServerExchange exchange, byte[] body) throws Exception;
    }

    private final int maxBytes;
    private final long timeoutMillis;

    /**
     * @param maxBytes largest body; a larger one is answered with 413
     * @param timeoutMillis how long the whole body may take
     */
    public RequestBody(int maxBytes, long timeoutMillis) {
        this.maxBytes = maxBytes;
        this.timeoutMillis = timeoutMillis;
    }

    /** Reads the body without blocking, then calls {@code handler} on the I/O thread or the calling one. */
    public void read(HttpServerExchange exchange, Handler handler) {
        long length = exchange.getRequestContentLength();
        if (!WITH_BODY.contains(exchange.getRequestMethod())
                || length <= 0
                || exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING)) {
            handle(exchange, EMPTY, handler);
            return;
        }
        if (length > maxBytes) {
            exchange.setPersistent(false);
            Replies.fixed(exchange, 413, "text/plain", "413: body too large\r\n");
            return;
        }
        XnioExecutor.Key timeout = exchange.getIoThread()
                .executeAfter(() -> IoUtils.safeClose(exchange.getConnection()), timeoutMillis, TimeUnit.MILLISECONDS);
        exchange.getRequestReceiver()
                .receiveFullBytes(
                        (whole, body) -> {
                            timeout.remove();
                            handle(whole, body, handler);
                        },
                        (broken, cause) -> {
                            timeout.remove();
                            IoUtils.safeClose(broken.getConnection());
                        });
    }

    private static void handle(HttpServerExchange exchange, byte[] body, Handler handler) {
        try {
            handler.handle(exchange, body);
        } catch (Exception e) {
            FailureReply.send(exchange, e);
        }
    }
}
