package org.otgwpi.system.setup;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.otgwpi.board.Network;
import org.otgwpi.net.Replies;

/**
 * Leads whoever is on the set-up access point to its page: the questions by which phones and computers find out whether
 * they have the Internet, and pages of other sites. Only while the access point is open, and only what comes by it;
 * everything else is answered as ever. Thread-safe.
 */
public final class CaptiveRedirect implements HttpHandler {

    private static final String PAGE = "/_pi/network";

    /** Android, Apple, Windows, Firefox and the Linux desktops; and what a user types who reads the address. */
    private static final Set<String> PROBES = Set.of(
            "/",
            "/generate_204",
            "/gen_204",
            "/hotspot-detect.html",
            "/library/test/success.html",
            "/connecttest.txt",
            "/ncsi.txt",
            "/redirect",
            "/canonical.html",
            "/success.txt",
            "/check_network_status.txt",
            "/nm-check.txt");

    private static final Set<HttpString> READING = Set.of(Methods.GET, Methods.HEAD);

    private final BooleanSupplier open;
    private final Predicate<HttpServerExchange> byAccessPoint;
    private final HttpHandler next;

    /** @param open whether the access point is open */
    public CaptiveRedirect(BooleanSupplier open, HttpHandler next) {
        this(open, CaptiveRedirect::cameByAccessPoint, next);
    }

    CaptiveRedirect(BooleanSupplier open, Predicate<HttpServerExchange> byAccessPoint, HttpHandler next) {
        this.open = open;
        this.byAccessPoint = byAccessPoint;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (open.getAsBoolean()
                && READING.contains(exchange.getRequestMethod())
                && byAccessPoint.test(exchange)
                && (PROBES.contains(exchange.getRequestURI()) || isForOtherSite(exchange))) {
            exchange.getResponseHeaders()
                    .put(Headers.LOCATION, "http://" + Network.ACCESS_POINT_ADDRESS + PAGE)
                    .put(Headers.CACHE_CONTROL, "no-store");
            Replies.text(exchange, 302, "This device is set up at " + PAGE + ".");
        } else {
            next.handleRequest(exchange);
        }
    }

    private static boolean cameByAccessPoint(HttpServerExchange exchange) {
        InetSocketAddress here = exchange.getDestinationAddress();
        return here.getAddress() != null && here.getAddress().getHostAddress().equals(Network.ACCESS_POINT_ADDRESS);
    }

    /** Every name leads to this device; its own is an address or ends with .local. */
    private static boolean isForOtherSite(HttpServerExchange exchange) {
        String host = exchange.getHostName().toLowerCase(Locale.ROOT);
        return host.contains(".") && !host.endsWith(".local") && !host.matches("[0-9.]+");
    }
}
