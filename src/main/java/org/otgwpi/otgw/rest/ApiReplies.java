package org.otgwpi.otgw.rest;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import org.otgwpi.net.Replies;

/** The forms of answer that the original's API gives (otgw-http-ws 1.3, 1.5, 1.7.2). Stateless. */
public final class ApiReplies {

    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ACCEPT_RANGES = new HttpString("Accept-Ranges");
    private static final String TEXT = "text/plain";
    private static final String JSON = "application/json";
    private static final String HTML = "text/html; charset=UTF-8";

    private ApiReplies() {}

    /** JSON of unknown length that pages of any origin may read. */
    public static void json(HttpServerExchange exchange, String body) {
        json(exchange, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Like {@link #json(HttpServerExchange, String)}, in UTF-8 already. */
    static void json(HttpServerExchange exchange, byte[] body) {
        forAnyOrigin(exchange);
        exchange.getResponseHeaders().put(ACCEPT_RANGES, "none");
        Replies.streamed(exchange, 200, JSON, body);
    }

    /** JSON of known length that pages of any origin may read. */
    public static void fixedJson(HttpServerExchange exchange, String body) {
        forAnyOrigin(exchange);
        Replies.fixed(exchange, 200, JSON, body);
    }

    /** An HTML page of unknown length. */
    static void page(HttpServerExchange exchange, String body) {
        exchange.getResponseHeaders().put(ACCEPT_RANGES, "none");
        Replies.streamed(exchange, 200, HTML, body);
    }

    /** A text of known length. */
    public static void text(HttpServerExchange exchange, int status, String body) {
        Replies.fixed(exchange, status, TEXT, body);
    }

    /** One of the original's error texts: {@code 405: method not allowed}. */
    static void error(HttpServerExchange exchange, int status, String what) {
        text(exchange, status, status + ": " + what + "\r\n");
    }

    /** The page for a path below {@code /api} that is none. */
    static void apiNotFound(HttpServerExchange exchange) {
        String path = exchange.getRequestURI()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
        forAnyOrigin(exchange);
        exchange.getResponseHeaders().put(ACCEPT_RANGES, "none");
        Replies.streamed(
                exchange,
                404,
                HTML,
                "<!DOCTYPE HTML><html><head><style>body { background-color: lightgray; font-size: 15pt;}</style>"
                        + "</head><body><h1>OTGW firmware</h1><b1><br>[<b>" + path
                        + "</b>] is not a valid </body></html>\r\n");
    }

    /** The answer to a path that nobody knows. */
    public static void fileNotFound(HttpServerExchange exchange) {
        text(exchange, 404, "FileNotFound\r\n");
    }

    private static void forAnyOrigin(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(ALLOW_ORIGIN, "*");
    }
}
