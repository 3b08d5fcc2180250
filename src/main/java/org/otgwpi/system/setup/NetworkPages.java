package org.otgwpi.system.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.otgwpi.board.Addressing;
import org.otgwpi.board.HostName;
import org.otgwpi.board.Network;
import org.otgwpi.board.NetworkAdapter;
import org.otgwpi.board.NetworkView;
import org.otgwpi.board.SavedNetwork;
import org.otgwpi.board.WirelessNetwork;
import org.otgwpi.net.CrossSiteGuard;
import org.otgwpi.net.OffIoThread;
import org.otgwpi.net.Replies;
import org.otgwpi.net.RequestBody;
import org.otgwpi.settings.Change;
import org.otgwpi.settings.SettingsStore;

/**
 * The network below {@code /_pi/}: what there is, and what the user changes. Whatever it does not know goes on. Errors are JSON with a sentence in {@code error}. Thread-safe.
 */
public final class NetworkPages implements HttpHandler {

    private static final int MOST_BYTES = 4096;
    private static final long TIMEOUT_MILLIS = 5000;

    private final ObjectMapper json = new ObjectMapper();
    private final RequestBody body = new RequestBody(MOST_BYTES, TIMEOUT_MILLIS);
    private final NetworkSetup setup;
    private final SetupFiles files;
    private final SettingsStore settings;
    private final Supplier<String> serialNumber;
    private final HttpHandler guarded;
    private final HttpHandler next;

    /**
     * @param serialNumber of the board, for a device without a usable name
     * @param allowCrossSite whether pages of other sites may change something
     * @param next answers everything else
     */
    public NetworkPages(
            NetworkSetup setup,
            SetupFiles files,
            SettingsStore settings,
            Supplier<String> serialNumber,
            BooleanSupplier allowCrossSite,
            HttpHandler next) {
        this.setup = setup;
        this.files = files;
        this.settings = settings;
        this.serialNumber = serialNumber;
        this.next = next;
        guarded = new CrossSiteGuard(this::answer, exchange -> false, allowCrossSite);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        switch (exchange.getRequestURI()) {
            case "/_pi/network" -> (wantsPage(exchange) ? next : guarded).handleRequest(exchange);
            case "/_pi/network/confirm", "/_pi/network/undo" -> guarded.handleRequest(exchange);
            default -> next.handleRequest(exchange);
        }
    }

    /** A browser that goes to the address gets the page of the next handler. */
    private static boolean wantsPage(HttpServerExchange exchange) {
        String accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
        return !exchange.getRequestMethod().equals(Methods.POST) && accept != null && accept.contains("text/html");
    }

    private void answer(HttpServerExchange exchange) throws Exception {
        HttpString method = exchange.getRequestMethod();
        boolean reads = method.equals(Methods.GET) || method.equals(Methods.HEAD);
        if (reads && exchange.getRequestURI().equals("/_pi/network")) {
            new OffIoThread(waiting -> attempt(waiting, this::state)).handleRequest(exchange);
        } else if (method.equals(Methods.POST)) {
            body.read(
                    exchange,
                    (read, bytes) -> new OffIoThread(waiting -> attempt(waiting, () -> post(waiting, bytes)))
                            .handleRequest(read));
        } else {
            exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD, POST");
            Replies.text(exchange, 405, "The network is read by GET and changed by POST.");
        }
    }

    /** Makes an answer, or fails with a sentence. */
    private interface Answer {
        Map<String, Object> make() throws IOException;
    }

    private void attempt(HttpServerExchange exchange, Answer answer) throws JsonProcessingException {
        int status = 200;
        Map<String, Object> object;
        try {
            object = answer.make();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            status = 400;
            object = error(e instanceof IllegalArgumentException ? e : new IOException("The body is no JSON object."));
        } catch (NetworkSetup.WaitsException e) {
            status = 409;
            object = error(e);
        } catch (IOException e) {
            status = 502;
            object = error(e);
        }
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        Replies.fixed(exchange, status, "application/json", json.writeValueAsBytes(object));
    }

    private static Map<String, Object> error(Exception e) {
        return Map.of("error", String.valueOf(e.getMessage()));
    }

