package org.otgwpi.otgw.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.otgwpi.net.HubListener;
import org.otgwpi.net.HubOptions;
import org.otgwpi.net.WebSocketClient;
import org.otgwpi.net.WebSocketHub;
import org.otgwpi.otgw.gateway.GatewayEvent;
import org.otgwpi.otgw.gateway.GatewayListener;
import org.otgwpi.otgw.gateway.Message;

/**
 * {@code /_pi/live}, the stream of our own page: the log lines of port 81, events between them, and on connect a
 * snapshot with the last lines (decisions 2). A new viewer misses nothing and gets nothing twice, since what is kept
 * for the snapshot changes under the same lock under which it is published.
 */
public final class LiveStream implements GatewayListener {

    private static final int LINES_KEPT = 500;
    private static final int MOST_VIEWERS = 200;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

    private final ObjectMapper json = new ObjectMapper();
    private final String version;
    private final Supplier<Map<String, Object>> status;
    private final Supplier<ZoneId> zone;
    private final WebSocketHub hub;
    private final Deque<byte[]> recent = new ArrayDeque<>();

    /**
     * @param status what {@code GET /_pi/status} answers; called under the hub's lock, so it may not wait
     * @param zone the user's time zone
     */
    public LiveStream(
            String version, Supplier<Map<String, Object>> status, Supplier<ZoneId> zone, LongSupplier nanoTime) {
        this.version = version;
        this.status = status;
        this.zone = zone;
        this.hub = new WebSocketHub(HubOptions.LIVE, () -> MOST_VIEWERS, new Viewers(), nanoTime);
    }

    /** The viewers. */
    public WebSocketHub hub() {
        return hub;
    }

    @Override
    public void messages(List<Message> messages) {
        List<byte[]> lines = new ArrayList<>(messages.size());
        for (Message message : messages) {
            lines.add(message.line());
        }
        hub.inOrder(() -> {
            for (byte[] line : lines) {
                if (recent.size() == LINES_KEPT) {
                    recent.removeFirst();
                }
                recent.add(line);
            }
            hub.publishLog(lines);
        });
    }

    @Override
    public void event(GatewayEvent event) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "event");
        object.put(
                "time", TIME.withZone(zone.get()).format(Instant.EPOCH.plus(event.epochMicros(), ChronoUnit.MICROS)));
        object.put("kind", event.kind().text());
        object.put("text", event.text());
        hub.publish(bytes(object));
    }

    private byte[] snapshot() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "snapshot");
        object.put("version", version);
        object.put("lines", recent.stream().map(LiveStream::withoutLineEnd).toList());
        object.put("status", status.get());
        return bytes(object);
    }

    private byte[] bytes(Map<String, Object> object) {
        try {
            return json.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event cannot be written as JSON", e);
        }
    }

    private static String withoutLineEnd(byte[] line) {
        return new String(line, 0, line.length - 2, StandardCharsets.UTF_8);
    }

    private final class Viewers implements HubListener {

        @Override
        public List<byte[]> opened(WebSocketClient client) {
            return List.of(snapshot());
        }
    }
}
