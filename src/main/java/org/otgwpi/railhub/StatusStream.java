package org.otgwpi.railhub;

import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.net.CloseCode;
import org.otgwpi.net.CloseReply;
import org.otgwpi.net.HubListener;
import org.otgwpi.net.HubOptions;
import org.otgwpi.net.HubStatistics;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.WebSocketClient;
import org.otgwpi.net.WebSocketHub;
import org.otgwpi.net.WebSocketListener;
import org.otgwpi.net.WebSocketUpgrade;
import org.otgwpi.personality.Audience;
import org.tinylog.Logger;

/**
 * Port 81 of a board: the status message to each new client, to all whenever something changed, and in between at a
 * fixed rate (railhub-remote-echo A.15, A.16). Thread-safe.
 */
final class StatusStream implements AutoCloseable {

    private static final int MOST_VIEWERS = 100;
    private static final Duration FAREWELL = Duration.ofMillis(500);
    private static final int QUEUE_BYTES = 256 * 1024;
    private static final HubOptions OPTIONS =
            new HubOptions("port 81", true, null, null, 0, 15_360, false, CloseReply.NORMAL, 64, QUEUE_BYTES, 10_000);

    private final WebSocketHub hub;
    private final Supplier<byte[]> message;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("railhub-status").daemon().factory());
    private @Nullable WebSocketListener listener;

    /** @param message makes the status message of now; never waits, takes no lock */
    StatusStream(Supplier<byte[]> message, LongSupplier nanoTime) {
        this.message = message;
        this.nanoTime = nanoTime;
        hub = new WebSocketHub(OPTIONS, () -> MOST_VIEWERS, new Viewers(), nanoTime);
    }

    /**
     * Opens the port.
     *
     * @param intervalMillis from one message to the next
     * @param beforehand called on its thread once a second
     * @throws IOException if the port is taken or needs a permission; the message says what to do
     */
    void start(IoWorker worker, int port, int intervalMillis, Runnable beforehand) throws IOException {
        hub.start(worker);
        listener = WebSocketListener.open(hub, worker, new InetSocketAddress(port), nanoTime);
        var facts = thread.scheduleWithFixedDelay(() -> quietly(beforehand), 0, 1000, TimeUnit.MILLISECONDS);
        var ticks = thread.scheduleAtFixedRate(
                () -> quietly(this::broadcast), intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
    }

    /** Another way to the same stream, for our page, on its own origin. */
    HttpHandler byHttp(IoWorker worker) {
        return new WebSocketUpgrade(hub, worker, true);
    }

    /** Sends the status of now to everyone. */
    void broadcast() {
        if (hub.clients() > 0) {
            hub.publish(message.get());
        }
    }

    /** Its viewers, to be turned away and closed at an update or a restart. */
    Audience audience() {
        return Audience.untold(hub);
    }

    int clients() {
        return hub.clients();
    }

    HubStatistics statistics() {
        return hub.statistics();
    }

    /** The port it is on; 0 before it is open. */
    int port() {
        WebSocketListener open = listener;
        return open == null ? 0 : open.port();
    }

    @Override
    public void close() {
        WebSocketListener open = listener;
        if (open != null) {
            open.close();
        }
        thread.shutdownNow();
        hub.close(CloseCode.GOING_AWAY, null, FAREWELL);
    }

    /** One failure must not end all later runs. */
    private static void quietly(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            Logger.error(e, "the status of the board was not sent");
        }
    }

    private final class Viewers implements HubListener {

        /** The new one gets it at once, all others as soon as the hub's lock is free. */
        @Override
        public List<byte[]> opened(WebSocketClient client) {
            try {
                thread.execute(() -> quietly(StatusStream.this::broadcast));
            } catch (RejectedExecutionException e) {
                Logger.debug("a client came when the program ended");
            }
            return List.of(message.get());
        }
    }
}
