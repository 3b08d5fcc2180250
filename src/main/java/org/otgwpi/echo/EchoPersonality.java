package org.otgwpi.echo;

import io.undertow.server.HttpHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.otgwpi.net.CloseCode;
import org.otgwpi.net.CloseReply;
import org.otgwpi.net.HubOptions;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.Liveness;
import org.otgwpi.net.WebSocketHub;
import org.otgwpi.net.WebSocketUpgrade;
import org.otgwpi.net.WebTree;
import org.otgwpi.personality.Audience;
import org.otgwpi.personality.HostNames;
import org.otgwpi.personality.Personality;
import org.otgwpi.personality.Quiescent;

/**
 * ESP-IDF's echo server for WebSockets: whoever connects to {@code /ws} gets back what it sends (railhub-remote-echo D).
 * Silent clients are pinged after 5 s and dropped after 10 s. Thread-safe.
 */
final class EchoPersonality implements Personality {

    /** Largest message that is echoed, in bytes; more than an ESP32 has room for. */
    static final int LARGEST_MESSAGE = 256 * 1024;

    private static final int MOST_CLIENTS = 16;

    /** More answers than fit into what is read in one go, and one largest message besides. */
    private static final int QUEUE_FRAMES = 4096;

    private static final int QUEUE_BYTES = LARGEST_MESSAGE + 32 * 1024;
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final EchoRules rules;
    private final IoWorker worker;
    private final WebSocketHub hub;
    private final HttpHandler http;
    private final HostNames names;

    EchoPersonality(
            EchoRules rules, WebTree web, String version, HostNames names, IoWorker worker, LongSupplier nanoTime) {
        this.rules = rules;
        this.names = names;
        this.worker = worker;
        hub = new WebSocketHub(options(), () -> MOST_CLIENTS, new EchoListener(rules), nanoTime);
        http = new EchoRoutes(rules, hub, new WebSocketUpgrade(hub, worker, false), web, version);
    }

    private static HubOptions options() {
        return new HubOptions(
                "/ws",
                false,
                Liveness.Timing.ECHO,
                null,
                0,
                LARGEST_MESSAGE,
                true,
                CloseReply.EMPTY,
                QUEUE_FRAMES,
                QUEUE_BYTES,
                10_000);
    }

    @Override
    public String name() {
        return EchoFactory.NAME;
    }

    @Override
    public HttpHandler http() {
        return http;
    }

    @Override
    public Map<String, Object> status() {
        return Map.of(
                "hostName",
                names.current(),
                "problems",
                names.problem().stream().toList(),
                "echo",
                Map.of("rules", rules.word(), "clients", hub.clients()));
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
    public void start() {
        hub.start(worker);
        names.start();
    }

    @Override
    public void close() {
        names.close();
        hub.close(CloseCode.GOING_AWAY, null, FAREWELL);
    }
}
