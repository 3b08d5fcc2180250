package org.otgwpi.led;

import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.OutputBank;
import org.otgwpi.net.CloseCode;
import org.otgwpi.net.CloseReply;
import org.otgwpi.net.HubOptions;
import org.otgwpi.net.WebSocketHub;
import org.otgwpi.net.WebSocketListener;
import org.otgwpi.net.WebSocketUpgrade;
import org.otgwpi.personality.Audience;
import org.otgwpi.personality.HostNames;
import org.otgwpi.personality.Personality;
import org.otgwpi.personality.PersonalityContext;
import org.otgwpi.personality.Quiescent;

/** A LED that text commands on port 81 switch (railhub-remote-echo C). Thread-safe once started. */
final class LedPersonality implements Personality {

    private static final int MOST_CLIENTS = 32;
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final PersonalityContext context;
    private final LedOptions options;
    private final OutputBank line;
    private final LedListener listener;
    private final WebSocketHub hub;
    private final HttpHandler http;
    private final HostNames names;
    private @Nullable WebSocketListener port81;

    LedPersonality(PersonalityContext context, LedOptions options) throws IOException {
        this.context = context;
        this.options = options;
        GpioLines lines = context.lines();
        if (lines == null) {
            throw new IOException("This machine has no GPIO lines for the LED.");
        }
        line = lines.bank(List.of(options.use()));
        listener = new LedListener(options, line);
        hub = new WebSocketHub(hubOptions(), () -> MOST_CLIENTS, listener, context.nanoTime());
        names = new HostNames(context.settings(), context.machine());
        http = new LedRoutes(new WebSocketUpgrade(hub, context.worker(), true), context.web(), context.version());
    }

    /** The protocol layer of railhub-remote-echo A.15. */
    private static HubOptions hubOptions() {
        return new HubOptions("port 81", true, null, null, 0, 15_360, true, CloseReply.NORMAL, 64, 32 * 1024, 10_000);
    }

    @Override
    public String name() {
        return LedFactory.NAME;
    }

    @Override
    public HttpHandler http() {
        return http;
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> led = new LinkedHashMap<>();
        led.put("on", listener.isOn());
        led.put("clients", hub.clients());
        led.put("line", options.line());
        led.put("extensions", options.extensions());
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("hostName", names.current());
        status.put("problems", names.problem().stream().toList());
        status.put("led", led);
        return status;
    }

    @Override
    public String openPorts() {
        WebSocketListener open = port81;
        return open == null ? "" : "text commands on port " + open.port();
    }

    @Override
    public List<Quiescent> quiescents() {
        return List.of();
    }

    @Override
    public Audience audience() {
        return Audience.untold(hub);
    }

    @Override
    public void start() throws IOException {
        hub.start(context.worker());
        port81 = WebSocketListener.open(
                hub, context.worker(), new InetSocketAddress(context.webSocketPort()), context.nanoTime());
        names.start();
    }

    @Override
    public void close() {
        names.close();
        WebSocketListener open = port81;
        if (open != null) {
            open.close();
        }
        hub.close(CloseCode.GOING_AWAY, null, FAREWELL);
        line.close();
    }
}
