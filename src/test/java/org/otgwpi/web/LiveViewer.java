package org.otgwpi.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One who watches {@code /_pi/live} without a browser and keeps every log line, those of the snapshot first. */
final class LiveViewer implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<String> lines = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    LiveViewer(int port) {
        socket = CLIENT.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + port + "/_pi/live"), new Listener())
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    /** Whether this is a line of the bus. */
    static boolean isFrame(String line) {
        return line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{6} .{18} [TBRAE][0-9A-F]{8} .*");
    }

    /** All so far. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    private void take(String message) {
        if (isFrame(message.stripTrailing())) {
            add(message.stripTrailing());
        } else if (message.startsWith("{\"type\":\"snapshot\"")) {
            try {
                for (JsonNode line : JSON.readTree(message).path("lines")) {
                    if (isFrame(line.asText())) {
                        add(line.asText());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void add(String line) {
        synchronized (lines) {
            lines.add(line);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
