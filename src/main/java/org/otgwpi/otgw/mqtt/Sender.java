package org.otgwpi.otgw.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands what waits in the outbox to the connection, as much as that takes. Called by one thread, which never waits
 * here; what was written is counted by the library's thread.
 */
final class Sender {

    /** Messages handed to the library and not yet written; a slow broker gets no more at once. */
    static final int MOST_IN_FLIGHT = 256;

    private final Outbox outbox;
    private final Consumer<String> retaining;
    private final Consumer<Outgoing> sent;
    private final Consumer<Runnable> later;
    private final BiConsumer<String, String> published;
    private final List<Outgoing> failedMoments = new ArrayList<>();
    private AtomicInteger inFlight = new AtomicInteger();
    private @Nullable BrokerLink link;
    private @Nullable Configuration configuration;
    private boolean paused;
    private volatile boolean full;
    private volatile @Nullable CompletableFuture<@Nullable Void> draining;

    /**
     * @param retaining hears the topic of each value that the broker is to retain because the user wants it
     * @param sent hears of each configuration message that was taken back
     * @param later runs a task on the caller's thread
     * @param published hears the topic and payload of each message
     */
    Sender(
            Outbox outbox,
            Consumer<String> retaining,
            Consumer<Outgoing> sent,
            Consumer<Runnable> later,
            BiConsumer<String, String> published) {
        this.outbox = outbox;
        this.retaining = retaining;
        this.sent = sent;
        this.later = later;
        this.published = published;
    }

    /** From now on over this connection, which is open, under these names. */
    void start(BrokerLink open, Configuration current) {
        link = open;
        configuration = current;
        inFlight = new AtomicInteger();
        outbox.startOver();
        failedMoments.forEach(outbox::add);
        failedMoments.clear();
    }

    /** The connection is gone. */
    void stop() {
        link = null;
    }

    /** Finishes what is under way and then is silent until {@link #resume}; {@code done} when that is so. */
    void pause(CompletableFuture<@Nullable Void> done) {
        draining = done;
    }

    void resume() {
        draining = null;
        paused = false;
    }

    /** True from the call of {@link #pause} on. */
    boolean pausing() {
        return paused || draining != null;
    }

    /** Sends what waits, as far as the broker takes it. */
    void pump() {
        BrokerLink open = link;
        Configuration current = configuration;
        if (open != null && current != null && !paused) {
            full = false;
            while (!outbox.isEmpty() && hasRoom()) {
                Outgoing message = outbox.poll();
                if (message != null) {
                    publish(open, current, message);
                }
            }
        }
        CompletableFuture<@Nullable Void> waiting = draining;
        if (waiting != null && (open == null || (outbox.isEmpty() && inFlight.get() == 0))) {
            paused = true;
            draining = null;
            waiting.complete(null);
        }
    }

    /** Looks twice, so that the message which makes room after the first look sees that somebody waits for it. */
    private boolean hasRoom() {
        if (inFlight.get() < MOST_IN_FLIGHT) {
            return true;
        }
        full = true;
        return inFlight.get() < MOST_IN_FLIGHT;
    }

    private void publish(BrokerLink to, Configuration current, Outgoing message) {
        boolean kept = current.retain()
                && message.group() <= Outbox.STATUS
                && !message.topic().isEmpty();
        AtomicInteger counter = inFlight;
        String topic = topic(current, message);
        if (kept) {
            retaining.accept(topic);
        }
        published.accept(topic, message.payload());
        CompletableFuture<@Nullable Void> writing =
                to.publish(topic, message.payload().getBytes(StandardCharsets.UTF_8), message.retained() || kept);
        counter.incrementAndGet();
        CompletableFuture<@Nullable Void> unused = writing.whenComplete((done, problem) -> {
            counter.decrementAndGet();
            if (problem != null || message.payload().isEmpty() || full || draining != null) {
                later.accept(() -> written(message, problem));
            }
        });
    }

    private static String topic(Configuration current, Outgoing message) {
        if (message.group() == Outbox.CONFIG) {
            return message.topic();
        }
        return message.topic().isEmpty()
                ? current.names().values()
                : current.names().value(message.topic());
    }

    /** A value that failed is said again on the next connection anyway. */
    private void written(Outgoing message, @Nullable Throwable problem) {
        if (problem == null) {
            sent.accept(message);
        } else if (message.group() == Outbox.MOMENT && failedMoments.size() < Outbox.MOST_MOMENTS) {
            failedMoments.add(message);
        }
    }
}
