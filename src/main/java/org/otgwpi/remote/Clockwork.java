package org.otgwpi.remote;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.Edge;
import org.tinylog.Logger;

/**
 * The board's own time: feeds the button with its edges, asks it when a level has settled, and lets the on-board LED
 * blink. One thread that sleeps in between. Thread-safe.
 */
final class Clockwork implements AutoCloseable {

    /** Reads the button's line: {@code true} is high. */
    @FunctionalInterface
    interface Contact {
        boolean high() throws IOException;
    }

    private final LongSupplier nanoTime;
    private final Runnable onPress;
    private final Consumer<Boolean> onboard;
    private final boolean blinks;
    private final SecondPulse pulse;
    private final Button button = new Button();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("remote").daemon().factory());
    private volatile @Nullable Contact contact;
    private @Nullable ScheduledFuture<?> next;
    private boolean onboardLit;

    /**
     * @param onPress told of each press, on this thread
     * @param onboard gets each new state of the on-board LED
     * @param blinks whether there is one
     */
    Clockwork(LongSupplier nanoTime, Runnable onPress, Consumer<Boolean> onboard, boolean blinks) {
        this.nanoTime = nanoTime;
        this.onPress = onPress;
        this.onboard = onboard;
        this.blinks = blinks;
        pulse = new SecondPulse(nanoTime.getAsLong());
    }

    /** Begins. A button that is held now counts as pressed (railhub-remote-echo B.5). */
    void start(Contact line) {
        contact = line;
        run(() -> look(nanoTime.getAsLong()));
    }

    /** The button's line changed; on any thread. */
    void edge(Edge edge) {
        run(() -> button.level(edge.high(), edge.nanos()));
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                Logger.warn("The remote control's thread did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Runnable event) {
        try {
            thread.execute(() -> {
                event.run();
                turn();
            });
        } catch (RejectedExecutionException e) {
            Logger.debug("an edge came after the end");
        }
    }

    private void turn() {
        long now = nanoTime.getAsLong();
        if (button.dueInNanos(now) == 0) {
            look(now);
            if (button.pressed(now)) {
                onPress.run();
            }
        }
        if (blinks && pulse.lit(now) != onboardLit) {
            onboardLit = !onboardLit;
            onboard.accept(onboardLit);
        }
        sleep(nanoTime.getAsLong());
    }

    /** What the line says itself counts more than edges, which may have been lost. */
    private void look(long now) {
        Contact line = contact;
        if (line != null) {
            try {
                button.level(line.high(), now);
            } catch (IOException e) {
                Logger.warn("The button cannot be read: {}", e.getMessage());
            }
        }
    }

    private void sleep(long now) {
        ScheduledFuture<?> waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
        }
        long wait = Math.min(button.dueInNanos(now), blinks ? pulse.dueInNanos(now) : Button.NEVER);
        next = wait == Button.NEVER || thread.isShutdown()
                ? null
                : thread.schedule(this::turn, Math.max(wait, 1), TimeUnit.NANOSECONDS);
    }
}
