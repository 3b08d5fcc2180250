package org.otgwpi.remote;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.otgwpi.net.CloseCode;
import org.otgwpi.net.Departure;
import org.otgwpi.net.HubListener;
import org.otgwpi.net.WebSocketClient;
import org.tinylog.Logger;

/**
 * The clients of {@code /ws}: what each says, what each is told in its own dialect, and that the oldest leaves when
 * there are too many (railhub-remote-echo B.7, B.8, B.10). Thread-safe.
 */
final class Viewers implements HubListener {

    private static final int LOGGED_FAILURES = 10;

    private final int most;
    private final boolean greet;
    private final BooleanSupplier lit;
    private final Runnable toggle;
    private final RemoteMessage.Reader reader = new RemoteMessage.Reader();
    private final Map<Long, Viewer> viewers = new ConcurrentHashMap<>();

    private static final class Viewer {
        private final WebSocketClient client;
        private volatile boolean bare;
        private int failures;

        Viewer(WebSocketClient client) {
            this.client = client;
        }
    }

    /**
     * @param most how many may be connected before the oldest has to leave
     * @param greet whether a new client is told the state at once, which the original does not
     * @param lit whether the LED is lit; never waits
     * @param toggle changes the LED
     */
    Viewers(int most, boolean greet, BooleanSupplier lit, Runnable toggle) {
        this.most = most;
        this.greet = greet;
        this.lit = lit;
        this.toggle = toggle;
    }

    /** Tells everyone. */
    void tell(boolean nowLit) {
        for (Viewer viewer : viewers.values()) {
            viewer.client.send(viewer.bare ? bare(nowLit) : status(nowLit));
        }
    }

    @Override
    public List<byte[]> opened(WebSocketClient client) {
        Logger.info("WebSocket client #{} connected from {}", client.id(), addressOf(client));
        viewers.put(client.id(), new Viewer(client));
        List<Viewer> all = new ArrayList<>(viewers.values());
        if (all.size() > most) {
            all.sort(Comparator.comparingLong(viewer -> viewer.client.id()));
            for (Viewer oldest : all.subList(0, all.size() - most)) {
                oldest.client.close(CloseCode.NONE_RECEIVED);
            }
        }
        return greet ? List.of(status(lit.getAsBoolean())) : List.of();
    }

    @Override
    public void closed(WebSocketClient client, Departure why) {
        viewers.remove(client.id());
        Logger.info("WebSocket client #{} disconnected", client.id());
    }

    @Override
    public void message(WebSocketClient client, boolean text, byte[] payload) {
        Viewer viewer = viewers.get(client.id());
        if (viewer == null || !text) {
            return;
        }
        switch (reader.read(payload)) {
            case RemoteMessage.Toggle wish -> {
                viewer.bare |= wish.bare();
                toggle.run();
            }
            case RemoteMessage.Nothing nothing -> Logger.debug("client #{} asked for nothing", client.id());
            case RemoteMessage.Unreadable unreadable -> {
                if (viewer.failures++ < LOGGED_FAILURES) {
                    Logger.info("deserializeJson() failed with code {}", unreadable.code());
                }
            }
        }
    }

    private static byte[] status(boolean lit) {
        return ascii(lit ? "{\"status\":\"on\"}" : "{\"status\":\"off\"}");
    }

    private static byte[] bare(boolean lit) {
        return ascii(lit ? "on" : "off");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The address without the slash in front and the port behind. */
    private static String addressOf(WebSocketClient client) {
        String address = client.address();
        int port = address.lastIndexOf(':');
        return address.substring(address.indexOf('/') + 1, port < 0 ? address.length() : port);
    }
}
