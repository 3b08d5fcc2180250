package org.otgwpi.update;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.otgwpi.settings.SettingsStore;
import org.tinylog.Logger;

/**
 * Looks once a day whether there is a newer version, if the user wants that ({@code updatecheck}); else nothing goes out.
 * What is at the address ({@code updateurl}) is JSON: {@code version}, {@code url} of the bundle, which may be relative,
 * {@code size} in bytes, {@code notes}. Nothing is installed without a click. Thread-safe.
 */
final class UpdateSearch implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int LARGEST_ANSWER = 64 * 1024;
    private static final long LOOK_AGAIN_HOURS = 24;
    private static final long FIRST_LOOK_MINUTES = 5;

    /**
     * A version that is there to be had.
     *
     * @param url of its bundle
     * @param bytes of it; 0 if not known
     * @param notes what is new in it
     */
    record Found(String version, String url, long bytes, String notes) {}

    private final SettingsStore settings;
    private final WebQuestion web;
    private final String runningVersion;
    private final InstantSource wallClock;
    private final ObjectMapper json = new ObjectMapper();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("update-search").daemon().factory());
    private volatile @Nullable Found found;
    private volatile @Nullable Instant looked;
    private volatile String problem = "";

    /** @param patience how long the address may take to answer */
    UpdateSearch(SettingsStore settings, String runningVersion, Duration patience, InstantSource wallClock) {
        this.settings = settings;
        this.web = new WebQuestion(patience, LARGEST_ANSWER);
        this.runningVersion = runningVersion;
        this.wallClock = wallClock;
    }

    /** Begins to look, as far as the user wants it. */
    void start() {
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                this::lookIfWanted, FIRST_LOOK_MINUTES, TimeUnit.HOURS.toMinutes(LOOK_AGAIN_HOURS), TimeUnit.MINUTES);
    }

    private boolean wanted() {
        return settings.current().bool("updatecheck");
    }

    private void lookIfWanted() {
        if (wanted()) {
            try {
                look();
            } catch (IOException e) {
                Logger.info("No update was found: {}", e.getMessage());
            }
        }
    }

    /**
     * Looks at once. May take some seconds.
     *
     * @throws IOException with a sentence if it is switched off, or nothing can be found out
     */
    void lookNow() throws IOException {
        if (!wanted()) {
            throw new Installer.RefusedException(
                    "Looking for updates is switched off (setting updatecheck): nothing was sent.");
        }
        look();
    }

    /** The version that was found last; empty if there is none but the running one. */
    Optional<Found> found() {
        return Optional.ofNullable(found).filter(each -> !each.version.equals(runningVersion));
    }

    private synchronized void look() throws IOException {
        String address = settings.current().text("updateurl");
        try {
            found = ask(WebQuestion.address(address, address));
            problem = "";
        } catch (IOException e) {
            problem = "%s tells nothing about updates: %s.".formatted(address, e.getMessage());
            throw new IOException(problem, e);
        } finally {
            looked = wallClock.instant();
        }
    }

    private Found ask(URI address) throws IOException {
        HttpResponse<byte[]> answer =
                web.ask(HttpRequest.newBuilder(address).header("User-Agent", "otgw-pi/" + runningVersion), 200);
        if (answer.statusCode() != 200) {
            throw new IOException("it answers " + answer.statusCode());
        }
        try {
            return parse(json.readTree(answer.body()), answer.uri().toString());
        } catch (JsonProcessingException e) {
            throw new IOException("its answer is no JSON", e);
        }
    }

    private static Found parse(JsonNode answer, String base) throws IOException {
        String version = answer.path("version").asText();
        if (!version.matches("[0-9A-Za-z.+_-]{1,60}")
                || answer.path("url").asText().isEmpty()) {
            throw new IOException("its answer names no version and no address of a bundle");
        }
        String notes = answer.path("notes").asText();
        return new Found(
                version,
                WebQuestion.address(answer.path("url").asText(), base).toString(),
                Math.max(0, answer.path("size").asLong()),
                notes.substring(0, Math.min(2000, notes.length())));
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("enabled", wanted());
        object.put("looked", looked == null ? null : String.valueOf(looked));
        object.put("problem", problem);
        Optional<Found> newer = found();
        object.put("version", newer.map(Found::version).orElse(""));
        object.put("bytes", newer.map(Found::bytes).orElse(0L));
        object.put("notes", newer.map(Found::notes).orElse(""));
        return object;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
