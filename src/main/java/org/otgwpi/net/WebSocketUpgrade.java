package org.otgwpi.net;

import io.undertow.conduits.IdleTimeoutConduit;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/**
 * Puts a WebSocket opened by HTTP into a {@link WebSocketHub}, with the answers of RFC 6455 section 4.2. A full hub
 * answers 503 before the upgrade. The server must share the hub's {@link IoWorker}.
 */
public final class WebSocketUpgrade implements HttpHandler {
    private static final HttpString FORWARDED_HOST = new HttpString("X-Forwarded-Host");
    private static final byte[] EMPTY = {};

    private final WebSocketHub hub;
    private final IoWorker worker;
    private final boolean sameHostOnly;

    /** @param sameHostOnly refuse with 403 what a browser opens from a page of another host */
    public WebSocketUpgrade(WebSocketHub hub, IoWorker worker, boolean sameHostOnly) {
        this.hub = hub;
        this.worker = worker;
        this.sameHostOnly = sameHostOnly;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (!exchange.getRequestMethod().equals(Methods.GET)
                || !exchange.getProtocol().equals(Protocols.HTTP_1_1)) {
            Replies.text(exchange, 400, "A WebSocket is opened with GET and HTTP/1.1.");
        } else if (!hasToken(exchange, Headers.UPGRADE, "websocket")
                || !hasToken(exchange, Headers.CONNECTION, "upgrade")) {
            exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket");
            Replies.text(exchange, 426, "This address speaks WebSocket only.");
        } else if (!"13".equals(exchange.getRequestHeaders().getFirst(Headers.SEC_WEB_SOCKET_VERSION))) {
            exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_VERSION, "13");
            Replies.text(exchange, 426, "This address speaks version 13 of the WebSocket protocol.");
        } else if (sameHostOnly && !isSameHost(exchange)) {
            Replies.text(exchange, 403, "A page of another host may not open this WebSocket.");
        } else if (hub.isFull()) {
            Replies.text(exchange, 503, "Too many viewers are connected: close one and try again.");
        } else {
            String key = exchange.getRequestHeaders().getFirst(Headers.SEC_WEB_SOCKET_KEY);
            if (key == null || !isKey(key)) {
                Replies.text(exchange, 400, "Sec-WebSocket-Key must be 16 bytes in Base64.");
            } else {
                upgrade(exchange, key);
            }
        }
    }

    private void upgrade(HttpServerExchange exchange, String key) {
        open(exchange, key, null);
    }

    /**
     * Upgrades without looking at the request, for endpoints with a handshake of their own.
     *
     * @param key the client's Sec-WebSocket-Key
     * @param protocol the sub-protocol to answer with
     */
    public void open(HttpServerExchange exchange, String key, @Nullable String protocol) {
        String address = String.valueOf(exchange.getSourceAddress());
        if (protocol != null) {
            exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_PROTOCOL, protocol);
        }
        exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket");
        exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_ACCEPT, HandshakeAnswer.acceptValue(key));
        exchange.upgradeChannel((connection, done) -> take(connection, address));
        exchange.endExchange();
    }

    private void take(StreamConnection connection, String address) {
        if (connection.getSourceChannel().getConduit() instanceof IdleTimeoutConduit requestTimeout) {
            requestTimeout.setIdleTimeout(0);
        }
        XnioTransport transport = new XnioTransport(connection, worker);
        transport.attach(hub.accept(transport, address, EMPTY, null));
    }

    private static boolean hasToken(HttpServerExchange exchange, HttpString name, String token) {
        HeaderValues values = exchange.getRequestHeaders().get(name);
        if (values == null) {
            return false;
        }
        for (String value : values) {
            for (String part : value.split(",", -1)) {
                if (part.trim().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key.trim()).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isSameHost(HttpServerExchange exchange) {
        String origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
        if (origin == null) {
            return true;
        }
        String originHost = hostOf(origin);
        return originHost != null
                && (originHost.equals(
                                hostOfAuthority(exchange.getRequestHeaders().getFirst(Headers.HOST)))
                        || originHost.equals(
                                hostOfAuthority(exchange.getRequestHeaders().getFirst(FORWARDED_HOST))));
    }

    private static @Nullable String hostOfAuthority(@Nullable String authority) {
        return authority == null ? null : hostOf("http://" + authority.split(",", -1)[0].trim());
    }

    private static @Nullable String hostOf(String url) {
        try {
            String host = new URI(url).getHost();
            return host == null ? null : host.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
