package org.otgwpi.otgw.rest;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.Set;

/**
 * Finds the route of a path below {@code /api}, in the original's order of checks: length of the path, route, method
 * (otgw-http-ws 1.7). Thread-safe.
 */
public final class ApiHandler implements HttpHandler {

    private static final int LONGEST_PATH = 49;
    private static final Set<String> KNOWN_METHODS = Set.of("GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH");

    /** What answers one route. */
    public interface Action {

        /** @param path the words of the path, {@code api} first */
        void answer(HttpServerExchange exchange, ApiPath path) throws Exception;
    }

    /** Who answers some methods of a route. */
    record Method(Set<String> names, Action action) {}

    /** A route: the words it begins with and who answers which methods. */
    public record Route(List<String> words, List<Method> methods) {

        /** A route for GET. {@code path} is written as in the table: {@code v1/otgw/command/*}. */
        public static Route get(String path, Action action) {
            return new Route(words(path), List.of(new Method(Set.of("GET"), action)));
        }

        /** A route for POST and PUT. */
        public static Route post(String path, Action action) {
            return new Route(words(path), List.of(new Method(Set.of("POST", "PUT"), action)));
        }

        /** A route for GET on one hand, POST and PUT on the other. */
        public static Route getAndPost(String path, Action get, Action post) {
            return new Route(
                    words(path), List.of(new Method(Set.of("GET"), get), new Method(Set.of("POST", "PUT"), post)));
        }

        private static List<String> words(String path) {
            return List.of(("api/" + path).split("/"));
        }
    }

    private final List<Route> routes;

    /** @param routes in the order in which they are tried */
    public ApiHandler(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.getRequestURI().length() > LONGEST_PATH) {
            ApiReplies.error(exchange, 414, "URI too long");
            return;
        }
        ApiPath path = ApiPath.of(exchange.getRequestURI());
        for (Route route : routes) {
            if (path.startsWith(route.words)) {
                answer(exchange, path, route);
                return;
            }
        }
        ApiReplies.apiNotFound(exchange);
    }

    private static void answer(HttpServerExchange exchange, ApiPath path, Route route) throws Exception {
        String name = exchange.getRequestMethod().toString();
        String known = KNOWN_METHODS.contains(name) ? name : "GET";
        for (Method method : route.methods) {
            if (method.names.contains(known)) {
                method.action.answer(exchange, path);
                return;
            }
        }
        ApiReplies.error(exchange, 405, "method not allowed");
    }
}
