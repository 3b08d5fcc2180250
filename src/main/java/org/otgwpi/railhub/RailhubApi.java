package org.otgwpi.railhub;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.otgwpi.net.Replies;
import org.otgwpi.net.RequestBody;

/**
 * The routes below {@code /api} (railhub-remote-echo A.7). A change is answered when it is durable; lamps and viewers
 * have it before. Thread-safe.
 */
final class RailhubApi implements HttpHandler {

    private static final int MOST_BYTES = 64 * 1024;
    private static final long BODY_MILLIS = 5000;
    private static final String JSON = "application/json";
    private static final String DONE = "{\"success\":true}";

    private final RequestBody body = RequestBody.whole(MOST_BYTES, BODY_MILLIS);
    private final LightControl control;
    private final StatusMessage status;
    private final Wiring wiring;
    private final boolean prefixes;
    private final HttpHandler next;
    private final Map<String, Route> posts = new LinkedHashMap<>();

    /** What a request with JSON asks for. */
    @FunctionalInterface
    private interface Act {
        CompletableFuture<Void> on(JsonMembers members) throws RefusedException;
    }

    private record Route(Act act, boolean reads, String done, Refusal unsaved) {}

    /** @param next answers every other path, and these with another method */
    RailhubApi(Variant variant, LightControl control, StatusMessage status, Wiring wiring, HttpHandler next) {
        this.control = control;
        this.status = status;
        this.wiring = wiring;
        this.next = next;
        prefixes = !variant.chases();
        post("/api/control", this::switchOutput, "{\"status\":\"ok\"}");
        post("/api/name", members -> control.name(members.integer("pin"), members.text("name")), DONE);
        post("/api/interval", members -> control.interval(members.integer("pin"), members.unsigned("interval")), DONE);
        posts.put(
                "/api/reset",
                new Route(members -> control.reset(), false, "{\"status\":\"reset_complete\"}", Refusal.RESET_FAILED));
        if (variant.chases()) {
            post("/api/chasing/create", this::create, DONE);
            post("/api/chasing/delete", members -> control.delete(members.octet("groupId")), DONE);
            post("/api/chasing/name", this::nameGroup, DONE);
        }
    }

    private void post(String path, Act act, String done) {
        posts.put(path, new Route(act, true, done, Refusal.NOT_SAVED));
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = exchange.getRequestURI();
        String method = exchange.getRequestMethod().toString();
        if (method.equals("GET") && matches(path, "/api/status")) {
            Replies.fixed(exchange, 200, JSON, status.of(control.lights()));
            return;
        }
        if (method.equals("POST")) {
            for (Map.Entry<String, Route> route : posts.entrySet()) {
                if (matches(path, route.getKey())) {
                    read(exchange, route.getValue());
                    return;
                }
            }
        }
        next.handleRequest(exchange);
    }

    /** The ESP32's server also takes whatever stands below a path. */
    private boolean matches(String path, String route) {
        return path.equals(route) || (prefixes && path.startsWith(route + "/"));
    }

    private void read(HttpServerExchange exchange, Route route) {
        if (exchange.getRequestContentLength() > MOST_BYTES) {
            exchange.setPersistent(false);
            refuse(exchange, Refusal.TOO_LARGE);
        } else {
            body.read(exchange, (whole, bytes) -> act(whole, route, bytes));
        }
    }

    private void act(HttpServerExchange exchange, Route route, byte[] bytes) {
        try {
            JsonMembers members = route.reads ? JsonMembers.read(bytes).orElse(null) : JsonMembers.none();
            if (members == null) {
                throw new RefusedException(Refusal.INVALID_JSON);
            }
            CompletableFuture<Void> kept = route.act.on(members);
            exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
                var unused = kept.whenComplete((nothing, failure) -> {
                    if (failure == null) {
                        Replies.fixed(exchange, 200, JSON, route.done);
                    } else {
                        refuse(exchange, route.unsaved);
                    }
                });
            });
        } catch (RefusedException e) {
            refuse(exchange, e.refusal());
        }
    }

    private static void refuse(HttpServerExchange exchange, Refusal refusal) {
        Replies.fixed(exchange, refusal.status(), JSON, refusal.json());
    }

    private CompletableFuture<Void> switchOutput(JsonMembers members) {
        return control.control(members.integer("pin"), members.flag("active"), members.percent("brightness"));
    }

    private CompletableFuture<Void> create(JsonMembers members) throws RefusedException {
        ChaseRequest request = ChaseRequest.of(members, wiring);
        return control.create(request.id(), request.name(), request.intervalMillis(), request.outputs());
    }

    private CompletableFuture<Void> nameGroup(JsonMembers members) throws RefusedException {
        int id = members.octet("groupId");
        JsonNode name = members.get("name");
        return control.nameGroup(id, ChaseRequest.groupName(name, id));
    }
}
