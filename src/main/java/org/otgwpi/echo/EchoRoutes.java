package org.otgwpi.echo;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.otgwpi.net.Replies;
import org.otgwpi.net.StaticFiles;
import org.otgwpi.net.WebSocketHub;
import org.otgwpi.net.WebSocketUpgrade;
import org.otgwpi.net.WebTree;
import org.xnio.IoUtils;

/** What port 80 of the echo server answers (railhub-remote-echo D.1, D.2), and our page. Thread-safe. */
final class EchoRoutes implements HttpHandler {

    private static final Set<String> SOCKET_PATHS = Set.of("/ws", "/ws/");
    private static final String HTML = "text/html";

    private final EchoRules rules;
    private final WebSocketHub hub;
    private final WebSocketUpgrade upgrade;
    private final HttpHandler pages;

    EchoRoutes(EchoRules rules, WebSocketHub hub, WebSocketUpgrade upgrade, WebTree web, String version) {
        this.rules = rules;
        this.hub = hub;
        this.upgrade = upgrade;
        pages = new StaticFiles(web, "echo/index.html", version, EchoRoutes::notFound);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!SOCKET_PATHS.contains(exchange.getRequestURI())) {
            pages.handleRequest(exchange);
        } else if (!exchange.getRequestMethod().equals(Methods.GET)) {
            Replies.fixed(exchange, 405, HTML, "Specified method is invalid for this resource");
        } else {
            handshake(exchange);
        }
    }

    private static void notFound(HttpServerExchange exchange) {
        Replies.fixed(exchange, 404, HTML, "Nothing matches the given URI");
    }

    private void handshake(HttpServerExchange exchange) {
        String version = exchange.getRequestHeaders().getFirst(Headers.SEC_WEB_SOCKET_VERSION);
        String key = exchange.getRequestHeaders().getFirst(Headers.SEC_WEB_SOCKET_KEY);
        if (version == null) {
            refuse(exchange, 400, "Missing Sec-WebSocket-Version header");
        } else if (!version.equals("13")) {
            exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_VERSION, "13");
            refuse(exchange, 426, "WebSocket version not supported");
        } else if (key == null) {
            refuse(exchange, 400, "Missing Sec-WebSocket-Key header");
        } else if (!isWebSocket(exchange.getRequestHeaders().getFirst(Headers.UPGRADE))
                || !exchange.getProtocol().equals(Protocols.HTTP_1_1)) {
            refuse(exchange, 400, "Missing Upgrade header");
        } else if (hub.isFull()) {
            Replies.text(exchange, 503, "Too many clients are connected: close one and try again.");
        } else {
            upgrade.open(exchange, key, null);
        }
    }

    private static boolean isWebSocket(@Nullable String upgrade) {
        return upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    /** ESP-IDF 4.2 ends the connection instead of saying why. */
    private void refuse(HttpServerExchange exchange, int status, String why) {
        if (rules == EchoRules.IDF_4_2) {
            IoUtils.safeClose(exchange.getConnection());
        } else {
            Replies.fixed(exchange, status, HTML, why);
        }
    }
}
