package org.otgwpi.update;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.BusyException;
import org.tinylog.Logger;

/** Restarts of the machine in good order. Thread-safe. */
public final class Restarts implements AutoCloseable {

    static final QuiesceOrder.Job NOTHING_TO_DO = new QuiesceOrder.Job() {
        @Override
        public void announce() {}

        @Override
        public void work() {}

        @Override
        public Duration bound() {
            return Duration.ofSeconds(1);
        }

        @Override
        public void committed() {}
    };

    private final QuiesceOrder order;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("restart").daemon().factory());

    public Restarts(QuiesceOrder order) {
        this.order = order;
    }

    /** The right to restart, once. */
    public final class Prepared {

        private final QuiesceOrder.Turn turn;

        private Prepared(QuiesceOrder.Turn turn) {
            this.turn = turn;
        }

        /** Restarts. Returns at once. */
        public void go() {
            Restarts.this.go(turn);
        }

        /** Does without. */
        public void cancel() {
            turn.cancel();
        }
    }

    /**
     * Makes sure that a restart may come, and keeps everything else from coming in between.
     *
     * @throws BusyException if something else has the system for itself
     * @throws IOException with a sentence if the gateway must not be interrupted just now
     */
    public Prepared prepare() throws BusyException, IOException {
        return new Prepared(order.begin(Activity.RESTART));
    }

    /** Restarts. Returns at once. */
    void go(QuiesceOrder.Turn turn) {
        thread.execute(() -> {
            try {
                turn.go(NOTHING_TO_DO);
            } catch (IOException e) {
                Logger.error("The machine does not restart: {}", e.getMessage());
            }
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
