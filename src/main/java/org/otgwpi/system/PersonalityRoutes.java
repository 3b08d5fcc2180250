package org.otgwpi.system;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.otgwpi.net.CrossSiteGuard;

/** Which personality runs and what it does with the board, before what the personality itself answers. Thread-safe. */
public final class PersonalityRoutes implements HttpHandler {

    private final Map<String, HttpHandler> own;
    private final HttpHandler personality;

    /**
     * @param allowCrossSite whether pages of other sites may change something
     * @param personality answers everything else
     */
    public PersonalityRoutes(
            PersonalityPage page, BoardPage board, BooleanSupplier allowCrossSite, HttpHandler personality) {
        own = Map.of(
                "/_pi/personality", new CrossSiteGuard(page, exchange -> false, allowCrossSite),
                "/_pi/board", new CrossSiteGuard(board, exchange -> false, allowCrossSite));
        this.personality = personality;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        own.getOrDefault(exchange.getRequestURI(), personality).handleRequest(exchange);
    }
}
