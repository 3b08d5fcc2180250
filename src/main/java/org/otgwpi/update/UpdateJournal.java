package org.otgwpi.update;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.otgwpi.settings.DurableFile;
import org.tinylog.Logger;

/**
 * What was to be started, in a file that outlasts the restart: compared with the slot that did start it tells what
 * became of it. Thread-safe.
 */
final class UpdateJournal {

    private static final int LARGEST_REASON_BYTES = 1000;

    /** How it went. */
    enum Result {
        /** The wanted slot runs. */
        UPDATED,
        /** The wanted slot did not start; the one before is back. */
        ROLLED_BACK,
        /** The installation was broken off before the slot was due. */
        BROKEN_OFF
    }

    /**
     * What became of the last update or change of slot.
     *
     * @param from the version before
     * @param to the version that was wanted
     * @param time when it was begun
     * @param reason why it did not start, a sentence; empty if nobody knows
     */
    record Outcome(Result result, String from, String to, Instant time, String reason) {}

    private final Path path;
    private final Path failure;
    private final DurableFile file;
    private final ObjectMapper json = new ObjectMapper();

    /** @param folder exists */
    UpdateJournal(Path folder) {
        this.path = folder.resolve("journal.json");
        this.failure = failure(folder);
        this.file = DurableFile.at(path);
    }

    /** Where whoever finds that a slot does not start may write the reason, one sentence in UTF-8. */
    static Path failure(Path folder) {
        return folder.resolve("boot-failure.txt");
    }

    /** {@code to} is about to be installed, or started, in the slot {@code wanted}. */
    void begin(String from, String to, String running, String wanted, Instant now) throws IOException {
        write(from, to, running, wanted, now, false);
        Files.deleteIfExists(failure);
    }

    /** It is installed and due. */
    void due() throws IOException {
        JsonNode kept = read();
        if (kept != null) {
            file.write(json.writeValueAsBytes(((ObjectNode) kept).put("due", true)));
        }
    }

    /** It was not installed after all; the user has been told. */
    void cancel() throws IOException {
        Files.deleteIfExists(path);
    }

    private void write(String from, String to, String running, String wanted, Instant now, boolean due)
            throws IOException {
        file.write(json.writeValueAsBytes(json.createObjectNode()
                .put("from", from)
                .put("to", to)
                .put("running", running)
                .put("wanted", wanted)
                .put("time", now.toString())
                .put("due", due)));
    }

    private @org.jspecify.annotations.Nullable JsonNode read() {
        try {
            JsonNode kept = Files.exists(path) ? json.readTree(Files.readAllBytes(path)) : null;
            return kept instanceof ObjectNode ? kept : null;
        } catch (IOException e) {
            Logger.warn("The journal of the last update cannot be read: {}", e.getMessage());
            return null;
        }
    }

    /**
     * What became of the last wish.
     *
     * @param slots as they are now, after the restart
     */
    Optional<Outcome> outcome(List<Slot> slots) {
        JsonNode kept = read();
        String booted =
                slots.stream().filter(Slot::booted).map(Slot::name).findFirst().orElse("");
        if (kept == null || booted.isEmpty()) {
            return Optional.empty();
        }
        boolean started = booted.equals(kept.path("wanted").asText());
        Result result =
                started ? Result.UPDATED : kept.path("due").asBoolean() ? Result.ROLLED_BACK : Result.BROKEN_OFF;
        return Optional.of(new Outcome(
                result,
                kept.path("from").asText(),
                kept.path("to").asText(),
                instant(kept.path("time").asText()),
                started ? "" : reason()));
    }

    private String reason() {
        try {
            byte[] bytes = Files.readAllBytes(failure);
            return new String(bytes, 0, Math.min(bytes.length, LARGEST_REASON_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (java.time.DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