    private Map<String, Object> post(HttpServerExchange exchange, byte[] bytes) throws IOException {
        return switch (exchange.getRequestURI()) {
            case "/_pi/network/confirm" -> {
                setup.confirm();
                yield Map.of("confirm", false);
            }
            case "/_pi/network/undo" -> {
                setup.undo();
                yield Map.of("confirm", false);
            }
            default -> change(json.readTree(bytes));
        };
    }

    private Map<String, Object> change(JsonNode wish) throws IOException {
        String action = text(wish, "action");
        boolean confirm = switch (action) {
            case "scan" -> {
                setup.scan();
                yield false;
            }
            case "join" -> join(wish);
            case "address" -> {
                setup.address(text(wish, "adapter"), addressing(wish));
                yield true;
            }
            case "forget" -> setup.forget(text(wish, "id"));
            case "accesspoint" -> {
                setup.ask();
                yield false;
            }
            default ->
                throw new IllegalArgumentException(
                        "The action is scan, join, address, forget or accesspoint, not \"" + action + "\".");
        };
        return Map.of("confirm", confirm, "address", address());
    }

    private boolean join(JsonNode wish) throws IOException {
        WifiChoice choice = new WifiChoice(
                text(wish, "name"),
                wish.path("password").isTextual() ? wish.path("password").asText() : null,
                wish.path("hidden").asBoolean(),
                text(wish, "country").toUpperCase(Locale.ROOT));
        String hostName = text(wish, "hostName").strip();
        if (!hostName.isEmpty() && settings.change("hostname", hostName) instanceof Change.Refused refused) {
            throw new IllegalArgumentException(refused.sentence());
        }
        return setup.join(choice);
    }

    private static Addressing addressing(JsonNode wish) {
        if (!wish.path("manual").asBoolean()) {
            return Addressing.AUTOMATIC;
        }
        List<String> servers = new ArrayList<>();
        wish.path("nameServers").forEach(server -> servers.add(server.asText()));
        return Addressing.manual(text(wish, "address"), text(wish, "gateway"), servers);
    }

    private static String text(JsonNode wish, String name) {
        return wish.path(name).asText("");
    }

    /** Where the device will be found by its name. */
    private String address() {
        return "http://"
                + HostName.of(settings.current().text("hostname"), serialNumber.get())
                        .used() + ".local/";
    }

    private Map<String, Object> state() throws IOException {
        NetworkView view = setup.view();
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("simulated", setup.simulated());
        state.put("hostName", settings.current().text("hostname"));
        state.put("address", address());
        state.put("country", files.country().orElse(""));
        state.put(
                "accessPoint",
                Map.of(
                        "name", Network.ACCESS_POINT,
                        "state", lower(setup.phase()),
                        "problem", setup.problem()));
        state.put("waiting", setup.waiting().orElse(null));
        state.put(
                "adapters", view.adapters().stream().map(NetworkPages::adapter).toList());
        state.put("inReach", view.inReach().stream().map(NetworkPages::inReach).toList());
        state.put("saved", view.saved().stream().map(NetworkPages::saved).toList());
        return state;
    }

    private static Map<String, Object> adapter(NetworkAdapter adapter) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", adapter.name());
        object.put("wireless", adapter.wireless());
        object.put("mac", adapter.mac());
        object.put("state", lower(adapter.state()));
        object.put("network", adapter.network());
        object.put("addresses", adapter.addresses());
        object.put("manual", adapter.addressing().manual());
        object.put("address", adapter.addressing().address());
        object.put("gateway", adapter.addressing().gateway());
        object.put("nameServers", adapter.addressing().nameServers());
        object.put("problem", adapter.problem());
        return object;
    }

    private static Map<String, Object> inReach(WirelessNetwork network) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", network.name());
        object.put("signal", network.signalPercent());
        object.put("security", lower(network.security()));
        object.put("active", network.active());
        object.put("saved", network.saved());
        return object;
    }

    private static Map<String, Object> saved(SavedNetwork network) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", network.id());
        object.put("name", network.name());
        object.put("wireless", network.wireless());
        object.put("active", network.active());
        return object;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
