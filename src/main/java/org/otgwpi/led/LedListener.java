package org.otgwpi.led;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.otgwpi.board.OutputBank;
import org.otgwpi.net.Departure;
import org.otgwpi.net.HubListener;
import org.otgwpi.net.WebSocketClient;
import org.tinylog.Logger;

/**
 * Switches the LED as clients say, and answers who asked. What the original does not have is answered only if the user
 * allowed it and the client asked for it. Thread-safe.
 */
final class LedListener implements HubListener {

    private final LedOptions options;
    private final OutputBank line;
    private final Map<Long, Visitor> visitors = new ConcurrentHashMap<>();
    private boolean on;

    private static final class Visitor {
        private final WebSocketClient client;
        private final int slot;
        private volatile boolean wantsLog;

        Visitor(WebSocketClient client, int slot) {
            this.client = client;
            this.slot = slot;
        }
    }

    /** @param line one line, an input until the first command */
    LedListener(LedOptions options, OutputBank line) {
        this.options = options;
        this.line = line;
    }

    synchronized boolean isOn() {
        return on;
    }

    @Override
    public List<byte[]> opened(WebSocketClient client) {
        int slot = 0;
        while (isTaken(slot)) {
            slot++;
        }
        visitors.put(client.id(), new Visitor(client, slot));
        return List.of();
    }

    private boolean isTaken(int slot) {
        return visitors.values().stream().anyMatch(visitor -> visitor.slot == slot);
    }

    @Override
    public void closed(WebSocketClient client, Departure why) {
        visitors.remove(client.id());
    }

    @Override
    public void message(WebSocketClient client, boolean text, byte[] payload) {
        Visitor visitor = visitors.get(client.id());
        if (visitor == null || !text) {
            return;
        }
        switch (LedCommand.read(payload)) {
            case LedCommand.Switch wish -> turn(visitor, wish.on());
            case LedCommand.Chat chat -> {
                if (options.extensions()) {
                    tellAll("CHAT #" + visitor.slot + " " + chat.text());
                }
            }
            case LedCommand.Log log -> visitor.wantsLog = log.wanted() && options.extensions();
            case LedCommand.Unknown unknown -> Logger.debug("client {} said something unknown", client.id());
        }
    }

    private synchronized void turn(Visitor asker, boolean wanted) {
        try {
            line.set(1, wanted ? 1 : 0);
            on = wanted;
        } catch (IOException e) {
            Logger.error("The LED does not follow: {}", e.getMessage());
            return;
        }
        String answer = wanted ? "LED is now ON" : "LED is now OFF";
        if (options.broadcast()) {
            tellAll(answer);
        } else {
            tell(asker, answer);
        }
        for (Visitor visitor : visitors.values()) {
            if (visitor.wantsLog) {
                tell(visitor, "LOG client #%d: %s".formatted(asker.slot, answer));
            }
        }
    }

    private void tellAll(String text) {
        visitors.values().forEach(visitor -> tell(visitor, text));
    }

    private static void tell(Visitor visitor, String text) {
        visitor.client.send(text.getBytes(StandardCharsets.UTF_8));
    }
}
