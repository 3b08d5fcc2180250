package org.otgwpi.personality;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.otgwpi.net.CloseCode;
import org.otgwpi.net.WebSocketHub;

/**
 * Everyone who follows a personality's streams: those who know the original's messages only, and our own pages, which
 * are told more. Thread-safe.
 */
public final class Audience {

    /** Nobody. */
    public static final Audience NONE = new Audience(List.of(), List.of(), List.of());

    private final List<WebSocketHub> everyone;
    private final List<WebSocketHub> listeners;
    private final List<WebSocketHub> ownPages;

    /**
     * @param original the streams that carry the original's messages and nothing else
     * @param ownPages the streams of our own pages
     */
    public Audience(List<WebSocketHub> original, List<WebSocketHub> ownPages) {
        this(original, ownPages, List.of());
    }

    private Audience(List<WebSocketHub> original, List<WebSocketHub> ownPages, List<WebSocketHub> untold) {
        List<WebSocketHub> told = new ArrayList<>(original);
        told.addAll(ownPages);
        List<WebSocketHub> all = new ArrayList<>(told);
        all.addAll(untold);
        this.listeners = List.copyOf(told);
        this.everyone = List.copyOf(all);
        this.ownPages = List.copyOf(ownPages);
    }

    /** Clients that know none of these messages: they are turned away and closed as all others, and told nothing. */
    public static Audience untold(WebSocketHub hub) {
        return new Audience(List.of(), List.of(), List.of(hub));
    }

    /** Sends one of the original's messages to everyone who knows it. Never waits. */
    public void message(byte[] utf8) {
        listeners.forEach(hub -> hub.publish(utf8));
    }

    /** Sends something that only our own pages understand. Never waits. */
    public void news(byte[] utf8) {
        ownPages.forEach(hub -> hub.publish(utf8));
    }

    /** Pauses the log and turns new clients away with 1013; pings, keepalive and messages go on. */
    public void hold() {
        for (WebSocketHub hub : everyone) {
            hub.pauseLog();
            hub.refuseNew(CloseCode.TRY_LATER);
        }
    }

    /** Undoes {@link #hold}. */
    public void release() {
        for (WebSocketHub hub : everyone) {
            hub.accept();
            hub.resumeLog();
        }
    }

    /**
     * Ends all streams with 1012, for good: what is queued is sent, and after {@code deadline} the rest is cut. Waits
     * for that long at most, not to be called on the I/O thread.
     */
    public void farewell(Duration deadline) {
        List<Thread> farewells = new ArrayList<>();
        for (WebSocketHub hub : everyone) {
            farewells.add(Thread.ofPlatform()
                    .name("farewell")
                    .daemon()
                    .start(() -> hub.close(CloseCode.SERVICE_RESTART, null, deadline)));
        }
        try {
            for (Thread each : farewells) {
                each.join(deadline.plusMillis(200));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
