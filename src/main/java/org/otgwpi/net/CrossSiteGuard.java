package org.otgwpi.net;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Refuses requests that change something when a browser marks them as coming from another site (decisions 2). Scripts
 * send no such mark and notice nothing.
 */
public final class CrossSiteGuard implements HttpHandler {
    private static final HttpString FETCH_SITE = new HttpString("Sec-Fetch-Site");
    private static final Set<HttpString> READING = Set.of(Methods.GET, Methods.HEAD, Methods.OPTIONS);

    private final HttpHandler next;
    private final Predicate<HttpServerExchange> changesByGet;
    private final BooleanSupplier allowed;

    /**
     * @param changesByGet which GET requests change something all the same
     * @param allowed whether the user lets other sites in
     */
    public CrossSiteGuard(HttpHandler next, Predicate<HttpServerExchange> changesByGet, BooleanSupplier allowed) {
        this.next = next;
        this.changesByGet = changesByGet;
        this.allowed = allowed;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        boolean crossSite =
                "cross-site".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(FETCH_SITE));
        if (crossSite
                && (!READING.contains(exchange.getRequestMethod()) || changesByGet.test(exchange))
                && !allowed.getAsBoolean()) {
            Replies.text(
                    exchange,
                    403,
                    "Another web site asked for this change; set allowcrosssite to true if that is wanted.");
        } else {
            next.handleRequest(exchange);
        }
    }
}
