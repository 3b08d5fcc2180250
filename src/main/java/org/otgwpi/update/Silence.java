package org.otgwpi.update;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.personality.Audience;
import org.otgwpi.personality.Quiescent;

/**
 * What has fallen silent, in which order, and how it is undone: for a system update, a restart, or a flash of the
 * gateway chip. Nothing that hangs holds it up beyond its bound. For one use by one thread.
 */
public final class Silence {

    private static final Duration VIEWERS_BOUND = Duration.ofMillis(500);
    private static final Duration PAUSE_BOUND = Duration.ofMillis(900);
    private static final Duration PAUSE_DEADLINE = Duration.ofMillis(700);
    private static final Duration RESUME_BOUND = Duration.ofMillis(400);
    private static final Duration FLUSH_BOUND = Duration.ofSeconds(2);

    private record Paused(Quiescent quiescent, CompletableFuture<@Nullable Void> pausing) {}

    private final String name;
    private final BoundedStep steps;
    private final Deque<Paused> paused = new ArrayDeque<>();
    private @Nullable Audience held;

    /** @param name what it is for, at the beginning of each line of the log */
    public Silence(String name, LongSupplier nanoTime) {
        this.name = name;
        this.steps = new BoundedStep(nanoTime);
    }

    /** Pauses the log of the viewers and turns new ones away. */
    public void hold(Audience audience) {
        held = audience;
        CompletableFuture<?> unused = steps.run(name + ", viewers held", VIEWERS_BOUND, audience::hold);
    }

    /** Pauses these, one after the other. */
    public void pause(List<Quiescent> quiescents) {
        for (Quiescent each : quiescents) {
            paused.push(new Paused(
                    each,
                    steps.run(name + ", " + each.name() + " paused", PAUSE_BOUND, () -> each.pause(PAUSE_DEADLINE))));
        }
    }

    /** Lets what is paused write what it has in memory only. */
    public void flush() {
        for (Paused each : paused) {
            CompletableFuture<?> unused =
                    steps.run(name + ", " + each.quiescent.name() + " flushed", FLUSH_BOUND, each.quiescent::flush);
        }
    }

    /** Undoes all of it. What is still stuck in its pause goes on as soon as that ends. */
    public void undo() {
        Audience audience = held;
        if (audience != null) {
            CompletableFuture<?> unused = steps.run(name + ", viewers released", RESUME_BOUND, audience::release);
            held = null;
        }
        while (!paused.isEmpty()) {
            Paused each = paused.pop();
            if (each.pausing.isDone()) {
                CompletableFuture<?> unused = steps.run(
                        name + ", " + each.quiescent.name() + " resumed", RESUME_BOUND, each.quiescent::resume);
            } else {
                CompletableFuture<?> unused = each.pausing.whenComplete((done, problem) -> each.quiescent.resume());
            }
        }
    }
}
