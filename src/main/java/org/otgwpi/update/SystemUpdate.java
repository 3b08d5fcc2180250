package org.otgwpi.update;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.BusyException;
import org.otgwpi.update.Installer.RefusedException;
import org.otgwpi.update.UpdateStatus.Phase;
import org.tinylog.Logger;

/**
 * Keeps what was uploaded and checked until the user wants it done, and does it while everything is silent; then the
 * machine restarts. Thread-safe.
 */
final class SystemUpdate implements AutoCloseable {

    private static final long KEPT_MINUTES = 30;

    /** Who waits for the result. */
    interface Waiting {

        /** Nobody waits: the page asks how it goes. */
        Waiting NOBODY = new Waiting() {
            @Override
            public void done() {}

            @Override
            public void failed(String sentence) {}
        };

        /** The machine is about to restart. */
        void done();

        /** Nothing has changed. */
        void failed(String sentence);
    }

    /** Looks whether an upload is good. */
    @FunctionalInterface
    interface Check {

        /** @throws IOException with a sentence if it is not */
        Staged check() throws IOException;
    }

    private final QuiesceOrder order;
    private final UpdateProgress progress;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("system-update").daemon().factory());
    private @Nullable Staged staged;
    private @Nullable ScheduledFuture<?> expiry;

    SystemUpdate(QuiesceOrder order, UpdateProgress progress) {
        this.order = order;
        this.progress = progress;
    }

    /** True while a file comes in or is being installed. */
    boolean busy() {
        return progress.status().busy();
    }

    /**
     * A file begins to come; what was kept before is discarded.
     *
     * @param bytes 0 if not known
     * @throws RefusedException if something else has the system for itself
     */
    synchronized void uploading(Activity activity, long bytes) throws RefusedException {
        refuseIfBusy(activity);
        forget();
        progress.uploading(activity, bytes);
    }

    private void refuseIfBusy(Activity activity) throws RefusedException {
        Optional<String> obstacle = order.obstacle(activity);
        if (obstacle.isPresent()) {
            throw new RefusedException(obstacle.get());
        }
    }

    /**
     * Looks at something and keeps it for {@link #start}, for half an hour; what was kept before is discarded.
     *
     * @param name as the user calls it
     * @param bytes 0 if not known
     * @throws IOException with a sentence if it is not good
     */
    synchronized void stage(Activity activity, String name, long bytes, Check check) throws IOException {
        refuseIfBusy(activity);
        forget();
        progress.checking(name, bytes);
        Staged good;
        try {
            good = check.check();
        } catch (IOException | RuntimeException e) {
            progress.failed("error", String.valueOf(e.getMessage()));
            throw e;
        }
        staged = good;
        progress.ready(name, bytes, good.version());
        expiry = thread.schedule(this::expire, KEPT_MINUTES, TimeUnit.MINUTES);
    }

    private synchronized void expire() {
        if (staged != null) {
            Logger.info("What was uploaded and checked was not used within {} minutes and is removed", KEPT_MINUTES);
            discard();
        }
    }

    /** Forgets what was checked, and an earlier failure. */
    synchronized void discard() {
        forget();
        if (!busy()) {
            progress.idle();
        }
    }

    private void forget() {
        Staged old = staged;
        staged = null;
        if (old != null) {
            old.discard();
        }
        ScheduledFuture<?> timer = expiry;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /**
     * Does what was checked. Returns at once.
     *
     * @throws RefusedException if there is nothing
     * @throws IOException with a sentence if the gateway must not be interrupted just now
     * @throws BusyException if something else has the system for itself
     */
    synchronized void start(Waiting waiting) throws IOException, BusyException {
        Staged job = staged;
        if (job == null || progress.status().phase() != Phase.READY) {
            throw new RefusedException("There is nothing to install: upload a file first. Nothing was changed.");
        }
        QuiesceOrder.Turn turn = order.begin(job.activity());
        staged = null;
        progress.begun();
        thread.execute(() -> go(turn, job, waiting));
    }

    private void go(QuiesceOrder.Turn turn, Staged job, Waiting waiting) {
        try {
            turn.go(new Answering(job, waiting));
        } catch (IOException e) {
            job.discard();
            String sentence = String.valueOf(e.getMessage());
            progress.failed("error", sentence);
            waiting.failed(sentence);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        synchronized (this) {
            forget();
        }
    }

    private record Answering(Staged job, Waiting waiting) implements QuiesceOrder.Job {

        @Override
        public void announce() {
            job.announce();
        }

        @Override
        public void work() throws IOException {
            job.work();
        }

        @Override
        public Duration bound() {
            return job.bound();
        }

        @Override
        public void committed() {
            job.committed();
            waiting.done();
        }
    }
}
