package org.otgwpi.update;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Does one step on a thread of its own and waits for it no longer than its bound. A step that is stuck then is left
 * behind and named in the log, as is one that fails; either way the caller goes on. Thread-safe.
 */
final class BoundedStep {

    private final LongSupplier nanoTime;

    BoundedStep(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * @param name for the log
     * @return complete when the step itself has ended, which may be later than this returns
     */
    CompletableFuture<@Nullable Void> run(String name, Duration bound, Runnable action) {
        long startNanos = nanoTime.getAsLong();
        CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().name(name).daemon().start(() -> {
            try {
                action.run();
                ended.complete(null);
            } catch (RuntimeException | Error e) {
                ended.completeExceptionally(e);
            }
        });
        try {
            ended.get(bound.toMillis(), TimeUnit.MILLISECONDS);
            Logger.info("{}: {} ms", name, millisSince(startNanos));
        } catch (TimeoutException e) {
            Logger.warn("{}: not done within {} ms, left behind", name, bound.toMillis());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UncheckedIOException sentence) {
                Logger.warn("{}: failed after {} ms: {}", name, millisSince(startNanos), sentence.getMessage());
                return ended;
            }
            Logger.warn(e.getCause(), "{}: failed after {} ms", name, millisSince(startNanos));
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        return ended;
    }

    private long millisSince(long startNanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNanos);
    }
}
