package org.otgwpi.otgw.gateway;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.otgwpi.board.ResetLine;
import org.otgwpi.board.Uart;
import org.tinylog.Logger;

/**
 * Does in a thread of its own what may wait: resets, breaks, opening the port again. While the gateway is closing it does
 * nothing any more: the port and the reset line are let go anyway. Thread-safe.
 */
final class PortKeeper {

    private static final long RESET_PULSE_MILLIS = 100;
    private static final long BREAK_MILLIS = 5;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("port-keeper").daemon().unstarted(task));

    void run(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            Logger.debug("The gateway is closing");
        }
    }

    /** Pulls the reset line, and lets it go 0.1 s later. Waits for the line, so it is for {@link #run}. */
    void pulse(ResetLine wire, Runnable released) {
        wire.pull();
        later(RESET_PULSE_MILLIS, () -> {
            wire.release();
            released.run();
        });
    }

    /** Sends a BREAK of 5 ms. */
    void breakOn(Uart uart) {
        run(() -> {
            uart.setBreak(true);
            later(BREAK_MILLIS, () -> uart.setBreak(false));
        });
    }

    private void later(long millis, Runnable task) {
        try {
            var unused = thread.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            Logger.debug("The gateway is closing");
        }
    }

    /** Takes no more, and gives up what waits. */
    void close() {
        thread.shutdownNow();
    }

    /** Waits for what is being done when it is closed. */
    void awaitEnd(long millis) throws InterruptedException {
        boolean unused = thread.awaitTermination(millis, TimeUnit.MILLISECONDS);
    }
}
