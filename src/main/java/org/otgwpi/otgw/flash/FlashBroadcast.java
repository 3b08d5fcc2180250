package org.otgwpi.otgw.flash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.otgwpi.net.WebSocketHub;

/** Tells the viewers on port 81 what the original would, and our own page more. Never waits. Thread-safe. */
public final class FlashBroadcast implements FlashAudience {

    private final WebSocketHub port81;
    private final WebSocketHub live;
    private final ObjectMapper json = new ObjectMapper();

    public FlashBroadcast(WebSocketHub port81, WebSocketHub live) {
        this.port81 = port81;
        this.live = live;
    }

    @Override
    public void message(byte[] utf8) {
        port81.publish(utf8);
        live.publish(utf8);
    }

    @Override
    public void status(FlashStatus status) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("type", "flash");
        object.putAll(status.json());
        try {
            live.publish(json.writeValueAsBytes(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A status cannot be written as JSON", e);
        }
    }
}
