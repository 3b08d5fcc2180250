package org.otgwpi.update;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.otgwpi.net.OffIoThread;
import org.otgwpi.net.Replies;
import org.otgwpi.net.RequestBody;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.BusyException;

/**
 * What our own page asks about updates, slots and backups, below {@code /_pi/}. Errors are JSON with a sentence in
 * {@code error}. Thread-safe.
 */
final class UpdatePages implements HttpHandler {

    private static final int MOST_BODY_BYTES = 4096;
    private static final long BODY_TIMEOUT_MILLIS = 5000;

    private final RequestBody body = new RequestBody(MOST_BODY_BYTES, BODY_TIMEOUT_MILLIS);
    private final ObjectMapper json = new ObjectMapper();
    private final Uploads uploads;
    private final UploadDoor door;
    private final SystemUpdate update;
    private final UpdateProgress progress;
    private final Slots slots;
    private final Staging staging;
    private final Restarting restarting;
    private final UpdateSearch search;

    /** Restarts the machine into what the user chose. */
    interface Restarting {

        /** As {@link Slots#boot}, then restarts; returns at once. */
        void boot(String slot) throws IOException, BusyException;
    }

    UpdatePages(
            Uploads uploads,
            UploadDoor door,
            SystemUpdate update,
            UpdateProgress progress,
            Slots slots,
            Staging staging,
            Restarting restarting,
            UpdateSearch search) {
        this.uploads = uploads;
        this.door = door;
        this.update = update;
        this.progress = progress;
        this.slots = slots;
        this.staging = staging;
        this.restarting = restarting;
        this.search = search;
    }

    /** Whether it answers this path. */
    static boolean knows(String path) {
        return path.equals("/_pi/update")
                || path.startsWith("/_pi/update/")
                || path.equals("/_pi/slots")
                || path.equals("/_pi/restore");
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        switch (asked) {
            case "GET /_pi/update", "HEAD /_pi/update" -> waiting(exchange, this::status);
            case "POST /_pi/update" -> waiting(exchange, each -> upload(each, Activity.SYSTEM_UPDATE));
            case "POST /_pi/restore" -> waiting(exchange, each -> upload(each, Activity.RESTORE));
            case "DELETE /_pi/update" -> waiting(exchange, this::discard);
            case "POST /_pi/update/install" -> waiting(exchange, this::install);
            case "GET /_pi/slots", "HEAD /_pi/slots" -> waiting(exchange, this::slots);
            case "POST /_pi/slots" -> body.read(exchange, (each, bytes) -> waiting(each, then -> boot(then, bytes)));
            case "POST /_pi/update/search" -> waiting(exchange, this::search);
            case "POST /_pi/update/fetch" -> waiting(exchange, this::fetch);
            default -> error(exchange, 405, "This address does not take " + exchange.getRequestMethod() + ".");
        }
    }

    private static void waiting(HttpServerExchange exchange, HttpHandler handler) throws Exception {
        new OffIoThread(handler).handleRequest(exchange);
    }

    private void status(HttpServerExchange exchange) throws IOException {
        Map<String, @Nullable Object> object =
                new LinkedHashMap<>(progress.status().json());
        object.put("from", slots.runningVersion());
        object.put("simulated", slots.installer().simulated());
        object.put("freeBytes", staging.freeBytes());
        object.put("last", slots.last().map(UpdatePages::outcome).orElse(null));
        object.put("search", search.json());
        answer(exchange, 200, object);
    }

    private static Map<String, Object> outcome(UpdateJournal.Outcome last) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("result", last.result().name().toLowerCase(Locale.ROOT));
        object.put("from", last.from());
        object.put("to", last.to());
        object.put("time", last.time().toString());
        object.put("reason", last.reason());
        return object;
    }

    private void upload(HttpServerExchange exchange, Activity activity) throws IOException {
        door.open(
                exchange,
                uploads.visitor(activity, Math.max(0, exchange.getRequestContentLength()), new Uploads.Reply() {
                    @Override
                    public void ready() throws IOException {
                        answer(exchange, 202, progress.status().json());
                    }

                    @Override
                    public void refused(int status, String sentence) {
                        error(exchange, status, sentence);
                    }
                }));
    }

    private void discard(HttpServerExchange exchange) throws IOException {
        update.discard();
        answer(exchange, 200, progress.status().json());
    }

    private void install(HttpServerExchange exchange) throws IOException {
        attempt(exchange, () -> update.start(SystemUpdate.Waiting.NOBODY));
    }

    private void boot(HttpServerExchange exchange, byte[] posted) throws IOException {
        JsonNode asked;
        try {
            asked = json.readTree(posted);
        } catch (JsonProcessingException e) {
            asked = json.missingNode();
        }
        String slot = asked.path("boot").asText();
        attempt(exchange, () -> restarting.boot(slot));
    }

    private void search(HttpServerExchange exchange) throws IOException {
        attempt(exchange, search::lookNow);
    }

    private void fetch(HttpServerExchange exchange) throws IOException {
        attempt(exchange, () -> {
            UpdateSearch.Found found = search.found()
                    .orElseThrow(() -> new Installer.RefusedException("No newer version has been found yet."));
            uploads.stageBundle(found.url(), found.url(), found.bytes());
        });
    }

    /** Something that works out at once, or does not. */
    private interface Attempt {

        void run() throws IOException, BusyException;
    }

    private void attempt(HttpServerExchange exchange, Attempt attempt) throws IOException {
        try {
            attempt.run();
            answer(exchange, 202, progress.status().json());
        } catch (BusyException e) {
            error(exchange, 409, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            error(exchange, 400, String.valueOf(e.getMessage()));
        }
    }

    private void slots(HttpServerExchange exchange) throws IOException {
        List<Map<String, Object>> all =
                slots.all().stream().map(UpdatePages::slot).toList();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("simulated", slots.installer().simulated());
        object.put("slots", all);
        Optional<UpdateJournal.Outcome> last = slots.last();
        object.put("last", last.isPresent() ? outcome(last.get()) : Map.of());
        answer(exchange, 200, object);
    }

    private static Map<String, Object> slot(Slot slot) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", slot.name());
        object.put("version", slot.version());
        object.put("state", slot.state().name().toLowerCase(Locale.ROOT));
        object.put("booted", slot.booted());
        object.put("next", slot.next());
        return object;
    }

    private void answer(HttpServerExchange exchange, int status, Map<String, ? extends @Nullable Object> object)
            throws JsonProcessingException {
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        Replies.fixed(exchange, status, "application/json", json.writeValueAsBytes(object));
    }

    private void error(HttpServerExchange exchange, int status, String sentence) {
        try {
            answer(exchange, status, Map.of("error", sentence));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A sentence cannot be written as JSON", e);
        }
    }
}
