package org.otgwpi.net;

import io.undertow.io.Receiver;
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
    private final boolean chunked;

    /**
     * @param maxBytes largest body; a larger one is answered with 413
     * @param timeoutMillis how long the whole body may take
     */
    public RequestBody(int maxBytes, long timeoutMillis) {
        this(maxBytes, timeoutMillis, false);
    }

    private RequestBody(int maxBytes, long timeoutMillis, boolean chunked) {
        this.maxBytes = maxBytes;
        this.timeoutMillis = timeoutMillis;
        this.chunked = chunked;
    }

    /** Like the constructor, but reads chunked bodies, too. */
    public static RequestBody whole(int maxBytes, long timeoutMillis) {
        return new RequestBody(maxBytes, timeoutMillis, true);
    }

    /** Reads the body without blocking, then calls {@code handler} on the I/O thread or the calling one. */
    public void read(HttpServerExchange exchange, Handler handler) {
        long length = exchange.getRequestContentLength();
        boolean inChunks = exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING);
        if (!WITH_BODY.contains(exchange.getRequestMethod()) || (inChunks ? !chunked : length <= 0)) {
            handle(exchange, EMPTY, handler);
            return;
        }
        if (length > maxBytes) {
            refuse(exchange);
            return;
        }
        exchange.getRequestReceiver().setMaxBufferSize(maxBytes);
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
                            if (cause instanceof Receiver.RequestToLargeException) {
                                refuse(broken);
                            } else {
                                IoUtils.safeClose(broken.getConnection());
                            }
                        });
    }

    private static void refuse(HttpServerExchange exchange) {
        exchange.setPersistent(false);
        Replies.fixed(exchange, 413, "text/plain", "413: body too large\r\n");
    }

    private static void handle(HttpServerExchange exchange, byte[] body, Handler handler) {
        try {
            handler.handle(exchange, body);
        } catch (Exception e) {
            FailureReply.send(exchange, e);
        }
    }
}
