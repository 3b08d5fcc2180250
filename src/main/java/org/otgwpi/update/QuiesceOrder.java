package org.otgwpi.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.Audience;
import org.otgwpi.personality.BusyException;
import org.otgwpi.personality.MaintenanceLock;
import org.otgwpi.personality.Personality;
import org.tinylog.Logger;

/**
 * The order in which the whole gateway falls silent before an update or a restart, and is woken again if that fails. The
 * PIC is never touched: it heats without us. Each step has a bound that nothing stretches: no client that stops
 * reading, no broker that hangs, no disk that stalls. Thread-safe.
 */
public final class QuiesceOrder {

    private static final Duration ANNOUNCE_BOUND = Duration.ofMillis(300);
    private static final Duration ANSWER_BOUND = Duration.ofSeconds(3);
    private static final Duration DRAINING = Duration.ofSeconds(2);
    private static final Duration FAREWELL_BOUND = Duration.ofMillis(2500);
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(8);
    private static final Duration REBOOT_BOUND = Duration.ofSeconds(10);
    private static final long REBOOT_PATIENCE_SECONDS = 90;

    /** What the silence is for. */
    public interface Job {

        /** Says that it begins. Never waits. */
        void announce();

        /**
         * The work itself, while everything is silent.
         *
         * @throws IOException with a sentence if it failed and nothing has changed
         */
        void work() throws IOException;

        /** How long the work may take; then it counts as failed, and nothing else begins before it has ended. */
        Duration bound();

        /** It is certain now that the restart follows: answers whoever waits for it. */
        void committed();
    }

    /** The end of this run of the machine. */
    public interface Ending {

        /** Closes all ports and the serial line. May wait. */
        void close();

        /** Starts the machine anew. Returns at once. */
        void reboot();

        /** Ends the program, for the system to start it again: the machine did not restart. */
        void giveUp();
    }

    private final MaintenanceLock lock;
    private final Supplier<Optional<Personality>> personality;
    private final Ending ending;
    private final LongSupplier nanoTime;
    private volatile boolean committed;

    /** @param personality the one that runs, if one does */
    public QuiesceOrder(
            MaintenanceLock lock, Supplier<Optional<Personality>> personality, Ending ending, LongSupplier nanoTime) {
        this.lock = lock;
        this.personality = personality;
        this.ending = ending;
        this.nanoTime = nanoTime;
    }

    /** True from the moment on when nothing keeps the restart from coming. */
    public boolean committed() {
        return committed;
    }

    /** Who follows what happens. */
    Audience audience() {
        return personality.get().map(Personality::audience).orElse(Audience.NONE);
    }

    private Optional<String> obstacle() {
        return personality.get().flatMap(Personality::obstacle);
    }

    /** What stands in the way of {@code activity} just now, in a sentence; empty if nothing does. */
    public Optional<String> obstacle(Activity activity) {
        try (MaintenanceLock.Hold unused = lock.take(activity)) {
            return obstacle();
        } catch (BusyException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Step 1: takes the lock, so that no update, PIC flash, change of personality or restart comes in between.
     *
     * @throws BusyException if something else is under way
     * @throws IOException with a sentence if the gateway must not be interrupted just now
     */
    public Turn begin(Activity activity) throws BusyException, IOException {
        long startNanos = nanoTime.getAsLong();
        MaintenanceLock.Hold hold = lock.take(activity);
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            hold.close();
            throw new IOException(obstacle.get());
        }
        Logger.info(
                "{}, lock taken: {} ms",
                activity.words(),
                TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNanos));
        return new Turn(activity, hold);
    }

    /** The right to go through the order, once. */
    public final class Turn {

        private final Activity activity;
        private final MaintenanceLock.Hold hold;

        private Turn(Activity activity, MaintenanceLock.Hold hold) {
            this.activity = activity;
            this.hold = hold;
        }

        /** Does without. */
        public void cancel() {
            hold.close();
        }

        /**
         * Steps 2 to 9, the last two of them on a thread of their own; then the machine restarts.
         *
         * @throws IOException with the work's sentence; then everything goes on as before
         */
        public void go(Job job) throws IOException {
            String name = activity.words();
            Logger.info("{}: everything falls silent", name);
            BoundedStep steps = new BoundedStep(nanoTime);
            Silence silence = new Silence(name, nanoTime);
            CompletableFuture<?> unused = steps.run(name + ", announced", ANNOUNCE_BOUND, job::announce);
            silence.hold(audience());
            silence.pause(personality.get().map(Personality::quiescents).orElse(List.of()));
            work(name, steps, silence, job);
            silence.flush();
            committed = true;
            unused = steps.run(name + ", answered", ANSWER_BOUND, job::committed);
            Thread.ofPlatform().name("ending").daemon(false).start(() -> end(name, steps));
        }

        /** If it fails, everything goes on as before; the lock stays taken until it has ended. */
        private void work(String name, BoundedStep steps, Silence silence, Job job) throws IOException {
            CompletableFuture<@Nullable Void> work = steps.run(name + ", work", job.bound(), () -> {
                try {
                    job.work();
                } catch (IOException e) {
                    throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
                }
            });
            if (work.isDone() && !work.isCompletedExceptionally()) {
                return;
            }
            IOException problem = problem(work, job.bound());
            Logger.warn("{}: {} Everything goes on as before", name, problem.getMessage());
            silence.undo();
            CompletableFuture<?> unused = work.whenComplete((done, failure) -> hold.close());
            throw problem;
        }

        private static IOException problem(CompletableFuture<?> work, Duration bound) {
            if (!work.isDone()) {
                return new IOException("It did not end within %d s.".formatted(bound.toSeconds()));
            }
            Throwable failure = work.exceptionNow();
            return failure.getCause() instanceof IOException sentence
                    ? sentence
                    : new IOException("It failed: " + failure, failure);
        }

        /** On a thread that keeps the program alive when all others have ended with what is closed here. */
        private void end(String name, BoundedStep steps) {
            CompletableFuture<?> unused = steps.run(
                    name + ", viewers gone", FAREWELL_BOUND, () -> audience().farewell(DRAINING));
            unused = steps.run(name + ", ports and serial line closed", CLOSE_BOUND, ending::close);
            Logger.info("{}: the machine restarts", name);
            unused = steps.run(name + ", restart asked for", REBOOT_BOUND, ending::reboot);
            awaitTheEnd();
        }

        /** The program ends with the machine; if it lives on, all its ports are closed. */
        private void awaitTheEnd() {
            long patienceNanos = TimeUnit.SECONDS.toNanos(REBOOT_PATIENCE_SECONDS);
            long startNanos = nanoTime.getAsLong();
            for (long left = patienceNanos; left > 0; left = patienceNanos - (nanoTime.getAsLong() - startNanos)) {
                LockSupport.parkNanos(left);
            }
            Logger.error("The machine did not restart within {} s: the program does", REBOOT_PATIENCE_SECONDS);
            ending.giveUp();
        }
    }
}
