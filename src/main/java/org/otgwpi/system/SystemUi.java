package org.otgwpi.system;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.util.Set;
import org.otgwpi.net.StaticFiles;
import org.otgwpi.net.WebTree;

/**
 * The page that all personalities have in common, at {@code /_pi/}. Where the same address has data for programs, too,
 * a browser that asks for HTML gets the page. Thread-safe.
 */
public final class SystemUi implements HttpHandler {

    private static final String ROOT = "/_pi/";
    private static final Set<String> SHARED = Set.of("/_pi/personality", "/_pi/board");

    private final StaticFiles files;
    private final HttpHandler page;
    private final HttpHandler networkPage;
    private final HttpHandler next;

    /** @param next answers everything else */
    public SystemUi(WebTree web, String version, HttpHandler next) {
        this.next = next;
        files = new StaticFiles(web, "", version, next);
        page = files.file("system/index.html");
        networkPage = files.file("shared/network.html");
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = exchange.getRequestURI();
        boolean reading = exchange.getRequestMethod().equals(Methods.GET)
                || exchange.getRequestMethod().equals(Methods.HEAD);
        if (path.startsWith("/ui/")) {
            files.handleRequest(exchange);
        } else if (reading && path.equals("/_pi")) {
            exchange.setStatusCode(302);
            exchange.getResponseHeaders().put(Headers.LOCATION, ROOT);
            exchange.endExchange();
        } else if (reading && (path.equals(ROOT) || (SHARED.contains(path) && wantsHtml(exchange)))) {
            exchange.getResponseHeaders().put(Headers.VARY, Headers.ACCEPT_STRING);
            page.handleRequest(exchange);
        } else if (reading && path.equals("/_pi/network") && wantsHtml(exchange)) {
            exchange.getResponseHeaders().put(Headers.VARY, Headers.ACCEPT_STRING);
            networkPage.handleRequest(exchange);
        } else {
            next.handleRequest(exchange);
        }
    }

    private static boolean wantsHtml(HttpServerExchange exchange) {
        String accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
        return accept != null && accept.contains("text/html");
    }
}
