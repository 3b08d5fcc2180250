package org.otgwpi.net;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Protocols;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The two framings of a reply (otgw-http-ws 1.3), and plain sentences. */
public final class Replies {
    private static final String PLAIN_TEXT = "text/plain";

    private Replies() {}

    /** Sends a body with its exact {@code Content-Length}; the body is left out for HEAD. */
    public static void fixed(HttpServerExchange exchange, int status, String type, byte[] body) {
        begin(exchange, status, type);
        exchange.setResponseContentLength(body.length);
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    /** Like {@link #fixed(HttpServerExchange, int, String, byte[])}, in UTF-8. */
    public static void fixed(HttpServerExchange exchange, int status, String type, String body) {
        fixed(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a body in chunks to HTTP/1.1, and raw until the connection closes to HTTP/1.0. */
    public static void streamed(HttpServerExchange exchange, int status, String type, byte[] body) {
        begin(exchange, status, type);
        if (exchange.getProtocol().equals(Protocols.HTTP_1_1)) {
            exchange.getResponseHeaders().put(Headers.TRANSFER_ENCODING, "chunked");
        } else {
            exchange.setPersistent(false);
            exchange.addResponseCommitListener(
                    committing -> committing.getResponseHeaders().remove(Headers.CONTENT_LENGTH));
        }
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    /** Like {@link #streamed(HttpServerExchange, int, String, byte[])}, in UTF-8. */
    public static void streamed(HttpServerExchange exchange, int status, String type, String body) {
        streamed(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends one sentence. */
    public static void text(HttpServerExchange exchange, int status, String sentence) {
        fixed(exchange, status, PLAIN_TEXT + "; charset=UTF-8", sentence + "\n");
    }

    private static void begin(HttpServerExchange exchange, int status, String type) {
        exchange.setStatusCode(status);
        if (status == 413) {
            exchange.setReasonPhrase("Request Entity Too Large");
        } else if (status == 414) {
            exchange.setReasonPhrase("URI Too Long");
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
    }
}
