package org.otgwpi.otgw.rest;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The forms of answer that the original gives (otgw-http-ws 1.3, 1.5, 1.7.2). Stateless. */
final class Replies {

    static final String JSON = "application/json";
    static final String HTML = "text/html; charset=UTF-8";
    static final String TEXT = "text/plain";

    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ACCEPT_RANGES = new HttpString("Accept-Ranges");

    private Replies() {}

    /** JSON of unknown length that pages of any origin may read. */
    static void json(HttpServerExchange exchange, String body) {
        exchange.getResponseHeaders().put(ALLOW_ORIGIN, "*");
        streamed(exchange, 200, JSON, body);
    }

    /** A body sent in chunks; under HTTP/1.0 it ends with the connection. */
    static void streamed(HttpServerExchange exchange, int status, String type, String body) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type).put(ACCEPT_RANGES, "none");
        if (exchange.isHttp11()) {
            exchange.getResponseHeaders().put(Headers.TRANSFER_ENCODING, "chunked");
        }
        exchange.getResponseSender().send(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** A text of known length. */
    static void text(HttpServerExchange exchange, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, TEXT);
        exchange.setResponseContentLength(bytes.length);
        exchange.getResponseSender().send(ByteBuffer.wrap(bytes));
    }

    /** One of the original's error texts: {@code 405: method not allowed}. */
    static void error(HttpServerExchange exchange, int status, String what) {
        text(exchange, status, status + ": " + what + "\r\n");
    }

    /** The page for a path below {@code /api} that is none. */
    static void apiNotFound(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(ALLOW_ORIGIN, "*");
        String path = exchange.getRequestURI()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
        streamed(
                exchange,
                404,
                HTML,
                "<!DOCTYPE HTML><html><head><style>body { background-color: lightgray; font-size: 15pt;}</style>"
                        + "</head><body><h1>OTGW firmware</h1><b1><br>[<b>" + path
                        + "</b>] is not a valid </body></html>\r\n");
    }

    /** The answer to a path that nobody knows. */
    static void fileNotFound(HttpServerExchange exchange) {
        text(exchange, 404, "FileNotFound\r\n");
    }
}
