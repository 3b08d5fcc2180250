package org.otgwpi.remote;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.otgwpi.net.Replies;
import org.otgwpi.net.StaticFiles;
import org.otgwpi.net.WebSocketUpgrade;
import org.otgwpi.net.WebTree;

/** Everything the remote control answers on port 80 (railhub-remote-echo B.6, B.7). Thread-safe. */
final class RemoteRoutes implements HttpHandler {

    private static final String PAGE = "remote/index.html";
    private static final byte[] EMPTY = {};

    private final BooleanSupplier lit;
    private final WebSocketUpgrade upgrade;
    private final StaticFiles files;
    private final String page;
    private final Map<String, HttpHandler> named;

    RemoteRoutes(BooleanSupplier lit, WebSocketUpgrade upgrade, WebTree web, String version) {
        this.lit = lit;
        this.upgrade = upgrade;
        files = new StaticFiles(web, PAGE, version, RemoteRoutes::notFound);
        page = files.text(PAGE);
        named = Map.of(
                "/index", RemoteRoutes::notFound,
                "/index.css", asTutorial("text/css", files.text("remote/index.css")),
                "/index.js", asTutorial("application/javascript", script()),
                "/favicon.ico", files.file("remote/favicon.ico"));
    }

    /** The page's script finds its parts from the root, too. */
    private String script() {
        return files.text("remote/index.js").replace("'../shared/", "'./ui/" + files.hash() + "/shared/");
    }

    /** A file with the type that the tutorial's server gives it. */
    private static HttpHandler asTutorial(String type, String text) {
        return exchange -> {
            StaticFiles.protect(exchange);
            Replies.fixed(exchange, 200, type, text);
        };
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = exchange.getRequestURI();
        if (path.equals("/")) {
            sendPage(exchange);
        } else if (path.equals("/ws")) {
            handshake(exchange);
        } else if (exchange.getRequestMethod().equals(Methods.GET)) {
            named.getOrDefault(path, files).handleRequest(exchange);
        } else {
            notFound(exchange);
        }
    }

    private static void notFound(HttpServerExchange exchange) {
        Replies.fixed(exchange, 404, "text/plain", EMPTY);
    }

    private void sendPage(HttpServerExchange exchange) {
        StaticFiles.protect(exchange);
        exchange.getResponseHeaders()
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(Headers.CONTENT_DISPOSITION, "inline; filename=\"index.html\"");
        Replies.streamed(exchange, 200, "text/html", StateTemplate.fill(page, lit.getAsBoolean()));
    }

    private void handshake(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        String version = headers.getFirst(Headers.SEC_WEB_SOCKET_VERSION);
        String key = headers.getFirst(Headers.SEC_WEB_SOCKET_KEY);
        if (!exchange.getRequestMethod().equals(Methods.GET)
                || !exchange.getProtocol().equals(Protocols.HTTP_1_1)
                || !"websocket".equalsIgnoreCase(headers.getFirst(Headers.UPGRADE))) {
            notFound(exchange);
        } else if (version == null || key == null) {
            Replies.fixed(exchange, 400, "text/plain", EMPTY);
        } else if (!version.equals("13")) {
            exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_VERSION, "13");
            Replies.fixed(exchange, 400, "text/plain", EMPTY);
        } else {
            upgrade.open(exchange, key, headers.getFirst(Headers.SEC_WEB_SOCKET_PROTOCOL));
        }
    }
}
