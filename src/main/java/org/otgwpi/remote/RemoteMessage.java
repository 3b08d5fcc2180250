package org.otgwpi.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a client's text means (railhub-remote-echo B.7). */
sealed interface RemoteMessage {

    /**
     * The LED is to change.
     *
     * @param bare whether it came as the bare word of v0.8, and its sender wants bare words back
     */
    record Toggle(boolean bare) implements RemoteMessage {}

    /** Good JSON that asks for nothing. */
    record Nothing() implements RemoteMessage {}

    /**
     * No JSON.
     *
     * @param code what the original's parser calls it
     */
    record Unreadable(String code) implements RemoteMessage {}

    /** Reads messages. Thread-safe. */
    final class Reader {

        private static final String TOGGLE = "toggle";

        /** The nesting that the original's parser allows. */
        private static final int DEEPEST = 10;

        private final JsonMapper json = new JsonMapper(JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                .build());

        RemoteMessage read(byte[] utf8) {
            if (new String(utf8, StandardCharsets.UTF_8).equals(TOGGLE)) {
                return new Toggle(true);
            }
            if (utf8.length == 0) {
                return new Unreadable("EmptyInput");
            }
            try {
                JsonNode action = json.readTree(utf8).path("action");
                return action.isTextual() && action.asText().equals(TOGGLE) ? new Toggle(false) : new Nothing();
            } catch (JsonEOFException e) {
                return new Unreadable("IncompleteInput");
            } catch (StreamConstraintsException e) {
                return new Unreadable("TooDeep");
            } catch (JsonProcessingException e) {
                return new Unreadable("InvalidInput");
            } catch (IOException e) {
                throw new IllegalStateException("bytes in memory cannot be read", e);
            }
        }
    }
}
